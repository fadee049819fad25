"""How kernels are compiled, and where the compiled code is kept.

Invariant: a kernel is a function of arrays and numbers alone: no file, no state, no Python object.
It runs without the interpreter's lock, so batches go to threads, and gives the same with one thread
as with many. Compiled code lies in the user's cache folder, in one folder for each installation, processor
and state of the kernels' sources, because numba by itself does not see that a called kernel has changed.
Folders that are not used any more are removed when another is filled. Importing this module loads numba,
which takes a third of a second.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numba
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

from provenance.settings import kernel_folder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KERNEL_FOLDERS", "is_kept", "is_prepared", "kernel", "set_prepared", "usable_folder"]

Function = TypeVar("Function", bound="Callable[..., object]")

_PACKAGE = Path(__file__).resolve().parents[2]
KERNEL_FOLDERS = ("fingerprint/batch", "corpus/near/kernels")
# an instruction of the processors after the first ones with vectors of 512 bits
_AFTER = "avx512vbmi2"
_MARK = "prepared"
_NAME = re.compile(r"[0-9a-f]{16}")
_DAY = 24 * 3600
_WEEK = 7 * _DAY


def usable_folder() -> Path | None:
    """The folder of this state of the kernels, made if need be; ``None`` where nothing can be kept."""
    if os.environ.get("NUMBA_CACHE_DIR"):  # the user's own word
        return Path(os.environ["NUMBA_CACHE_DIR"])
    # what numba itself looks at is among it, so that it never compiles again where all seems prepared
    state = [numba.__version__, sys.implementation.cache_tag, get_host_cpu_name(), _config["CPU_FEATURES"]]
    with suppress(RuntimeError):  # where they are not known
        state.append(get_host_cpu_features().flatten())
    digest = blake2b("\0".join(map(str, state)).encode(), digest_size=8)
    for folder in KERNEL_FOLDERS:
        for source in sorted((_PACKAGE / folder).glob("*.py")):
            digest.update(f"{source}\0{source.stat().st_mtime_ns}\0".encode())
            digest.update(source.read_bytes())
    wanted = kernel_folder() / digest.hexdigest()
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            pass
    except OSError:
        return None
    return wanted


def _widened_features() -> str | None:
    """What this processor can do, with vectors as wide as it has them; ``None`` where there is nothing to say.

    Compilers use half of 512 bits on most processors, for the sake of those that slowed down with all of them;
    what came after these signs texts in three fifths of the time.
    """
    with suppress(RuntimeError):  # where they are not known
        features = get_host_cpu_features()
        if features.get(_AFTER):
            return f"{features.flatten()},-prefer-256-bit"
    return None


_config = vars(numba.config)
if _config["CPU_FEATURES"] is None and _config["CPU_NAME"] is None:  # the user's own word goes first
    _config["CPU_FEATURES"] = _widened_features()

_folder = usable_folder()
if _folder is not None:
    _config["CACHE_DIR"] = str(_folder)


def kernel(function: Function) -> Function:
    """Compile a function of arrays when it is first called; ``.py_func`` is the function itself."""
    return cast("Function", numba.njit(nogil=True, cache=_folder is not None)(function))


def is_kept() -> bool:
    """Whether compiled code is kept, for other processes too."""
    return _folder is not None


def is_prepared() -> bool:
    """Whether the compiled code of all kernels is at hand, as far as this program left word of it."""
    if _folder is None:
        return False
    mark = _folder / _MARK
    try:
        if time.time() - mark.stat().st_mtime > _DAY:  # in use, so that nobody removes it
            mark.touch()
    except OSError:
        return mark.is_file()
    return True


def set_prepared() -> None:
    """Leave word that every kernel was compiled and kept, and remove what no run has used for a week."""
    if _folder is None:
        return
    with suppress(OSError):  # then it is said again next time
        (_folder / _MARK).touch()
        if _folder.parent == kernel_folder():
            _remove_unused(_folder)


def _remove_unused(own: Path) -> None:
    """Remove the folders of other states of the kernels, as those of former versions, that are not in use.

    One that is in use, by another version that is installed too, was looked into within a day before; a run
    that has loaded its kernels needs them no more.
    """
    for folder in sorted(own.parent.iterdir()):
        if folder != own and _NAME.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
            mark = folder / _MARK
            used = max(each.stat().st_mtime for each in (folder, mark) if each.exists())
            if time.time() - used > _WEEK:
                shutil.rmtree(folder, ignore_errors=True)
