"""Rows as JSON: a list, and lines that are compressed."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus.result import Document
from provenance.corpus.written.formats.json import JsonLines, JsonList
from provenance.corpus.written.formats.rows import UNMARKED, Row
from provenance.model import Media, Page
from provenance.reading import ReadOptions, Record, read
from provenance.reading.layouts import Packing

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = Page("a", "words", Media.TEXT)
DOCUMENT = Document(0, "a", b"", None, 0)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("abc"), inner, max_size=2),
    max_leaves=4,
)


@given(rows=st.lists(st.dictionaries(st.sampled_from(["id", "text", "provenance", "n"]), VALUES), max_size=4))
def test_a_list_of_rows_is_read_as_they_are(
    rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("list") / "kept.json"
    with JsonList(path) as file:
        for row in rows:
            file.put(Row(DOCUMENT, None, PAGE, row), UNMARKED)
    written = json.loads(path.read_bytes())
    assert [{name: value for name, value in row.items() if name != "provenance"} for row in written] == [
        {name: value for name, value in row.items() if name != "provenance"} for row in rows
    ]
    assert [row["provenance"].get("input") for row in written] == [row.get("provenance") for row in rows]
    found = list(read([path], ReadOptions(keep_empty=True)))
    assert [each.row for each in found if isinstance(each, Record)] == written


def test_a_number_that_is_none_stays_readable(tmp_path: Path) -> None:
    with JsonList(tmp_path / "kept.json") as file:
        file.put(Row(DOCUMENT, None, PAGE, {"text": "words", "n": float("nan"), "m": [float("inf")]}), UNMARKED)
    (found,) = read([tmp_path / "kept.json"])
    assert isinstance(found, Record)
    assert found.row is not None
    assert (found.row["n"], found.row["m"]) == (None, [None])


def test_lines_are_copied_into_a_compressed_file(tmp_path: Path) -> None:
    with JsonLines(tmp_path / "kept.jsonl.gz", Packing.GZIP) as file:
        file.put(Row(DOCUMENT, b'{"id":1,  "n" : 1.50}\r\n'), {"kept": False})
        file.put(Row(DOCUMENT, None, PAGE, {"id": 2}), UNMARKED)
    assert gzip.decompress((tmp_path / "kept.jsonl.gz").read_bytes()).splitlines() == [
        b'{"id":1,  "n" : 1.50, "provenance": {"kept": false}}',
        b'{"id": 2, "provenance": {"kept": true, "cluster": null}}',
    ]


def test_rows_keep_little_of_what_was_read_with_them(tmp_path: Path) -> None:
    row = b'{"id": 1}\n'
    tracemalloc.start()
    with JsonLines(tmp_path / "removed.jsonl") as file:
        for _ in range(100):  # one of each million bytes
            file.copy(memoryview(row + bytes(1_000_000))[: len(row)], UNMARKED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16_000_000
    assert len((tmp_path / "removed.jsonl").read_bytes().splitlines()) == 100
