"""Findings as they are marked in a paragraph: of several on one place one, and one mark over what stands for one thing.

Invariant: what comes out does not overlap and is in the order of the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import DamageKind
from provenance.report.wording import GRAVITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Block, Finding

__all__ = ["marked_findings", "shown_findings"]

_NO_WORD = re.compile(r"[\W_]*")


def shown_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that do not overlap, by place: of several on one place the gravest."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (GRAVITY.index(f.severity), f.start, f.end, f.kind)):
        if not any(finding.start < other.end and other.start < finding.end for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)


def marked_findings(block: Block, findings: Sequence[Finding]) -> list[Finding]:
    """The shown findings, those next to each other that stand for the very same words of the original as one.

    Args:
        block: the paragraph that all of them are in.
        findings: its damaged spans.

    Returns:
        By place. One that was joined has the kind and severity of its gravest part.
    """
    marked: list[Finding] = []
    for finding in shown_findings(findings):
        if marked and _share_a_gap(block, marked[-1], finding):
            before = marked.pop()
            gravest = min(before, finding, key=lambda each: GRAVITY.index(each.severity))
            text = block.text[before.start - block.start : finding.end - block.start]
            marked.append(replace(gravest, start=before.start, end=finding.end, text=text))
        else:
            marked.append(finding)
    return marked


def _share_a_gap(block: Block, one: Finding, two: Finding) -> bool:
    """Whether two findings stand for the same words, with no word between them."""
    return (
        one.original is not None
        and one.reference is not None
        and one.reference == two.reference
        and DamageKind.DROPPED not in {one.kind, two.kind}
        and _NO_WORD.fullmatch(block.text, one.end - block.start, two.start - block.start) is not None
    )
