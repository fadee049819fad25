"""How inputs are written, asked for before they are read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from format_samples import arrow_of, crawl_of, lines_of, packed, record, table_of

from provenance.model import Unreadable
from provenance.reading import InputFormat, ReadOptions, Record, layouts_of, read
from provenance.reading.layouts import ArrowForm, BatchRow, Beside, Layout, Packing, TableForm, WholeRecord

if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ROWS = [{"id": str(number), "text": f"Gulls, {number} of them"} for number in range(7)]
OPTIONS = ReadOptions(keep_empty=True, rows=True)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Gulls of Harrow</p>"


def told(path: Path, data: bytes, **options: Any) -> list[Layout]:
    path.write_bytes(data)
    return list(layouts_of([path], ReadOptions(keep_empty=True, rows=True, **options)))


@pytest.mark.parametrize("end", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.jsonl", lines_of(ROWS), InputFormat.JSONL),
        ("a.json", json.dumps(ROWS).encode(), InputFormat.JSON),
        ("lines.json", lines_of(ROWS), InputFormat.JSONL),
        ("a.warc", crawl_of([record("warcinfo", "w", "", b"")], ""), InputFormat.WARC),
    ],
)
def test_format_and_packing_are_told(name: str, data: bytes, what: InputFormat, end: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{end}"
    assert told(path, packed(data, end)) == [Layout(str(path), what, Packing(end))]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md", "a.html.gz"])
def test_a_document_on_its_own_is_none_of_a_corpus(name: str, tmp_path: Path) -> None:
    (layout,) = told(tmp_path / name, packed(b"<html><p>Gulls</p></html>", name))
    assert layout.format in {InputFormat.HTML, InputFormat.TEXT, InputFormat.MARKDOWN}
    (address,) = layouts_of(["https://harrow.example/a"], OPTIONS)
    assert address.format is InputFormat.HTML


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"id,text\n1,one\n", TableForm(("id", "text"), ("id", "text"), ",", csv.QUOTE_MINIMAL, "\n", "utf-8")),
        (
            " id ;text;text\r\n1;one;\r\n".encode("utf-8-sig"),
            TableForm((" id ", "text", "text"), ("id", "text", "text.2"), ";", csv.QUOTE_MINIMAL, "\r\n", "utf-8-sig"),
        ),
        (
            "id\ttext\r1\tone\r".encode("utf-16"),
            TableForm(("id", "text"), ("id", "text"), "\t", csv.QUOTE_MINIMAL, "\r", "utf-16"),
        ),
        (
            b'id\ttext\n1\t"one\n2\ttwo" and\n',
            TableForm(("id", "text"), ("id", "text"), "\t", csv.QUOTE_NONE, "\n", "utf-8"),
        ),
        (b"id,text\n", TableForm(("id", "text"), ("id", "text"), ",", csv.QUOTE_MINIMAL, "\n", "utf-8")),
    ],
)
def test_how_a_table_is_written(data: bytes, form: TableForm, tmp_path: Path) -> None:
    (layout,) = told(tmp_path / "a.csv", data)
    assert (layout.format, layout.form) == (InputFormat.CSV, form)
    with_tabs = data.decode(form.encoding).replace(form.delimiter, "\t").encode(form.encoding)
    (layout,) = told(tmp_path / "a.tsv", with_tabs)
    assert layout.format is InputFormat.TSV


@pytest.mark.parametrize("codec", ["NONE", "SNAPPY", "GZIP", "ZSTD", "LZ4", "BROTLI"])
def test_how_parquet_is_written(codec: str, tmp_path: Path) -> None:
    table = pa.Table.from_pylist(ROWS).replace_schema_metadata({"who": "gull"})
    (layout,) = told(tmp_path / "a.parquet", arrow_of(table, "a.parquet", compression=codec))
    assert isinstance(layout.form, ArrowForm)
    assert layout.form.schema.equals(table.schema, check_metadata=True)
    assert layout.form.codec == ("UNCOMPRESSED" if codec == "NONE" else codec)
    (empty,) = told(tmp_path / "b.parquet", arrow_of(table.slice(0, 0), "b.parquet"))
    assert isinstance(empty.form, ArrowForm)
    assert empty.form.schema.names == ["id", "text"]


@pytest.mark.parametrize("name", ["a.feather", "stream.arrow"])
@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_how_arrow_is_written(name: str, codec: str | None, tmp_path: Path) -> None:
    rows = [row | {"more": "gulls and terns " * 20} for row in ROWS]
    (layout,) = told(tmp_path / name, arrow_of(pa.Table.from_pylist(rows), name, compression=codec))
    assert isinstance(layout.form, ArrowForm)
    assert (layout.form.codec, layout.form.is_stream) == (codec, name == "stream.arrow")


def test_every_file_is_told_in_order_and_what_cannot_be_read_is_not(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.csv").write_bytes(table_of(ROWS, ["id", "text"]))
    (tmp_path / "b" / "10.jsonl").write_bytes(lines_of(ROWS))
    (tmp_path / "b" / "numbers.csv").write_bytes(b"n,m\n1,2\n")
    (tmp_path / "none.csv").write_bytes(b"n,m\n1,2\n")
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and no end")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "broken.jsonl").write_bytes(b"no json\n" * 3 + lines_of(ROWS[:1]))
    inputs = [tmp_path / name for name in ("none.csv", "cut.parquet", "binary.txt", "b", "absent", "broken.jsonl")]
    found = [
        (each.given.rpartition("/")[2], each.format)
        for each in layouts_of([*inputs, "-"], OPTIONS, io.BytesIO(lines_of(ROWS)))
    ]
    assert found == [
        ("2.csv", InputFormat.CSV),
        ("10.jsonl", InputFormat.JSONL),
        ("broken.jsonl", InputFormat.JSONL),
        ("-", InputFormat.JSONL),
    ]


def test_no_more_is_read_than_it_takes() -> None:
    class Counted(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            Counted.taken += len(data)
            return data

        read1 = read

    data = lines_of({"id": number, "text": "Gulls of Harrow " * 50} for number in range(5000))
    assert [each.format for each in layouts_of(["-"], OPTIONS, Counted(data))] == [InputFormat.JSONL]
    assert Counted.taken < 200_000 < len(data)


def test_rows_of_batches_are_given_as_they_stand(tmp_path: Path) -> None:
    table = pa.Table.from_pylist(ROWS)
    for name in ("a.parquet", "a.feather", "stream.arrow"):
        (tmp_path / name).write_bytes(arrow_of(table, name))
        found = list(read([tmp_path / name], ReadOptions(rows=True, beside=lambda _: None)))
        for record_read, row in zip(found, ROWS, strict=True):
            assert isinstance(record_read, Record)
            assert isinstance(record_read.whole, BatchRow)
            assert record_read.whole.batch.slice(record_read.whole.place, 1).to_pylist() == [row]
        unasked = next(iter(read([tmp_path / name], ReadOptions(rows=True))))
        assert isinstance(unasked, Record)
        assert unasked.whole is None


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_records_of_a_crawl_are_given_as_they_stand(name: str, tmp_path: Path) -> None:
    both = ("WARC-Concurrent-To: <urn:x>", "WARC-Refers-To: <urn:y>")
    records = [
        record("warcinfo", "w", "", b"software: x\r\n"),
        record("request", "r", "https://harrow.example/1", b"GET / HTTP/1.1\r\n\r\n", "WARC-Concurrent-To: <urn:p>"),
        record("response", "p", "https://harrow.example/1", PAGE, *both),
        record("response", "i", "https://harrow.example/1.png", PAGE.replace(b"text/html", b"image/png")),
        record("response", "e", "https://harrow.example/2", PAGE.partition(b"<")[0]),
        record("response", "l", "https://harrow.example/3", PAGE + b"l" * 400),
    ]  # fmt: skip
    (tmp_path / name).write_bytes(crawl_of(records, name))
    seen: list[tuple[Any, ...]] = []

    def beside(found: Beside) -> None:
        data = b"".join(found.chunks)
        assert len(data) == found.size
        seen.append((found.kind, found.id, found.refers, found.is_left_out, records.index(data)))

    for each in read([tmp_path / name], ReadOptions(beside=beside, max_bytes=300)):
        if isinstance(each, Unreadable):
            seen.append((each.reason.partition(":")[0],))
        else:
            assert isinstance(each.whole, WholeRecord)
            assert records.index(each.whole.data) == 2
            seen.append(each.whole[1:])
    assert seen == [
        ("warcinfo", "urn:w", (), False, 0),
        ("request", "urn:r", ("urn:p",), False, 1),
        ("urn:p", "https://harrow.example/1", "2031-03-04T05:06:07Z", ("urn:x", "urn:y")),
        ("response", "urn:i", (), False, 3),
        ("response", "urn:e", (), False, 4),
        ("empty",),
        ("response", "urn:l", (), False, 5),
        ("larger than 300 bytes",),
    ]
    seen.clear()
    assert list(read([tmp_path / name], ReadOptions(beside=beside, since="2031-04-01"))) == []
    assert [each[3] for each in seen] == [False, False, True, False, True, True]
