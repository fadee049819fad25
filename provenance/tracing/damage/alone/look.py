"""Damage that shows without the original.

Invariant: findings lie inside one block, slice back from its text, come in the order of the
text and do not overlap; detectors that know English only run on English.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from provenance.model import Block, DamageKind, Role
from provenance.tracing.damage.alone.characters import has_credentials
from provenance.tracing.damage.alone.detectors import DETECTORS, Detected, Line
from provenance.tracing.damage.alone.style import measure
from provenance.tracing.damage.alone.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Finding
    from provenance.tracing.damage.alone.detectors import Detector
    from provenance.tracing.damage.alone.phrases import PhraseBook, Phrases
    from provenance.tracing.damage.alone.style import Measured

__all__ = ["Alone", "detect", "find_alone", "is_english", "look_alone"]

_ENGLISH = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "for",
        "is",
        "was",
        "on",
        "with",
        "said",
        "by",
        "at",
        "from",
        "he",
        "his",
        "it",
        "as",
        "are",
        "has",
    )
)
_ENGLISH_SHARE = 0.12
_REMEMBERED = 4096  # copies of one story have most paragraphs in common


@dataclass(frozen=True, slots=True)
class Alone:
    """What an article shows by itself.

    ``measured`` are the numbers of its style, ``book`` the learned phrases that were looked for,
    ``credentials`` the blocks that carry content credentials (C2PA).
    """

    detected: tuple[Detected, ...] = ()
    measured: tuple[Measured, ...] = ()
    book: PhraseBook | None = None
    credentials: tuple[int, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, without the detectors."""
        return tuple(each.finding for each in self.detected)


def look_alone(blocks: Sequence[Block], book: PhraseBook | None = None) -> Alone:
    """All that an article shows by itself: what is damaged, and how it is written.

    Args:
        blocks: all blocks of the article.
        book: phrases that are damaged by what a database shows.
    """
    english = is_english(blocks)
    measured = measure(blocks) if english else ()
    credentials = tuple(block.position for block in blocks if has_credentials(block))
    detected = _detected(blocks, book.phrases if book is not None else None, english=english)
    return Alone(detected, measured, book, credentials)


def detect(blocks: Sequence[Block], learned: Phrases | None = None) -> tuple[Detected, ...]:
    """What is damaged in an article, judged by its own text, and by which detector.

    Args:
        blocks: all blocks of the article; body, headlines and rights lines are read.
        learned: damaged phrases to look for beside the shipped ones.

    Returns:
        Findings in the order of the text, without overlaps.
    """
    return _detected(blocks, learned, english=is_english(blocks))


def _detected(blocks: Sequence[Block], learned: Phrases | None, *, english: bool) -> tuple[Detected, ...]:
    """The same; ``english`` tells whether the article is."""
    found: list[Detected] = []
    for block in blocks:
        mine = _of_text(block.text, block.role, english) if not learned else _of_block(block, learned, english=english)
        found.extend(mine if learned else [_moved(each, block) for each in mine])
    return tuple(found)


@lru_cache(_REMEMBERED)
def _of_text(text: str, role: Role, english: bool) -> tuple[Detected, ...]:  # noqa: FBT001 - a key of the cache
    """What is damaged in a block with this text and role that is the first of its article."""
    return tuple(_of_block(Block(0, role, 0, len(text), text), {}, english=english))


def _moved(detected: Detected, block: Block) -> Detected:
    """What was found in a text, found in a block with that text."""
    finding = detected.finding
    start, end = finding.start + block.start, finding.end + block.start
    return detected._replace(finding=replace(finding, block=block.position, start=start, end=end))


def _of_block(block: Block, learned: Phrases, *, english: bool) -> list[Detected]:
    line = Line(block, Words(block.text), learned)
    running = _running(block.role, english)
    return _disjoint(Detected(each.name, finding) for each in running for finding in each.find(line))


@cache
def _running(role: Role, english: bool) -> tuple[Detector, ...]:  # noqa: FBT001 - a key of the cache
    """The detectors that read blocks of a role."""
    return tuple(each for each in DETECTORS.values() if (english or not each.english) and role in each.roles)


def find_alone(blocks: Sequence[Block]) -> tuple[Finding, ...]:
    """The same without the names of the detectors."""
    return tuple(each.finding for each in detect(blocks))


def _disjoint(detected: Iterable[Detected]) -> list[Detected]:
    kept: list[Detected] = []
    for each in sorted(detected, key=lambda one: (one.finding.start, -one.finding.end, one.finding.kind, one.detector)):
        finding = each.finding
        if not kept or finding.start >= kept[-1].finding.end or finding.kind is DamageKind.INVISIBLE_CHARACTER:
            kept.append(each)
    return kept


@lru_cache(_REMEMBERED)
def _common(text: str) -> tuple[int, int]:
    """How many words the beginning of a text has, and how many are common English ones."""
    words = text[:4000].lower().split()[:400]
    return len(words), sum(map(_ENGLISH.__contains__, words))


def is_english(blocks: Sequence[Block]) -> bool:
    """Whether the commonest English words make up the share of the text that they do in English."""
    total = english = 0
    for block in blocks:
        if block.role is Role.BODY:
            words, common = _common(block.text)
            total += words
            english += common
    return english >= _ENGLISH_SHARE * total
