"""A file of lines in parts, against the file read whole."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import Unreadable
from provenance.reading import InputFormat, ReadOptions, Record, read
from provenance.reading.spans import pages_of, read_span, spans

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OPTIONS = ReadOptions(keep_empty=True, rows=True)
ROWS = [
    json.dumps({"id": number, "title": f"Lighthouse {number}", "text": f"Keeper {number} left. " * (number % 9)})
    for number in range(60)
]


def plain(records: Iterable[Record | Unreadable]) -> list[object]:
    """Records without what only says how far the reading is."""
    return [
        each
        if isinstance(each, Unreadable)
        else replace(each, bytes_read=0, place=each.place and each.place._replace(pages=None))  # type: ignore[arg-type]
        for each in records
    ]


def parts(path: Path, size: int) -> list[object]:
    return [each for span in spans(str(path), OPTIONS, size) for each in plain(read_span(str(path), span, OPTIONS))]


@pytest.mark.parametrize("size", [100, 1000, 3000])
def test_the_parts_are_the_file(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    assert len(spans(str(path), OPTIONS, size)) > 1
    assert parts(path, size) == plain(read([path], OPTIONS))


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.sampled_from([*(row.encode() for row in ROWS[:9]), b"", b"no row", b"[1]", b"\xff", b"{}"])),
    ends=st.sampled_from([b"\n", b"\r\n"]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    last=st.booleans(),
    size=st.integers(1, 400),
)
def test_whatever_the_lines_are(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ends: bytes, mark: bytes, size: int, *, last: bool
) -> None:
    path = tmp_path_factory.mktemp("spans") / "a.jsonl"
    path.write_bytes(mark + ends.join([ROWS[1].encode(), *lines]) + (ends if last else b""))
    if spans(str(path), OPTIONS, size):
        assert parts(path, size) == plain(read([path], OPTIONS))


def test_a_row_longer_than_a_part_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([ROWS[3], json.dumps({"text": "x" * 5000}), ROWS[4]]), encoding="utf-8")
    assert parts(path, 50) == plain(read([path], OPTIONS))


def test_what_cannot_be_cut_is_not(tmp_path: Path) -> None:
    data = "\n".join(ROWS).encode()
    for name, content in {
        "a.jsonl.gz": gzip.compress(data, 0),
        "a.csv": b"id,text\n" + b"1,one\n" * 900,
        "a.jsonl": data[:90],
        "export.jsonl": b'{"provenance": {"format": 1}}\n' + data,
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert spans(str(path), OPTIONS, 60) == [], name
    (tmp_path / "b.jsonl").write_bytes(data)
    for options in (replace(OPTIONS, limit=5), replace(OPTIONS, sample=0.5), replace(OPTIONS, since="2031-01-01")):
        assert spans(str(tmp_path / "b.jsonl"), options, 60) == []
    for name in ("none.jsonl", "", "a\0b", "-", "https://a.example/a.jsonl"):
        assert spans(name, OPTIONS, 60) == []
    assert spans(str(tmp_path / "b.jsonl"), replace(OPTIONS, as_format=InputFormat.TEXT), 60) == []


def test_pages_are_made_again_by_the_name_of_a_corpus(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    record = next(iter(read([path], OPTIONS)))
    assert isinstance(record, Record)
    assert record.place is not None
    assert record.row is not None
    assert pages_of(record.place.pages.name, OPTIONS).page(1, record.row) == record.page
