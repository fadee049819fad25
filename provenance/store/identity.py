"""Whether an article is stored already: under its place, its row's id, or another address of it.

Invariant: what is not surely one page is two. Two pages of a site that name one canonical
address are one only where their titles or texts are equal too, and at its home page, which
careless sites name on every page, only where the texts are.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from provenance.digests import text_digest
from provenance.store.values import array, is_unicode

if TYPE_CHECKING:
    import sqlite3

    from provenance.model import Article

__all__ = ["Placement", "find", "is_storable", "same"]

_WEB: Final = ("http://", "https://")
_PLACED: Final = (
    "SELECT id FROM article WHERE location = ?1 "
    'UNION SELECT id FROM article WHERE "key" = ?2 AND (url = ?3 OR digest = ?4) ORDER BY id'
)
_ELSEWHERE: Final = (
    "SELECT id FROM article WHERE canonical = ?1 AND domain = ?2 AND (digest = ?3 OR title = ?4) "
    "AND (location GLOB 'http://*' OR location GLOB 'https://*') ORDER BY id"
)
_EQUAL: Final = (
    "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?1)) AND digest = ?2 "
    "AND (url IS ?3 OR id IN (SELECT value FROM json_each(?4))) "
    "AND canonical IS ?5 AND publisher IS ?6 AND title IS ?7 AND published IS ?8 AND media = ?9 ORDER BY id"
)


class Placement(StrEnum):
    """What an article is to the database before it is put."""

    KNOWN = "known"
    UPDATED = "updated"
    NEW = "new"


def same(connection: sqlite3.Connection, article: Article) -> tuple[int, ...]:
    """The stored articles that this article is itself, by number.

    One place read twice, one row of a corpus read from another file, one document under one
    name, or one web page under two addresses; two documents that only share their name (as two
    from standard input do) are two.
    """
    if not is_storable(article):
        return ()  # such an article is never stored
    placed = connection.execute(_PLACED, (article.location, article.id, article.url, text_digest(article.text)))
    found = {number for (number,) in placed}
    return tuple(sorted(found | set(_elsewhere(connection, article))))


def find(connection: sqlite3.Connection, article: Article) -> tuple[Placement, int | None]:
    """Whether an article is stored as it is, stored otherwise, or new.

    Returns:
        The placement and the number of the stored article, ``None`` for a new one. Known means
        the same text and the same facts about it; one of them changed means updated. That a web
        page was reached at another address than before is no change.
    """
    numbers = same(connection, article)
    if not numbers:
        return Placement.NEW, None
    row = connection.execute(
        _EQUAL,
        (
            array(numbers),
            text_digest(article.text),
            article.url,
            array(_elsewhere(connection, article)),
            article.canonical,
            article.publisher,
            article.title,
            article.published,
            article.media,
        ),
    ).fetchone()
    return (Placement.UPDATED, numbers[0]) if row is None else (Placement.KNOWN, row[0])


def is_storable(article: Article) -> bool:
    """Whether all that an article holds of text has a form in UTF-8."""
    strings = [article.text, article.id, article.location, article.url, article.canonical, article.domain]
    strings += [article.publisher, article.title, article.published, article.language]
    for claim in article.claims:
        strings += [claim.name, claim.value]
    return is_unicode("".join(string for string in strings if string is not None))


def _elsewhere(connection: sqlite3.Connection, article: Article) -> tuple[int, ...]:
    """The stored web pages that are this one under another address of its site."""
    if article.canonical is None or not (article.location or "").startswith(_WEB):
        return ()
    title = None if _is_home(article.canonical) else article.title
    rows = connection.execute(_ELSEWHERE, (article.canonical, article.domain, text_digest(article.text), title))
    return tuple(number for (number,) in rows)


def _is_home(address: str) -> bool:
    """Whether an address is that of a site's home page, or cannot be read at all."""
    try:
        return not urlsplit(address).path.strip("/")
    except ValueError:
        return True
