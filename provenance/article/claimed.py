"""The body of a story as the markup claims it, held against what can be seen.

Invariant: a claim is believed only where nearly all of it can be seen among the story's
paragraphs, and most of them are in it; it never adds a line, it only tells one to be none of the story.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["believed", "is_inside"]

Shingle = tuple[str, str, str]

WORD = re.compile(r"\w+")
LEAST_WORDS = 80
# shares of the claim that is seen, of what is seen that is claimed, and of a line that is in the claim
SEEN = 0.8
CLAIMED = 0.6
INSIDE = 0.8


def _shingles(text: str) -> list[Shingle]:
    """The runs of three words in a text."""
    words = WORD.findall(text.lower())
    return list(zip(words, words[1:], words[2:], strict=False))


def believed(claim: str | None, paragraphs: Iterable[str]) -> frozenset[Shingle]:
    """The runs of words of a claimed body, none where it is not the body that is seen.

    Args:
        claim: the body that the markup claims.
        paragraphs: those of the story, as they are seen.
    """
    runs = _shingles(claim or "")
    if len(runs) < LEAST_WORDS:
        return frozenset()
    claimed = frozenset(runs)
    seen = [shingle for paragraph in paragraphs for shingle in _shingles(paragraph)]
    both = len(claimed.intersection(seen))
    inside = sum(shingle in claimed for shingle in seen)
    return claimed if both >= SEEN * len(claimed) and inside >= CLAIMED * len(seen) else frozenset()


def is_inside(text: str, claimed: frozenset[Shingle]) -> bool:
    """Whether a line is made of a body's words in their order.

    Args:
        text: the line.
        claimed: the body's runs of words.
    """
    own = _shingles(text)
    return bool(own) and sum(shingle in claimed for shingle in own) >= INSIDE * len(own)
