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

    U8 = NDArray[np.uint8]
    U64 = NDArray[np.uint64]
    Words = tuple[U64, NDArray[np.int64], U64, NDArray[np.bool_]]

__all__ = ["byte_table", "character_table", "hash_words"]

# Latin letters; punctuation, currency, letter-like signs, numbers, arrows, dingbats
_RANGES = ((0x00, 0x250), (0x2000, 0x2800))
_APART = " qq "
_LONGEST = 3  # bytes of a character's normal form
OTHER = 255
_SPACE = np.uint8(32)
_ASCII = 0x80
_TABLED = 1024  # powers of the bytes' base that are at hand
_LONGER, _DROPPED = np.uint64(1 << 16), np.uint64(1 << 17)
_TWO_BYTES, _THREE_BYTES, _FOUR_BYTES = 0xC0, 0xE0, 0xF0  # first bytes of longer characters
_BYTE_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_PLACE_BASE = np.uint64(0xD6E8FEB86659FD93)
_DIGEST_BASE = np.uint64(0xCA9B0A3C52F1B8C5)
_ZERO, _ONE, _TWO, _THREE = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3)
_27, _29, _30, _31 = np.uint64(27), np.uint64(29), np.uint64(30), np.uint64(31)


@cache
def character_table() -> U8:
    """The normal form of each character that has one whatever stands around it.

    Returns:
        uint8[code points, 4]: how many bytes it has, none for what is dropped, and these in UTF-8,
        a space among them where words part; ``OTHER`` bytes where it depends on the neighbours.
    """
    table = np.full((_RANGES[-1][1], _LONGEST + 1), OTHER, dtype=np.uint8)
    characters = [chr(each) for first, beyond in _RANGES for each in range(first, beyond) if _is_alone(chr(each))]
    # all in one text, of which every character stands between the same two letters
    forms = normalise(_APART.join(f"a{character}b" for character in characters)).split(_APART)
    for character, form in zip(characters, forms, strict=True):
        bytes_ = form[1:-1].encode()
        if len(bytes_) <= _LONGEST:
            table[ord(character), 0] = len(bytes_)
            table[ord(character), 1 : len(bytes_) + 1] = list(bytes_)
    return table


def _is_alone(character: str) -> bool:
    """Whether what becomes of a character between two letters is all that can become of it."""
    import unicodedata

    return character not in CONFUSABLE and all(
        unicodedata.category(each)[0] != "M" for each in unicodedata.normalize("NFKC", character)
    )


@cache
def byte_table(*, normal: bool) -> U64:
    """What a byte adds to the word that it stands in.

    Args:
        normal: whether the texts are units with one space between them and are taken as they are.

    Returns:
        uint64[256]: one more than the letter that it becomes; 0 where the word ends; ``_LONGER`` where a
        character of several bytes begins; ``_DROPPED`` where nothing happens.
    """
    bytes_ = np.arange(256)
    if normal:
        return np.where(bytes_ > _SPACE, bytes_ + 1, 0).astype(np.uint64)
    characters = character_table()[:256]
    adds = np.where(characters[:, 1] == _SPACE, 0, characters[:, 1].astype(np.uint64) + _ONE)
    adds = np.where(characters[:, 0] == 0, _DROPPED, adds)
    return np.where(bytes_ < _ASCII, adds, _LONGER)


@cache
def powers() -> U64:
    """The powers of the bytes' base, modulo 2**64, as far as words usually go."""
    return np.cumprod(np.full(_TABLED, _BYTE_BASE), dtype=np.uint64)


