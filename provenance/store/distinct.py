"""How many distinct stories a few articles tell: the measure by which a repeated line is furniture.

Invariant: it only reads, and the number does not depend on the order of the articles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from provenance.fingerprint import normalise
from provenance.model import Role
from provenance.store.values import array

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

__all__ = ["ONE_STORY", "ONE_STORY_ELSEWHERE", "DistinctStories"]

ONE_STORY: Final = 0.5
"""Two articles of one site tell one story where they share so much of the shorter one's text; a
site's own furniture, taken for story, is shared too, but not so much of it."""

ONE_STORY_ELSEWHERE: Final = 0.3
"""And two of different sites already here: a wire's copies are cut and edited."""

# lines that very many pages of a site carry are left out of the comparison where so much of each
# page is left; where less is, they may be the story itself, of which a corpus holds many copies
_REST: Final = 0.3
_KEPT_PAGES: Final = 2000
_KEPT_SAMPLES: Final = 1000

_PAGES: Final = """
SELECT a.id, a.site, a.digest, coalesce(a.title, ''), s.name FROM article AS a LEFT JOIN site AS s ON s.id = a.site
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_BODIES: Final = """
SELECT b.article, b.text, t.line, length(t.content), o.line IS NOT NULL
FROM json_each(?1) AS p JOIN block AS b ON b.article = json_extract(p.value, '$[0]') JOIN text AS t ON t.id = b.text
LEFT JOIN _line_often AS o ON o.site = json_extract(p.value, '$[1]') AND o.line = t.line
WHERE coalesce(b.page_role, b.role) = ?2
"""


@dataclass(slots=True)
class _Page:
    """What tells an article's story from another's: its title, and the paragraphs of its body.

    ``body``: the lengths of its texts, by number; ``rest``: those of them that not very many
    pages of its site carry; ``of_line``: its texts by their lines.
    """

    site: int | None
    digest: bytes
    title: str
    body: dict[int, int] = field(default_factory=dict)
    rest: dict[int, int] = field(default_factory=dict)
    of_line: dict[int, list[int]] = field(default_factory=dict)
    length: int = 0
    rest_length: int = 0

    def without(self, line: int) -> tuple[int, int]:
        """The length of the body, and of its rest, beside a line."""
        texts = self.of_line.get(line, ())
        return (
            self.length - sum(self.body[text] for text in texts),
            self.rest_length - sum(self.rest.get(text, 0) for text in texts),
        )


class DistinctStories:
    """Articles compared with each other, for one learning; what was read and compared is kept a while."""

    def __init__(self, connection: sqlite3.Connection, hash_of: Callable[[str | None], int]) -> None:
        """Compare the articles of a database.

        Args:
            connection: inside a transaction in which no article comes or goes meanwhile.
            hash_of: the number under which a site's lines are kept.
        """
        self._connection = connection
        self._hash_of = hash_of
        self._pages: dict[int, _Page] = {}
        self._samples: dict[tuple[int, ...], dict[tuple[int, int], tuple[int, int]]] = {}

    def read(self, numbers: Iterable[int]) -> None:
        """Read the articles that are compared next."""
        if len(self._pages) > _KEPT_PAGES:
            self._pages.clear()
        if len(self._samples) > _KEPT_SAMPLES:
            self._samples.clear()
        wanted = array(sorted(set(numbers) - self._pages.keys()))
        places: list[str] = []
        for number, site, digest, title, name in self._connection.execute(_PAGES, (wanted,)):
            self._pages[number] = _Page(site, digest, _title(title, name or ""))
            places.append(f"[{number},{self._hash_of(name)}]")
        for number, text, line, length, often in self._connection.execute(
            _BODIES, (f"[{','.join(places)}]", Role.BODY)
        ):
            page = self._pages[number]
            if text in page.body:
                continue
            page.body[text] = length
            page.length += length
            if line is not None:
                page.of_line.setdefault(line, []).append(text)
            if not often:
                page.rest[text] = length
                page.rest_length += length

    def site_of(self, number: int) -> int | None:
        """The site of an article that was read."""
        return self._pages[number].site

    def count(self, sample: Sequence[int], line: int, enough: float) -> int:
        """How many distinct stories articles tell that were read.

        Args:
            sample: the articles.
            line: a line that all of them carry, which therefore says nothing.
            enough: the share of the shorter one's text that two tellings of one story have in common.
        """
        group = {number: number for number in sample}

        def join(one: int, other: int) -> None:
            old, new = group[one], group[other]
            if old != new:
                group.update({number: new for number, root in group.items() if root == old})

        known: dict[bytes | str, int] = {}
        for number in sample:
            page = self._pages[number]
            for mark in (page.digest, page.title):
                if mark:
                    join(number, known.setdefault(mark, number))
        lengths = {number: self._pages[number].without(line) for number in group}
        for (one, other), (shared, rest) in self._compared(tuple(sample)).items():
            (length, its_rest), (other_length, others_rest) = lengths[one], lengths[other]
            if shared < enough * min(length, other_length) and rest < enough * min(its_rest, others_rest):
                continue
            if group[one] != group[other] and self._is_one(one, other, line, enough):
                join(one, other)
        return len(set(group.values()))

    def _is_one(self, one: int, other: int, line: int, enough: float) -> bool:
        """Whether two articles tell one story, by how much text they share beside a line."""
        ours, theirs = self._pages[one], self._pages[other]
        (length, its_rest), (other_length, others_rest) = ours.without(line), theirs.without(line)
        beside = ours.of_line.get(line, ())
        if its_rest >= _REST * max(1, length) and others_rest >= _REST * max(1, other_length):
            return _overlap(ours.rest, theirs.rest, beside) >= enough * min(its_rest, others_rest)
        return _overlap(ours.body, theirs.body, beside) >= enough * max(1, min(length, other_length))

    def _compared(self, sample: tuple[int, ...]) -> dict[tuple[int, int], tuple[int, int]]:
        """Of each two articles of a sample that share any: the length of the text, and of what their rests share."""
        if sample not in self._samples:
            pages = {number: self._pages[number] for number in sample}
            shared = _overlaps({number: page.body for number, page in pages.items()})
            rest = _overlaps({number: page.rest for number, page in pages.items()})
            self._samples[sample] = {pair: (length, rest.get(pair, 0)) for pair, length in shared.items()}
        return self._samples[sample]


def _overlaps(texts: Mapping[int, Mapping[int, int]]) -> dict[tuple[int, int], int]:
    """The length of what each two articles share, where they share any."""
    holders: dict[int, list[int]] = {}
    for number, held in texts.items():
        for text in held:
            holders.setdefault(text, []).append(number)
    found: dict[tuple[int, int], int] = {}
    for text, numbers in holders.items():
        if len(numbers) > 1:
            length = texts[numbers[0]][text]
            for pair in combinations(numbers, 2):
                found[pair] = found.get(pair, 0) + length
    return found


def _overlap(ours: Mapping[int, int], theirs: Mapping[int, int], beside: Collection[int]) -> int:
    """The length of what two articles share, beside some texts."""
    return sum(length for text, length in ours.items() if text in theirs and text not in beside)


def _title(title: str, site: str) -> str:
    """A title in its normal form; empty for one that says no more than the site's name."""
    words = normalise(title)
    return "" if words == normalise(site) else words
