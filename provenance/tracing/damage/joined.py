"""What shows in a text by itself and what shows beside its original, as one list.

Invariant: no span is reported twice for the same reason. Where a break of the text itself and a
mere change of wording meet, the break is what a reader should see, with the original beside it;
a change of fact or meaning always stands.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from provenance.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    replaced = _Places([change for change in compared if change.original is not None])
    broken = _Places(alone)
    breaks = [_with_original(finding, replaced) for finding in alone]
    changes = [
        change for change in compared if change.severity is not Severity.WORDING or broken.first_at(change) is None
    ]
    return tuple(sorted((*breaks, *changes), key=_place))


def _with_original(finding: Finding, replaced: _Places) -> Finding:
    """A break with the original of the change that it covers, where it has none of its own."""
    change = replaced.first_at(finding)
    if finding.original is not None or change is None:
        return finding
    return replace(finding, original=change.original, reference=change.reference)


class _Places:
    """Findings by place, to be asked for those that share text with another."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = sorted(findings, key=_place)
        self._reach = list(accumulate((finding.end for finding in self._findings), max))

    def first_at(self, other: Finding) -> Finding | None:
        """The first that shares text with a finding."""
        at = bisect_right(self._reach, other.start)
        found = self._findings[at] if at < len(self._findings) else None
        return found if found is not None and found.start < other.end else None


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.kind
