"""Letters of other scripts that look like Latin ones, for finding a homoglyph copy.

Invariant: only words that mix scripts, or words that consist of look-alikes wholly inside a
text that is otherwise Latin, are folded; Russian, Greek and Armenian text stays as it is.
Source of the pairs: Unicode Technical Standard 39, the single-letter rows that hold in common
type faces.
"""

from __future__ import annotations

import re

__all__ = ["CONFUSABLE", "fold_confusables", "is_mixed"]

_PAIRS = {
    "Cyrillic": "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЅS ЈJ ԚQ ԜW аa еe оo рp сc уy хx іi ѕs јj ԁd һh ԛq ԝw ѵv ӏl кk",
    "Greek": "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa οo νv ιi ρp υu ϳj κk",
    "Armenian": "օo սu հh ոn ցg ՏS Լl",
    "Latin": "ɑa ɡg ıi ʟl",
}
CONFUSABLE = {pair[0]: pair[1] for row in _PAIRS.values() for pair in row.split()}
_TABLE = str.maketrans(CONFUSABLE)
_LOOKALIKES = frozenset(CONFUSABLE)
_WORD = re.compile(r"[^\W\d_]+")
_ASCII_LETTER = re.compile(r"[A-Za-z]")


def is_mixed(word: str) -> bool:
    """Whether a word mixes Latin letters with look-alikes of another script."""
    return not _LOOKALIKES.isdisjoint(word) and _ASCII_LETTER.search(word) is not None


def fold_confusables(text: str) -> str:
    """Replace look-alikes by the Latin letters they pass for; the length stays the same.

    Args:
        text: any text; offsets into it hold for the result too.

    Returns:
        The text with the suspicious words folded, all others untouched.
    """
    if text.isascii() or _LOOKALIKES.isdisjoint(text):
        return text
    latin = sum(character.isascii() and character.isalpha() for character in text)
    foreign = sum(character.isalpha() and not character.isascii() for character in text)
    mostly_latin = latin > foreign

    def fold(match: re.Match[str]) -> str:
        word = match[0]
        if is_mixed(word) or (mostly_latin and _LOOKALIKES.issuperset(word)):
            return word.translate(_TABLE)
        return word

    return _WORD.sub(fold, text)
