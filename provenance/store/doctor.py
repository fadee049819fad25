"""Looking for what is wrong with a database.

Invariant: nothing is changed; all that can be derived again is derived again and compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from provenance.counts import counted
from provenance.digests import content_digest, text_digest
from provenance.model import Block, Credit, Passage
from provenance.store import captures
from provenance.store.correcting import last_words
from provenance.store.dedups import dedup_digest, dedup_run, members, wrong_clusters
from provenance.store.failures import is_damage
from provenance.store.furniture import add_functions
from provenance.store.runs import RunStatus
from provenance.store.stored import stored
from provenance.store.strange import strange_values

__all__ = ["DoctorFinding", "PassagesOf", "Unindexed", "check"]

PassagesOf = Callable[[Sequence[Block], Sequence[Credit]], Sequence[Passage]]
"""Makes the passages of an article's blocks, given its credits, as when it was put."""

Unindexed = Callable[[Sequence[tuple[int, Passage]]], Sequence[int]]
"""Of some passages with their numbers, the numbers that the index does not find."""

_NAMED: Final = 5  # so many numbers stand in a message, the rest is counted
_BATCH: Final = 1000
_AHEAD: Final = timedelta(minutes=1)  # of two words in one second the later one is dated a second on
_AGAIN: Final = "forget and ingest these articles again"
_CARRIED: Final = """
SELECT t.line, site_hash(s.name), line_rank(a.digest, a.title, a."key"), a.id AS article FROM article AS a
JOIN block AS b ON b.article = a.id JOIN text AS t ON t.id = b.text LEFT JOIN site AS s ON s.id = a.site
WHERE t.line IS NOT NULL
"""
_UNCOUNTED: Final = f"SELECT article FROM ({_CARRIED} EXCEPT SELECT * FROM _line)"  # noqa: S608 (our own words)
_SURPLUS: Final = f"SELECT article FROM (SELECT * FROM _line EXCEPT {_CARRIED})"  # noqa: S608 (our own words)
_COUNT_ANEW: Final = "`provenance export` this database and `provenance import` it into a new one: all is counted anew"
_STRANGE: Final = "read it with the version that wrote it, or forget and ingest this again into a new database"
_DEDUP_ANEW: Final = "`provenance dedup --store` into a new database; what this one says of them cannot be trusted"
_ANEW: Final = "ingest again into a new database; this one cannot be trusted"


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """Something wrong, and what to do about it."""

    what: str
    hint: str


def check(
    connection: sqlite3.Connection, passages_of: PassagesOf | None = None, unindexed: Unindexed | None = None
) -> tuple[DoctorFinding, ...]:
    """Look at everything.

    Args:
        connection: any.
        passages_of: where given, passages are made again and compared.
        unindexed: where given too, every passage is looked up in the index.

    Returns:
        What is wrong, the gravest first; nothing where all is well.
    """
    broken = tuple(_file(connection)) or tuple(_values(connection))
    if broken:
        return broken
    findings = [*_texts(connection), *_articles(connection), *_orphans(connection), *_web(connection)]
    findings += [*_lines(connection), *_corrections(connection), *_dedups(connection)]
    if passages_of is not None:
        findings += _passages(connection, passages_of, unindexed)
    return (*findings, *_unfinished(connection))


