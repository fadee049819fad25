"""Reading articles back, as tracing sees them.

Invariant: what comes back equals what was put, but for the lines of the page's markup, of
which one per block is made, and the fetch, which is the last one, without its body; verdicts
are never read here, what people said of them is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.errors import DatabaseError
from provenance.model import (
    Article,
    ArticleRef,
    Block,
    Claim,
    Flag,
    Line,
    Media,
    Role,
    SiteVerdict,
    SourceKind,
)
from provenance.store import captures
from provenance.store.corrections import correction_of
from provenance.store.values import array, credit_from, is_unicode, texts, truth
from provenance.tracing.library import Holder, Place, StoredArticle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from provenance.model import Credit

__all__ = ["article_names", "find_articles", "find_by_end", "holders", "numbers_of", "places", "stored"]

_BOUND: Final = 500  # values that one query binds
_DIGITS: Final = 19  # from here on a number may be too large for SQLite


def holders(connection: sqlite3.Connection, passages: Sequence[int]) -> tuple[Holder, ...]:
    """Who holds these passages, by passage, then article, then block."""
    rows = connection.execute(
        'SELECT passage, article, "first", "last" FROM passage_in '
        'WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, article, "first", "last"',
        (array(passages),),
    )
    return tuple(Holder(*row) for row in rows)


def numbers_of(connection: sqlite3.Connection, digests: Sequence[bytes]) -> dict[bytes, int]:
    """The numbers of the passages with these digests, of those that are stored."""
    found: dict[bytes, int] = {}
    for first in range(0, len(digests), _BOUND):
        some = digests[first : first + _BOUND]
        marks = ", ".join("?" * len(some))
        found.update(connection.execute(f"SELECT digest, id FROM passage WHERE digest IN ({marks})", some))  # noqa: S608 (only marks)
    return found


def places(connection: sqlite3.Connection, articles: Sequence[int]) -> dict[int, Place]:
    """When and where these articles were published."""
    rows = connection.execute(
        "SELECT id, published, site_kind = ?, \"key\", coalesce(url, '') FROM article "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (SourceKind.WIRE, array(articles)),
    )
    return {number: Place(published, bool(wire), key, url) for number, published, wire, key, url in rows}


def stored(connection: sqlite3.Connection, number: int) -> StoredArticle:
    """One article with all that its own page says.

    Raises:
        DatabaseError: there is no article of this number.
    """
    row = connection.execute(
        'SELECT "key", location, url, canonical, domain, publisher, title, published, language, media, tail, '
        "source, site_domain, site_name, site_kind, aggregator, site_confidence, site_reasons, "
        "(SELECT name FROM site WHERE site.id = article.site) FROM article WHERE id = ?",
        (number,),
    ).fetchone()
    if row is None:
        raise _absent(number)
    key, location, url, canonical, domain, publisher, title, published, language, media, tail, *site = row
    blocks, text = _blocks(connection, number)
    article = Article(
        id=key,
        text=text + tail,
        lines=tuple(Line(block.start, block.end) for block in blocks),
        media=Media(media),
        location=location,
        url=url,
        canonical=canonical,
        domain=domain,
        publisher=publisher,
        title=title,
        published=published,
        language=language,
        claims=tuple(
            Claim(*claim)
            for claim in connection.execute(
                "SELECT name, value FROM claim WHERE article = ? ORDER BY number", (number,)
            )
        ),
        fetch=captures.latest(connection, number),
    )
    source, site_domain, site_name, site_kind, aggregator, confidence, reasons, home = site
    verdict = SiteVerdict(
        site_domain, site_name, SourceKind(site_kind), truth(aggregator), confidence, texts(reasons), source
    )
    ref = ArticleRef(number, key, url, title)
    signed = connection.execute(
        "SELECT person, source FROM byline WHERE article = ? ORDER BY person", (number,)
    ).fetchall()
    persons, house = tuple(person for person, _ in signed), next((source for _, source in signed), None)
    correction = correction_of(connection, [number])
    return StoredArticle(ref, article, blocks, _credits(connection, number), verdict, home, persons, house, correction)


def find_articles(connection: sqlite3.Connection, text: str) -> tuple[ArticleRef, ...]:
    """The articles that a user means.

    Args:
        connection: any.
        text: an article's id, URL or place; where no article has such, an article's number;
            where none fits, the domain or name of a site, for all its articles. So a corpus that
            counts its rows is asked by its own numbers.

    Returns:
        The articles, by number.
    """
    if not is_unicode(text):
        return ()  # no such name is ever stored
    query = 'SELECT id, "key", url, title FROM article WHERE '
    rows = connection.execute(
        query + '"key" = ?1 OR url = ?1 OR canonical = ?1 OR location IN (?1, ?2) ORDER BY id', (text, _resolved(text))
    ).fetchall()
    if not rows and text.isascii() and text.isdigit() and len(text) < _DIGITS:
        rows = connection.execute(query + "id = ?", (int(text),)).fetchall()
    if not rows:
        site = text.lower().removeprefix("www.")
        kept = "OR site IN (SELECT id FROM site WHERE name = ?1) OR lower(publisher) = ?1 OR lower(site_name) = ?1"
        rows = connection.execute(f"{query} domain = ?1 OR site_domain = ?1 {kept} ORDER BY id", (site,)).fetchall()
    return tuple(ArticleRef(*row) for row in rows)


def find_by_end(connection: sqlite3.Connection, text: str) -> tuple[ArticleRef, ...]:
    """The articles whose id, URL or place ends with a file's name or the last parts of a path, by number."""
    if not is_unicode(text) or not text.strip("/."):
        return ()
    end = "/" + text.removeprefix("./").lstrip("/")
    rows = connection.execute(
        'SELECT id, "key", url, title FROM article WHERE substr("key", -length(?1)) = ?1 OR substr(url, -length(?1)) '
        "= ?1 OR substr(canonical, -length(?1)) = ?1 OR substr(location, -length(?1)) = ?1 ORDER BY id",
        (end,),
    )
    return tuple(ArticleRef(*row) for row in rows)


