"""The one form in which texts are compared: words, one space between them.

Invariant: ``normalise(normalise(text)) == normalise(text)``; two texts that differ only in
case, punctuation, quotation marks, hyphens, white space, compatibility forms, invisible
characters, look-alike letters or the digits of their script have the same normal form. ``Scheme.normaliser`` counts the
versions of this file: whatever changes a normal form makes a new version.
"""

from __future__ import annotations

import re
import unicodedata

from provenance.characters import MARKS, SIGNS, bound_marks, has_signs, plain_digits
from provenance.fingerprint.confusables import fold_confusables

__all__ = ["is_ignorable", "normalise", "strip_ignorables"]

# Default_Ignorable_Code_Point of Unicode 15, without the unassigned ranges
_IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_APOSTROPHES = "'’‘ʼ＇`´"
_SIGN = re.compile(f"[{SIGNS}][{MARKS}]*")


def is_ignorable(code_point: int) -> bool:
    """Whether a code point shows nothing and means nothing for matching."""
    return any(first <= code_point <= last for first, last in _IGNORABLE)


class _Visible(dict[int, int | None]):
    """For ``str.translate``: drops ignorables, keeps the rest, learns as it goes."""

    def __missing__(self, code_point: int) -> int | None:
        kept = None if is_ignorable(code_point) else code_point
        self[code_point] = kept
        return kept


class _Words(dict[int, str | int | None]):
    """For ``str.translate``: keeps letters, marks and digits, turns the rest into spaces."""

    def __missing__(self, code_point: int) -> str | int | None:
        character = chr(code_point)
        kept: str | int | None = " "
        if character in _APOSTROPHES:
            kept = None
        elif unicodedata.category(character)[0] in "LMN":
            kept = code_point
        self[code_point] = kept
        return kept


_visible = _Visible()
_words = _Words()


def strip_ignorables(text: str) -> str:
    """The text without characters that show nothing."""
    return text if text.isascii() else text.translate(_visible)


def normalise(text: str) -> str:
    """Bring a text into the form in which it is compared.

    Args:
        text: raw text of any script.

    Returns:
        Case-folded words separated by one space; empty where the text has no word. In scripts
        that are written without spaces every character stands alone, with its marks.
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded = fold_confusables(unicodedata.normalize("NFKC", bound_marks(text.translate(_visible))))
        # case folding can undo composition and composition case folding: to the fixed point
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded.casefold()).casefold())
        folded = plain_digits(folded.translate(_visible))
        if has_signs(folded):
            folded = _SIGN.sub(r" \g<0> ", folded)
    return " ".join(folded.translate(_words).split())