def _file(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """What SQLite itself finds."""
    try:
        lines = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        lines = [str(error)]
    if lines:
        yield from (DoctorFinding(f"the file is damaged: {line}", _ANEW) for line in lines)
        return
    tables: dict[str, int] = {}
    for table, *_ in connection.execute("PRAGMA foreign_key_check"):
        tables[table] = tables.get(table, 0) + 1
    for table, number in sorted(tables.items()):
        yield DoctorFinding(f"{counted(number, 'row')} of {table} pointing at what is not there", _ANEW)


def _values(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Words and lists that this program does not write: no article that has one can be read."""
    return (DoctorFinding(str(each), _STRANGE) for each in strange_values(connection))


def _texts(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Texts that are not what their hash says."""
    wrong = [
        number
        for number, content, key in connection.execute("SELECT id, content, digest FROM text ORDER BY id")
        if text_digest(content) != key
    ]
    if wrong:
        yield DoctorFinding(f"texts changed since they were stored: {_some(wrong)}", _ANEW)


def _articles(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Articles that their blocks no longer add up to."""
    wrong = []
    for number, key in connection.execute("SELECT id, digest FROM article ORDER BY id").fetchall():
        article = stored(connection, number).article
        if text_digest(article.text) != key:
            wrong.append(number)
    if wrong:
        yield DoctorFinding(f"articles whose blocks do not add up to their text: {_some(wrong)}", _AGAIN)


def _orphans(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Texts and passages that no article holds: something was not forgotten."""
    for name, query in (
        ("texts", "SELECT id FROM text WHERE NOT EXISTS (SELECT 1 FROM block WHERE block.text = text.id)"),
        (
            "passages",
            "SELECT id FROM passage WHERE NOT EXISTS (SELECT 1 FROM passage_in WHERE passage_in.passage = passage.id)",
        ),
    ):
        if wrong := [number for (number,) in connection.execute(f"{query} ORDER BY id")]:
            yield DoctorFinding(f"{name} that no article holds: {_some(wrong)}", _ANEW)


def _lines(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Lines that today's slots make another of, and entries that the blocks do not bear out."""
    add_functions(connection)
    if wrong := _numbers(connection, "SELECT id FROM text WHERE line IS NOT line_key(content) ORDER BY id"):
        yield DoctorFinding(f"texts whose line comes out otherwise today: {_some(wrong)}", _COUNT_ANEW)
        return  # what is counted follows from them
    for query, what, hint in (
        (_UNCOUNTED, "articles whose lines are not all counted", _AGAIN),
        (_SURPLUS, "articles of which lines are counted that they do not carry", _COUNT_ANEW),
    ):
        if articles := sorted(set(_numbers(connection, query))):
            yield DoctorFinding(f"{what}: {_some(articles)}", hint)


def _numbers(connection: sqlite3.Connection, query: str) -> list[int]:
    return [number for (number,) in connection.execute(query)]


def _web(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Archived pages that are not what was fetched, and feed items that led nowhere."""
    wrong = []
    for number, key, packed in connection.execute("SELECT article, digest, body FROM capture WHERE body IS NOT NULL"):
        try:
            sound = content_digest(captures.unpacked(packed)) == key
        except ValueError:
            sound = False
        if not sound:
            wrong.append(number)
    if wrong:
        yield DoctorFinding(f"articles whose archived page changed since it was fetched: {_some(sorted(wrong))}", _ANEW)
    for title, lost in connection.execute(
        "SELECT coalesce(feed.title, feed.url), count(*) FROM item JOIN feed ON feed.id = item.feed "
        "WHERE item.state = 'stored' AND item.article IS NULL GROUP BY feed.id ORDER BY feed.id"
    ):
        yield DoctorFinding(
            f"{counted(lost, 'item')} of the feed {title} without the article that was stored for it",
            "ingest their addresses; a feed's item that changes is fetched again by itself",
        )


def _corrections(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Last words that are none, circles of origins, and words from the future."""
    wrong = [
        article or 0
        for article, known, applies, found, seen in last_words(connection)
        if (known, applies) != (found, seen)
    ]
    if wrong:
        yield DoctorFinding(f"articles whose last correction is not the one in force: {_some(wrong)}", _COUNT_ANEW)
    from_ = dict(
        connection.execute(
            "SELECT n.article, m.article FROM corrected_article AS n JOIN correction AS c ON c.id = n.correction "
            "JOIN corrected_article AS m ON m.id = c.origin_article "
            "WHERE n.article IS NOT NULL AND m.article IS NOT NULL"
        ).fetchall()
    )
    if circle := sorted(number for number in from_ if _comes_back(number, from_)):
        yield DoctorFinding(
            f"articles that come from each other by what people said of them: {_some(circle)}",
            "withdraw what is wrong of it: `provenance correct ARTICLE --withdraw`",
        )
    dated = connection.execute(
        "SELECT DISTINCT coalesce(n.article, 0) FROM correction AS c JOIN corrected_article AS n ON n.id = c.subject "
        "WHERE c.time > ? ORDER BY 1",
        ((datetime.now(UTC) + _AHEAD).isoformat(timespec="seconds"),),
    )
    if ahead := [number for (number,) in dated]:
        yield DoctorFinding(
            f"articles with a correction from the future: {_some(ahead)}",
            "set the clocks of all machines that write; what is said after it is dated just behind it",
        )


def _dedups(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Deduplications that are not whole, or not what was written."""
    wrong = {dedup for dedup, _ in wrong_clusters(connection)}
    unfinished = []
    for number, whole, status in connection.execute(
        "SELECT d.id, d.complete, r.status FROM dedup_run AS d JOIN run AS r ON r.id = d.run ORDER BY d.id"
    ).fetchall():
        if not whole and status != RunStatus.RUNNING:  # that is named elsewhere
            unfinished.append(number)
        found = dedup_run(connection, number)
        if whole and dedup_digest(found, members(connection, number)) != found.digest:
            wrong.add(number)
    if wrong:
        yield DoctorFinding(f"deduplications that changed since they were written: {_some(sorted(wrong))}", _DEDUP_ANEW)
    if unfinished:
        yield DoctorFinding(
            f"deduplications that are not all written: {_some(unfinished)}",
            "give the same `provenance dedup --store` again: what is there already is not doubled",
        )


def _comes_back(number: int, origins: Mapping[int, int]) -> bool:
    """Whether the way from an article to its origin leads to the article again."""
    seen: set[int] = set()
    at: int | None = number
    while (at := origins.get(at) if at is not None else None) is not None and at not in seen:
        if at == number:
            return True
        seen.add(at)
    return False


def _passages(
    connection: sqlite3.Connection, passages_of: PassagesOf, unindexed: Unindexed | None
) -> Iterator[DoctorFinding]:
    """Passages that come out otherwise today, and passages that the index does not find."""
    changed: list[int] = []
    lost: list[int] = []
    seen = _derived(connection, passages_of, changed)
    while batch := list(islice(seen, _BATCH)):
        if unindexed is not None:
            lost += unindexed(batch)
    if changed:
        yield DoctorFinding(f"articles whose passages come out otherwise today: {_some(changed)}", _AGAIN)
    if lost:
        yield DoctorFinding(f"passages that the index does not find: {_some(sorted(set(lost)))}", _AGAIN)


def _derived(
    connection: sqlite3.Connection, passages_of: PassagesOf, changed: list[int]
) -> Iterator[tuple[int, Passage]]:
    """The passages of all articles, made again; articles where they differ are put on the list."""
    for (number,) in connection.execute("SELECT id FROM article ORDER BY id").fetchall():
        rows = connection.execute(
            'SELECT p.id, i."first", i."last", p.digest FROM passage_in AS i JOIN passage AS p ON p.id = i.passage '
            "WHERE i.article = ? ORDER BY i.number",
            (number,),
        ).fetchall()
        article = stored(connection, number)
        passages = passages_of(article.blocks, article.credits)
        if [row[1:] for row in rows] != [(passage.first, passage.last, passage.digest) for passage in passages]:
            changed.append(number)
            continue
        yield from ((row[0], passage) for row, passage in zip(rows, passages, strict=True))


def _unfinished(connection: sqlite3.Connection) -> Iterator[DoctorFinding]:
    """Runs that were cut short, and verdicts that are due."""
    for run, command, started in connection.execute(
        "SELECT id, command, started FROM run WHERE status = ? ORDER BY id", (RunStatus.RUNNING,)
    ):
        yield DoctorFinding(
            f"run {run} ({command}, {started}) never finished",
            "if it is not running now, give the same command again: it goes on where it stopped",
        )
    (lines,) = connection.execute(
        "SELECT count(*) FROM _line_due AS d "
        "WHERE (SELECT 1 FROM _line AS l WHERE l.line = d.line LIMIT 1 OFFSET 1) IS NOT NULL"
    ).fetchone()
    if lines:
        yield DoctorFinding(
            f"{counted(lines, 'line')} still to be counted", "run `provenance ingest` again: it counts them"
        )
    (due,) = connection.execute("SELECT count(*) FROM pending").fetchone()
    if due:
        yield DoctorFinding(
            f"{counted(due, 'article')} still waiting for a verdict",
            "run `provenance ingest` again: it settles them first",
        )


def _some(numbers: Sequence[int]) -> str:
    """The first few numbers, and how many there are."""
    shown = ", ".join(str(number) for number in numbers[:_NAMED])
    return shown if len(numbers) <= _NAMED else f"{shown} and {len(numbers) - _NAMED} more"
