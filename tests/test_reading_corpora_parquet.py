from __future__ import annotations

import gzip
import io
import json
import random
import sys
import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from provenance.errors import extra_hint
from provenance.model import Media, Unreadable
from provenance.reading import InputFormat, ReadOptions, Record, read, total_bytes

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
ipc = pytest.importorskip("pyarrow.ipc")

ROWS: list[dict[str, Any]] = [
    {
        "doc_id": number,
        "Body": f"Water rose {number} cm at Harrow Lake, “again”.",
        "published": datetime(2031, 3, number % 27 + 1, 5, 6, 7, tzinfo=UTC),
        "meta": {"url": f"https://harrow.example/{number}", "tags": ["lake", "gate"]},
    }
    for number in range(50)
]


def save(path: Path, table: Any, rows: int = 10) -> str:
    """A table in the format that the name says, in groups or batches of some rows."""
    data = io.BytesIO()
    if path.name.startswith("stream"):
        with ipc.new_stream(data, table.schema) as writer:
            writer.write_table(table, max_chunksize=rows)
    elif path.suffix == ".feather":
        with ipc.new_file(data, table.schema) as writer:
            writer.write_table(table, max_chunksize=rows)
    else:
        parquet.write_table(table, data, row_group_size=rows)
    path.write_bytes(gzip.compress(data.getvalue()) if path.suffix == ".gz" else data.getvalue())
    return str(path)


def records(*inputs: str, **options: Any) -> list[Record]:
    found = list(read(inputs, ReadOptions(**options)))
    assert not [each for each in found if isinstance(each, Unreadable)]
    return [each for each in found if isinstance(each, Record)]


def problem(*inputs: str, **options: Any) -> Unreadable:
    (found,) = read(inputs, ReadOptions(**options))
    assert isinstance(found, Unreadable)
    return found


@pytest.mark.parametrize("name", ["a.parquet", "a.parquet.gz", "stream.arrow", "a.feather", "stream.arrow.gz"])
def test_every_format_gives_the_same_documents(tmp_path: Path, name: str) -> None:
    told: list[str] = []
    file = save(tmp_path / name, pa.Table.from_pylist(ROWS))
    found = records(file, url_field="meta.url", notice=told.append)
    assert [each.page.content for each in found] == [row["Body"] for row in ROWS]
    page = found[3].page
    assert (page.id, page.media, page.url) == ("3", Media.TEXT, "https://harrow.example/3")
    assert (page.location, page.published) == (f"{Path(file).resolve()}#3", "2031-03-04T05:06:07+00:00")
    assert found[3].row is None
    assert sum(each.bytes_read for each in found) == total_bytes([file])
    assert told == [f"{file}: url = meta.url (named); text = Body, id = doc_id, date = published (guessed)"]
    assert records(file, limit=3)[2].page.id == "2"


@pytest.mark.parametrize("name", ["a.parquet", "stream.arrow", "a.feather"])
def test_whole_rows_are_given_as_json_where_they_are_wanted(tmp_path: Path, name: str) -> None:
    row = {
        "text": "Water rose.",
        "when": datetime(2031, 3, 4, 5, 6, 7, 89, tzinfo=UTC),
        "local": datetime(2031, 3, 4, 5),  # noqa: DTZ001 - a local time
        "day": date(2031, 3, 4),
        "data": b"\xff\x00",
        "price": Decimal("1.10"),
        "meta": {"at": datetime(2031, 3, 4, tzinfo=UTC), "list": [1, None]},
        "nothing": None,
        "number": float("nan"),
    }
    (found,) = records(save(tmp_path / name, pa.Table.from_pylist([row])), rows=True)
    assert json.loads(json.dumps(found.row, allow_nan=False)) == {
        "text": "Water rose.",
        "when": "2031-03-04T05:06:07.000089+00:00",
        "local": "2031-03-04T05:00:00",
        "day": "2031-03-04",
        "data": "/wA=",
        "price": "1.10",
        "meta": {"at": "2031-03-04T00:00:00+00:00", "list": [1, None]},
        "nothing": None,
        "number": None,
    }


