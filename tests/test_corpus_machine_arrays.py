"""Arrays in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance.corpus.machine.arrays import is_whole, load_arrays, load_words, save_arrays
from provenance.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    arrays = {
        "numbers": np.arange(7, dtype=np.int64),
        "none": np.zeros(0, np.uint32),
        "pairs": np.arange(6, dtype=np.uint64).reshape(3, 2)[:, ::-1],
        "flags": np.array([True, False]),
        "letters": np.frombuffer(b"quay", dtype=np.uint8),
    }
    words = {"names": ["Port Anders", "half \ud800"], "last": True}
    save_arrays(tmp_path / "a.segment", arrays, words)
    found, told = load_arrays(tmp_path / "a.segment")
    assert told == load_words(tmp_path / "a.segment") == words
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
    assert [path.name for path in tmp_path.iterdir()] == ["a.segment"]


def test_a_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.segment").write_bytes(bytes(7) + b"\x03nul")
    with pytest.raises(OutputError, match="no file of arrays"):
        load_words(tmp_path / "a.segment")
    with pytest.raises(OutputError, match="cannot be read"):
        load_arrays(tmp_path / "b.segment")
    with pytest.raises(OutputError, match="cannot be written"):
        save_arrays(tmp_path / "none" / "a.segment", {}, {})


def test_a_file_is_whole_as_it_was_written_under_its_name_and_not_otherwise(tmp_path: Path) -> None:
    path, other = tmp_path / "a.segment", tmp_path / "b.segment"
    save_arrays(path, {"numbers": np.arange(70)}, {"last": True})
    data = path.read_bytes()
    assert is_whole(path)
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert not is_whole(path)
    for cut in (b"", data[:4], data[:-1], data[:-5], data[: len(data) // 2], data + b"\0", b"hello\n", bytes(1000)):
        path.write_bytes(cut)
        assert not is_whole(path)
    other.write_bytes(data)
    assert not is_whole(other)
    path.unlink()
    assert not is_whole(path)
    other.rename(tmp_path / "real")
    path.symlink_to(tmp_path / "real")
    assert not is_whole(path)
    assert not is_whole(tmp_path)
