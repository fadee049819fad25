"""Rows as Parquet and as Arrow files."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

from format_samples import arrow_from  # noqa: E402

from provenance.corpus.result import Document  # noqa: E402
from provenance.corpus.written.formats import arrow  # noqa: E402
from provenance.corpus.written.formats.arrow import ArrowRows, ParquetRows  # noqa: E402
from provenance.corpus.written.formats.rows import UNMARKED, Row  # noqa: E402
from provenance.errors import OutputError  # noqa: E402
from provenance.reading.layouts import ArrowForm, BatchRow  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = Document(0, "a", b"", None, 0)
EVERY = pytest.mark.parametrize(
    ("name", "is_stream"), [("kept.parquet", False), ("kept.arrow", False), ("kept.arrow", True)]
)
TYPED = pa.table(
    {
        "id": pa.array([2**60, 2, 3, 4]),
        "word": pa.array(["gull", "tern", "gull", None]).dictionary_encode(),
        "map": pa.array([[("k", 1)], [], None, [("l", None)]], pa.map_(pa.string(), pa.int64())),
        "struct": pa.array([{"x": 1, "y": ["q"]}, None, {"x": None, "y": []}, {"x": 2, "y": None}]),
        "list": pa.array([[1], [2, 3], None, []]),
        "price": pa.array([Decimal("1.10"), None, Decimal("-2.20"), Decimal(0)], pa.decimal128(10, 2)),
        "half": pa.array([1, 2, 3, None], pa.float16()),
        "two": pa.array([b"ab", b"cd", None, b"\0\0"], pa.binary(2)),
        "nothing": pa.nulls(4),
        "view": pa.array(["x", "y" * 40, None, ""], pa.string_view()),
        "bytes": pa.array([b"\xff", b"y" * 40, None, b""], pa.binary_view()),
        "pair": pa.array([[1, 2], [3, 4], None, [5, 6]], pa.list_(pa.int64(), 2)),
        "when": pa.array([1, 2, None, -1], pa.timestamp("ns", "UTC")),
        "span": pa.array([1, 2, None, 3], pa.duration("s")),
        "clock": pa.array([1, 2, None, 3], pa.time64("us")),
        "not a number": pa.array([float("nan"), 1.0, None, -0.0]),
        "latin": pa.array([b"caf\xe9", b"ok", None, b""], pa.binary()).view(pa.string()),
    }
)


def opened(path: Path, form: ArrowForm, *, clean: bool = False) -> ArrowRows:
    return (ParquetRows if path.suffix == ".parquet" else ArrowRows)(path, form, clean=clean)


def put(file: ArrowRows, batch: Any, place: int, mark: dict[str, Any] = UNMARKED) -> None:
    file.put(Row(DOCUMENT, None, None, None, BatchRow(batch, place)), mark)


@EVERY
def test_values_of_every_type_are_copied(name: str, is_stream: bool, tmp_path: Path) -> None:
    form = ArrowForm(TYPED.schema, is_stream=is_stream)
    (batch,) = TYPED.to_batches()
    with opened(tmp_path / name, form) as file:
        for place in (3, 0, 2):
            put(file, batch, place)
    found = arrow_from(tmp_path / name)
    assert found.schema.remove(found.schema.names.index("provenance")).equals(TYPED.schema)
    wanted = TYPED.drop_columns(["view", "bytes", "latin", "when"]).take([3, 0, 2])
    # not a number is never equal to itself
    others = found.drop_columns(["view", "bytes", "latin", "when", "provenance"])
    assert repr(others.to_pylist()) == repr(wanted.to_pylist())
    assert found.column("when").cast(pa.int64()).to_pylist() == [-1, 1, None]
    assert found.column("view").to_pylist() == ["", "x", None]
    assert found.column("bytes").to_pylist() == [b"", b"\xff", None]
    assert found.column("latin").combine_chunks().view(pa.binary()).to_pylist() == [b"", b"caf\xe9", None]


@EVERY
@settings(max_examples=25, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 5), max_size=5),
    chosen=st.lists(st.booleans(), min_size=25, max_size=25),
    group=st.integers(1, 400),
)
def test_rows_come_in_their_order_whatever_the_groups(
    name: str,
    is_stream: bool,
    sizes: list[int],
    chosen: list[bool],
    group: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    path, wanted, number = tmp_path_factory.mktemp("rows") / name, [], 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow, "_GROUP", group)
        with opened(path, ArrowForm(schema, is_stream=is_stream)) as file:
            for size in sizes:
                rows = [{"id": number + place, "text": f"gull {number + place}"} for place in range(size)]
                batch = pa.RecordBatch.from_pylist(rows, schema)
                for place in range(size):
                    if chosen[number + place]:
                        mark = {"kept": True, "cluster": number + place}
                        put(file, batch, place, mark)
                        wanted.append(rows[place] | {"provenance": mark})
                number += size
    found = arrow_from(path).to_pylist()
    for row in found:
        row["provenance"] = {name: value for name, value in row["provenance"].items() if value is not None}
    assert found == wanted


def test_no_more_than_a_group_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "_GROUP", 10_000)
    schema = pa.schema([("text", pa.string())])
    with ParquetRows(tmp_path / "kept.parquet", ArrowForm(schema, "ZSTD"), clean=False) as file:
        for number in range(50):
            put(file, pa.RecordBatch.from_pylist([{"text": f"{number}" * 1000}] * 2, schema), number % 2)
            assert sum(batch.nbytes for batch in file._held) < 20_000  # noqa: SLF001 - what it holds is not told
    about = parquet.ParquetFile(tmp_path / "kept.parquet").metadata
    assert about.num_rows == 50
    assert about.num_row_groups > 5
    assert about.row_group(0).column(0).compression == "ZSTD"


@EVERY
def test_inputs_of_other_columns_fit_and_what_they_lack_is_empty(name: str, is_stream: bool, tmp_path: Path) -> None:
    schema = pa.schema([("id", pa.int64()), ("text", pa.large_string()), ("n", pa.int8())])
    first = pa.RecordBatch.from_pydict({"id": pa.array([1], pa.int32()), "text": ["one"]})
    second = pa.RecordBatch.from_pydict({"n": pa.array([7], pa.int8()), "text": pa.array(["two"]).dictionary_encode()})
    with opened(tmp_path / name, ArrowForm(schema, is_stream=is_stream)) as file:
        put(file, first, 0)
        put(file, second, 0)
    assert arrow_from(tmp_path / name).drop_columns("provenance").to_pylist() == [
        {"id": 1, "text": "one", "n": None},
        {"id": None, "text": "two", "n": 7},
    ]


def test_what_is_added_is_typed_and_what_was_there_is_kept_in_it(tmp_path: Path) -> None:
    batch = pa.RecordBatch.from_pydict({"provenance": [{"a": [1]}, None], "text": ["one", "two"]})
    mark = {
        "kept": False, "cluster": 1, "cause": "copy", "kept_id": "a", "stored": 5, "relation": "excerpt",
        "jaccard": 0.25, "containment": 1.0, "reason": "why", "failed": "how", "clean": "story",
    }  # fmt: skip
    with ParquetRows(tmp_path / "kept.parquet", ArrowForm(batch.schema), clean=True) as file:
        put(file, batch, 1, mark)
        put(file, batch, 0)
    rows = arrow_from(tmp_path / "kept.parquet").to_pylist()
    assert rows[0] == {"provenance": mark | {"input": None}, "text": "two"}
    assert rows[1]["provenance"] == dict.fromkeys(mark) | UNMARKED | {"input": {"a": [1]}}


def test_what_has_no_type_is_not_dropped_in_silence(tmp_path: Path) -> None:
    batch = pa.RecordBatch.from_pydict({"text": ["one"]})
    with (
        pytest.raises(TypeError, match="no type"),
        ParquetRows(tmp_path / "kept.parquet", ArrowForm(batch.schema), clean=False) as file,
    ):
        put(file, batch, 0, {"kept": True, "new": 1})


def test_a_type_that_a_format_does_not_know_is_an_error_of_the_family(tmp_path: Path) -> None:
    schema = pa.schema([("text", pa.string()), ("odd", pa.month_day_nano_interval())])
    with pytest.raises(OutputError, match=r"kept\.parquet: the rows cannot be written so") as refused:
        ParquetRows(tmp_path / "kept.parquet", ArrowForm(schema), clean=False)
    assert "--output-format jsonl" in str(refused.value.hint)
    with ArrowRows(tmp_path / "kept.arrow", ArrowForm(schema), clean=False):
        pass


@EVERY
def test_no_row_at_all_is_a_file_with_a_schema(name: str, is_stream: bool, tmp_path: Path) -> None:
    schema = pa.schema([("text", pa.string())], {"who": "gull"})
    with opened(tmp_path / name, ArrowForm(schema, is_stream=is_stream)):
        pass
    found = arrow_from(tmp_path / name)
    assert (found.num_rows, found.schema.names) == (0, ["text", "provenance"])
    assert found.schema.metadata == {b"who": b"gull"}
