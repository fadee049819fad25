"""Asking where articles came from; nothing is stored.

Invariant: an answer depends on the page, the registry and the sets of stored articles and of
corrections.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from provenance.counts import counted
from provenance.errors import DocumentError, NotFoundError, UsageError
from provenance.model import OtherArticle, Unreadable
from provenance.pipeline.analysis import analyse, learn_from
from provenance.pipeline.intake import is_too_old
from provenance.pipeline.sites import with_site_record
from provenance.pipeline.storing import index_of
from provenance.pipeline.telling import with_story
from provenance.reading import ReadOptions, read
from provenance.sources import load_registry
from provenance.tracing.tracer import Tracer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from provenance.model import Analysis, ArticleRef, Trace
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["meant", "raw_page", "show", "trace", "with_texts"]

_NEAR = 3  # names that are offered where none is meant
_ALIKE = 80  # of 100: a letter or two of a file's name


def trace(
    inputs: Sequence[str | PathLike[str]],
    database: Database | None = None,
    *,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    stdin: BinaryIO | None = None,
    texts: bool = False,
) -> Iterator[Trace | Unreadable]:
    """Say for each document of the inputs where it came from; nothing is stored.

    Args:
        inputs: files, folders, addresses on the web, corpora, ``-``.
        database: the stored articles; without it the answers rest on each page alone.
        options: columns of corpora, limits, manners on the web.
        registry: the known sources; the shipped ones where none is given.
        stdin: what ``-`` reads.
        texts: give with each answer the stored articles that its text is from, whole.

    Yields:
        An answer for each document, in input order, an ``Unreadable`` where one cannot be read.
    """
    registry = registry or load_registry()
    index = index_of(database) if database is not None else None
    tracer = Tracer(registry, database, index)
    options = options or ReadOptions()
    old = undated = 0
    for item in read(inputs, options, stdin):
        if isinstance(item, Unreadable):
            yield item
            continue
        try:
            page = analyse(item.page, registry)
            if is_too_old(page.article.published, options.since):
                old += 1
                continue
            # rows without a date are counted where they are read
            undated += item.row is None and page.article.published is None
            yield _answer(tracer, page, registry, database, texts=texts)
        except DocumentError as error:
            yield Unreadable.because(item.page.id, error)
    if options.notice is not None and options.since is not None:
        if old:
            options.notice(f"passed over: {old:,} before {options.since}, by what their pages say")
        if undated:
            options.notice(f"--since let {counted(undated, 'page')} in without a date")


def _answer(tracer: Tracer, analysis: Analysis, registry: Registry, database: Database | None, *, texts: bool) -> Trace:
    """One answer from one state of the database, whatever an ingest writes meanwhile."""
    if database is None:
        return tracer.trace(analysis)
    with database.snapshot():
        learned = learn_from(analysis, analysis.home, database, registry) or analysis
        answer = with_story(with_site_record(tracer.trace(learned), analysis.home, database), database)
        return with_texts(answer, database) if texts else answer


def with_texts(answer: Trace, database: Database) -> Trace:
    """An answer with the articles that its text is from: the verdict's, the blocks', else the closest one.

    Args:
        answer: its matches name stored articles by number.
        database: where these are.
    """
    origin = answer.verdict.origin.article if answer.verdict.origin is not None else None
    wanted = {match.other.key for match in answer.origins.values()}
    wanted |= {match.other.key for match in answer.matches[:1]}
    wanted |= {origin.key} if origin is not None else set()
    others = {}
    for key in sorted(wanted):
        stored = database.stored(key)
        others[key] = OtherArticle(stored.article, stored.blocks, stored.site)
    return replace(answer, others=others)


def show(database: Database, what: str, *, registry: Registry | None = None, texts: bool = False) -> Trace:
    """Trace a stored article against the others, for its ledger.

    Args:
        database: where it is stored.
        what: its number, id, URL or path.
        registry: the known sources; the shipped ones where none is given.
        texts: give with the answer the stored articles that its text is from, whole.

    Raises:
        NotFoundError: no stored article is meant by this.
        UsageError: several are.
    """
    ref = meant(database, what)
    tracer = Tracer(registry or load_registry(), database, index_of(database))
    with database.snapshot():
        stored = database.stored(ref.key)
        answer = with_story(with_site_record(tracer.trace(stored), stored.home, database), database)
        answer = replace(answer, memberships=database.memberships(ref.key))
        return with_texts(answer, database) if texts else answer


def raw_page(database: Database, what: str) -> bytes:
    """A stored article's page as it came from the web.

    Args:
        database: where it is stored.
        what: its number, id, URL or path.

    Raises:
        NotFoundError: no stored article is meant by this, or its page was not archived.
        UsageError: several are.
    """
    ref = meant(database, what)
    page = database.raw_page(ref.key)
    if page is None:
        message = f"{what}: its page was not archived"
        raise NotFoundError(message, "`provenance ingest --archive` and `watch --archive` keep pages as they came")
    return page


def meant(database: Database, what: str) -> ArticleRef:
    """The one stored article that a user means.

    A file's name or the end of a path is enough where one article alone has it; a file that lies where it is
    named is no other one of that name.

    Args:
        database: where it is stored.
        what: its number, id, URL or path, or the end of either.

    Raises:
        NotFoundError: no stored article is meant by this.
        UsageError: several are.
    """
    found = database.find_articles(what)
    ending = () if found else database.find_by_end(what)
    if not _is_file(what):
        found = found or ending
    if not found:
        message = f"{what}: no stored article has this number, id, URL or path"
        near = [ref.id for ref in ending[:_NEAR]] or _near(what, database.article_names())
        hint = "`provenance ingest` it first, or `provenance trace` it without storing"
        raise NotFoundError(message, f"did you mean {' or '.join(near)}? Else {hint}" if near else hint)
    if len(found) > 1:
        listed = ", ".join(f"{ref.key} ({ref.title or ref.id})" for ref in found[:5])
        message = f"{what}: {len(found)} stored articles are meant by this: {listed}"
        raise UsageError(message, "name one by its number")
    return found[0]


def _is_file(what: str) -> bool:
    try:
        return Path(what).exists()
    except (OSError, ValueError):
        return False


def _near(what: str, names: Sequence[str]) -> list[str]:
    """The names that a slip of the pen would make this one, by the last part of a path, the likeliest first."""
    from rapidfuzz import fuzz, process

    last = [name.rstrip("/").rsplit("/", 1)[-1].casefold() for name in names]
    wanted = what.rstrip("/").rsplit("/", 1)[-1].casefold()
    found = process.extract(wanted, last, scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_ALIKE)
    return [names[at] for _, _, at in found]
