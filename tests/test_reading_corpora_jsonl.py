"""JSON Lines with nothing on many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.reading import Record, read
from provenance.reading.corpora import jsonl

if TYPE_CHECKING:
    from pathlib import Path


def test_empty_lines_are_counted_and_not_read_with_care(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careful(line: bytes, *_: object) -> None:
        pytest.fail(f"read with care: {line!r}")

    monkeypatch.setattr(jsonl, "_read_row", careful)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\n\r\n{"text": "one gull"}\n\n \n\n{"text": "two gulls"}')
    found = [record for record in read([path]) if isinstance(record, Record)]
    assert [(record.page.content, record.page.id.rsplit(":")[-1]) for record in found] == [
        ("one gull", "3"),
        ("two gulls", "7"),
    ]
    assert [record.place.start for record in found if record.place is not None] == [3, 28]
