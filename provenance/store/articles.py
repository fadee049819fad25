"""Writing articles: putting one, taking it out without a trace.

Invariant: a text stands once in the database, however many articles hold it, and as long as
one of them does; white space between blocks is kept, so an article's text comes back exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.article.lines import line_key
from provenance.characters import count_words
from provenance.digests import text_digest
from provenance.errors import DatabaseError, DocumentError
from provenance.store import captures, correcting
from provenance.store.dedups import forget_members
from provenance.store.feeds import forget_items
from provenance.store.furniture import add_lines, drop_lines, rank_of
from provenance.store.identity import is_storable
from provenance.store.layout import PASSAGE_LIMIT
from provenance.store.reporters import add_bylines, drop_bylines
from provenance.store.sources import know_sources
from provenance.store.story_trees import drop_stories
from provenance.store.values import array, credit_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Analysis, Block, Credit, Passage

__all__ = ["Stored", "put", "remove", "revise", "run_of"]

_INSERT_ARTICLE: Final = """
INSERT INTO article (
    id, title, "key", location, url, canonical, domain, publisher, published, language, media, words, digest, tail, run,
    source, site_domain, site_name, site_kind, aggregator, site_confidence, site_reasons, site
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM site WHERE name = ?))
"""
_INSERT_CREDIT: Final = """
INSERT INTO credit (article, number, type, source, name, domain, block, "start", "end", text, weight, rule)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_TOUCHED: Final = """
WITH gone AS (SELECT value FROM json_each(?))
SELECT article FROM (
    SELECT article FROM "match" WHERE other IN gone
    UNION SELECT article FROM block_match WHERE other IN gone
    UNION SELECT article FROM verdict WHERE origin_article IN gone OR taken_from IN gone
    UNION SELECT article FROM damage WHERE reference_article IN gone
) WHERE article NOT IN gone ORDER BY article
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What ``put`` did: the article's number, and the passages that no stored article held before."""

    number: int
    passages: tuple[tuple[int, Passage], ...]


def run_of(connection: sqlite3.Connection, number: int) -> int:
    """The run that stored an article; 0 for one that is not stored."""
    row = connection.execute("SELECT run FROM article WHERE id = ?", (number,)).fetchone()
    return 0 if row is None else int(row[0])


def put(connection: sqlite3.Connection, analysis: Analysis, run: int, number: int | None = None) -> Stored:
    """Write an article with all that its page says and how it was fetched, and mark its verdict as due.

    Args:
        connection: inside a transaction.
        analysis: blocks in order, disjoint, each with its own text.
        run: the run that writes.
        number: the article's number, one that no article ever had; the next one where none is given.

    Raises:
        DocumentError: the text is no valid Unicode.
        DatabaseError: the index has no numbers left.
    """
    if not is_storable(analysis.article):
        message = f"{analysis.article.id!r}: half a character (a lone surrogate) stands in its name or text"
        raise DocumentError(message, "name the file and save the document in UTF-8")
    named = [(credit.source, credit.name) for credit in analysis.credits]
    know_sources(connection, [*named, (analysis.site.source, analysis.site.name), (analysis.house, None)])
    number = _put_article(connection, analysis, run, number)
    _put_blocks(connection, number, analysis)
    article = analysis.article
    add_lines(connection, number, rank_of(text_digest(article.text), article.title, article.id), analysis.home)
    add_bylines(connection, number, analysis.persons, analysis.house)
    connection.executemany(
        "INSERT INTO claim VALUES (?, ?, ?, ?)",
        [(number, order, claim.name, claim.value) for order, claim in enumerate(analysis.article.claims)],
    )
    _put_credits(connection, number, analysis.credits)
    passages = _put_passages(connection, number, analysis.passages)
    if analysis.article.fetch is not None:
        captures.note(connection, number, analysis.article.fetch, run)
    connection.execute("INSERT INTO pending VALUES (?)", (number,))
    correcting.attach(connection, number)
    return Stored(number, passages)


