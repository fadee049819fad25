"""What an article's findings add up to: was it put through a paraphraser?

Invariant: without a reference the answer is ``True`` or ``None``, never ``False``; every
answer has its figures in the reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.characters import count_words
from provenance.model import DamageKind, DamageSummary, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Block, Finding
    from provenance.tracing.damage.comparison import Comparison

__all__ = ["summarise"]

# What a page shows of a paraphraser without its original; the others are evasion, a person's
# doing, or seen only beside the original.
_SIGNS = frozenset(
    (
        DamageKind.TORTURED_PHRASE, DamageKind.BROKEN_SENTENCE, DamageKind.STRAY_QUOTE, DamageKind.DOUBLED_PHRASE,
        DamageKind.CAPITAL_AFTER_COMMA, DamageKind.GRAMMAR, DamageKind.SPINTAX, DamageKind.MODEL_RESIDUE,
    )
)  # fmt: skip
_MIN_SIGNS = 2
_MIN_KINDS = 2
_PER_1000 = 3.0
_MIN_MENTIONED = 3
_FALSE_ALARMS = "wrong about fewer than 1 in 100 pages that people wrote"
_SPEECH = re.compile(r"\b(?:mentioned|said)\b", re.IGNORECASE)


def summarise(
    blocks: Sequence[Block], findings: Sequence[Finding], comparison: Comparison | None = None
) -> DamageSummary:
    """Weigh an article's findings.

    Args:
        blocks: all blocks of the article.
        findings: all findings, alone and beside the original.
        comparison: what holding it against its original gave; ``None`` without a reference.
    """
    words = sum(count_words(block.text) for block in blocks if block.role is Role.BODY)
    per_1000 = 1000 * len(findings) / words if words else 0.0
    machine, reasons = _alone(findings, words)
    density = comparison.substitutions_per_100 if comparison else None
    if comparison is not None and density is not None:
        machine, reason = comparison.by_machine()
        reasons = [reason, *reasons]
    hint = _speech(blocks)
    summary = DamageSummary(machine, density, len(findings), per_1000, (*reasons, *([hint] if hint else ())))
    return summary if comparison is None or density is None else _beside(summary, findings, comparison)


def _beside(summary: DamageSummary, findings: Sequence[Finding], comparison: Comparison) -> DamageSummary:
    """The summary with what only the original can tell."""
    changed = sum(f.change is not None and f.severity is not Severity.WORDING for f in findings)
    quotes = comparison.quotes_kept + comparison.quotes_altered
    return replace(summary, quotes=quotes, quotes_kept=comparison.quotes_kept, facts_changed=changed)


def _alone(findings: Sequence[Finding], words: int) -> tuple[bool | None, list[str]]:
    """What the page itself shows: two kinds of damage, or two damaged set phrases, dense enough."""
    signs = Counter(f.kind for f in findings if f.kind in _SIGNS and f.reference is None)
    if not signs:
        return None, []
    phrases = {f.text.casefold() for f in findings if f.kind is DamageKind.TORTURED_PHRASE and f.reference is None}
    density = 1000 * signs.total() / words if words else 0.0
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(signs.items()))
    reason = f"{listed}: {density:.1f} in 1,000 words, {_FALSE_ALARMS}"
    if density < _PER_1000 or signs.total() < _MIN_SIGNS or (len(signs) < _MIN_KINDS and len(phrases) < _MIN_KINDS):
        return None, [f"{reason}; too few to say"]
    return True, [reason]


def _speech(blocks: Sequence[Block]) -> str | None:
    """Spinners turn "said" into "mentioned": a hint where it crowds out "said"."""
    body = (block.text for block in blocks if block.role is Role.BODY)
    counts = Counter(word.lower() for text in body for word in _SPEECH.findall(text))
    if counts["mentioned"] < _MIN_MENTIONED or counts["mentioned"] <= counts["said"]:
        return None
    return f'"mentioned" stands {counts["mentioned"]} times, "said" {counts["said"]}: spinners exchange them'
