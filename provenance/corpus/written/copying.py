"""The rows of a corpus of lines copied to the files they belong in, by several processes.

Invariant: the files are those that one process writes: every process has a stretch of the corpus, and what
they write is put together in their order. No row is parsed again.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.corpus.machine.errors import as_output_error
from provenance.corpus.machine.forks import fork
from provenance.corpus.machine.processors import threads
from provenance.corpus.machine.unfinished import WORK
from provenance.corpus.written.output import KEPT, REMOVED, UNMARKED, JsonLines, Marks
from provenance.errors import ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess
    from pathlib import Path
    from typing import BinaryIO

    from provenance.corpus.gathering.columns import Documents
    from provenance.corpus.gathering.documents import Report
    from provenance.corpus.gathering.lines import Lines

    # how many rows more are written, or the error, or that it is done
    Told = int | ProvenanceError | None

__all__ = ["copy_lines"]

# fewer rows are copied in the time that it takes to start a process
SHARED_OUT = 20_000
_OFTEN = 500
_BUFFER = 1 << 22


@dataclass(frozen=True, slots=True)
class _Copying:
    """What is copied where, and what is added."""

    folder: Path
    documents: Documents
    lines: Lines
    added: Marks

    def place(self, name: str, part: int) -> Path:
        """The file of a part; a new one."""
        if not part:
            return self.folder / name
        piece = self.folder / WORK / f"{name}.{part}"
        piece.parent.mkdir(exist_ok=True)
        piece.unlink(missing_ok=True)
        return piece

    def write(self, part: int, first: int, beyond: int, more: Callable[[int], None]) -> None:
        """Copy a stretch: the first one to where the rows belong, the others beside it."""
        marked, added, done = self.added.marked(), self.added, 0
        with JsonLines(self.place(KEPT, part)) as kept, JsonLines(self.place(REMOVED, part)) as removed:
            for number, line in self.lines.stretch(self.documents, first, beyond):
                if number in marked:
                    mark = added[number]
                    (kept if mark["kept"] else removed).copy(line, mark)
                else:
                    kept.copy(line, UNMARKED)
                done += 1
                if done == _OFTEN:
                    more(done)
                    done = 0
        more(done)


def copy_lines(folder: Path, documents: Documents, lines: Lines, added: Marks, tell: Report) -> None:
    """Write ``kept.jsonl`` and ``removed.jsonl``.

    Args:
        folder: where.
        documents: of the corpus.
        lines: where each stands.
        added: what is added to each.
        tell: told how many rows are written.

    Raises:
        OutputError: there is no room.
        InputError: the corpus is not what it was when it was read first.
    """
    total, written = len(documents), 0

    def more(count: int) -> None:
        nonlocal written
        written += count
        tell("writing", written, total)

    copying = _Copying(folder, documents, lines, added)
    count = threads() if total >= SHARED_OUT and sys.platform == "linux" else 1
    stretches = list(pairwise(total * part // count for part in range(count + 1)))
    helpers = [_help(copying, part, *stretch) for part, stretch in enumerate(stretches) if part]
    try:
        copying.write(0, *stretches[0], more)
        for part, (stretch, (process, connection)) in enumerate(zip(stretches[1:], helpers, strict=True), 1):
            if not _heard(connection, more):  # it was killed, so the same is done here
                copying.write(part, *stretch, lambda _: None)
            process.join()
    finally:
        for process, connection in helpers:
            connection.close()
            process.kill()
    for name in (KEPT, REMOVED):
        with as_output_error(folder / name), (folder / name).open("r+b") as whole:
            for part in range(1, count):
                piece = folder / WORK / f"{name}.{part}"
                with piece.open("rb") as file:
                    _append(whole, file)
                piece.unlink()


def _append(whole: BinaryIO, piece: BinaryIO) -> None:
    """Append a file to another; the system does it, where it can, without showing us the bytes."""
    whole.seek(0, os.SEEK_END)
    at, size = 0, os.fstat(piece.fileno()).st_size
    with suppress(OSError, AttributeError):  # what it could not do is done below, which tells the error
        while at < size and (count := os.sendfile(whole.fileno(), piece.fileno(), at, size - at)):
            at += count
    piece.seek(at)
    whole.seek(0, os.SEEK_END)
    shutil.copyfileobj(piece, whole, _BUFFER)


def _help(copying: _Copying, part: int, first: int, beyond: int) -> tuple[ForkProcess, Connection]:
    def work(parent: Connection) -> None:
        told: ProvenanceError | None = None
        try:
            copying.write(part, first, beyond, parent.send)
        except ProvenanceError as error:
            told = error
        with suppress(OSError):
            parent.send(told)

    return fork(work)


def _heard(connection: Connection, more: Callable[[int], None]) -> bool:
    """Hear of a process to its end; false where it came to none."""
    while True:
        try:
            told: Told = connection.recv()
        except (EOFError, OSError):  # the second where it was killed while it told something
            return False
        if told is None:
            return True
        if isinstance(told, ProvenanceError):
            raise told
        more(told)