def revise(connection: sqlite3.Connection, number: int, analysis: Analysis) -> Stored:
    """Write what an article's page says anew, its blocks in their places but with other roles.

    Args:
        connection: inside a transaction.
        number: the article's number.
        analysis: of the same text, divided in the same way.

    Returns:
        The number, and the passages that no stored article held before.
    """
    know_sources(connection, [(credit.source, credit.name) for credit in analysis.credits])
    know_sources(connection, [(analysis.site.source, analysis.site.name), (analysis.house, None)])
    drop_bylines(connection, array([number]))
    add_bylines(connection, number, analysis.persons, analysis.house)
    _put_site_verdict(connection, number, analysis)
    connection.executemany(
        "UPDATE block SET role = ?, page_role = ? WHERE article = ? AND position = ?",
        [(block.role, block.page_role, number, block.position) for block in analysis.blocks],
    )
    connection.execute("DELETE FROM flag WHERE article = ?", (number,))
    _put_flags(connection, number, analysis.blocks)
    connection.execute("DELETE FROM credit WHERE article = ?", (number,))
    _put_credits(connection, number, analysis.credits)
    held = _column(connection, "SELECT DISTINCT passage FROM passage_in WHERE article = ?", number)
    connection.execute("DELETE FROM passage_in WHERE article = ?", (number,))
    passages = _put_passages(connection, number, analysis.passages)
    _drop_passages(connection, held)
    connection.execute("INSERT OR IGNORE INTO pending VALUES (?)", (number,))
    correcting.refresh(connection, number)
    return Stored(number, passages)


def remove(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[int, ...]:
    """Take articles out, with every text and passage that no other article holds, and all captures.

    What feeds said of them goes too; the addresses stay, so that they are not fetched again, and so do
    the ids under which a corpus had them.

    Args:
        connection: inside a transaction.
        numbers: numbers of articles; unknown ones are passed over.

    Returns:
        The other articles whose verdict rested on them, by number. Their verdicts are taken out
        too (they quote what is gone) and are due again.
    """
    gone = array(numbers)
    touched = tuple(number for (number,) in connection.execute(_TOUCHED, (gone,)))
    held = _column(
        connection, "SELECT DISTINCT text FROM block WHERE article IN (SELECT value FROM json_each(?))", gone
    )
    passages = _column(
        connection, "SELECT DISTINCT passage FROM passage_in WHERE article IN (SELECT value FROM json_each(?))", gone
    )
    drop_stories(connection, gone)
    connection.execute(
        "DELETE FROM verdict WHERE article IN (SELECT value FROM json_each(?))", (array([*touched, *numbers]),)
    )
    forget_items(connection, gone)
    forget_members(connection, gone)
    drop_lines(connection, gone)
    drop_bylines(connection, gone)
    sites = _column(connection, "SELECT DISTINCT site FROM article WHERE id IN (SELECT value FROM json_each(?))", gone)
    connection.execute("DELETE FROM site_verdict WHERE site IN (SELECT value FROM json_each(?))", (sites,))
    connection.execute("DELETE FROM article WHERE id IN (SELECT value FROM json_each(?))", (gone,))
    connection.execute(
        "DELETE FROM site WHERE id IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM article WHERE article.site = site.id)",
        (sites,),
    )
    connection.execute(
        "DELETE FROM text WHERE id IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM block WHERE block.text = text.id)",
        (held,),
    )
    _drop_passages(connection, passages)
    connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(number,) for number in touched])
    return touched


def _drop_passages(connection: sqlite3.Connection, numbers: str) -> None:
    """Take out those of some passages, as a JSON list, that no article holds any more."""
    connection.execute(
        "DELETE FROM passage WHERE id IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM passage_in WHERE passage_in.passage = passage.id)",
        (numbers,),
    )


def _column(connection: sqlite3.Connection, query: str, parameter: str | int) -> str:
    """The one column of a query, as a JSON list for the next one."""
    return array(value for (value,) in connection.execute(query, (parameter,)))


def _put_article(connection: sqlite3.Connection, analysis: Analysis, run: int, number: int | None) -> int:
    """Write the article's own row and return its number."""
    article = analysis.article
    end = analysis.blocks[-1].end if analysis.blocks else 0
    connection.execute(
        "INSERT INTO site (name) SELECT ?1 WHERE ?1 IS NOT NULL ON CONFLICT (name) DO NOTHING", (analysis.home,)
    )
    row = (
        number,
        article.title,
        article.id,
        article.location,
        article.url,
        article.canonical,
        article.domain,
        article.publisher,
        article.published,
        article.language,
        article.media,
        count_words(article.text),
        text_digest(article.text),
        article.text[end:],
        run,
        *_site_row(analysis),
        analysis.home,
    )
    cursor = connection.execute(_INSERT_ARTICLE, row)
    return cursor.lastrowid or 0  # an INSERT always has one


