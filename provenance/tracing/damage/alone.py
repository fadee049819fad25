"""Damage that shows without the original.

Invariant: findings lie inside one block, slice back from its text, come in the order of the
text and do not overlap; detectors that know English only run on English.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provenance.model import DamageKind, Finding, Role
from provenance.tracing.damage import characters, punctuation, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Block

__all__ = ["find_alone"]

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
_LEGAL = frozenset((Role.COPYRIGHT, Role.DISCLAIMER))
_TITLES = frozenset((Role.HEADLINE, Role.SUBHEADING))


def find_alone(blocks: Sequence[Block]) -> tuple[Finding, ...]:
    """What is damaged in an article, judged by its own text.

    Args:
        blocks: all blocks of the article; body, headlines and rights lines are read.

    Returns:
        Findings in the order of the text, without overlaps.
    """
    english = _is_english(blocks)
    found: list[Finding] = []
    for block in blocks:
        if block.role is Role.BODY or block.role in _TITLES or block.role in _LEGAL:
            found.extend(_disjoint(_of_block(block, english=english)))
    return tuple(found)


def _of_block(block: Block, *, english: bool) -> Iterable[Finding]:
    found = [characters.mixed_words(block), characters.hidden_characters(block), punctuation.spintax(block)]
    if english:
        words = wording.words_of(block)
        found += [wording.residue(block), wording.tortured_phrases(block, words)]
        if block.role is Role.BODY:
            found += [
                punctuation.broken_sentences(block),
                punctuation.stray_quotes(block),
                punctuation.capitals_after_commas(block),
                wording.doubled_phrases(block, words),
                wording.grammar(block),
            ]
    return chain.from_iterable(found)


def _disjoint(findings: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda found: (found.start, -found.end, found.kind)):
        if not kept or finding.start >= kept[-1].end or finding.kind is DamageKind.INVISIBLE_CHARACTER:
            kept.append(finding)
    return kept


def _is_english(blocks: Sequence[Block]) -> bool:
    """Whether the commonest English words make up the share of the text that they do in English."""
    words = [word for block in blocks if block.role is Role.BODY for word in block.text[:4000].lower().split()[:400]]
    if not words:
        return True
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)
