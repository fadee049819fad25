"""A corpus in parts, each read and hashed into segments.

Invariant: the segments of all parts, one after the other, are the corpus; where one part ends and the
next begins changes no result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from provenance.corpus.gathering.columns import IDENTITY
from provenance.corpus.gathering.lines import checksum
from provenance.corpus.gathering.segments import SegmentBuilder
from provenance.errors import DocumentError
from provenance.model import Analysis, Media, Page, Role, Unreadable
from provenance.reading.corpora.blocks import RowBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.corpus.gathering.segments import Segment
    from provenance.corpus.near.texts import TextCollector
    from provenance.reading.records import Record
    from provenance.settings import DedupSettings

__all__ = ["STORY", "Analyse", "Part", "Reader", "Say", "Whole", "chained", "identity_of", "outlet_of", "story_of"]

Analyse = Callable[[Page], Analysis]
Say = Callable[[str], None]

# what ``urlsplit`` gives for an address as most are, at a tenth of the time
_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|$)")
STORY = frozenset({Role.BODY, Role.SUBHEADING})
# documents, and characters of their text, of one segment
DOCUMENTS, SIZE = 20_000, 64_000_000
# documents between two words about how far it is
OFTEN = 100


class Part(Protocol):
    """A part of a corpus that can be read by itself."""

    @property
    def size(self) -> int | None:
        """Its bytes on the disk, where they are known."""

    @property
    def stamp(self) -> str | None:
        """What tells whether it is still what it was; ``None`` where nothing does."""

    def read(self, notice: Say | None) -> Iterable[Record | Unreadable]:
        """Its documents, in order."""

    def blocks(self, notice: Say | None) -> Iterable[RowBlock | Record | Unreadable]:
        """The same, many at a time where that is quicker."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A corpus as one part."""

    records: Callable[[Say | None], Iterable[Record | Unreadable]]
    size: int | None = None
    stamp: str | None = None

    def read(self, notice: Say | None) -> Iterable[Record | Unreadable]:
        """Its documents, in order."""
        return self.records(notice)

    def blocks(self, notice: Say | None) -> Iterable[RowBlock | Record | Unreadable]:
        """The same."""
        return self.records(notice)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Several parts as one."""

    parts: Sequence[Part]
    size: int | None
    stamp: str | None

    def read(self, notice: Say | None) -> Iterable[Record | Unreadable]:
        """Their documents, in order."""
        return chain.from_iterable(part.read(notice) for part in self.parts)

    def blocks(self, notice: Say | None) -> Iterable[RowBlock | Record | Unreadable]:
        """The same, many at a time where that is quicker."""
        return chain.from_iterable(part.blocks(notice) for part in self.parts)


def chained(parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    sizes, stamps = [part.size for part in parts], [part.stamp for part in parts]
    return _Chain(
        parts,
        None if None in sizes else sum(filter(None, sizes)),
        None if None in stamps else json.dumps(stamps),
    )


def story_of(analysis: Analysis) -> str:
    """The words of an article's story, without its furniture; empty where it has none."""
    return "\n".join(block.text for block in analysis.blocks if block.role in STORY)


def identity_of(record: Record) -> bytes:
    """The digest of all that the input says of a document, but not of where it was read: 16 bytes."""
    page = record.page
    if record.raw is not None:
        return checksum(record.raw)
    fields: Any = record.row
    if fields is None:
        fields = [page.id, page.media, page.url, page.publisher, page.title, page.published, page.content]
    return blake2b(json.dumps(fields, sort_keys=True, default=str).encode(), digest_size=IDENTITY).digest()


def outlet_of(page: Page) -> str | None:
    """Who published a page, by name or by its address."""
    return _outlet(page.publisher, page.url)


def _outlet(publisher: str | None, url: str | None) -> str | None:
    if publisher or not url:
        return publisher
    host = _HOST.match(url)
    if host:
        return host[1]
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _beyond(items: Iterable[RowBlock | Record | Unreadable], count: int) -> Iterator[RowBlock | Record | Unreadable]:
    """What comes after so many documents and what could not be read; blocks in pieces of a segment or less."""
    for item in items:
        size = len(item) if isinstance(item, RowBlock) else 1
        if size <= count:
            count -= size
        elif isinstance(item, RowBlock):
            step = min(OFTEN, DOCUMENTS)
            for first in range(count, size, step):
                yield item.part(first, min(first + step, size))
            count = 0
        else:
            yield item


class Reader:
    """How parts become segments."""

    def __init__(
        self, analyse: Analyse, settings: DedupSettings, collector: TextCollector, tell: Callable[[int], None]
    ) -> None:
        """Take what holds for all parts.

        Args:
            analyse: finds the story in HTML; plain text is compared whole.
            settings: the size of a shingle, and the bands.
            collector: hashes the texts.
            tell: told how many documents more are read, now and then.
        """
        self._analyse = analyse
        self._settings = settings
        self._collector = collector
        self._tell = tell

    def segments(self, part: Part, skipped: int = 0) -> Iterator[Segment]:
        """The segments of a part.

        Args:
            part: is read from its start.
            skipped: how many of its documents are in segments that are there already.
        """
        notices: list[str] = []
        builder, collector = SegmentBuilder(), self._collector
        told = 0
        for item in _beyond(part.blocks(notices.append), skipped):
            if len(builder) >= DOCUMENTS or collector.size >= SIZE:
                self._tell(len(builder) - told)
                yield self._segment(builder, notices, last=False)
                builder, told = SegmentBuilder(), 0
                notices.clear()
            if isinstance(item, RowBlock):
                collector.extend(item.texts)
                builder.take_block(item, map(_outlet, item.publishers, item.urls))
            elif isinstance(item, Unreadable):
                builder.refuse(item)
            else:
                self._take(item, builder)
            if len(builder) - told >= OFTEN:
                self._tell(len(builder) - told)
                told = len(builder)
        self._tell(len(builder) - told)
        yield self._segment(builder, notices, last=True)

    def _segment(self, builder: SegmentBuilder, notices: Sequence[str], *, last: bool) -> Segment:
        texts = self._collector.part()
        return builder.build(texts, last=last, compiled=bool(self._collector.compiled), notices=notices)

    def _take(self, record: Record, builder: SegmentBuilder) -> None:
        page, failed = record.page, None
        try:
            self._collector.add(page.content if page.media is Media.TEXT else story_of(self._analyse(page)))
        except DocumentError as error:
            failed = str(error)
        builder.take(record, identity_of(record), outlet_of(page), failed)
