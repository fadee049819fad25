"""What an article's findings add up to: was it put through a paraphraser?

Invariant: without a reference the answer is ``True`` or ``None``, never ``False``; every
answer has its figures in the reasons, and every suspicion its measured rate.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.characters import count_words
from provenance.counts import counted
from provenance.model import DamageSummary, Role, Severity
from provenance.tracing.damage.alone.weigh import weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Block, Finding
    from provenance.tracing.damage.alone.look import Alone
    from provenance.tracing.damage.beside.comparison import Comparison

__all__ = ["summarise"]


def summarise(
    blocks: Sequence[Block],
    alone: Alone,
    findings: Sequence[Finding] | None = None,
    comparison: Comparison | None = None,
) -> DamageSummary:
    """Weigh an article's findings.

    Args:
        blocks: all blocks of the article.
        alone: what it shows by itself.
        findings: all findings, alone and beside the original; without a reference those of ``alone``.
        comparison: what holding it against its original gave; ``None`` without a reference.
    """
    words = sum(count_words(block.text) for block in blocks if block.role is Role.BODY)
    every = alone.findings if findings is None else findings
    per_1000 = 1000 * len(every) / words if words else 0.0
    density = comparison.substitutions_per_100 if comparison else None
    if comparison is not None and density is not None:
        machine, reason = comparison.by_machine()
        # what has its original beside it needs no rate
        left = frozenset(every)
        bare = [each for each in alone.detected if each.finding in left]
        reasons = [reason, *weigh(bare, (), words, alone.book).reasons]
    else:
        weighed = weigh(alone.detected, alone.measured, words, alone.book)
        machine = True if weighed.machine else None
        reasons = [*weighed.reasons, *([weighed.conclusion] if weighed.conclusion else [])]
    if alone.credentials:
        blocks_with = counted(len(alone.credentials), "block")
        reasons.append(f"content credentials (C2PA) are attached to the text of {blocks_with}: no damage")
    summary = DamageSummary(machine, density, len(every), per_1000, tuple(reasons))
    return summary if comparison is None or density is None else _beside(summary, every, comparison)


def _beside(summary: DamageSummary, findings: Sequence[Finding], comparison: Comparison) -> DamageSummary:
    """The summary with what only the original can tell."""
    changed = sum(f.change is not None and f.severity is not Severity.WORDING for f in findings)
    quotes = comparison.quotes_kept + comparison.quotes_altered
    return replace(summary, quotes=quotes, quotes_kept=comparison.quotes_kept, facts_changed=changed)
