"""A database of very many articles in a minute: some hundred are ingested, and their rows written again in other words.

Invariant: what every copy has is what an ingest would have stored of its texts, hash by hash (``provenance doctor``
finds nothing), but for what is counted over all articles: repeated lines and sites keep what the first ones gave.

usage: python tests/multiplied.py FILE [ARTICLES]
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from math import ceil
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any, Final

import sites_corpus
from multiplied_rows import FEEDS, LINES, OFTEN, copied
from multiplied_words import Vocabulary, Wording

from provenance.article.lines import line_key
from provenance.digests import text_digest
from provenance.pipeline import TrueOrigin, confirm, correct, dedup, ingest, learn_phrases, open_database
from provenance.pipeline.analysis import passages
from provenance.pipeline.storing import index_of
from provenance.store.furniture import rank_of, site_hash
from provenance.store.stored import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["begin", "fill", "main"]

ARTICLES: Final = 50_000
GROUP: Final = 8  # copies on the same sites
DAYS_APART: Final = 6
SAMPLES: Final = Path(__file__).resolve().parents[1] / "seeds" / "articles"
STORY_ROLES: Final = ("body", "headline", "subheading", "caption", "byline", "dateline")
OFTEN_SAID: Final = 6  # articles on which a line of furniture stays as it is


def fill(path: Path, articles: int = ARTICLES, begun: Path | None = None) -> None:
    """Make the database.

    Args:
        path: where nothing is yet.
        articles: how many it is to have at the least; it has those of whole webs, beside the samples.
        begun: what ``begin`` has made, to be gone on with in a copy.
    """
    if begun is None:
        begin(path)
    else:
        copyfile(begun, path)
    with closing(sqlite3.connect(path)) as connection:
        (kept,) = connection.execute("SELECT stored FROM run WHERE id = 1").fetchone()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY")
        connection.execute("BEGIN")
        texts = _Copying(connection, kept).run(articles)
        connection.execute("COMMIT")
    with open_database(path, write=True) as database, database.transaction():
        index = index_of(database)
        for first in range(0, len(texts), 50_000):
            some = texts[first : first + 50_000]
            index.add([units for _, units in some], [number for number, _ in some])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def begin(path: Path) -> None:
    """Store the samples and a web, what a person says of them, and a deduplication: what the copies are made of."""
    with tempfile.TemporaryDirectory() as folder, open_database(path, write=True, create=True) as database:
        kept = ingest([SAMPLES], database).stored
        corpus = Path(folder) / "pages.jsonl"
        rows, _ = sites_corpus.web(0)
        corpus.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        ingest([corpus], database)
        few = Path(folder) / "few.jsonl"
        few.write_text("".join(corpus.read_text(encoding="utf-8").splitlines(keepends=True)[:120]), encoding="utf-8")
        dedup([few], Path(folder) / "out", store=database)
        learn_phrases(database)
        correct(database, str(kept + 1), TrueOrigin("ap"), reason="the print edition says so", author="Ida Corran")
        confirm(database, str(kept + 2), author="Ida Corran")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Copying:
    """Writes the copies, each by its own words."""

    def __init__(self, connection: sqlite3.Connection, kept: int) -> None:
        self._connection, self._kept = connection, kept
        self._all = self._rows("SELECT id, content FROM text")
        self._content = dict(self._all)
        self._known = {text_digest(content): number for number, content in self._all}
        self._last = [self._one(f"SELECT max(id) FROM {table}") for table in ("article", "text", "passage")]
        self._base = self._last[0] - kept
        self._used = self._rows(
            "SELECT DISTINCT b.text, t.content FROM block AS b JOIN text AS t ON t.id = b.text WHERE b.article > ?",
            kept,
        )
        self._passages = self._units()
        self._passage_of = dict(self._rows("SELECT digest, id FROM passage"))
        self._blocks = self._texts_of()
        self._articles = self._rows(
            'SELECT a.id, a.title, a."key", a.tail, s.name FROM article AS a LEFT JOIN site AS s ON s.id = a.site '
            "WHERE a.id > ? ORDER BY a.id",
            kept,
        )
        self._sites = self._rows("SELECT id, name FROM site")
        self._vocabulary = self._words()
        for name in ("text", "passage", "site"):
            connection.execute(f"CREATE TEMP TABLE {name}_as (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
        connection.execute("CREATE TEMP TABLE digest_as (old INTEGER PRIMARY KEY, digest BLOB NOT NULL)")
        connection.execute("CREATE TEMP TABLE line_as (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
        connection.execute("CREATE TEMP TABLE ranked (article INTEGER PRIMARY KEY, site INTEGER, rank INTEGER)")

    def run(self, articles: int) -> list[tuple[int, str]]:
        """Write so many copies as are needed; the new passages, to be indexed."""
        made: list[tuple[int, str]] = []
        statements = copied(self._connection)
        copies = max(0, ceil((articles - self._last[0]) / self._base))
        for copy in range(1, copies + 1):
            made += self._copy(copy, self._base * copy, statements)
        for statement in (*LINES, *OFTEN, *FEEDS):
            self._connection.execute(statement)
        self._connection.execute("UPDATE run SET read = ?1, stored = ?1 WHERE id = 2", (self._base * (copies + 1),))
        return made

    def _copy(self, copy: int, offset: int, statements: Sequence[str]) -> list[tuple[int, str]]:
        wording = self._vocabulary.wording(copy, copy // GROUP)
        connection = self._connection
        connection.create_function("said", 1, lambda text: None if text is None else wording.text(text))
        connection.create_function("shifted", 1, partial(_shifted, days=DAYS_APART * copy))
        connection.create_function("story_as", 1, lambda story: None if story is None else _story_id(story, copy))
        for name in ("text", "passage", "site", "digest", "line"):
            connection.execute(f"DELETE FROM {name}_as")
        contents = self._say(wording)
        made = self._say_passages(wording)
        sites = {site: wording.text(site) for _, site in self._sites}
        connection.executemany("INSERT OR IGNORE INTO site (name) VALUES (?)", [(each,) for each in sites.values()])
        connection.executemany(
            "INSERT INTO site_as SELECT ?, id FROM site WHERE name = ?",
            [(old, sites[name]) for old, name in self._sites],
        )
        digests, ranks = [], []
        for article, title, key, tail, site in self._articles:
            text = "".join(gap + contents[each] for gap, each in self._blocks[article]) + tail
            digest = text_digest(text)
            digests.append((article, digest))
            rank = rank_of(digest, None if title is None else wording.text(title), wording.text(key))
            ranks.append((article + offset, site_hash(None if site is None else sites[site]), rank))
        connection.executemany("INSERT INTO digest_as VALUES (?, ?)", digests)
        connection.executemany("INSERT INTO ranked VALUES (?, ?, ?)", ranks)
        values = {"kept": self._kept, "off": offset, "last": self._last[0]}
        for statement in statements:
            connection.execute(statement, values)
        return made

    def _say(self, wording: Wording) -> dict[int, str]:
        """Write a copy's texts; what each of the original's says now, by its number there."""
        contents, places, new, lines = {}, [], [], {}
        for number, content in self._used:
            said = contents[number] = wording.text(content)
            digest = text_digest(said)
            place = self._known.get(digest)
            if place is None:
                self._last[1] += 1
                place = self._known[digest] = self._last[1]
                new.append((place, said, digest, line_key(said)))
            places.append((number, place))
            old, key = line_key(content), line_key(said)
            if old is not None and key is not None:
                lines[old] = key
        self._connection.executemany("INSERT INTO text (id, content, digest, line) VALUES (?, ?, ?, ?)", new)
        self._connection.executemany("INSERT INTO text_as VALUES (?, ?)", places)
        self._connection.executemany("INSERT INTO line_as VALUES (?, ?)", lines.items())
        return contents

    def _say_passages(self, wording: Wording) -> list[tuple[int, str]]:
        """Write a copy's passages; those that are new, with their units."""
        places, new, made = [], [], []
        for old, (units, words) in self._passages.items():
            said = wording.text(units)
            digest = text_digest(said)
            place = self._passage_of.get(digest)
            if place is None:
                self._last[2] += 1
                place = self._passage_of[digest] = self._last[2]
                new.append((place, digest, words))
                made.append((place, said))
            places.append((old, place))
        self._connection.executemany("INSERT INTO passage (id, digest, words) VALUES (?, ?, ?)", new)
        self._connection.executemany("INSERT INTO passage_as VALUES (?, ?)", places)
        return made

    def _units(self) -> dict[int, tuple[str, int]]:
        """Of each passage of the original its units, and how many words these are."""
        found: dict[int, tuple[str, int]] = {}
        for article in range(self._kept + 1, self._last[0] + 1):
            held = stored(self._connection, article)
            numbers = self._rows("SELECT passage FROM passage_in WHERE article = ? ORDER BY number", article)
            for (number,), passage in zip(numbers, passages(held.blocks, held.credits), strict=True):
                found[number] = passage.text, passage.words
        return found

    def _texts_of(self) -> dict[int, list[tuple[str, int]]]:
        found: dict[int, list[tuple[str, int]]] = {}
        for article, gap, text in self._rows(
            "SELECT article, gap, text FROM block WHERE article > ? ORDER BY article, position", self._kept
        ):
            found.setdefault(article, []).append((gap, text))
        return found

    def _words(self) -> Vocabulary:
        roles = json.dumps(STORY_ROLES)
        furniture = self._rows(
            "SELECT t.content FROM block AS b JOIN text AS t ON t.id = b.text WHERE b.article > ? "
            "AND b.role NOT IN (SELECT value FROM json_each(?)) AND t.content NOT LIKE 'Read more: %' "
            "AND t.content NOT LIKE '%://%' GROUP BY t.id HAVING count(*) >= ?",
            self._kept,
            roles,
            OFTEN_SAID,
        )
        names = self._rows("SELECT DISTINCT site_name FROM article WHERE id > ? AND site_name IS NOT NULL", self._kept)
        urls = self._rows("SELECT url FROM article WHERE id > ? AND url IS NOT NULL", self._kept)
        said = [*(content for _, content in self._used), *(url for (url,) in urls)]
        return Vocabulary.of(said, [line for (line,) in furniture], [name for (name,) in names])

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def _one(self, query: str) -> int:
        return int(self._rows(query)[0][0])


def _shifted(when: str | None, days: int) -> str | None:
    """A time so many days later, written as it was."""
    if when is None:
        return None
    try:
        day = date.fromisoformat(when[:10])
    except ValueError:
        return when
    return (day + timedelta(days=days)).isoformat() + when[10:]


def _story_id(story: str, copy: int) -> str:
    return "s" + blake2b(f"{story} {copy}".encode(), digest_size=8).hexdigest()


def main() -> None:
    """Make a database."""
    fill(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ARTICLES)


if __name__ == "__main__":
    main()
