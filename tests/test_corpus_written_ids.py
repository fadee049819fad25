"""Ids that several documents have."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.corpus.gathering.columns import Columns, DocumentPart, Documents, strings
from provenance.corpus.written.ids import repeated_ids


def documents(*parts: list[str]) -> Documents:
    made = []
    for names in parts:
        count = len(names)
        none = strings([""] * count)
        columns = Columns(strings(names), np.zeros((count, 16), np.uint8), np.full(count, -1, np.int32), (), none, {})
        made.append(DocumentPart(columns, np.arange(count)))
    return Documents(made)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([[]], None),
        ([["a", "b"], ["c"]], None),
        ([["a", "b"], ["a"]], "2 documents share 1 id: a"),
        ([["b", "a", "b"], ["a", "c", "a"]], "5 documents share 2 ids: a, b"),
        ([["x" * 100] * 2], f"2 documents share 1 id: {'x' * 60}…"),
        ([[*"abcdefg", *"gfedcba"]], "14 documents share 7 ids: a, b, c, d, e, …"),
    ],
)
def test_shared_ids_are_counted_and_some_named(parts: list[list[str]], said: str | None) -> None:
    assert repeated_ids(documents(*parts)) == said
