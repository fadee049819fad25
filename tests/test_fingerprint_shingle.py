from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.fingerprint import normalise, shingle_hashes

texts = st.lists(st.text(alphabet="ab é日🙂 .", max_size=30).map(normalise), max_size=8)


@given(texts, st.integers(1, 5))
def test_a_text_hashes_the_same_alone_and_in_a_batch(batch: list[str], size: int) -> None:
    together = shingle_hashes(batch, size)
    for number, text in enumerate(batch):
        assert together.of(number).tolist() == shingle_hashes([text], size).of(0).tolist()


@given(st.text(max_size=60).map(normalise), st.integers(1, 5))
def test_one_hash_for_each_shingle(text: str, size: int) -> None:
    words = text.split()
    hashes = shingle_hashes([text], size).of(0).tolist()
    shingles = [tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))] if words else []
    assert len(hashes) == len(shingles)
    assert len(set(zip(hashes, shingles, strict=True))) == len(set(shingles))


def test_order_of_words_matters() -> None:
    assert shingle_hashes(["a b c"], 3).values.tolist() != shingle_hashes(["c b a"], 3).values.tolist()


def test_values_are_pinned() -> None:
    """A stored fingerprint outlives the process: a change here needs a new scheme."""
    values = shingle_hashes(["the harbour froze over"], 3).values
    assert values.dtype == np.uint32
    assert values.tolist() == PINNED


PINNED = [1298382012, 3332463041]
