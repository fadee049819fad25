"""Word hashes to fingerprints: shingles, their sorted sets, MinHash signatures, band keys, sampled runs.

Invariant: for the same words the sets are those of ``fingerprint.shingle_hashes``, the signatures those
of datasketch's ``affine32`` or of ``one_permutation_signatures``, the band keys those of
``fingerprint.band_keys``, bit for bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint.batch.compiled import kernel
from provenance.fingerprint.batch.words import finish
from provenance.fingerprint.sampled import KEY_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U32 = NDArray[np.uint32]
    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]

__all__ = ["sign_texts"]

_WORD_BASE = np.uint64(0xD1B54A32D192ED03)
_KEY_BASE = np.uint64(0xBF58476D1CE4E5B9)
_KEY_SHIFT = np.uint64(64 - KEY_BITS)
_ZERO, _ONE = np.uint64(0), np.uint64(1)
_29, _31, _32 = np.uint64(29), np.uint64(31), np.uint64(32)
_PREMIX_1, _PREMIX_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_AT_ONCE = 8
_EMPTY = np.uint32(0xFFFFFFFF)
_HASH_BITS = 32
_DIGITS, _DIGIT_BITS, _DIGIT = 4, 8, np.uint64(255)
_FEW, _MANY = 24, 1 << 18  # are sorted without digits, by all of them


@kernel
def sign_texts(
    words: U64, spans: I64, size: int, long: NDArray[np.bool_], permutations: U32, bands: int, rows: int, run: int,
    most: np.uint64, shift: np.uint64, one_permutation: bool,
) -> tuple[U32, I64, U32, U64, U64, I64]:  # fmt: skip
    """Make the fingerprints of some texts of a batch.

    Args:
        words: uint64[words], the word hashes of the batch.
        spans: int64[n, 2], where the words of each text that is signed begin and end.
        size: words in a shingle; a text with fewer has one shingle of all of them.
        long: bool[n]; texts that are not long have no runs and no band keys, which are 0 then.
        permutations: uint32[2, permutations], multipliers and increments.
        bands: number of bands.
        rows: signature columns in a band.
        run: shingles that follow each other in a run.
        most: a run is kept when its key is smaller.
        shift: bits of a run's key that are dropped afterwards, from the low end.
        one_permutation: whether the signatures are those of ``one_permutation_signatures``.

    Returns:
        uint32[total] and int64[n + 1], the sorted distinct shingle hashes of each text and where they
        begin; uint32[n, permutations], the signatures; uint64[n, bands], the band keys; uint64[runs]
        and int64[n + 1], the sorted distinct keys of the sampled runs and where each text's begin.
    """
    count = spans.shape[0]
    room = longest = 0
    for text in range(count):
        length = spans[text, 1] - spans[text, 0]
        room += length
        longest = max(longest, length)
    values, starts = np.empty(room, dtype=np.uint32), np.zeros(count + 1, dtype=np.int64)
    runs, run_starts = np.empty(room, dtype=np.uint64), np.zeros(count + 1, dtype=np.int64)
    signed = np.empty((count, permutations.shape[1]), dtype=np.uint32)
    keys = np.zeros((count, bands), dtype=np.uint64)
    hashes, spare = np.empty(longest, dtype=np.uint32), np.empty(longest, dtype=np.uint32)
    wide, wide_spare = np.empty(longest, dtype=np.uint64), np.empty(longest, dtype=np.uint64)
    digits = np.empty((_DIGITS, _DIGIT + _ONE), dtype=np.int32)
    filled = np.empty(signed.shape[1], dtype=np.bool_)
    for text in range(count):
        shingles = _shingle(words, spans[text, 0], spans[text, 1], size, hashes, wide)
        run_starts[text + 1] = run_starts[text]
        if long[text]:
            found = _sample(hashes, shingles, size, run, most, shift, wide)
            run_starts[text + 1] = _distinct(wide, wide_spare, found, KEY_BITS, digits, runs, run_starts[text])
        starts[text + 1] = _distinct(hashes, spare, shingles, _HASH_BITS, digits, values, starts[text])
        if one_permutation:
            _sign_bins(values[starts[text] : starts[text + 1]], filled, signed[text])
        else:
            _sign(values[starts[text] : starts[text + 1]], permutations[0], permutations[1], signed[text])
        if long[text]:
            _band(signed[text], bands, rows, keys[text])
    return values[: starts[count]].copy(), starts, signed, keys, runs[: run_starts[count]].copy(), run_starts


@kernel
def _shingle(words: U64, first: int, beyond: int, size: int, hashes: U32, sums: U64) -> int:
    """The shingle hashes of one text in its order; returns how many."""
    length = beyond - first
    if length == 0:
        return 0
    width = min(size, length)
    count = length - width + 1
    power = _WORD_BASE
    for step in range(width):  # word by word, so that the sums are made many at a time
        ahead = words[first + step : first + step + count]
        for place in range(count):
            sums[place] = (sums[place] if step else _ZERO) + ahead[place] * power
        power *= _WORD_BASE
    for place in range(count):
        hashes[place] = np.uint32(finish(sums[place]) >> _32)
    return count


@kernel
def _sample(hashes: U32, count: int, size: int, run: int, most: np.uint64, shift: np.uint64, found: U64) -> int:
    """The keys of the sampled runs of shingles that follow each other without overlap; returns how many."""
    total = count - size * (run - 1)
    for step in range(run):  # step by step, so that the keys are made many at a time
        ahead = hashes[size * step :]
        for place in range(total):
            key = ((found[place] if step else _ZERO) ^ np.uint64(ahead[place])) * _KEY_BASE
            found[place] = key ^ (key >> _31)
    kept = _ZERO
    for place in range(total):  # without a branch: which are kept is chance
        key = found[place]
        found[kept] = key >> shift
        kept += np.uint64(key < most)
    return np.int64(kept)


@kernel
def _distinct(
    hashes: U32 | U64, spare: U32 | U64, count: int, bits: int, digits: NDArray[np.int32], values: U32 | U64, at: int
) -> int:
    """Sort hashes and append each once.

    Hashes are spread evenly, so their highest digits put all but a few into their order; these are
    brought to their places as they are met.

    Args:
        hashes: the first ``count`` are sorted; overwritten.
        spare: overwritten too.
        count: how many.
        bits: that a hash has.
        digits: int32[_DIGITS, 256], overwritten.
        values: appended to.
        at: where.

    Returns:
        Where the next ones begin.
    """
    if count >= _FEW:
        _sort_digits(hashes, spare, count, bits, 0 if count >= _MANY else _DIGITS // 2, digits)
    end = np.uint64(at)
    if count:
        last = hashes[0]
        values[end] = last
        end += _ONE
        for place in range(_ONE, np.uint64(count)):
            value = hashes[place]
            if value < last:
                end = _insert(values, np.uint64(at), end, value)
            else:
                values[end] = value
                end += np.uint64(value != last)
                last = value
    return np.int64(end)


@kernel
def _sort_digits(
    hashes: U32 | U64, spare: U32 | U64, count: int, bits: int, first: int, digits: NDArray[np.int32]
) -> None:
    """Sort by the highest digits, from the ``first`` of them on; an even number of passes."""
    for digit in range(first, _DIGITS):
        ahead, shift = digits[digit], np.uint64(bits - _DIGIT_BITS * (_DIGITS - digit))
        for value in range(ahead.size):
            ahead[value] = 0
        for place in range(np.uint64(count)):
            ahead[(np.uint64(hashes[place]) >> shift) & _DIGIT] += np.int32(1)
        total = np.int32(0)
        for value in range(ahead.size):
            own = ahead[value]
            ahead[value] = total
            total += own
    for digit in range(first, _DIGITS):
        ahead, shift = digits[digit], np.uint64(bits - _DIGIT_BITS * (_DIGITS - digit))
        source, target = (hashes, spare) if digit % 2 == 0 else (spare, hashes)
        for place in range(np.uint64(count)):
            value = source[place]
            bucket = (np.uint64(value) >> shift) & _DIGIT
            target[ahead[bucket]] = value
            ahead[bucket] += np.int32(1)


@kernel
def _insert(values: U32 | U64, first: np.uint64, end: np.uint64, value: np.uint64) -> np.uint64:
    """Bring a value to its place among sorted and distinct ones; returns where these end then."""
    hole = end
    while hole > first and values[hole - _ONE] > value:
        hole -= _ONE
    if hole > first and values[hole - _ONE] == value:
        return end
    for place in range(end - hole):
        values[end - place] = values[end - place - _ONE]
    values[hole] = value
    return end + _ONE


@kernel
def _sign(hashes: U32, multipliers: U32, increments: U32, signature: U32) -> None:
    """The smallest value of each permutation over all hashes."""
    for number in range(signature.size):
        signature[number] = _EMPTY
    whole = hashes.size - hashes.size % _AT_ONCE
    for place in range(0, whole, _AT_ONCE):  # several at a time: the signature is loaded and kept once for all
        a, b = _premix(hashes[place]), _premix(hashes[place + 1])
        c, d = _premix(hashes[place + 2]), _premix(hashes[place + 3])
        e, f = _premix(hashes[place + 4]), _premix(hashes[place + 5])
        g, h = _premix(hashes[place + 6]), _premix(hashes[place + 7])
        for number in range(signature.size):
            by, more = multipliers[number], increments[number]
            first = min(_permuted(a, by, more), _permuted(b, by, more))
            second = min(_permuted(c, by, more), _permuted(d, by, more))
            third = min(_permuted(e, by, more), _permuted(f, by, more))
            fourth = min(_permuted(g, by, more), _permuted(h, by, more))
            signature[number] = min(signature[number], min(first, second), min(third, fourth))
    for place in range(whole, hashes.size):
        mixed = _premix(hashes[place])
        for number in range(signature.size):
            permuted = _permuted(mixed, multipliers[number], increments[number])
            signature[number] = min(signature[number], permuted)


@kernel
def _permuted(value: np.uint32, multiplier: np.uint32, increment: np.uint32) -> np.uint32:
    """A hash under one permutation."""
    return np.uint32(np.uint32(value * multiplier) + increment)


@kernel
def _premix(value: np.uint32) -> np.uint32:
    """The 32-bit finaliser of MurmurHash3, which affine32 applies before its permutations."""
    value = np.uint32(np.uint32(value ^ (value >> np.uint32(16))) * _PREMIX_1)
    value = np.uint32(np.uint32(value ^ (value >> np.uint32(13))) * _PREMIX_2)
    return np.uint32(value ^ (value >> np.uint32(16)))


@kernel
def _sign_bins(hashes: U32, filled: NDArray[np.bool_], signature: U32) -> None:
    """The smallest hash of each bin; an empty bin takes the value of another that is not."""
    bins = np.uint64(signature.size)
    for number in range(signature.size):
        signature[number] = _EMPTY
        filled[number] = False
    for place in range(hashes.size):  # backwards, so that the smallest comes last
        value = hashes[hashes.size - 1 - place]
        number = (np.uint64(value) * bins) >> _32
        signature[number] = value
        filled[number] = True
    for number in range(signature.size if hashes.size else 0):
        if not filled[number]:
            attempt = _ONE
            chosen = _another(np.uint64(number), attempt, bins)
            while not filled[chosen]:
                attempt += _ONE
                chosen = _another(np.uint64(number), attempt, bins)
            signature[number] = signature[chosen]


@kernel
def _another(number: np.uint64, attempt: np.uint64, bins: np.uint64) -> np.uint64:
    """The bin that an empty one looks into at an attempt."""
    return ((finish((number << _32) + attempt) >> _32) * bins) >> _32


@kernel
def _band(signature: U32, bands: int, rows: int, keys: U64) -> None:
    """One key for each band; the band's number is part of it."""
    for band in range(bands):
        key = np.uint64(band + 1)
        for row in range(rows):
            key = (key ^ np.uint64(signature[band * rows + row])) * _KEY_BASE
            key ^= key >> _29
        keys[band] = key >> _KEY_SHIFT
