"""Word alignment of a copied passage with its original.

Invariant: the edits of an alignment are disjoint and in the copy's order; what no edit covers
stands word for word in both texts. Sentences that only changed places are put back first, so
a moved sentence is not read as two rewritten ones.
Method: Levenshtein distance over word keys (Levenshtein 1966, with rapidfuzz's bit-parallel code).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.words.tokens import Token

__all__ = ["Alignment", "Edit", "align", "sentences"]

# Two sentences are one when this share of the shorter one's content words stands in the other.
_SAME_SENTENCE = 0.5
_MIN_CONTENT = 3
# No group of paragraphs is longer; what is, is aligned by its beginning (time grows by the square).
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Edit:
    """Copy tokens ``copy[c0:c1]`` stand for original tokens ``original[o0:o1]``; one may be empty."""

    c0: int
    c1: int
    o0: int
    o1: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two token lists and the edits between them.

    ``original`` is in the copy's order of sentences. ``mates`` gives for each copy token
    the original token that it is, -1 where it is new. ``moved`` are pairs of sentence numbers
    (copy, original) that changed places; ``dropped`` original sentences with no counterpart,
    as ranges of ``original``.
    """

    copy: tuple[Token, ...]
    original: tuple[Token, ...]
    edits: tuple[Edit, ...]
    mates: tuple[int, ...]
    moved: tuple[tuple[int, int], ...]
    dropped: tuple[tuple[int, int], ...]

    @property
    def kept(self) -> int:
        """How many of the copy's tokens stand in the original at the same place."""
        return len(self.mates) - self.mates.count(-1)


def sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens sentence by sentence."""
    return [list(group) for _, group in groupby(tokens, key=lambda token: token.sentence)]


def align(copy: Sequence[Token], original: Sequence[Token]) -> Alignment:
    """Align a passage with the passage it was made from.

    Args:
        copy: tokens of the copied blocks, in order.
        original: tokens of the original blocks, in order.
    """
    from rapidfuzz.distance import Levenshtein

    copy, original = copy[:_LONGEST], original[:_LONGEST]
    ordered, moved, homes = _reorder(sentences(copy), sentences(original))
    mates = [-1] * len(copy)
    held = [False] * len(ordered)
    edits: list[Edit] = []
    for code in Levenshtein.opcodes([token.key for token in copy], [token.key for token in ordered]):
        c0, c1, o0, o1 = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            mates[c0:c1] = range(o0, o1)
            held[o0:o1] = [True] * (o1 - o0)
        elif edits and (edits[-1].c1, edits[-1].o1) == (c0, o0):
            edits[-1] = Edit(edits[-1].c0, c1, edits[-1].o0, o1)
        else:
            edits.append(Edit(c0, c1, o0, o1))
    dropped = _dropped(ordered, held, homes)
    return Alignment(tuple(copy), tuple(ordered), tuple(edits), tuple(mates), moved, dropped)


def _content(sentence: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.key for token in sentence) - lexicon().function


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= _MIN_CONTENT else 0.0


def _reorder(
    copy: list[list[Token]], original: list[list[Token]]
) -> tuple[list[Token], tuple[tuple[int, int], ...], dict[int, int]]:
    """Bring the original's sentences into the copy's order.

    Returns:
        The tokens, the pairs of sentences that moved, and each original sentence's home in the copy.
    """
    contents = [_content(sentence) for sentence in copy]
    homes: dict[int, int] = {}
    for number, sentence in enumerate(original):
        words = _content(sentence)
        shares = [_share(words, other) for other in contents]
        most = max(shares, default=0.0)
        if most >= _SAME_SENTENCE:
            homes[number] = _nearest([at for at, share in enumerate(shares) if share == most], words, contents, number)
    places: list[tuple[int, int]] = []
    last = -1
    for number in range(len(original)):
        last = homes.get(number, last)
        places.append((last, number))
    order = [number for _, number in sorted(places)]
    moved = []
    furthest = -1
    for number in order:
        if number < furthest and number in homes:
            moved.append((copy[homes[number]][0].sentence, original[number][0].sentence))
        furthest = max(furthest, number)
    tokens = [token for number in order for token in original[number]]
    return tokens, tuple(moved), {original[number][0].sentence: home for number, home in homes.items()}


def _nearest(places: Sequence[int], words: frozenset[str], contents: Sequence[frozenset[str]], number: int) -> int:
    """Of sentences that share as much of the shorter one: the one with fewest other words, then the nearest."""
    return min(places, key=lambda at: (len(words ^ contents[at]), abs(at - number), at))


def _dropped(ordered: Sequence[Token], held: Sequence[bool], homes: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """Sentences without a home of which next to nothing is left, beside one that has a home."""
    found: list[tuple[int, int]] = []
    at = 0
    function = lexicon().function
    if not homes:
        return ()
    for sentence in sentences(ordered):
        end = at + len(sentence)
        left = sum(held[index] for index in range(at, end) if ordered[index].key not in function)
        gone = sentence[0].sentence not in homes and left <= len(sentence) // 10
        if gone and len(_content(sentence)) >= _MIN_CONTENT:
            found.append((at, end))
        at = end
    return tuple(found)
