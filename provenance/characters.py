"""What every stage must know of characters before it normalises them.

Invariant: text that people write passes through unchanged.
"""

from __future__ import annotations

import re

__all__ = ["bound_marks"]

# the blocks of combining marks that nothing limits to a few in a row
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_FLOOD = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")


def bound_marks(text: str) -> str:
    """Keep at most 30 combining marks in a row, as the stream-safe text format of Unicode Annex 15 does.

    Normalisation sorts each run of marks, in time that grows by the square of its length.
    """
    return text if text.isascii() else _FLOOD.sub(r"\1", text)