def _site_row(analysis: Analysis) -> tuple[str | float | None, ...]:
    """The verdict on an article's site: source, domain, name, kind, aggregator, confidence, reasons."""
    site = analysis.site
    return site.source, site.domain, site.name, site.kind, site.aggregator, site.confidence, array(site.reasons)


def _put_site_verdict(connection: sqlite3.Connection, number: int, analysis: Analysis) -> None:
    """Write the verdict on an article's site anew."""
    connection.execute(
        "UPDATE article SET source = ?, site_domain = ?, site_name = ?, site_kind = ?, aggregator = ?, "
        "site_confidence = ?, site_reasons = ? WHERE id = ?",
        (*_site_row(analysis), number),
    )


def _put_credits(connection: sqlite3.Connection, number: int, credits: Sequence[Credit]) -> None:
    """Write the credits, in their order."""
    connection.executemany(
        _INSERT_CREDIT, [(number, order, *credit_row(credit)) for order, credit in enumerate(credits)]
    )


def _put_blocks(connection: sqlite3.Connection, number: int, analysis: Analysis) -> None:
    """Write the blocks, their texts where they are new, and the evidence for their roles."""
    digests = [text_digest(block.text) for block in analysis.blocks]
    connection.executemany(
        "INSERT INTO text (content, digest, line) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        [(block.text, key, line_key(block.text)) for block, key in zip(analysis.blocks, digests, strict=True)],
    )
    connection.executemany(
        'INSERT INTO block (article, position, role, page_role, gap, "start", "end", text) '
        "SELECT ?, ?, ?, ?, ?, ?, ?, id FROM text WHERE digest = ?",
        [
            (number, block.position, block.role, block.page_role, gap, block.start, block.end, key)
            for block, gap, key in zip(
                analysis.blocks, _gaps(analysis.article.text, analysis.blocks), digests, strict=True
            )
        ],
    )
    _put_flags(connection, number, analysis.blocks)


def _put_flags(connection: sqlite3.Connection, number: int, blocks: Sequence[Block]) -> None:
    """Write the evidence for the blocks' roles."""
    connection.executemany(
        "INSERT INTO flag VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, block.position, order, flag.rule, flag.start, flag.end, flag.weight)
            for block in blocks
            for order, flag in enumerate(block.flags)
        ],
    )


def _gaps(text: str, blocks: Iterable[Block]) -> Iterator[str]:
    """What stands between each block and the one before it."""
    end = 0
    for block in blocks:
        if block.start < end or text[block.start : block.end] != block.text:
            message = f"block {block.position} is out of order or does not hold the text of its span"
            raise ValueError(message)
        yield text[end : block.start]
        end = block.end


def _put_passages(
    connection: sqlite3.Connection, number: int, passages: Sequence[Passage]
) -> tuple[tuple[int, Passage], ...]:
    """Write the passages and who holds them; return those that are new, by number."""
    new: list[tuple[int, Passage]] = []
    known: dict[bytes, int] = {}
    for passage in passages:
        if passage.digest in known:
            continue
        row = connection.execute("SELECT id FROM passage WHERE digest = ?", (passage.digest,)).fetchone()
        if row is None:
            known[passage.digest] = _new_passage(connection, passage)
            new.append((known[passage.digest], passage))
        else:
            known[passage.digest] = row[0]
    connection.executemany(
        "INSERT INTO passage_in VALUES (?, ?, ?, ?, ?)",
        [(number, order, passage.first, passage.last, known[passage.digest]) for order, passage in enumerate(passages)],
    )
    return tuple(new)


def _new_passage(connection: sqlite3.Connection, passage: Passage) -> int:
    """Give a passage its number."""
    cursor = connection.execute("INSERT INTO passage (digest, words) VALUES (?, ?)", (passage.digest, passage.words))
    number = cursor.lastrowid or 0
    if number >= PASSAGE_LIMIT - 1:
        message = f"the database is full: it holds {PASSAGE_LIMIT - 1} passages"
        raise DatabaseError(message, "ingest into a new database with --db")
    return number
