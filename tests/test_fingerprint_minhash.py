from __future__ import annotations

import datasketch
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.fingerprint import Shingles, band_keys, shingle_hashes, signatures
from provenance.fingerprint.minhash import EMPTY, KEY_BITS
from provenance.settings import Signing

SIGNING = Signing()
hashes = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=20), min_size=1, max_size=6)


def shingles(groups: list[list[int]]) -> Shingles:
    flat = [value for group in groups for value in group]
    offsets = np.cumsum([0] + [len(group) for group in groups])
    values = np.array(flat, dtype=np.uint32)
    return Shingles(values, offsets.astype(np.int64), values.astype(np.uint64) << np.uint64(32))


@given(hashes)
def test_signatures_are_datasketchs_bit_for_bit(groups: list[list[int]]) -> None:
    signed = signatures(shingles(groups), SIGNING)
    for group, row in zip(groups, signed, strict=True):
        theirs = datasketch.MinHash(SIGNING.permutations, seed=SIGNING.seed, hashfunc=int, scheme="affine32")
        theirs.update_batch(group)
        assert row.tolist() == theirs.hashvalues.tolist()


def test_batches_beyond_one_chunk_agree_with_single_texts() -> None:
    texts = [" ".join(f"w{n}x{i}" for i in range(n * 37 % 900)) for n in range(120)]
    together = signatures(shingle_hashes(texts, 3), SIGNING)
    for number, text in enumerate(texts):
        assert (together[number] == signatures(shingle_hashes([text], 3), SIGNING)[0]).all()


def test_a_text_without_words_signs_as_empty() -> None:
    assert (signatures(shingle_hashes([""], 3), SIGNING) == EMPTY).all()


def test_keys_keep_bands_apart_and_fit_their_bits() -> None:
    signed = np.full((1, 128), 7, dtype=np.uint32)
    keys = band_keys(signed, 64, 2)[0].tolist()
    assert len(set(keys)) == 64
    assert max(keys) < 2**KEY_BITS


@given(st.integers(0, 127))
def test_a_changed_row_changes_its_band_only(column: int) -> None:
    signed = np.arange(128, dtype=np.uint32)[None, :].copy()
    before = band_keys(signed, 64, 2)[0]
    signed[0, column] += 1000
    changed = np.flatnonzero(before != band_keys(signed, 64, 2)[0]).tolist()
    assert changed == [column // 2]
