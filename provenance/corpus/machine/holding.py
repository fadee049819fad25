"""Where the large arrays of a run are: in memory as far as that goes, else in files that are looked into.

Invariant: what is held where changes no result.
"""

from __future__ import annotations

import math
import mmap
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.corpus.machine.arrays import load_arrays
from provenance.corpus.machine.errors import as_output_error
from provenance.corpus.machine.processors import threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Holding", "memory_of_machine"]

# shares of the memory: of an array that stays there, of one that is filled beside it, of keys that are sorted, of
# files that were looked into
_ARRAY, _FILLED, _KEYS, _SEEN = 4, 8, 4, 4
_SLICES = 256  # each reads all keys
_SORTED = 3  # times the keys take their size while they are sorted
_OFTEN = 8_000_000  # bytes between two looks at the memory
_STATM = Path("/proc/self/statm")
_LIMIT = Path("/sys/fs/cgroup/memory.max")
_UNSAID = 8_000_000_000


class Holding:
    """A folder for arrays, and how much memory there is."""

    def __init__(self, folder: Path, memory: int) -> None:
        """Start with nothing held.

        Args:
            folder: is there, and is for this run alone.
            memory: bytes, about, that the arrays may take.
        """
        self.folder = folder
        self.memory = memory
        self._maps: list[mmap.mmap] = []

    def load(self, path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        """What ``save_arrays`` wrote, which is let go of when there is need.

        Raises:
            OutputError: it cannot be read.
        """
        arrays, words = load_arrays(path)
        self._maps.extend({id(base): base for base in map(_map_of, arrays.values()) if base is not None}.values())
        return arrays, words

    def joined(self, name: str, pieces: Iterable[NDArray[Any]], total: int, kind: np.dtype[Any]) -> NDArray[Any]:
        """Some arrays, one after the other, as one.

        Args:
            name: of the file, where it takes one.
            pieces: one-dimensional.
            total: how many values they have together.
            kind: of each value.

        Raises:
            OutputError: there is no room.
        """
        import numpy as np

        if total * kind.itemsize <= self.memory // _ARRAY:
            whole = np.empty(total, dtype=kind)
            with ThreadPoolExecutor(threads()) as pool:  # the pages of both are fetched by all processors
                list(pool.map(partial(self._copy, whole), _placed(pieces)))
            return whole
        path, seen = self.folder / name, 0
        with as_output_error(path):
            with path.open("wb") as file:
                for piece in pieces:
                    file.write(np.ascontiguousarray(piece).data)
                    seen += piece.nbytes
                    if seen > _OFTEN:
                        self.release()
                        seen = 0
            found = np.memmap(path, kind, mode="r", shape=(total,))
        base = _map_of(found)
        if base is not None:
            self._maps.append(base)
        return found

    def _copy(self, whole: NDArray[Any], placed: Sequence[tuple[int, NDArray[Any]]]) -> None:
        """Copy some arrays to their places."""
        for at, piece in placed:
            whole[at : at + len(piece)] = piece
        self.release()

    def zeros(self, name: str, shape: tuple[int, ...], kind: np.dtype[Any]) -> NDArray[Any]:
        """An array to be filled, which is in a file where it is large.

        Args:
            name: of the file, where it takes one.
            shape: how large it is.
            kind: of each value.

        Raises:
            OutputError: there is no room.
        """
        import numpy as np

        size = math.prod(shape) * kind.itemsize
        if size <= self.memory // _FILLED:
            return np.zeros(shape, dtype=kind)
        path = self.folder / name
        with as_output_error(path):
            with path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size) if hasattr(os, "posix_fallocate") else file.truncate(size)
            found = np.memmap(path, kind, mode="r+", shape=shape)
        base = _map_of(found)
        if base is not None:
            self._maps.append(base)
        return found

    def slices(self, size: int) -> int:
        """In how many parts so many bytes of keys are sorted."""
        return min(max(1, -(-size * _SORTED // max(self.memory // _KEYS, 1))), _SLICES)

    def release(self) -> None:
        """Let go of what was read from files, if that is much by now; it is read again when it is looked at."""
        if not self._maps or _seen() <= self.memory // _SEEN:
            return
        for each in self._maps:
            each.madvise(mmap.MADV_DONTNEED)


def _placed(pieces: Iterable[NDArray[Any]]) -> Iterator[list[tuple[int, NDArray[Any]]]]:
    """Some arrays at a time, each with where it begins when they follow each other."""
    at, seen, found = 0, 0, []
    for piece in pieces:
        found.append((at, piece))
        at += len(piece)
        seen += piece.nbytes
        if seen > _OFTEN:
            yield found
            seen, found = 0, []
    yield found


def memory_of_machine() -> int:
    """Bytes of memory that this machine has, or that a control group leaves this process; 8 GB where nothing says."""
    try:
        found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # not on every system
        found = _UNSAID
    with suppress(OSError, ValueError):  # "max" is no number, and is no limit
        found = min(found, int(_LIMIT.read_text(encoding="ascii")))
    return found


def _map_of(array: NDArray[Any]) -> mmap.mmap | None:
    """The map of a file that an array lies in."""
    base: Any = array
    while base is not None and not isinstance(base, mmap.mmap):
        base = getattr(base, "_mmap", None) or getattr(base, "base", None)
    return base


def _seen() -> int:
    """Bytes of files that are in this process's memory; 0 where the system does not say."""
    try:
        return int(_STATM.read_text(encoding="ascii").split()[2]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0
