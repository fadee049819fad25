"""What every stage must know of characters before it normalises them.

Invariant: text that people write passes through unchanged. Of the scripts that are written
without spaces a rule by script says how many signs a word has, and nothing is looked up in a
dictionary: what is a word is the same on every machine and for every name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = [
    "MARKS",
    "SIGNS",
    "bound_marks",
    "count_words",
    "has_signs",
    "is_sign",
    "line_words",
    "plain_digits",
    "signs_a_word",
]

# the blocks of combining marks that nothing limits to a few in a row
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_DIGIT = re.compile(r"(?![0-9])\d")
_FLOOD = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")

# Scripts without spaces between words, and how many signs their words have: Chinese words have 1.6
# characters on average, Thai ones three letters with their marks, Tibetan ones 1.5 syllables.
_IDEOGRAPHIC = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_SYLLABIC = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F))
_TIBETAN = "\u0f40-\u0fbc"
IDEOGRAPHS_A_WORD, LETTERS_A_WORD, SYLLABLES_A_WORD = 2, 3, 2


def _of_category(ranges: tuple[tuple[int, int], ...], wanted: str) -> str:
    """A character class of what is of one of these categories (by their first letter) in some ranges."""
    found: list[list[int]] = []
    for first, last in ranges:
        for code_point in range(first, last + 1):
            if unicodedata.category(chr(code_point))[0] not in wanted:
                continue
            if found and found[-1][1] == code_point - 1:
                found[-1][1] = code_point
            else:
                found.append([code_point, code_point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


# marks that stand on the letter before them, as regular expressions do not know (``\w`` has none of them)
MARKS = _of_category(((0x0300, 0x1FFF), (0x20D0, 0x20FF), (0x302A, 0x302F), (0x3099, 0x309A), (0xA66F, 0xABFF)), "M")
_LETTERS = _of_category(_SYLLABIC, "L")
# the letters of scripts without spaces, for a character class
SIGNS = f"{_IDEOGRAPHIC}{_LETTERS}"
_SIGN = re.compile(f"[{SIGNS}]")
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHIC}]")
_LETTER = re.compile(f"[{_LETTERS}]")
_SYLLABLE = re.compile(f"[{_TIBETAN}]+")
_ANY = re.compile(f"[{SIGNS}{_TIBETAN}]")
_WORD = re.compile(rf"[^\s]*[^\W_{SIGNS}{_TIBETAN}][^\s]*")


def bound_marks(text: str) -> str:
    """Keep at most 30 combining marks in a row, as the stream-safe text format of Unicode Annex 15 does.

    Normalisation sorts each run of marks, in time that grows by the square of its length.
    """
    return text if text.isascii() else _FLOOD.sub(r"\1", text)


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9; the length stays."""
    return text if text.isascii() else _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def has_signs(text: str) -> bool:
    """Whether a text has characters of a script that is written without spaces."""
    return not text.isascii() and _ANY.search(text) is not None


def is_sign(character: str) -> bool:
    """Whether a character is a letter of a script that is written without spaces."""
    return _SIGN.match(character) is not None


@cache
def signs_a_word(character: str) -> int:
    """How many signs like this one a word has: 1 in scripts with spaces, where the sign is the word."""
    if _IDEOGRAPH.match(character):
        return IDEOGRAPHS_A_WORD
    if _LETTER.match(character):
        return LETTERS_A_WORD
    return SYLLABLES_A_WORD if _SYLLABLE.match(character) else 1


def line_words(text: str) -> int:
    """How many words a line has, by its spaces; in scripts without spaces as ``count_words`` says."""
    return count_words(text) if has_signs(text) else text.count(" ") + 1


def count_words(text: str) -> int:
    """How many words a raw text has; in scripts without spaces, as many as so many signs make."""
    if not has_signs(text):
        return len(text.split())
    spaced = len(_WORD.findall(_ANY.sub(" ", text)))
    return (
        spaced
        + -(-len(_IDEOGRAPH.findall(text)) // IDEOGRAPHS_A_WORD)
        + -(-len(_LETTER.findall(text)) // LETTERS_A_WORD)
        + -(-len(_SYLLABLE.findall(text)) // SYLLABLES_A_WORD)
    )
