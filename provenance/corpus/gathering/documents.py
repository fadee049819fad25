"""The documents of a corpus as they are read, the first time and again.

Invariant: after the first reading a document is known by the digest of all that the input says
of it; every later reading gives the same documents in the same order, or is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from provenance.corpus.gathering.columns import DocumentPart, Documents
from provenance.corpus.gathering.lines import Lines, Maker, changed
from provenance.corpus.gathering.parts import identity_of, story_of
from provenance.corpus.gathering.workers import read_parts
from provenance.corpus.near.textparts import join_parts
from provenance.corpus.near.texts import TextCollector, Texts
from provenance.corpus.result import Document
from provenance.model import Analysis, Media, Page, Unreadable
from provenance.reading.notes import merged
from provenance.reading.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.gathering.parts import Analyse, Part, Say
    from provenance.corpus.gathering.segments import Segment
    from provenance.corpus.machine.holding import Holding
    from provenance.settings import DedupSettings

__all__ = ["Corpus", "Known", "Records", "Report", "gather", "pages_again", "read_again"]

Records = Callable[[], Iterable[Record | Unreadable]]
Report = Callable[[str, int, int | None], None]


class Known(Protocol):
    """The articles of a database that the corpus is held against."""

    def articles(self) -> Iterable[tuple[int, Analysis]]:
        """Every article with its number."""

    def article(self, number: int) -> Analysis:
        """One of them again."""

    def added_for(self, corpus: bytes) -> Collection[int]:
        """Those that are stored only because the corpus of this digest was deduplicated before."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known after the first reading: the documents in their order, and their texts.

    ``stored`` are the articles of a database that it is held against, which
    are ``known``. ``lines`` is there where every row can be copied from a file as it stands. ``notices`` are
    what reading had to say.
    """

    documents: Documents
    failures: tuple[Unreadable, ...]
    texts: Texts
    lines: Lines | None = None
    stored: tuple[Document, ...] = ()
    known: Known | None = None
    notices: tuple[str, ...] = ()


def gather(  # noqa: PLR0913 - what it reads, by what, and who is told
    parts: Sequence[Part],
    analyse: Analyse,
    settings: DedupSettings,
    *,
    holding: Holding,
    tell: Report,
    say: Say,
    known: Known | None = None,
    maker: Maker | None = None,
) -> Corpus:
    """Read a corpus for the first time.

    Args:
        parts: in their order.
        analyse: finds the story in HTML; plain text is compared whole.
        settings: the size of a shingle, and the bands.
        holding: where what is found is held.
        tell: told how many documents are read.
        say: told when there is a wait, and what reading has to say.
        known: stored articles, whose texts are compared too.
        maker: gives what makes the pages of a corpus of lines, by its name; rows are copied where it is there.

    Returns:
        The documents, what could not be read, and what it takes to compare the texts.
    """
    segments, compiled = read_parts(parts, analyse, settings, holding, lambda read: tell("reading", read, None), say)
    collector = TextCollector(settings, compiled=compiled, say=say)
    held = [] if known is None else [_hold(number, analysis, collector) for number, analysis in known.articles()]
    sets, index, numbers = join_parts(
        [*(segment.texts for segment in segments), collector.part()], compiled=compiled, holding=holding
    )
    documents = Documents(
        [DocumentPart(segment.columns, mine) for segment, mine in zip(segments, numbers, strict=False)]
    )
    stored = tuple(
        replace(document, number=place, text=text)
        for place, (document, text) in enumerate(zip(held, numbers[-1].tolist(), strict=True), len(documents))
        if text >= 0
    )
    failures = tuple(failure for segment in segments for failure in segment.failures())
    texts = Texts(sets, index, settings, compiled)
    notices = merged(line for segment in segments for line in segment.notices)
    return Corpus(documents, failures, texts, _lines(segments, maker), stored, known, notices)


def _lines(segments: Sequence[Segment], maker: Maker | None) -> Lines | None:
    """Where the lines of all documents stand, if each stands in a file."""
    places = [segment.places for segment in segments if segment.places is not None]
    return None if maker is None or len(places) < len(segments) else Lines(places, maker)


def _hold(number: int, analysis: Analysis, collector: TextCollector) -> Document:
    """Hand a stored article's text to the collector."""
    article = analysis.article
    collector.add(article.text if article.media is Media.TEXT else story_of(analysis))
    outlet = article.publisher or article.domain
    return Document(0, article.id, number.to_bytes(16), outlet, None, published=article.published, stored=number)


def read_again(records: Records, documents: Iterable[Document]) -> Iterator[tuple[Document, Record]]:
    """Read a corpus once more.

    Args:
        records: gives the corpus from its start.
        documents: what the first reading gave.

    Yields:
        Each document with its record.

    Raises:
        InputError: the corpus says something else than the first time.
    """
    known = iter(documents)
    for record in records():
        if isinstance(record, Unreadable):
            continue
        document = next(known, None)
        if document is None or document.identity != identity_of(record):
            raise changed(record.page.id)
        else:
            yield document, record
    if (missing := next(known, None)) is not None:
        raise changed(missing.id)


def pages_again(records: Records, corpus: Corpus, wanted: NDArray[np.bool_]) -> Iterator[tuple[Document, Page]]:
    """Some documents with their pages, read anew; if possible without the others.

    Args:
        records: gives the corpus from its start.
        corpus: what the first reading gave.
        wanted: bool[documents], which.

    Raises:
        InputError: the corpus says something else than the first time.
    """
    if corpus.lines is not None:
        yield from corpus.lines.pages(corpus.documents.some(wanted))
        return
    for document, record in read_again(records, corpus.documents):
        if wanted[document.number]:
            yield document, record.page
