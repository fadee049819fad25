"""Search: words in texts and titles, names of sources and sites; an address leads to its article.

Invariant: whatever is typed is words to find, never a language that could be wrong; of very common
words the newest occurrences are looked at, and the page says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.browse.naming import outlet_names
from provenance.browse.page import Page, Redirect, stored_at
from provenance.browse.pages.listed import Listed, listed
from provenance.errors import UsageError
from provenance.report.html.pieces import Mark, cut
from provenance.report.html.view import Piece
from provenance.store.values import array, is_unicode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from provenance.browse.page import Asked

__all__ = ["Hit", "search", "words_to_find"]

_SHOWN: Final = 20
_PLACES: Final = 2000  # newest texts with the words that are looked at
_NAMES: Final = 8
_LONGEST: Final = 400  # characters of a question
_AROUND: Final = 160  # characters on each side of the first word that is found
_TERM: Final = re.compile(r'"([^"]*)"|(\S+)')
_WORD: Final = re.compile(r"\w+")
# scripts without spaces: the index takes a run of their signs for one word
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

_TEXTS: Final = "SELECT rowid FROM _words WHERE _words MATCH ?1 ORDER BY rowid DESC LIMIT ?2"
_LIKE: Final = "SELECT id FROM text WHERE content LIKE ?1 ESCAPE '!' ORDER BY id DESC LIMIT ?2"
# of each article the first place behind its headline: SQLite takes the columns of the row that has the minimum
_PLACED: Final = """
SELECT b.article, b.position, t.content, count(*), sum(b.role = 'headline') > 0 AS headed, min(
    b.position + iif(b.role = 'headline', 1000000, 0)
)
FROM json_each(?1) AS n JOIN block AS b ON b.text = n.value JOIN text AS t ON t.id = b.text
JOIN article AS a ON a.id = b.article
GROUP BY b.article ORDER BY headed DESC, a.published DESC, b.article DESC
"""
_TITLES: Final = "SELECT rowid FROM _titles WHERE _titles MATCH ?1 ORDER BY rowid DESC LIMIT ?2"
_SITES: Final = """
SELECT s.name, (SELECT count(*) FROM article AS a WHERE a.site = s.id) AS articles FROM site AS s
WHERE s.name LIKE ?1 ESCAPE '!' OR s.name IN (SELECT value FROM json_each(?4)) OR s.id IN (
    SELECT a.site FROM article AS a WHERE a.source IN (
        SELECT id FROM source WHERE name LIKE ?1 ESCAPE '!' OR id = ?2
    )
)
ORDER BY articles DESC, s.name LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article with the words: how often, and the first paragraph with them, marked."""

    listed: Listed
    block: int
    pieces: tuple[Piece, ...]
    places: int


def search(asked: Asked) -> Page | Redirect:
    """Articles and sites with some words."""
    words = " ".join(asked.arguments.get("q", "").split())
    if len(words) > _LONGEST:
        message = f"a search has at most {_LONGEST} characters"
        raise UsageError(message, "search for a part of a sentence; the trace page takes whole texts")
    found = stored_at(asked.database, words)
    if found is not None:
        return Redirect(asked.addresses.article(found.key))
    page = asked.number("page", 1, _PLACES)
    hits, total, whole = _hits(asked.connection, words, (page - 1) * _SHOWN)
    names = outlet_names(asked)
    sites = _sites(asked.connection, words, names)
    address = asked.addresses.search(words)
    return Page(
        "browse/search.html",
        f"Search: {words}" if words else "Search",
        {
            "words": words,
            "hits": hits,
            "total": total,
            "whole": whole,
            "sites": sites,
            "names": names,
            "page": page,
            "more": page * _SHOWN < total,
        },
        lambda: {
            "query": words,
            "total": total,
            "complete": whole,
            "articles": [
                {
                    "article": hit.listed,
                    "block": hit.block,
                    "places": hit.places,
                    "text": "".join(p.text for p in hit.pieces),
                }
                for hit in hits
            ],
            "sites": [{"site": name, "articles": number} for name, number in sites],
        },
        here="search",
        notes={"asked": words, "json": f"{asked.addresses.searching}.json?{address.partition('?')[2]}"},
    )


def words_to_find(question: str) -> tuple[str, tuple[str, ...]]:
    """What is looked up in the index, and the words that are marked.

    Args:
        question: words, phrases in quotation marks, beginnings of words with a star.

    Returns:
        An expression of the index in which every word is quoted, empty where there is none; and the words.
    """
    terms, marked = [], []
    for phrase, word in _TERM.findall(question.replace("“", '"').replace("”", '"')):
        found = _WORD.findall(phrase or word)
        if found:
            star = "*" if word.endswith("*") else ""
            terms.append('"' + " ".join(found) + '"' + star)
            marked += [f"{each}{star}" for each in found]
    return " ".join(terms), tuple(marked)


def _hits(connection: sqlite3.Connection, question: str, first: int) -> tuple[tuple[Hit, ...], int, bool]:
    """The articles of a page, how many there are, and whether all texts were looked at."""
    if not is_unicode(question):
        return (), 0, True
    expression, marked = words_to_find(question)
    if not expression:
        return (), 0, True
    if _UNSPACED.search(question):
        texts = connection.execute(_LIKE, (_like(question.replace('"', "")), _PLACES)).fetchall()
        titles: list[tuple[int]] = []
        marked = (question.replace('"', ""),)
    else:
        texts = connection.execute(_TEXTS, (expression, _PLACES)).fetchall()
        titles = connection.execute(_TITLES, (expression, _PLACES)).fetchall()
    placed = connection.execute(_PLACED, (array(number for (number,) in texts),)).fetchall()
    known = {row[0] for row in placed}
    only_title = [number for (number,) in titles if number not in known]
    order = [row[0] for row in placed] + only_title
    shown = order[first : first + _SHOWN]
    rows = {row[0]: row for row in placed}
    of = listed(connection, shown)
    hits = tuple(
        Hit(of[number], rows[number][1], _marked(rows[number][2], marked), rows[number][3])
        if number in rows
        else Hit(of[number], 0, (), 0)
        for number in shown
        if number in of
    )
    return hits, len(order), len(texts) < _PLACES and len(titles) < _PLACES


def _sites(connection: sqlite3.Connection, question: str, names: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Sites whose name, or whose source's name, has the words in it."""
    if not is_unicode(question) or not words_to_find(question)[0]:
        return ()
    asked = question.replace('"', "").removeprefix("www.")
    called = array(key for key, name in names.items() if asked.casefold() in name.casefold())
    return tuple(connection.execute(_SITES, (_like(asked), asked.casefold(), _NAMES, called)))


def _like(text: str) -> str:
    for special in ("!", "%", "_"):
        text = text.replace(special, f"!{special}")
    return f"%{text}%"


def _marked(text: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    """The part of a text around the first word that was found, with all of them marked."""
    spans = [*_found(text, words)]
    start = max(0, spans[0][0] - _AROUND) if spans else 0
    end = min(len(text), (spans[0][1] if spans else 0) + 2 * _AROUND)
    while start and not text[start - 1].isspace() and start > 0 and end - start < 4 * _AROUND:
        start -= 1
    part = text[start:end]
    marks = [Mark(a, b, {"credit": ""}) for a, b in spans if start <= a and b <= end]
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return (*before, *cut(part, start, marks), *after)


def _found(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the words stand; disjoint, in order."""
    wanted = "|".join(re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "") for w in words)
    unspaced = any(_UNSPACED.search(word) for word in words)
    pattern = re.compile(wanted if unspaced else rf"\b(?:{wanted})\b", re.IGNORECASE)
    for number, found in enumerate(pattern.finditer(text)):
        if number >= 50:  # noqa: PLR2004 - a paragraph of a megabyte may be full of them
            return
        if found.start() < found.end():
            yield found.span()
