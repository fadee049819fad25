"""Text as a credit is looked for in it: look-alike letters read as what they look like.

Invariant: every character of ``Folded.text`` stands for exactly one character of the text it
was made from, so a span found in the one maps back to a span of the other; the text itself
is never changed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Folded", "fold"]

# Cyrillic and Greek letters that read as Latin ones (a subset of Unicode's confusables, UTS #39).
_LOOK_ALIKE = dict(
    zip(
        "АВСЕНІЈКМОРЅТХУаеіјорсухѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABCEHIJKMOPSTXYaeijopcyxsdhqwABEZHIKMNOPTYXo",
        strict=True,
    )
)
_PLAIN = {
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    "\t": " ",
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‐": "-",
    "‑": "-",
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "：": ":",
    "＝": "=",
    "\u3000": " ",
}
_TABLE = str.maketrans({**_LOOK_ALIKE, **_PLAIN})
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


class Folded(NamedTuple):
    """A text read letter by letter, with the way back.

    ``offsets`` gives for each character its place in the original text, and its length behind
    the last; ``None`` where every character stands where it stood.
    """

    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the folded text stands in the original text.

        Args:
            start: offset of the first character.
            end: offset behind the last one; greater than ``start``.

        Returns:
            Both offsets in the original text.
        """
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Read look-alikes as Latin letters, typographic quotes as plain ones, and skip what is invisible.

    Args:
        text: any text.

    Returns:
        The folded text with its offsets.
    """
    if text.isascii() and "\t" not in text:
        return Folded(text)
    if _INVISIBLE.search(text) is None:
        return Folded(text.translate(_TABLE))
    kept = [i for i, character in enumerate(text) if _INVISIBLE.match(character) is None]
    plain = "".join(text[i] for i in kept).translate(_TABLE)
    return Folded(plain, (*kept, len(text)))
