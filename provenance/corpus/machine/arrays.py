"""Arrays with a few words about them in one file: what a run keeps on the disk for later, or for when it is killed.

Invariant: a file appears whole or not at all, and what was written comes back equal. Whether a file that was
found is one, by this name, and is as it was written, can be told.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from zlib import crc32

from provenance.corpus.machine.errors import as_output_error
from provenance.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["is_whole", "load_arrays", "load_words", "save_arrays"]

_HEAD = 8  # bytes that say how long the words are
_CHECK = 4  # bytes at the end, the checksum of all others
_ALIGNED = 64
_BLOCK = 1 << 20


def save_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], words: Mapping[str, Any]) -> None:
    """Write arrays of any shape, and what JSON can hold.

    Args:
        path: takes its name when all is written.
        arrays: by name.
        words: more, by name.

    Raises:
        OutputError: there is no room.
    """
    import numpy as np

    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, array.shape, at)
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"name": path.name, "arrays": places, "words": words}).encode()
    head += b" " * (-(len(head) + _HEAD) % _ALIGNED)

    def pieces() -> Iterator[bytes | memoryview]:
        yield len(head).to_bytes(_HEAD) + head
        for array in arrays.values():
            yield np.ascontiguousarray(array).data if array.size else b""
            yield b"\0" * (-array.nbytes % _ALIGNED)

    partial = path.with_suffix(f".{os.getpid()}.new")
    with as_output_error(path):
        with partial.open("wb") as file:
            check = 0
            for piece in pieces():
                file.write(piece)
                check = crc32(piece, check)
            file.write(check.to_bytes(_CHECK))  # by which a file that a machine's end tore is told
        partial.replace(path)


def load_arrays(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Read what ``save_arrays`` wrote; the arrays stay on the disk until they are looked at.

    Raises:
        OutputError: the file cannot be read, or is not such a file.
    """
    import numpy as np

    head, size = _head(path)
    with as_output_error(path, "read"):
        whole = np.memmap(path, np.uint8, mode="r")
    arrays = {}
    for name, (kind, shape, at) in head["arrays"].items():
        first = size + at
        beyond = first + int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        arrays[name] = whole[first:beyond].view(kind).reshape(shape)
    return arrays, head["words"]


def is_whole(path: Path) -> bool:
    """Whether this is a file that ``save_arrays`` wrote under its name, and is as it was written."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            left, check = os.fstat(file.fileno()).st_size - _CHECK, 0
            while left > 0 and (block := file.read(min(_BLOCK, left))):
                check = crc32(block, check)
                left -= len(block)
            if left or file.read() != check.to_bytes(_CHECK):
                return False
        named: bool = _head(path)[0].get("name") == path.name
    except (OSError, OutputError, AttributeError):
        return False
    return named


def load_words(path: Path) -> dict[str, Any]:
    """Read the words that go with arrays, and not the arrays.

    Raises:
        OutputError: the file cannot be read, or is not such a file.
    """
    words: dict[str, Any] = _head(path)[0]["words"]
    return words


def _head(path: Path) -> tuple[dict[str, Any], int]:
    """What a file says of itself, and where its arrays begin."""
    with as_output_error(path, "read"), path.open("rb") as file:
        size = min(int.from_bytes(file.read(_HEAD)), os.fstat(file.fileno()).st_size)
        try:
            return json.loads(file.read(size)), _HEAD + size
        except ValueError as error:
            message = f"{path}: is no file of arrays"
            raise OutputError(message, "remove its folder and run it again") from error