def test_values_that_are_not_strings(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([2**60, None, 3], pa.int64()),
            "text": pa.array(["one", "two", None]).dictionary_encode(),
            "html": pa.array([b"<p>no", b"<p>no", "<p>Grüße".encode()], pa.binary()),
            "date": pa.array([1930000000 * 10**9 + 1, None, 0], pa.timestamp("ns")),
            "url": pa.array([7, 8, 9]),
        }
    )
    file = save(tmp_path / "a.parquet", table)
    one, two, three = (each.page for each in records(file))
    assert (one.id, one.content, one.published, one.url) == (str(2**60), "one", "2031-02-27T23:06:40", None)
    assert (two.id, two.published) == (f"{file}:2", None)
    assert (three.content, three.media, three.published) == ("<p>Grüße", Media.HTML, "1970-01-01T00:00:00")


def test_a_column_that_holds_no_text_is_one_problem_for_the_file(tmp_path: Path) -> None:
    table = pa.table({"content": [1, 2], "parts": [["a"], ["b"]], "label": ["x", "y"]})
    for name in ("a.parquet", "a.feather", "stream.arrow"):
        file = save(tmp_path / name, table)
        assert problem(file).reason == "no column with text in it by the usual names"
        assert "content, parts, label" in str(problem(file).hint)
        assert problem(file, text_field="content").reason == "column `content` holds int64, not text"
        assert "list<" in problem(file, text_field="parts").reason
        gone = problem(file, text_field="label", date_field="day")
        assert (gone.id, gone.reason, gone.hint) == (file, "no column `day`", "it has: content, parts, label")
        assert [each.page.content for each in records(file, text_field="label")] == ["x", "y"]


def test_rows_without_text_are_named(tmp_path: Path) -> None:
    file = save(tmp_path / "a.parquet", pa.table({"text": ["one", None, "", "x" * 5000, "two\0"]}))
    found = list(read([file], ReadOptions(max_bytes=1000)))
    assert [(each.id, each.reason) for each in found if isinstance(each, Unreadable)] == [
        (f"{file}:row 2", "row without text"),
        (f"{file}:row 3", "row without text"),
        (f"{file}:row 4", "row is larger than 1,000 bytes"),
    ]
    assert [each.page.content for each in found if isinstance(each, Record)] == ["one", "two"]
    assert len(records(file, keep_empty=True)) == 5


