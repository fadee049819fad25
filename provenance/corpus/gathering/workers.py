"""The parts of a corpus shared out among processes, which leave their segments in files.

Invariant: the segments and their order are those that one process makes. What a process had finished
when it or the whole run was killed is used again.
"""

from __future__ import annotations

import sys
from collections import deque
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from provenance.corpus.gathering.parts import Reader, chained
from provenance.corpus.gathering.segments import load_segment, save_segment
from provenance.corpus.machine.arrays import load_words
from provenance.corpus.machine.forks import fork
from provenance.corpus.machine.processors import threads
from provenance.corpus.near.compiled import prepare
from provenance.corpus.near.texts import COMPILED_FROM, COMPILED_SIZE, TextCollector, has_kernels
from provenance.counts import counted
from provenance.errors import ProvenanceError
from provenance.reading.notes import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess
    from pathlib import Path

    from provenance.corpus.gathering.parts import Analyse, Part, Say
    from provenance.corpus.gathering.segments import Segment
    from provenance.corpus.machine.holding import Holding
    from provenance.settings import DedupSettings

    # of a part: the number of documents that were read, or the error, or that it is done
    Told = int | ProvenanceError | None

__all__ = ["read_parts"]


def read_parts(
    parts: Sequence[Part],
    analyse: Analyse,
    settings: DedupSettings,
    holding: Holding,
    tell: Callable[[int], None],
    say: Say,
) -> tuple[list[Segment], bool]:
    """Read a corpus into segments: large parts by as many processes as there are processors.

    Args:
        parts: in their order.
        analyse: finds the story in HTML; plain text is compared whole.
        settings: the size of a shingle, and the bands.
        holding: has a folder for segments, in which those of a run that was killed may be.
        tell: told how many documents are read by now.
        say: told when there is a wait, and what reading has to say.

    Returns:
        The segments in their order, and whether kernels made them.

    Raises:
        InputError: a part cannot be read at all.
        OutputError: there is no room.
    """
    read = 0

    def more(count: int) -> None:
        nonlocal read
        read += count
        tell(read)

    large = sum(part.size or 0 for part in parts) >= COMPILED_SIZE and has_kernels()
    if large and len(parts) > 1 and threads() > 1 and sys.platform == "linux":
        _tell_of(_of_parts(holding.folder, parts), say)
        prepare(say)
        _Crew(parts, analyse, settings, holding.folder, more).work()
        segments = [load_segment(path, holding) for path in _of_parts(holding.folder, parts)]
        compiled = True
    else:
        segments, compiled = _by_one(chained(parts), analyse, settings, holding, more, say)
    for line in merged(line for segment in segments for line in segment.notices):
        say(line)
    return segments, compiled


def _tell_of(left: Sequence[Path], say: Say) -> None:
    """Say how much an unfinished run had read, if it did."""
    if left:
        told = [load_words(path) for path in left]
        before = sum(words["taken"] - len(words["unreadable"]) for words in told)
        say(f"going on from an unfinished run, which had read {counted(before, 'document')}")


def _of_parts(folder: Path, parts: Sequence[Part]) -> list[Path]:
    """The files of all parts, in their order."""
    return [path for number in range(len(parts)) for path in _finished(folder, "part", number)]


def _by_one(
    part: Part, analyse: Analyse, settings: DedupSettings, holding: Holding, more: Callable[[int], None], say: Say
) -> tuple[list[Segment], bool]:
    """The segments of a whole corpus; those that are large go to files."""
    left = _finished(holding.folder, "all", 0)
    _tell_of(left, say)
    found = [load_segment(path, holding) for path in left]
    more(sum(len(segment.columns) for segment in found))
    collector = TextCollector(settings, compiled=found[-1].compiled if found else None, say=say)
    reader = Reader(analyse, settings, collector, more)
    if not (found and found[-1].last):
        for segment in reader.segments(part, sum(each.taken for each in found)):
            kept = segment
            if segment.taken >= COMPILED_FROM:
                path = holding.folder / f"all-{0:06}-{len(found):06}.segment"
                save_segment(path, segment)
                kept = load_segment(path, holding)
            found.append(kept)
    return found, bool(collector.compiled)


def _finished(folder: Path, kind: str, number: int) -> list[Path]:
    """The files of a part that follow each other from its first one."""
    found = sorted(folder.glob(f"{kind}-{number:06}-*.segment"))
    return [path for at, path in enumerate(found) if path.name == f"{kind}-{number:06}-{at:06}.segment"]


class _Crew:
    """Processes that are given one part after the other."""

    def __init__(
        self,
        parts: Sequence[Part],
        analyse: Analyse,
        settings: DedupSettings,
        folder: Path,
        more: Callable[[int], None],
    ) -> None:
        self._parts = parts
        self._analyse = analyse
        self._settings = settings
        self._folder = folder
        self._more = more
        self._left = deque(range(len(parts)))
        self._busy: dict[Connection, tuple[ForkProcess, int]] = {}

    def work(self) -> None:
        """Have all parts read."""
        count = min(threads(), len(self._parts))
        try:
            for process, connection in [fork(self._work) for _ in range(count)]:
                self._next(connection, process)
            while self._busy:
                ready = wait(list(self._busy))
                for connection in [each for each in self._busy if each in ready]:
                    self._hear(connection)
        finally:
            for connection, (process, _) in self._busy.items():
                process.kill()
                process.join()
                connection.close()

    def _next(self, connection: Connection, process: ForkProcess) -> None:
        """Give a process its next part, or let it go."""
        self._busy.pop(connection, None)
        if self._left:
            number = self._left.popleft()
            self._busy[connection] = (process, number)
            with suppress(OSError):  # it was killed, which is heard of next
                connection.send(number)
        else:
            with suppress(OSError):
                connection.send(None)
            process.join()
            connection.close()

    def _hear(self, connection: Connection) -> None:
        process, number = self._busy[connection]
        try:
            told: Told = connection.recv()
        except (EOFError, OSError):  # it was killed: for want of memory, perhaps, so no other is started
            del self._busy[connection]
            connection.close()
            process.join()
            self._read(number, self._more)
            while self._left and not self._busy:
                self._read(self._left.popleft(), self._more)
            return
        if isinstance(told, int):
            self._more(told)
        elif told is None:
            self._next(connection, process)
        else:
            raise told

    def _work(self, parent: Connection) -> None:
        """Read the parts that it is told to, in a process of its own."""
        while (number := parent.recv()) is not None:
            try:
                self._read(number, parent.send)
                parent.send(None)
            except ProvenanceError as error:
                parent.send(error)

    def _read(self, number: int, more: Callable[[int], None]) -> None:
        """Read a part as far as its segments are not there already."""
        there = [load_words(path) for path in _finished(self._folder, "part", number)]
        more(sum(words["taken"] - len(words["unreadable"]) for words in there))
        if there and there[-1]["last"]:
            return
        reader = Reader(self._analyse, self._settings, TextCollector(self._settings, compiled=True, workers=1), more)
        segments = reader.segments(self._parts[number], sum(words["taken"] for words in there))
        for at, segment in enumerate(segments, len(there)):
            save_segment(self._folder / f"part-{number:06}-{at:06}.segment", segment)
