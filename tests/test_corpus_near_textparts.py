"""Texts cut into parts in every way, against all of them at once."""

from __future__ import annotations

from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.corpus.machine.holding import Holding
from provenance.corpus.near.textparts import join_parts
from provenance.corpus.near.texts import TextCollector
from provenance.settings import DedupSettings

if TYPE_CHECKING:
    from provenance.corpus.near.similarity import Index, Sets

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="needs numba")


def stories() -> list[str]:
    random = Random(5)
    words = ["".join(random.choices("aeioukrstmnl", k=6)) for _ in range(500)]
    made = [" ".join(random.choices(words, k=60)) for _ in range(30)]
    copies = [" ".join(random.choice(words) if random.random() < 0.1 else w for w in text.split()) for text in made]
    return [*made, *copies, *made[:8], "", "…", "three words only"]


TEXTS = stories()


def joined(cuts: list[int], *, compiled: bool, holding: Holding | None = None) -> tuple[Sets, Index, list[int]]:
    collector = TextCollector(DedupSettings(), compiled=compiled)
    parts = []
    for first, beyond in zip([0, *cuts], [*cuts, len(TEXTS)], strict=True):
        for text in TEXTS[first:beyond]:
            collector.add(text)
        parts.append(collector.part())
    sets, index, numbers = join_parts(parts, compiled=compiled, holding=holding)
    return sets, index, [number for some in numbers for number in some.tolist()]


def plain(found: tuple[Sets, Index, list[int]]) -> object:
    sets, index, numbers = found
    return (
        numbers,
        sets.values.tolist(),
        sets.starts.tolist(),
        [index.beside(text) for text in range(len(sets))],
        index.runs.tolist(),
    )


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, len(TEXTS)), max_size=5).map(sorted), compiled=st.booleans())
def test_cuts_change_nothing(cuts: list[int], *, compiled: bool) -> None:
    compiled = compiled and find_spec("numba") is not None
    assert plain(joined(cuts, compiled=compiled)) == plain(joined([], compiled=compiled))


@needs_numba
@pytest.mark.parametrize("memory", [100, 50_000, 10**9])
def test_what_is_held_where_changes_nothing(memory: int, tmp_path: pytest.TempPathFactory) -> None:
    holding = Holding(tmp_path, memory)  # type: ignore[arg-type]
    found = joined([20, 41], compiled=True, holding=holding)
    assert plain(found) == plain(joined([], compiled=True))
    assert isinstance(found[0].values, np.memmap) == (found[0].values.nbytes > memory // 4)


def test_the_first_of_equal_texts_gives_the_number() -> None:
    _, _, numbers = joined([50], compiled=False)
    assert numbers[:60] == list(range(60))
    assert numbers[60:68] == list(range(8))
    assert numbers[68:] == [-1, -1, 60]