def article_names(connection: sqlite3.Connection) -> Iterator[str]:
    """The ids of all articles, by number."""
    return (name for (name,) in connection.execute('SELECT "key" FROM article ORDER BY id'))


def _absent(number: int) -> DatabaseError:
    """The error for a number that no article has, or has no longer."""
    message = f"{number}: no article of this number is stored"
    return DatabaseError(message, "see `provenance stats` for what the database holds")


def _resolved(text: str) -> str | None:
    """The absolute form of a path, as articles keep it; ``None`` where it can be none."""
    try:
        return str(Path(text).resolve())
    except (OSError, ValueError, RuntimeError):
        return None


def _blocks(connection: sqlite3.Connection, number: int) -> tuple[tuple[Block, ...], str]:
    """The blocks of an article, and its text up to the end of the last."""
    flags: dict[int, list[Flag]] = {}
    for position, rule, start, end, weight in connection.execute(
        'SELECT position, rule, "start", "end", weight FROM flag WHERE article = ? ORDER BY position, number', (number,)
    ):
        flags.setdefault(position, []).append(Flag(rule, start, end, weight))
    blocks: list[Block] = []
    parts: list[str] = []
    for position, role, page_role, gap, start, end, content in connection.execute(
        'SELECT b.position, b.role, b.page_role, b.gap, b."start", b."end", t.content FROM block AS b '
        "JOIN text AS t ON t.id = b.text WHERE b.article = ? ORDER BY b.position",
        (number,),
    ):
        of_page = None if page_role is None else Role(page_role)
        blocks.append(Block(position, Role(role), start, end, content, tuple(flags.get(position, ())), of_page))
        parts += (gap, content)
    return tuple(blocks), "".join(parts)


def _credits(connection: sqlite3.Connection, number: int) -> tuple[Credit, ...]:
    """The credits of an article, in their order."""
    rows = connection.execute(
        'SELECT type, source, name, domain, block, "start", "end", text, weight, rule '
        "FROM credit WHERE article = ? ORDER BY number",
        (number,),
    )
    return tuple(credit_from(row) for row in rows)
