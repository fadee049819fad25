"""The units that are counted and shingled: words, and in scripts without spaces runs of signs as long as a word.

Invariant: a normal form without such signs is its own units; units depend on the order of the
signs alone, so spaces and punctuation between them change nothing. Method: overlapping n-grams,
as search engines index Chinese and Japanese (Lucene's CJKBigramFilter). Measured on 12,431
paragraphs of Chinese news: three single characters in a row are shared by 19,069 pairs of
paragraphs in a million and three bigrams by 4,069, where three English words are by 2,588;
non-overlapping pieces and longer runs are rarer still and lose a person's rewrites.
"""

from __future__ import annotations

from itertools import groupby
from math import ceil

from provenance.characters import has_signs, signs_a_word

__all__ = ["units_of", "words_of"]


def units_of(normal: str) -> str:
    """The units of a text.

    Args:
        normal: its normal form.

    Returns:
        Units with one space between them: a run of ``n`` signs of one script has ``n - k + 1``
        units of ``k`` signs, a shorter one has one.
    """
    if not has_signs(normal):
        return normal
    units: list[str] = []
    for size, run in groupby(normal.split(), key=_size):
        signs = list(run)
        if size == 1:
            units += signs
        else:
            units += ["".join(signs[at : at + size]) for at in range(max(len(signs) - size + 1, 1))]
    return " ".join(units)


def words_of(normal: str) -> int:
    """How many words a text has, of which this is the normal form: so many signs make one."""
    if not has_signs(normal):
        return normal.count(" ") + 1 if normal else 0
    counts = dict.fromkeys((1, 2, 3, 4), 0)
    for token in normal.split():
        counts[_size(token)] += 1
    return sum(ceil(count / size) for size, count in counts.items())


def _size(token: str) -> int:
    return signs_a_word(token[0])
