"""Rows copied from where they stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from provenance.corpus.gathering.lines import Lines
from provenance.corpus.gathering.parts import identity_of
from provenance.corpus.gathering.segments import SegmentBuilder
from provenance.corpus.near.texts import TextCollector
from provenance.corpus.result import Document
from provenance.errors import InputError
from provenance.reading import ReadOptions, Record, read
from provenance.reading.spans import pages_of
from provenance.settings import DedupSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from provenance.corpus.gathering.segments import Segment
    from provenance.model import Unreadable

ROWS = [
    b'{"id": 1, "text": "one  gull"}\n',
    b"\n",
    b'{"id": 2,\t"text": "zwei M\xc3\xb6wen"}\r\n',
    b'{"id": 3, "text": "end"}',
]


def built(records: Iterable[Record | Unreadable]) -> Segment:
    """The segment of some records, each of which has a text."""
    collector, builder = TextCollector(DedupSettings()), SegmentBuilder()
    for record in records:
        assert isinstance(record, Record)
        collector.add(record.page.content)
        builder.take(record, identity_of(record), None, None)
    return builder.build(collector.part(), last=True, compiled=False, notices=())


def taken(*files: Path) -> tuple[Lines, list[Document]]:
    """The lines of some files, in two stretches, and their documents."""
    records = list(read(files))
    places, documents = [], []
    for some in (records[:2], records[2:]):
        segment = built(some)
        assert segment.places is not None
        places.append(segment.places)
        for record in some:
            assert isinstance(record, Record)
            documents.append(Document(len(documents), record.page.id, identity_of(record), None, None))
    return Lines(places, lambda name: pages_of(name, ReadOptions())), documents


def test_lines_come_back_from_several_files(tmp_path: Path) -> None:
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file in files:
        file.write_bytes(b"".join(ROWS))
    lines, documents = taken(*files)
    found = list(lines.read(documents))
    assert [line for _, line in found] == [ROWS[0], ROWS[2], ROWS[3]] * 2
    assert [document.id for document, _ in found] == ["1", "2", "3"] * 2


def test_a_line_that_changed_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"".join(ROWS))
    lines, documents = taken(file)
    file.write_bytes(b"".join(ROWS).replace(b"zwei", b"drei"))
    with pytest.raises(InputError, match="2: the input changed while it was read"):
        list(lines.read(documents))
    file.unlink()
    with pytest.raises(InputError, match=r"a\.jsonl: the input changed"):
        list(lines.read(documents))


@pytest.mark.parametrize(
    "row", [{"id": 1, "text": "has the name", "provenance": {"kept": True}}, {}], ids=["its own provenance", "empty"]
)
def test_a_row_that_needs_more_than_an_addition_is_not_copied(row: dict[str, object], tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(row) + "\n" + json.dumps({"id": 2, "text": "words"}) + "\n")
    assert built(read([file], ReadOptions(keep_empty=True))).places is None


def test_places_are_known_only_where_they_can_be_read_again(tmp_path: Path) -> None:
    import gzip

    packed, table = tmp_path / "a.jsonl.gz", tmp_path / "b.csv"
    packed.write_bytes(gzip.compress(b"".join(ROWS)))
    table.write_text("id,text\n1,one gull\n")
    for file in (packed, table):
        record = next(iter(read([file])))
        assert isinstance(record, Record)
        assert record.place is None
        assert built([record]).places is None


def test_pages_are_made_again_of_some_lines(tmp_path: Path) -> None:
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    files[0].write_bytes(b'{"text": "no id, and a tab"}\n\n{"id": 2, "text": "two", "url": "https://a.example/2"}\n')
    files[1].write_bytes(b"".join(ROWS))
    first = [record.page for record in read(files) if isinstance(record, Record)]
    lines, documents = taken(*files)
    some = [documents[0], documents[1], documents[3]]
    assert [(document, page) for document, page in lines.pages(some)] == [(one, first[one.number]) for one in some]


def test_a_line_that_makes_no_page_now_is_an_error(tmp_path: Path) -> None:
    from provenance.reading.corpora.jsonl import page_again

    file = tmp_path / "a.jsonl"
    file.write_bytes(ROWS[0])
    record = next(iter(read([file])))
    assert isinstance(record, Record)
    assert record.place is not None
    with pytest.raises(InputError, match="line 1: not what it was"):
        page_again(b'{"id": 1, "text": ""}', 1, record.place.pages)
