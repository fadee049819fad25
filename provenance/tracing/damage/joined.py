"""What shows in a text by itself and what shows beside its original, as one list.

Invariant: no span is reported twice for the same reason. Where a break of the text itself and a
mere change of wording meet, the break is what a reader should see, with the original beside it;
a change of fact or meaning always stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Finding

__all__ = ["join_findings"]


def join_findings(alone: Sequence[Finding], compared: Sequence[Finding]) -> tuple[Finding, ...]:
    """Join the findings of both detectors.

    Args:
        alone: found without a reference.
        compared: found beside the original.

    Returns:
        All findings by place.
    """
    breaks = [_with_original(finding, compared) for finding in alone]
    changes = [
        change
        for change in compared
        if change.severity is not Severity.WORDING or not any(_meet(change, found) for found in alone)
    ]
    return tuple(sorted((*breaks, *changes), key=lambda f: (f.start, f.end, f.kind)))


def _meet(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _with_original(finding: Finding, compared: Sequence[Finding]) -> Finding:
    """A break with the original of the change that it covers, where it has none of its own."""
    change = next((c for c in compared if c.original is not None and _meet(c, finding)), None)
    if finding.original is not None or change is None:
        return finding
    return replace(finding, original=change.original, reference=change.reference)
