"""How kernels are compiled, and where the compiled code is kept.

Invariant: a kernel is a function of arrays and numbers alone: no file, no state, no Python object.
It runs without the interpreter's lock, so batches go to threads, and gives the same with one thread
as with many. Compiled code lies in the user's cache folder, in one folder for each state of the
kernels' sources, because numba by itself does not see that a called kernel has changed. Importing
this module loads numba, which takes a third of a second.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numba

from provenance.settings import kernel_folder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["is_kept", "is_prepared", "kernel", "set_prepared"]

Function = TypeVar("Function", bound="Callable[..., object]")

_PACKAGE = Path(__file__).resolve().parents[2]
_FOLDERS = ("fingerprint/batch", "corpus/kernels")
_MARK = "prepared"


def _usable_folder() -> Path | None:
    """The folder of this state of the kernels, made if need be; ``None`` where nothing can be kept."""
    if os.environ.get("NUMBA_CACHE_DIR"):  # the user's own word
        return Path(os.environ["NUMBA_CACHE_DIR"])
    digest = blake2b(numba.__version__.encode(), digest_size=8)
    for folder in _FOLDERS:
        for source in sorted((_PACKAGE / folder).glob("*.py")):
            digest.update(source.read_bytes())
    wanted = kernel_folder() / digest.hexdigest()
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            pass
    except OSError:
        return None
    return wanted


_folder = _usable_folder()
if _folder is not None:
    vars(numba.config)["CACHE_DIR"] = str(_folder)


def kernel(function: Function) -> Function:
    """Compile a function of arrays when it is first called; ``.py_func`` is the function itself."""
    options = {"nogil": True, "cache": _folder is not None, "no_cfunc_wrapper": True}  # which nothing here calls
    return cast("Function", numba.njit(**options)(function))


def is_kept() -> bool:
    """Whether compiled code is kept, for other processes too."""
    return _folder is not None


def is_prepared() -> bool:
    """Whether the compiled code of all kernels is at hand, as far as this program left word of it."""
    return _folder is not None and (_folder / _MARK).is_file()


def set_prepared() -> None:
    """Leave word that every kernel was compiled and kept."""
    if _folder is not None:
        try:
            (_folder / _MARK).touch()
        except OSError:  # then it is said again next time
            return
