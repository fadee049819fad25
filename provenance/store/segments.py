"""The index's segments as blobs.

Invariant: a blob holds little-endian uint64, whatever the machine; a segment's number is
larger than that of any segment before it, also of those that are gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.index.protocol import Segment
from provenance.store.values import array

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.store.values import Row

__all__ = ["add_segment", "chunks", "directory", "drop_segments", "live", "segments"]

_ENTRY: Final = "<u8"
_DENSE: Final = 8  # where one passage in so many is asked for, all between the first and the last are read


def segments(connection: sqlite3.Connection) -> tuple[Segment, ...]:
    """All segments, by number."""
    rows = connection.execute("SELECT number, level, entries FROM _index_segment ORDER BY number")
    return tuple(Segment(*row) for row in rows)


def directory(connection: sqlite3.Connection, number: int) -> NDArray[np.uint64]:
    """The first entry of each chunk of a segment, in order: uint64[chunks]; none for an unknown segment."""
    row = connection.execute("SELECT directory FROM _index_segment WHERE number = ?", (number,)).fetchone()
    return _entries(b"" if row is None else row[0])


def chunks(connection: sqlite3.Connection, number: int, wanted: Sequence[int]) -> NDArray[np.uint64]:
    """The entries of a segment's chunks with these positions, in ascending order: uint64[entries]."""
    rows = connection.execute(
        "SELECT entries FROM _index_chunk WHERE segment = ? AND position IN (SELECT value FROM json_each(?)) "
        "ORDER BY position",
        (number, array(int(position) for position in wanted)),
    )
    return _entries(b"".join(blob for (blob,) in rows))


def add_segment(connection: sqlite3.Connection, level: int, pieces: Iterable[NDArray[np.uint64]]) -> int:
    """Write one segment from its chunks (each sorted and not empty) and return its number."""
    import numpy as np

    cursor = connection.execute("INSERT INTO _index_segment (level, entries, directory) VALUES (?, 0, x'')", (level,))
    number = cursor.lastrowid or 0
    firsts: list[int] = []
    entries = 0

    def rows() -> Iterator[Row]:
        nonlocal entries
        for position, piece in enumerate(pieces):
            firsts.append(int(piece[0]))
            entries += len(piece)
            yield number, position, piece.astype(_ENTRY).tobytes()

    connection.executemany("INSERT INTO _index_chunk VALUES (?, ?, ?)", rows())
    connection.execute(
        "UPDATE _index_segment SET entries = ?, directory = ? WHERE number = ?",
        (entries, np.array(firsts, dtype=_ENTRY).tobytes(), number),
    )
    return number


def drop_segments(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Delete segments with their chunks."""
    connection.executemany("DELETE FROM _index_segment WHERE number = ?", [(int(number),) for number in numbers])


def live(connection: sqlite3.Connection, passages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these passages some stored article still holds: bool[len(passages)]."""
    import numpy as np

    if len(passages) == 0:
        return np.zeros(0, dtype=np.bool_)
    first, last = int(passages.min()), int(passages.max())
    if last - first >= len(passages) * _DENSE:
        query = "SELECT id FROM passage WHERE id IN (SELECT value FROM json_each(?))"
        found = connection.execute(query, (array(np.unique(passages).tolist()),))
        return np.isin(passages, np.fromiter((number for (number,) in found), dtype=np.int64))
    held = np.zeros(last - first + 1, dtype=np.bool_)
    found = connection.execute("SELECT id FROM passage WHERE id BETWEEN ? AND ?", (first, last))
    held[np.fromiter((number for (number,) in found), dtype=np.int64) - first] = True
    return held[passages - first]


def _entries(blob: bytes) -> NDArray[np.uint64]:
    """The entries of a blob, in the machine's own byte order."""
    import numpy as np

    return np.frombuffer(blob, dtype=_ENTRY).astype(np.uint64, copy=False)
