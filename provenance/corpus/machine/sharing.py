"""Work on pages shared out among processes, as many pages at a time as are held at once.

Invariant: what is asked of a page depends on that page alone, so that the answers and their order are
the same with one process as with many.
"""

from __future__ import annotations

import gc
import sys
from bisect import bisect_right
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from provenance.corpus.machine.forks import fork
from provenance.corpus.machine.processors import threads
from provenance.corpus.result import Document
from provenance.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

__all__ = ["Asked", "chunks", "shared_out"]

Asked = tuple[Document, Page]
T = TypeVar("T")

# documents, and characters of text, that are held at once
CHUNK, CHUNK_SIZE = 20_000, 64_000_000
# fewer are answered in the time that it takes to start a process
SHARED_OUT = 64
# so many are asked about together
BATCH = 200
# so many are answered before there are several processes
FIRST = 8


def chunks(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    """Documents with their pages, as many at a time as are held at once."""
    chunk: list[Asked] = []
    size = 0
    for document, page in asked:
        chunk.append((document, page))
        size += len(page.content)
        if len(chunk) == CHUNK or size >= CHUNK_SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def shared_out(
    chunk: Sequence[Asked], ask: Callable[[Sequence[Asked]], list[T]], tell: Callable[[int], None]
) -> list[T]:
    """What is asked of some documents, by as many processes as there are processors where that is quicker.

    A process is a fork of this one: it has the documents already, and sends its answers back. Some are
    answered before, so that what answering loads is loaded once.
    """
    count = threads() if len(chunk) >= SHARED_OUT and sys.platform == "linux" else 1
    found = ask(chunk[:FIRST])
    tell(len(found))
    shares = _shares(chunk[len(found) :], count)
    gc.freeze()  # what is there stays there: looking for garbage passes over it, and copies none of it in a fork
    helpers = [_fork(share, ask) for share in shares[1:]]
    try:
        for first in range(0, len(shares[0]), BATCH):
            found += ask(shares[0][first : first + BATCH])
            tell(min(count * (first + BATCH), len(chunk)))
        for share, (process, answer) in zip(shares[1:], helpers, strict=True):
            try:
                found += answer.recv()
            except (EOFError, OSError):  # it came to nothing, or broke off, so the same is done here
                found += ask(share)
            process.join()
    finally:
        gc.unfreeze()
        for process, answer in helpers:
            answer.close()
            process.kill()
    return found


def _shares(chunk: Sequence[Asked], count: int) -> list[Sequence[Asked]]:
    """Some documents in so many parts, which have about as much text each."""
    ends = list(accumulate(len(page.content) for _, page in chunk))
    bounds = [0, *(bisect_right(ends, ends[-1] * share // count) for share in range(1, count))]
    return [chunk[first:end] for first, end in zip(bounds, [*bounds[1:], len(chunk)], strict=True)]


def _fork(chunk: Sequence[Asked], ask: Callable[[Sequence[Asked]], list[T]]) -> tuple[ForkProcess, Connection]:
    def work(parent: Connection) -> None:
        with suppress(Exception):  # it happens again where it is told, or there is nobody left to tell
            parent.send([one for first in range(0, len(chunk), BATCH) for one in ask(chunk[first : first + BATCH])])

    return fork(work)
