"""Texts in one byte buffer to word hashes: the normal form of Latin text, and a polynomial a word.

Invariant: ``hash_words`` gives for a text what ``fingerprint.normalise`` and the word hashes of
``fingerprint.shingle`` give, or says that it cannot: a text with a character outside the table is
normalised by ``fingerprint.normalise`` and comes back as one that is normal.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint.batch.compiled import kernel
from provenance.fingerprint.confusables import CONFUSABLE
from provenance.fingerprint.normalise import normalise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.bool_]]

__all__ = ["byte_table", "character_table", "hash_words"]

# Latin letters; punctuation, currency, letter-like signs, numbers, arrows, dingbats
_RANGES = ((0x00, 0x250), (0x2000, 0x2800))
_LONGEST = 3  # bytes of a character's normal form
OTHER = 255
DROPPED, LONGER, SPACE = np.uint8(0), np.uint8(1), np.uint8(32)
_ASCII = 0x80
_TWO_BYTES, _THREE_BYTES, _FOUR_BYTES = 0xC0, 0xE0, 0xF0  # first bytes of longer characters
_BYTE_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TEXT_1 = np.uint64(0xD6E8FEB86659FD93)
_TEXT_2 = np.uint64(0xCA9B0A3C52F1B8C5)
_ZERO, _ONE, _TWO, _THREE = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3)
_27, _30, _31, _32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)


@cache
def character_table() -> NDArray[np.uint8]:
    """The normal form of each character that has one whatever stands around it.

    Returns:
        uint8[code points, 4]: how many bytes it has, none for what is dropped, and these in UTF-8,
        a space among them where words part; ``OTHER`` bytes where it depends on the neighbours.
    """
    table = np.full((_RANGES[-1][1], _LONGEST + 1), OTHER, dtype=np.uint8)
    for first, beyond in _RANGES:
        for code_point in range(first, beyond):
            form = _form(chr(code_point))
            if form is not None:
                table[code_point, 0] = len(form)
                table[code_point, 1 : len(form) + 1] = list(form)
    return table


def _form(character: str) -> bytes | None:
    """What a character becomes between two letters; ``None`` where that is not all that can happen."""
    import unicodedata

    if character in CONFUSABLE or any(
        unicodedata.category(c)[0] == "M" for c in unicodedata.normalize("NFKC", character)
    ):
        return None
    form = normalise(f"a{character}b")[1:-1].encode()
    return form if len(form) <= _LONGEST else None


def byte_table(*, normal: bool) -> NDArray[np.uint8]:
    """What a byte becomes by itself, which is faster than looking it up as a character.

    Args:
        normal: whether the texts are units with one space between them and are taken as they are.

    Returns:
        uint8[256]: ``DROPPED``, ``SPACE``, a letter; ``LONGER`` where a character of several bytes begins.
    """
    bytes_ = np.arange(256)
    if normal:
        return np.maximum(bytes_, SPACE).astype(np.uint8)
    characters = character_table()[:256]
    alone = np.where(characters[:, 0] == 0, DROPPED, characters[:, 1])
    return np.where(bytes_ < _ASCII, alone, LONGER).astype(np.uint8)


@kernel
def hash_words(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], simple: NDArray[np.uint8], table: NDArray[np.uint8]
) -> Words:
    """Hash every word of every text.

    Args:
        data: uint8[bytes], the texts in UTF-8, one after the other.
        offsets: int64[texts + 1]; text ``i`` is ``data[offsets[i]:offsets[i + 1]]``.
        simple: what ``byte_table`` gives.
        table: what ``character_table`` gives.

    Returns:
        uint64[words], the hashes in the order of the texts; int64[texts + 1], where each text's words
        begin; uint64[texts, 2], a digest of each text's words; bool[texts], false where a text has a
        character that ``table`` does not know: it has no words then.
    """
    count = offsets.size - 1
    words = np.empty((offsets[count] - offsets[0]) // 2 + count + 1, dtype=np.uint64)
    bounds = np.zeros(count + 1, dtype=np.int64)
    digests = np.zeros((count, 2), dtype=np.uint64)
    known = np.ones(count, dtype=np.bool_)
    for text in range(count):
        beyond = _hash_text(
            data, np.uint64(offsets[text]), np.uint64(offsets[text + 1]), simple, table, words, bounds[text]
        )
        known[text] = beyond >= 0
        bounds[text + 1] = beyond if known[text] else bounds[text]
        _digest(words[bounds[text] : bounds[text + 1]], digests[text])
    return words[: bounds[count]].copy(), bounds, digests, known


@kernel
def _hash_text(
    data: NDArray[np.uint8], place: np.uint64, end: np.uint64, simple: NDArray[np.uint8], table: NDArray[np.uint8],
    words: NDArray[np.uint64], at: int,
) -> int:  # fmt: skip
    """Append the word hashes of one text; returns where the next text's begin, or -1 at a strange character."""
    total, power = _ZERO, _BYTE_BASE
    while place < end:
        form = simple[data[place]]
        if form > SPACE:
            total += (np.uint64(form) + _ONE) * power
            power *= _BYTE_BASE
        elif form == SPACE:
            words[at] = finish(total)
            at += power != _BYTE_BASE
            total, power = _ZERO, _BYTE_BASE
        elif form == LONGER:
            size, code = _decode(data, place, end)
            if code >= table.shape[0] or table[code, 0] == OTHER:
                return -1
            for letter in range(table[code, 0]):
                form = table[code, letter + 1]
                if form > SPACE:
                    total += (np.uint64(form) + _ONE) * power
                    power *= _BYTE_BASE
                else:
                    words[at] = finish(total)
                    at += power != _BYTE_BASE
                    total, power = _ZERO, _BYTE_BASE
            place += size - _ONE
        place += _ONE
    words[at] = finish(total)
    return at + int(power != _BYTE_BASE)


@kernel
def _digest(words: NDArray[np.uint64], digest: NDArray[np.uint64]) -> None:
    """Two mixed sums over the words of a text in their order."""
    one, two = _ZERO, _ZERO
    for word in words:
        one = (one ^ word) * _TEXT_1
        one ^= one >> _32
        two = (two ^ word) * _TEXT_2
        two ^= two >> _27
    digest[0], digest[1] = one, two


@kernel
def finish(value: np.uint64) -> np.uint64:
    """The finisher of splitmix64."""
    value = (value ^ (value >> _30)) * _MIX_1
    value = (value ^ (value >> _27)) * _MIX_2
    return value ^ (value >> _31)


@kernel
def _decode(data: NDArray[np.uint8], place: np.uint64, end: np.uint64) -> tuple[np.uint64, np.int64]:
    """How many bytes the character at a place takes, and its code point; a large one where it is longer."""
    first = np.int64(data[place])
    if _TWO_BYTES <= first < _THREE_BYTES and place + _ONE < end:
        return _TWO, ((first & 0x1F) << 6) | (np.int64(data[place + _ONE]) & 0x3F)
    if _THREE_BYTES <= first < _FOUR_BYTES and place + _TWO < end:
        high = ((first & 0x0F) << 12) | ((np.int64(data[place + _ONE]) & 0x3F) << 6)
        return _THREE, high | (np.int64(data[place + _TWO]) & 0x3F)
    return _ONE, np.int64(0x110000)
