"""The documents of a corpus as they are read, the first time and again.

Invariant: after the first reading a document is known by the digest of all that the input says
of it; every later reading gives the same documents in the same order, or is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from provenance.corpus.lines import Lines, changed, checksum
from provenance.corpus.result import Document
from provenance.corpus.texts import TextCollector
from provenance.errors import DocumentError
from provenance.model import Analysis, Media, Page, Role, Unreadable
from provenance.reading.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from provenance.corpus.texts import Texts
    from provenance.settings import DedupSettings

__all__ = [
    "STORY",
    "Analyse",
    "Corpus",
    "Known",
    "Records",
    "Report",
    "Say",
    "gather",
    "pages_again",
    "read_again",
    "story_of",
]

Records = Callable[[], Iterable[Record | Unreadable]]
Analyse = Callable[[Page], Analysis]
Report = Callable[[str, int, int | None], None]
Say = Callable[[str], None]
# a document before its text has a number: its id, identity, outlet, time, and why it has no text
_Taken = tuple[str, bytes, str | None, str | None, str | None]

# what ``urlsplit`` gives for an address as most are, at a tenth of the time
_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|$)")
STORY = frozenset({Role.BODY, Role.SUBHEADING})


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

    ``stored`` are the articles of a database that it is held against, which are ``known``.
    ``lines`` is there where every row can be copied from a file as it stands.
    """

    documents: list[Document]
    failures: tuple[Unreadable, ...]
    texts: Texts
    lines: Lines | None = None
    stored: tuple[Document, ...] = ()
    known: Known | None = None


def gather(
    records: Records, analyse: Analyse, settings: DedupSettings, tell: Report, say: Say, known: Known | None = None
) -> Corpus:
    """Read a corpus for the first time.

    Args:
        records: gives the corpus from its start.
        analyse: finds the story in HTML; plain text is compared whole.
        settings: the size of a shingle, and the bands.
        tell: told how many documents are read.
        say: told when there is a wait.
        known: stored articles, whose texts are compared too.

    Returns:
        The documents, what could not be read, and what it takes to compare the texts.
    """
    collector = TextCollector(settings, say=say)
    lines: Lines | None = Lines()
    found: list[_Taken | Unreadable] = []
    read = 0
    for item in records():
        if isinstance(item, Unreadable):
            found.append(item)
        else:
            found.append(_take(item, collector, analyse))
            lines = lines if lines is not None and lines.take(item) else None
            read += 1
            tell("reading", read, None)
    held = [] if known is None else [_hold(number, analysis, collector) for number, analysis in known.articles()]
    texts = collector.finish()
    numbers = iter(texts.numbers)
    documents, failures = _numbered(found, numbers)
    stored = [
        replace(document, number=place, text=text)
        for place, (document, text) in enumerate(zip(held, numbers, strict=True), len(documents))
        if text is not None
    ]
    return Corpus(documents, failures, texts, lines, tuple(stored), known)


def _hold(number: int, analysis: Analysis, collector: TextCollector) -> Document:
    """Hand a stored article's text to the collector."""
    article = analysis.article
    collector.add(article.text if article.media is Media.TEXT else story_of(analysis))
    outlet = article.publisher or article.domain
    return Document(0, article.id, number.to_bytes(8), outlet, None, published=article.published, stored=number)


def _take(record: Record, collector: TextCollector, analyse: Analyse) -> _Taken:
    """Hand a document's text to the collector; what is left says who it is."""
    page, failed = record.page, None
    try:
        collector.add(page.content if page.media is Media.TEXT else story_of(analyse(page)))
    except DocumentError as error:
        failed = str(error)
    return page.id, _identity(record), _outlet(page), page.published, failed


def _numbered(
    found: Sequence[_Taken | Unreadable], numbers: Iterator[int | None]
) -> tuple[list[Document], tuple[Unreadable, ...]]:
    """The documents with the numbers of their texts, and all failures in the order of the input."""
    documents: list[Document] = []
    failures: list[Unreadable] = []
    for item in found:
        if isinstance(item, Unreadable):
            failures.append(item)
            continue
        name, identity, outlet, published, failed = item
        text = None if failed else next(numbers)
        if text is None:
            failed = failed or "no text in it"
            failures.append(Unreadable(name, failed))
        documents.append(Document(len(documents), name, identity, outlet, text, failed, published))
    return documents, tuple(failures)


def story_of(analysis: Analysis) -> str:
    """The words of an article's story, without its furniture; empty where it has none."""
    return "\n".join(block.text for block in analysis.blocks if block.role in STORY)


def _identity(record: Record) -> bytes:
    """The digest of all that the input says of a document, but not of where it was read."""
    page = record.page
    fields: Any = record.row
    if record.raw is not None:
        return checksum(record.raw)
    if fields is None:
        fields = [page.id, page.media, page.url, page.publisher, page.title, page.published, page.content]
    return blake2b(json.dumps(fields, sort_keys=True, default=str).encode(), digest_size=16).digest()


def _outlet(page: Page) -> str | None:
    if page.publisher or not page.url:
        return page.publisher
    host = _HOST.match(page.url)
    if host:
        return host[1]
    try:
        return urlsplit(page.url).hostname
    except ValueError:
        return None


def read_again(records: Records, documents: list[Document]) -> Iterator[tuple[Document, Record]]:
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
        if document is None or document.identity != _identity(record):
            raise changed(record.page.id)
        else:
            yield document, record
    if (missing := next(known, None)) is not None:
        raise changed(missing.id)


def pages_again(
    records: Records, corpus: Corpus, wanted: Callable[[Document], bool]
) -> Iterator[tuple[Document, Page]]:
    """Some documents with their pages, read anew; if possible without the others.

    Args:
        records: gives the corpus from its start.
        corpus: what the first reading gave.
        wanted: which documents.

    Raises:
        InputError: the corpus says something else than the first time.
    """
    if corpus.lines is not None:
        yield from corpus.lines.pages([document for document in corpus.documents if wanted(document)])
        return
    for document, record in read_again(records, corpus.documents):
        if wanted(document):
            yield document, record.page