def test_text_that_is_no_utf8_is_read_all_the_same(tmp_path: Path) -> None:
    bad = pa.array([b"caf\xe9 in Gullhaven", "Grüße".encode()], pa.binary()).view(pa.string())
    for name in ("a.parquet", "a.feather", "stream.arrow"):
        file = save(tmp_path / name, pa.table({"text": bad}))
        assert [each.page.content for each in records(file)] == ["café in Gullhaven", "Grüße"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[: len(data) // 2], "truncated"),
        (lambda data: data[:-1], "truncated"),
        (lambda _data: b"PAR1", "truncated"),
        (lambda _data: b"", "empty"),
        (lambda data: b"PARE" + data[4:-4] + b"PARE", "encrypted"),
        (lambda data: data[:-40] + b"\xff" * 32 + data[-8:], "damaged"),
        (lambda _data: b"id,text\n1,one\n", "no Parquet file"),
        (lambda _data: gzip.compress(b"PAR1")[:15], "truncated"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named_with_the_reason(tmp_path: Path, change: Any, reason: str) -> None:
    whole = Path(save(tmp_path / "whole.parquet", pa.Table.from_pylist(ROWS)))
    (tmp_path / "bad.parquet").write_bytes(change(whole.read_bytes()))
    found = list(read([str(tmp_path / "bad.parquet"), str(whole)]))
    assert isinstance(found[0], Unreadable)
    assert reason in found[0].reason
    assert len(found) == 51


def test_a_damaged_row_group_costs_its_rows(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": f"{number} " + "Water rose. " * 300} for number in range(50)]
    file = Path(save(tmp_path / "a.parquet", pa.Table.from_pylist(rows)))
    start = parquet.ParquetFile(file).metadata.row_group(2).column(1).dictionary_page_offset
    data = bytearray(file.read_bytes())
    data[start : start + 40] = b"\xff" * 40
    file.write_bytes(data)
    found = list(read([str(file)]))
    assert [each.page.id for each in found if isinstance(each, Record)] == [str(n) for n in range(50) if n // 10 != 2]
    (lost,) = (each for each in found if isinstance(each, Unreadable))
    assert lost.id == f"{file}:rows 21 to 30"
    assert lost.reason.startswith("damaged")


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "stream.arrow"])
def test_no_damage_raises_or_ends_the_process(tmp_path: Path, name: str, seed: int) -> None:
    chance = random.Random(seed)
    file = Path(save(tmp_path / name, pa.Table.from_pylist(ROWS)))
    data = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    file.write_bytes(data)
    for found in read([str(file)]):
        assert isinstance(found, Record | Unreadable)


def test_a_damaged_batch_and_a_stream_that_breaks_off(tmp_path: Path) -> None:
    file = Path(save(tmp_path / "stream.arrow", pa.Table.from_pylist(ROWS)))
    file.write_bytes(file.read_bytes()[:-900])
    found = list(read([str(file)]))
    assert len(found) % 10 == 1
    assert isinstance(found[-1], Unreadable)
    assert "after row" in found[-1].reason
    (tmp_path / "old.feather").write_bytes(b"FEA1" + bytes(99))
    assert "version 1" in problem(str(tmp_path / "old.feather")).reason


def test_what_it_is_goes_before_what_it_is_called(tmp_path: Path) -> None:
    told: list[str] = []
    file = Path(save(tmp_path / "a.parquet", pa.Table.from_pylist(ROWS))).rename(tmp_path / "a.csv")
    assert len(records(str(file), notice=told.append)) == 50
    assert told[0] == f"{file}: read as parquet, whatever its name says"
    assert "binary" not in told[0]


@pytest.mark.parametrize("name", ["a.parquet", "a.parquet.gz", "stream.arrow", "a.feather"])
def test_standard_input(tmp_path: Path, name: str) -> None:
    data = Path(save(tmp_path / name, pa.Table.from_pylist(ROWS))).read_bytes()

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    found = list(read(["-"], stdin=Pipe(data)))
    assert [each.page.location for each in found if isinstance(each, Record)] == [None] * 50


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, other = (
        save(tmp_path / "a.parquet", pa.Table.from_pylist(ROWS)),
        save(tmp_path / "b.feather", pa.table({"a": [1]})),
    )
    for module in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for each in (file, other):
        missing = problem(each)
        assert missing == Unreadable(each, "reading it needs pyarrow", extra_hint("parquet"))


def test_shards_of_a_data_set_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for number in (10, 2, 0):
        table = pa.table({"text": [f"shard {number}"]})
        save(tmp_path / "data" / f"train-{number:05}-of-00011.parquet", table)
        save(tmp_path / "data" / f"part-{number}.parquet", table)
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n# A data set\n", encoding="utf-8")
    (tmp_path / "dataset_infos.json").write_text("{}", encoding="utf-8")
    told: list[str] = []
    found = records(str(tmp_path), notice=told.append)
    assert [each.page.content for each in found] == [f"shard {number}" for number in (0, 2, 10)] * 2
    assert told == [
        f"{tmp_path}: passed over, as beside the shards of a data set: README.md, dataset_infos.json",
        f"{tmp_path}/data/part-0.parquet: text = text (guessed)",
    ]


def test_a_format_can_be_forced(tmp_path: Path) -> None:
    file = Path(save(tmp_path / "a.parquet", pa.Table.from_pylist(ROWS))).rename(tmp_path / "shard-0")
    assert len(records(str(file), as_format=InputFormat.PARQUET)) == 50
    (tmp_path / "a.txt").write_text("id,text\n1,one\n", encoding="utf-8")
    assert records(str(tmp_path / "a.txt"), as_format=InputFormat.CSV)[0].page.content == "one"
    assert "begin with PAR1" in problem(str(tmp_path / "a.txt"), as_format=InputFormat.PARQUET).reason


class Watched(io.BytesIO):
    """A file that knows which threads read it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.threads: set[int] = set()

    def read(self, size: int | None = -1, /) -> bytes:
        self.threads.add(threading.get_ident())
        return super().read(size)


def test_no_other_thread_reads_the_file(tmp_path: Path) -> None:
    # one that still reads when the process ends aborts it
    file = Watched(Path(save(tmp_path / "a.parquet", pa.Table.from_pylist(ROWS))).read_bytes())
    assert len(list(read(["-"], ReadOptions(rows=True), stdin=file))) == len(ROWS)
    assert file.threads == {threading.get_ident()}
