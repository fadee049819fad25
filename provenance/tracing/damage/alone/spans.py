"""A finding at a place of a block, given by offsets into the block's text.

Invariant: what comes out slices back from the article's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Finding, Severity

if TYPE_CHECKING:
    from provenance.model import Block, DamageKind

__all__ = ["spot"]


def spot(
    block: Block,
    kind: DamageKind,
    span: tuple[int, int],
    original: str | None = None,
    severity: Severity = Severity.WORDING,
) -> Finding:
    """What is damaged at a span of a block's text, with what was meant where that is known."""
    start, end = span
    place = block.start + start, block.start + end
    return Finding(kind, severity, block.position, *place, block.text[start:end], original)