@kernel
def hash_words(data: U8, offsets: NDArray[np.int64], simple: U64, table: U8, power: U64) -> Words:
    """Hash every word of every text.

    Args:
        data: uint8[bytes], the texts in UTF-8, one after the other.
        offsets: int64[texts + 1]; text ``i`` is ``data[offsets[i]:offsets[i + 1]]``.
        simple: what ``byte_table`` gives.
        table: what ``character_table`` gives.
        power: what ``powers`` gives.

    Returns:
        uint64[words], the hashes in the order of the texts; int64[texts + 1], where each text's words
        begin; uint64[texts, 2], a digest of each text's words; bool[texts], false where a text has a
        character that ``table`` does not know: it has no words then.
    """
    count = offsets.size - 1
    words = np.empty((offsets[count] - offsets[0]) // 2 + count + 1, dtype=np.uint64)
    bounds = np.empty(count + 1, dtype=np.int64)
    digests = np.empty((count, 2), dtype=np.uint64)
    known = np.empty(count, dtype=np.bool_)
    bounds[0] = 0
    for text in range(count):
        at = bounds[text]
        beyond = _hash_text(
            data, np.uint64(offsets[text]), np.uint64(offsets[text + 1]), simple, table, power, words, at
        )
        known[text] = beyond >= 0
        bounds[text + 1] = beyond if known[text] else at
        _finish_words(words[at : bounds[text + 1]], digests[text])
    return words[: bounds[count]].copy(), bounds, digests, known


@kernel
def _hash_text(
    data: U8, place: np.uint64, end: np.uint64, simple: U64, table: U8, power: U64, words: U64, first: int
) -> np.int64:
    """Append the words of one text, unfinished; returns where the next text's begin, or -1 at a strange character.

    Without a branch at a word's end, which no processor foresees: the word is written after every byte,
    and only where it ends the next one goes to the next place.
    """
    at, total, length = np.uint64(first), _ZERO, _ZERO
    tabled = np.uint64(power.size)
    while place < end:
        added = simple[data[place]]
        if added + length >= tabled:
            size, total, length, at = _step(data, place, end, added, table, power, words, total, length, at)
            if size == _ZERO:
                return np.int64(-1)
            place += size
            continue
        total += added * power[length]
        words[at] = total
        is_letter = np.uint64(added != _ZERO)
        at += np.uint64(length != _ZERO) & (is_letter ^ _ONE)
        goes_on = _ZERO - is_letter  # all bits, or none
        total &= goes_on
        length = (length + _ONE) & goes_on
        place += _ONE
    words[at] = total
    return np.int64(at + np.uint64(length != _ZERO))


@kernel
def _step(
    data: U8, place: np.uint64, end: np.uint64, added: np.uint64, table: U8, power: U64, words: U64,
    total: np.uint64, length: np.uint64, at: np.uint64,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:  # fmt: skip
    """Take a character that is not simple, or stands far in a long word.

    Returns:
        How many bytes it has, 0 where it is strange; the word's sum and length, and where it is written.
    """
    if added == _LONGER:
        size, code = _decode(data, place, end)
        if code >= table.shape[0] or table[code, 0] == OTHER:
            return _ZERO, total, length, at
        for letter in range(table[code, 0]):
            form = table[code, letter + 1]
            if form > _SPACE:
                total += (np.uint64(form) + _ONE) * _power(power, length)
                length += _ONE
            else:
                words[at] = total
                at += np.uint64(length != _ZERO)
                total, length = _ZERO, _ZERO
        return size, total, length, at
    if added == _ZERO:
        words[at] = total
        return _ONE, _ZERO, _ZERO, at + _ONE
    if added != _DROPPED:
        total += added * _power(power, length)
        length += _ONE
    return _ONE, total, length, at


@kernel
def _power(power: U64, place: np.uint64) -> np.uint64:
    """The power for the letter at a place of its word."""
    if place < np.uint64(power.size):
        return np.uint64(power[place])
    result, square, left = _ONE, power[0], place + _ONE
    while left > _ZERO:
        if left & _ONE:
            result *= square
        square *= square
        left >>= _ONE
    return result


@kernel
def _finish_words(words: U64, digest: U64) -> None:
    """Finish the hashes of one text; its digest is two sums over each word mixed with its place."""
    one, two, step = _ZERO, _ZERO, _ZERO
    for place in range(words.size):
        word = finish(words[place])
        words[place] = word
        step += _PLACE_BASE
        mixed = finish(word ^ step)
        one += mixed
        two += (mixed ^ (mixed >> _29)) * _DIGEST_BASE
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
