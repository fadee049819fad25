"""One change between a copy and its original, in tokens.

Invariant: a part holds at least one token of the copy; of the original it may hold none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Change, DamageKind, Severity

__all__ = ["Part", "without_overlaps"]


@dataclass(frozen=True, slots=True)
class Part:
    """Copy tokens ``c0:c1``, what became of them, and the original tokens ``o0:o1``.

    What is not ``sure`` counts only in a text that a machine reworded: a person may have had a reason.
    """

    c0: int
    c1: int
    o0: int
    o1: int
    kind: DamageKind
    severity: Severity
    change: Change
    sure: bool = True


def without_overlaps(parts: Iterable[Part], taken: Sequence[Part] = ()) -> list[Part]:
    """The parts that claim no word of an earlier one."""
    kept: list[Part] = []
    for part in parts:
        if not any(part.c0 < other.c1 and other.c0 < part.c1 for other in (*taken, *kept)):
            kept.append(part)
    return kept
