"""Word hashes to fingerprints: shingles, their sorted sets, MinHash signatures, band keys, sampled runs.

Invariant: for the same words the sets are those of ``fingerprint.shingle_hashes``, the signatures those
of datasketch's ``affine32``, the band keys those of ``fingerprint.band_keys``, bit for bit.
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
_ZERO = np.uint64(0)
_29, _31, _32 = np.uint64(29), np.uint64(31), np.uint64(32)
_PREMIX_1, _PREMIX_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_AT_ONCE = 4
_FEW = 48  # are sorted faster one by one
_EMPTY = np.uint32(0xFFFFFFFF)


@kernel
def sign_texts(
    words: U64, spans: I64, size: int, long: NDArray[np.bool_], permutations: U32, bands: int, rows: int, run: int,
    most: np.uint64, shift: np.uint64,
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
    signed = np.full((count, permutations.shape[1]), _EMPTY, dtype=np.uint32)
    keys = np.zeros((count, bands), dtype=np.uint64)
    hashes, spare = np.empty(longest, dtype=np.uint32), np.empty(longest, dtype=np.uint32)
    wide = np.empty(longest, dtype=np.uint64)
    at = run_at = 0
    for text in range(count):
        shingles = _shingle(words, spans[text, 0], spans[text, 1], size, hashes, wide)
        if long[text]:
            run_at = _distinct_wide(wide, _sample(hashes, shingles, size, run, most, shift, wide), runs, run_at)
        run_starts[text + 1] = run_at
        at = _distinct(hashes, spare, shingles, values, at)
        starts[text + 1] = at
        _sign(values[starts[text] : at], permutations[0], permutations[1], signed[text])
        if long[text]:
            _band(signed[text], bands, rows, keys[text])
    return values[:at].copy(), starts, signed, keys, runs[:run_at].copy(), run_starts


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
    kept = 0
    for place in range(count - size * (run - 1)):
        key = _ZERO
        for step in range(run):
            key = (key ^ np.uint64(hashes[place + size * step])) * _KEY_BASE
            key ^= key >> _31
        if key < most:
            found[kept] = key >> shift
            kept += 1
    return kept


@kernel
def _distinct(hashes: U32, spare: U32, count: int, values: U32, at: int) -> int:
    """Sort hashes and append each once; returns where the next text begins. ``hashes`` is overwritten."""
    if count < _FEW:
        _insert(hashes, count)
    else:
        counts = np.zeros((4, 256), dtype=np.int32)
        for place in range(count):
            value = hashes[place]
            counts[0, value & np.uint32(255)] += 1
            counts[1, (value >> np.uint32(8)) & np.uint32(255)] += 1
            counts[2, (value >> np.uint32(16)) & np.uint32(255)] += 1
            counts[3, value >> np.uint32(24)] += 1
        for digit in range(4):
            shift = np.uint32(8 * digit)
            total = np.int32(0)
            for bucket in range(256):
                own = counts[digit, bucket]
                counts[digit, bucket] = total
                total += own
            source, target = (hashes, spare) if digit % 2 == 0 else (spare, hashes)
            for place in range(count):
                bucket = (source[place] >> shift) & np.uint32(255)
                target[counts[digit, bucket]] = source[place]
                counts[digit, bucket] += 1
    for place in range(count):
        if place == 0 or hashes[place] != hashes[place - 1]:
            values[at] = hashes[place]
            at += 1
    return at


@kernel
def _insert(values: NDArray[np.uint32] | NDArray[np.uint64], count: int) -> None:
    """Sort a few values in place."""
    for place in range(1, count):
        value = values[place]
        hole = place
        while hole > 0 and values[hole - 1] > value:
            values[hole] = values[hole - 1]
            hole -= 1
        values[hole] = value


@kernel
def _distinct_wide(found: U64, count: int, runs: U64, at: int) -> int:
    """The same for keys of runs."""
    if count < _FEW:
        _insert(found, count)
    else:
        found[:count].sort()
    for place in range(count):
        if place == 0 or found[place] != found[place - 1]:
            runs[at] = found[place]
            at += 1
    return at


@kernel
def _sign(hashes: U32, multipliers: U32, increments: U32, signature: U32) -> None:
    """The smallest value of each permutation over all hashes."""
    whole = hashes.size - hashes.size % _AT_ONCE
    for place in range(0, whole, _AT_ONCE):  # several at a time: the signature is loaded and kept once for all
        one, two, three, four = hashes[place], hashes[place + 1], hashes[place + 2], hashes[place + 3]
        one, two, three, four = _premix(one), _premix(two), _premix(three), _premix(four)
        for number in range(signature.size):
            multiplier, increment = multipliers[number], increments[number]
            first = np.uint32(np.uint32(one * multiplier) + increment)
            second = np.uint32(np.uint32(two * multiplier) + increment)
            third = np.uint32(np.uint32(three * multiplier) + increment)
            fourth = np.uint32(np.uint32(four * multiplier) + increment)
            signature[number] = min(signature[number], first, second, third, fourth)
    for place in range(whole, hashes.size):
        mixed = _premix(hashes[place])
        for number in range(signature.size):
            permuted = np.uint32(np.uint32(mixed * multipliers[number]) + increments[number])
            signature[number] = min(signature[number], permuted)


@kernel
def _premix(value: np.uint32) -> np.uint32:
    """The 32-bit finaliser of MurmurHash3, which affine32 applies before its permutations."""
    value = np.uint32(np.uint32(value ^ (value >> np.uint32(16))) * _PREMIX_1)
    value = np.uint32(np.uint32(value ^ (value >> np.uint32(13))) * _PREMIX_2)
    return np.uint32(value ^ (value >> np.uint32(16)))


@kernel
def _band(signature: U32, bands: int, rows: int, keys: U64) -> None:
    """One key for each band; the band's number is part of it."""
    for band in range(bands):
        key = np.uint64(band + 1)
        for row in range(rows):
            key = (key ^ np.uint64(signature[band * rows + row])) * _KEY_BASE
            key ^= key >> _29
        keys[band] = key >> _KEY_SHIFT
