"""Damaged phrases: where machine paraphrases put other words, and what was learned of that.

Invariant: but for what a person gave, ``damaged_phrase`` follows from the stored articles and
verdicts, and learning writes it whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from provenance.store.values import array
from provenance.tracing.damage.alone.phrases import LearnedPhrase, LearnedPhrases

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

__all__ = [
    "PhraseText",
    "Replaced",
    "drop_phrases",
    "learned_phrases",
    "put_phrases",
    "replaced_words",
    "texts_to_search",
]

_REPLACED: Final = """
SELECT
    d.article, coalesce(s.story, '#' || d.article), coalesce(a.site, -d.article),
    t.content, d."start" - b."start", d."end" - b."start",
    o.content, d.reference_start - r."start", d.reference_end - r."start"
FROM verdict AS v
JOIN damage AS d ON d.article = v.article
JOIN article AS a ON a.id = d.article
JOIN block AS b ON b.article = d.article AND b.position = d.block
JOIN text AS t ON t.id = b.text
JOIN block AS r ON r.article = d.reference_article AND r."start" <= d.reference_start AND d.reference_end <= r."end"
JOIN text AS o ON o.id = r.text
LEFT JOIN story_article AS s ON s.article = d.article
WHERE v.machine_paraphrase = 1 AND d.kind NOT IN ('dropped', 'reordered')
ORDER BY d.article, d.number
"""
_TEXTS: Final = """
SELECT a.id, v.machine_paraphrase IS 1, v.substitutions_per_100 IS NOT NULL, t.content
FROM article AS a
LEFT JOIN verdict AS v ON v.article = a.id
JOIN block AS b ON b.article = a.id
JOIN text AS t ON t.id = b.text
WHERE b.role IN ('body', 'headline', 'subheading', 'copyright', 'disclaimer')
ORDER BY a.id, b.position
"""


class Replaced(NamedTuple):
    """Words of a machine paraphrase that stand for words of its original: both blocks' texts and the spans in them.

    ``story`` is a key of the article's story, ``site`` of its site; each is the article's own
    where nothing is known.
    """

    article: int
    story: str
    site: int
    text: str
    start: int
    end: int
    original: str
    original_start: int
    original_end: int


class PhraseText(NamedTuple):
    """One block's text; ``machine``: its article is a machine paraphrase, ``beside`` an original or by itself."""

    article: int
    machine: bool
    beside: bool
    text: str


def replaced_words(connection: sqlite3.Connection) -> Iterator[Replaced]:
    """Every span of a machine paraphrase that stands for other words of a held original, by article and place."""
    return (Replaced(*row) for row in connection.execute(_REPLACED))


def texts_to_search(connection: sqlite3.Connection) -> Iterator[PhraseText]:
    """The blocks of all articles in which a phrase may stand, by article and place."""
    for article, machine, beside, text in connection.execute(_TEXTS):
        yield PhraseText(article, bool(machine), bool(beside), text)


def learned_phrases(connection: sqlite3.Connection) -> LearnedPhrases:
    """All damaged phrases that are known, the most frequent first."""
    rows = connection.execute(
        "SELECT damaged, original, articles, stories, sites, sound, given, compared FROM damaged_phrase "
        "ORDER BY stories DESC, articles DESC, damaged, original"
    ).fetchall()
    phrases = tuple(
        LearnedPhrase(words, original, articles, stories, sites, sound, given=bool(given))
        for words, original, articles, stories, sites, sound, given, _ in rows
    )
    return LearnedPhrases(phrases, max((row[7] for row in rows), default=0))


def drop_phrases(connection: sqlite3.Connection, damaged: Iterable[str]) -> tuple[int, ...]:
    """Forget phrases that were learned, not those that were given; the articles in which they were found."""
    phrases = array(sorted(damaged))
    rows = connection.execute(
        "SELECT DISTINCT article FROM damage WHERE kind = 'tortured_phrase' AND reference_article IS NULL "
        "AND replace(lower(text), '-', ' ') IN (SELECT value FROM json_each(?)) ORDER BY article",
        (phrases,),
    ).fetchall()
    connection.execute(
        "DELETE FROM damaged_phrase WHERE given = 0 AND damaged IN (SELECT value FROM json_each(?))", (phrases,)
    )
    return tuple(number for (number,) in rows)


def put_phrases(connection: sqlite3.Connection, phrases: Iterable[LearnedPhrase], compared: int) -> None:
    """Write all damaged phrases in place of those that were known."""
    connection.execute("DELETE FROM damaged_phrase")
    connection.executemany(
        "INSERT INTO damaged_phrase VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(p.words, p.original, p.articles, p.stories, p.sites, p.sound, compared, int(p.given)) for p in phrases],
    )
