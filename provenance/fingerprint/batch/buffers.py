"""Whole batches of texts, as they lie in an Arrow array, to fingerprints: what any engine calls on its batches.

Invariant: a function of arrays and numbers alone: no file, no state, and a text's fingerprint depends on
that text alone, so batches may be cut and shared out in any way. An Arrow ``string`` array ``a`` is given as

    offsets = numpy.frombuffer(a.buffers()[1], numpy.int32)[a.offset : a.offset + len(a) + 1]
    data = numpy.frombuffer(a.buffers()[2] or b"", numpy.uint8)

and one of type ``large_string`` with ``numpy.int64``. What is null has no letters there, and is a text without
a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint.batch.signing import sign_texts
from provenance.fingerprint.batch.words import byte_table, character_table, hash_words, powers
from provenance.fingerprint.minhash import permutations
from provenance.fingerprint.normalise import normalise
from provenance.fingerprint.units import units_of, words_of
from provenance.settings import Scheme, Signing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U8 = NDArray[np.uint8]
    I64 = NDArray[np.int64]

__all__ = ["Banding", "Hashed", "Signed", "hash_buffer", "sign_buffer", "sign_hashed"]


@dataclass(frozen=True, slots=True)
class Banding:
    """By what texts are found: shingles of ``shingle`` words, ``bands`` of ``rows`` signature columns, and runs.

    Of ``run`` shingles that follow each other without overlap the key is kept where it is below ``most``, without
    its ``shift`` lowest bits; where ``most`` is 0, none is. ``one_permutation``: signed by one instead of many.
    """

    shingle: int = 3
    bands: int = 32
    rows: int = 4
    run: int = 3
    most: int = 0
    shift: int = 0
    one_permutation: bool = False


@dataclass(frozen=True, slots=True)
class Hashed:
    """The words of a batch of texts.

    ``words``: uint64, their hashes. ``spans``: int64[n, 2], where each text's begin and end. ``counts``: int64[n],
    how many words each text has, where signs of scripts without spaces count for less than one. ``digests``:
    uint64[n, 2], equal where the words are.
    """

    words: NDArray[np.uint64]
    spans: I64
    counts: I64
    digests: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signed:
    """The fingerprints of ``n`` texts.

    ``values``: uint32, the sorted distinct shingle hashes of each, by ``starts`` (int64[n + 1]). ``signatures``:
    uint32[n, permutations]. ``bands``: uint64[n, bands], each below ``2 ** KEY_BITS``; they hold where ``long``
    (bool[n]), the others have too few words to be found by. ``runs``: uint64, the sorted distinct keys of the runs
    of each that is long, by ``run_starts`` (int64[n + 1]).
    """

    values: NDArray[np.uint32]
    starts: I64
    signatures: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    long: NDArray[np.bool_]
    runs: NDArray[np.uint64]
    run_starts: I64


def sign_buffer(
    data: U8, offsets: I64 | NDArray[np.int32], banding: Banding | None = None, signing: Signing | None = None
) -> Signed:
    """Make the fingerprints of a batch of raw texts.

    Args:
        data: uint8[bytes], the texts in UTF-8; what is no UTF-8 is read as a word's end.
        offsets: integers[n + 1]; text ``i`` is ``data[offsets[i]:offsets[i + 1]]``.
        banding: shingles, bands and runs; those of deduplication, without runs, where it is not said.
        signing: permutations and their seed.

    Returns:
        All that is kept of the texts. The signatures are those that ``fingerprint.signatures`` gives for their
        normal forms, which are datasketch's for the same hashes; or those of ``one_permutation_signatures``.
    """
    return sign_hashed(hash_buffer(data, offsets), None, banding or Banding(), signing or Signing())


def hash_buffer(data: U8, offsets: I64 | NDArray[np.int32]) -> Hashed:
    """The first half: normalise the texts and hash their words.

    Args:
        data: as for ``sign_buffer``.
        offsets: the same.
    """
    offsets = np.asarray(offsets, dtype=np.int64)
    words, bounds, digests, known = _hashed(data, offsets, normal=False)
    spans = np.stack((bounds[:-1], bounds[1:]), axis=1)
    counts = np.diff(bounds)
    odd = np.flatnonzero(~known)
    if odd.size:
        cuts = zip(offsets[odd].tolist(), offsets[odd + 1].tolist(), strict=True)
        normals = [normalise(data[first:beyond].tobytes().decode(errors="replace")) for first, beyond in cuts]
        encoded = [units_of(normal).encode() for normal in normals]
        more, bounds, digests[odd], _ = _hashed(
            np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)]), normal=True
        )
        spans[odd, 0], spans[odd, 1] = bounds[:-1] + words.size, bounds[1:] + words.size
        counts[odd] = list(map(words_of, normals))
        words = np.concatenate((words, more))
    return Hashed(words, spans, counts, digests)


def sign_hashed(hashed: Hashed, places: I64 | None, banding: Banding, signing: Signing) -> Signed:
    """The second half: shingle, sign and band.

    Args:
        hashed: the words of a batch.
        places: int64[n], which of its texts are signed; ``None`` for all.
        banding: shingles, bands and runs.
        signing: permutations and their seed.
    """
    spans, counts = hashed.spans, hashed.counts
    if places is not None:
        spans, counts = spans[places], counts[places]
    long = counts >= Scheme().min_words
    values, starts, signatures, bands, runs, run_starts = sign_texts(
        hashed.words,
        spans,
        banding.shingle,
        long,
        _permutations(signing),
        banding.bands,
        banding.rows,
        banding.run,
        np.uint64(banding.most),
        np.uint64(banding.shift),
        banding.one_permutation,
    )
    return Signed(values, starts, signatures, bands, long, runs, run_starts)


def _permutations(signing: Signing) -> NDArray[np.uint32]:
    return np.array(permutations(signing.permutations, signing.seed))


def _hashed(
    data: U8, offsets: I64, *, normal: bool
) -> tuple[NDArray[np.uint64], I64, NDArray[np.uint64], NDArray[np.bool_]]:
    data = data.view()
    data.flags.writeable = False  # one form of the kernel for all
    return hash_words(data, offsets, byte_table(normal=normal), character_table(), powers())
