"""Where large arrays are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.corpus.machine import holding as holdings
from provenance.corpus.machine.arrays import save_arrays
from provenance.corpus.machine.holding import Holding, memory_of_machine

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PIECES = [np.arange(50, dtype=np.uint32), np.zeros(0, np.uint32), np.arange(9, dtype=np.uint32)]


def test_an_array_is_in_memory_or_in_a_file(tmp_path: Path) -> None:
    whole = np.concatenate(PIECES)
    for memory, file in ((10_000, False), (100, True)):
        found = Holding(tmp_path, memory).joined("sets", PIECES, len(whole), whole.dtype)
        assert np.array_equal(found, whole)
        assert isinstance(found, np.memmap) == file == (tmp_path / "sets").exists()


def test_an_array_to_be_filled_is_in_memory_or_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "_seen", lambda: 10**9)
    for memory, file in ((100_000, False), (100, True)):
        held = Holding(tmp_path, memory)
        made = held.zeros("sketches", (30, 16), np.dtype(np.uint64))
        assert (made.shape, made.any()) == ((30, 16), False)
        made[7] = 3
        held.release()
        assert made.sum() == 3 * 16
        assert isinstance(made, np.memmap) == file == (tmp_path / "sketches").exists()


def test_keys_are_cut_into_as_many_slices_as_there_is_room_for(tmp_path: Path) -> None:
    held = Holding(tmp_path, 12_000)
    assert [held.slices(size) for size in (0, 1000, 1001, 10_000, 10**9)] == [1, 1, 2, 10, 256]


def test_what_was_let_go_of_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_arrays(tmp_path / "a.segment", {"many": np.arange(200_000)}, {"told": 1})
    held = Holding(tmp_path, 1000)
    arrays, words = held.load(tmp_path / "a.segment")
    assert words == {"told": 1}
    total = int(arrays["many"].sum())
    asked: list[int] = []
    monkeypatch.setattr(holdings, "_seen", lambda: asked.append(1) or 10**9)
    held.release()
    assert asked == [1]
    assert int(arrays["many"].sum()) == total


def test_the_machine_has_memory() -> None:
    assert memory_of_machine() > 50_000_000
