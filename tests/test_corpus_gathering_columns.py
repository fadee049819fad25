"""Documents as columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus.gathering.columns import Columns, DocumentPart, Documents, strings
from provenance.corpus.result import Document

TEXTS = st.text(alphabet=st.characters(), max_size=6)
ROWS = st.lists(
    st.tuples(TEXTS, st.binary(min_size=16, max_size=16), st.sampled_from([None, "a.example", "b.example"]), TEXTS)
)


def columns(rows: list[tuple[str, bytes, str | None, str]], texts: list[int]) -> DocumentPart:
    names = tuple(dict.fromkeys(outlet for _, _, outlet, _ in rows if outlet is not None))
    return DocumentPart(
        Columns(
            strings([row[0] for row in rows]),
            np.frombuffer(b"".join(row[1] for row in rows), dtype=np.uint8).reshape(-1, 16),
            np.array([-1 if row[2] is None else names.index(row[2]) for row in rows], dtype=np.int32),
            names,
            strings([row[3] for row in rows]),
            {place: "no text in it" for place, text in enumerate(texts) if text < 0},
        ),
        np.array(texts, dtype=np.int64),
    )


@given(st.lists(ROWS, max_size=4), st.randoms(use_true_random=False))
def test_a_document_taken_out_is_the_one_that_was_put_in(parts: list, random: object) -> None:  # type: ignore[type-arg]
    texts = [[random.randint(-1, 5) for _ in rows] for rows in parts]  # type: ignore[attr-defined]
    documents = Documents([columns(rows, numbers) for rows, numbers in zip(parts, texts, strict=True)])
    flat = [
        (*row, text)
        for rows, numbers in zip(parts, texts, strict=True)
        for row, text in zip(rows, numbers, strict=True)
    ]
    expected = [
        Document(
            number,
            name,
            identity,
            outlet,
            None if text < 0 else text,
            "no text in it" if text < 0 else None,
            published or None,
        )
        for number, (name, identity, outlet, published, text) in enumerate(flat)
    ]
    assert list(documents) == expected == [documents[number] for number in range(len(documents))]
    even = np.array([each.number % 2 == 0 for each in expected], dtype=np.bool_)
    assert documents.count_outlets(even) == {
        outlet: tuple(sum(each.outlet == outlet and each.number % 2 == odd for each in expected) for odd in (0, 1))
        for outlet in {each.outlet for each in expected}
    }
    assert documents.mask([each.number for each in expected if each.number % 2 == 0]).tolist() == even.tolist()
    assert documents.failed() == {each.number: each.failed for each in expected if each.failed}
    wanted = np.array([each.text in {0, 3} for each in expected], dtype=np.bool_)
    assert list(documents.some(wanted)) == [each for each in expected if each.text in {0, 3}]
    assert documents[1:4] == expected[1:4]
    if expected:
        assert documents[-1] == expected[-1]
    with pytest.raises(IndexError):
        documents[len(expected)]
