"""Laws of every format: no row is lost, none is changed, and what is written can be read again."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from format_samples import (
    STORIES,
    arrow_from,
    arrow_of,
    crawl_of,
    lines_of,
    packed,
    record,
    records_of,
    rows_of_table,
    said_by,
    table_of,
    unpacked,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import dedup
from provenance.corpus.gathering import workers
from provenance.errors import UsageError
from provenance.reading import ReadOptions
from provenance.settings import DedupSettings, Keep, OutputFormat, Room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from provenance.corpus import DedupReport
    from provenance.pipeline.progress import Progress

pa = pytest.importorskip("pyarrow")

Row = dict[str, Any]
# which copy is kept is of no matter here, and this looks into no page
QUICK = DedupSettings(keep=Keep.FIRST)
COLUMNS = ("id", "text", "note", "date")
SCHEMA = pa.schema([("id", pa.string()), ("text", pa.string()), ("note", pa.large_string()), ("date", pa.date32())])

WRITE: dict[str, Callable[[list[Row]], bytes]] = {
    "c.jsonl": lines_of,
    "c.jsonl.gz": lambda rows: packed(lines_of(rows), ".gz"),
    "c.jsonl.zst": lambda rows: packed(lines_of(rows), ".zst"),
    "c.json": lambda rows: json.dumps(rows, indent=1).encode(),
    "c.csv": lambda rows: table_of(rows, COLUMNS),
    "c.csv.gz": lambda rows: packed(table_of(rows, COLUMNS, delimiter=";"), ".gz"),
    "c.tsv": lambda rows: table_of(rows, COLUMNS, delimiter="\t"),
    "c.parquet": lambda rows: arrow_of(typed(rows), "c.parquet", compression="gzip"),
    "c.feather": lambda rows: arrow_of(typed(rows), "c.feather", compression="lz4"),
    "stream.arrow": lambda rows: arrow_of(typed(rows), "stream.arrow"),
}
READ: dict[str, Callable[[Path], list[Row]]] = {
    "jsonl": lambda path: [json.loads(line) for line in unpacked(path).splitlines()],
    "json": lambda path: json.loads(unpacked(path)),
    "csv": lambda path: rows_of_table(unpacked(path), delimiter=";" if path.suffix == ".gz" else ","),
    "tsv": lambda path: rows_of_table(unpacked(path), delimiter="\t"),
    "parquet": lambda path: untyped(arrow_from(path)),
    "arrow": lambda path: untyped(arrow_from(path)),
}


def typed(rows: list[Row]) -> Any:
    day = [None if not row["date"] else int(row["date"]) for row in rows]
    table = pa.Table.from_pylist([row | {"date": None} for row in rows], SCHEMA)
    return table.set_column(3, "date", pa.array(day, pa.int32()).cast(pa.date32()))


def untyped(table: Any) -> list[Row]:
    at = table.schema.names.index("date")
    assert table.schema.remove(len(table.schema) - 1).equals(SCHEMA)
    rows = table.set_column(at, "date", table.column("date").cast(pa.int32()).cast(pa.string())).to_pylist()
    for row in rows:
        row["date"] = row["date"] or ""
        row["provenance"] = {name: value for name, value in row["provenance"].items() if value is not None}
    return rows


def taken_apart(row: Row) -> tuple[Row, Row]:
    """A row as it was, and what is added to it."""
    mark = row["provenance"]
    mark = json.loads(mark) if isinstance(mark, str) else mark
    return {name: value for name, value in row.items() if name != "provenance"}, mark


def counted(rows: list[Row]) -> Counter[str]:
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


def written(out: Path, report: DedupReport) -> dict[str, list[tuple[Row, Row]]]:
    kept, removed = ([taken_apart(row) for row in READ[report.format](out / name)] for name in report.files)
    return {"kept": kept, "removed": removed}


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b", "c", "d", "ø", "1"]),
            "text": st.sampled_from([*STORIES, *STORIES, "", "Too short."]),
            "note": st.sampled_from(["", "x", 'said "no"', "two\nlines", "semi;colon, and\ttab", "“é”"]),
            "date": st.sampled_from(["", "0", "22345"]),
        }
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("name", list(WRITE))
@settings(max_examples=12, deadline=None)
@given(rows=ROWS)
def test_every_row_stands_in_one_file_as_it_came(
    name: str, rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("law")
    (folder / name).write_bytes(WRITE[name](rows))
    report = dedup([folder / name], folder / "out", settings=QUICK)
    found = written(folder / "out", report)
    assert counted([row for side in found.values() for row, _ in side]) == counted(rows)
    assert (len(found["kept"]), len(found["removed"])) == (report.kept, report.removed)
    for side, some in found.items():
        assert all(mark["kept"] is (side == "kept") for _, mark in some)
        # within a file they come in their order
        left = iter(rows)
        assert all(any(one == row for row in left) for one, _ in some)
    told = json.loads((folder / "out" / "report.json").read_bytes())
    assert (told["format"], tuple(told["files"].values())) == (report.format, report.files)
    # the same again, byte for byte
    dedup([folder / name], folder / "same", settings=QUICK)
    for file in (*report.files, "clusters.jsonl", "report.json"):
        assert (folder / "out" / file).read_bytes() == (folder / "same" / file).read_bytes()
    # and what is written is a corpus like any other
    files = [folder / "out" / file for file in report.files if (folder / "out" / file).stat().st_size]
    again = dedup(files, folder / "again", settings=QUICK)
    assert (again.read, again.kept, again.format) == (report.read, report.kept, report.format)
    assert again.failed == report.failed


PAGE = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><article><p>{}</p></article></html>"
)


@pytest.mark.parametrize("name", ["c.warc", "c.warc.gz", "c.warc.zst"])
@settings(max_examples=12, deadline=None)
@given(
    kinds=st.lists(
        st.tuples(st.sampled_from(["page", "page", "request", "picture", "info", "empty"]), st.integers(0, 4)),
        max_size=12,
    )
)
def test_every_record_stands_in_one_file_as_it_came(
    name: str, kinds: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, records = tmp_path_factory.mktemp("law"), [record("warcinfo", "w", "", b"software: x\r\n")]
    for at, (kind, which) in enumerate([("page", 0), *kinds]):
        url = f"https://harrow{at}.example/{at}"
        if kind == "page":
            records.append(record("response", f"p{at}", url, PAGE.format(STORIES[which]).encode()))
        elif kind == "request":
            records.append(
                record("request", f"r{at}", url, b"GET / HTTP/1.1\r\n\r\n", f"WARC-Concurrent-To: <urn:p{at - which}>")
            )
        elif kind == "picture":
            records.append(
                record("response", f"i{at}", url, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG")
            )
        else:
            records.append(record("response" if kind == "empty" else kind, f"o{at}", url, b""))
    (folder / name).write_bytes(crawl_of(records, name))
    report = dedup([folder / name], folder / "out", settings=QUICK)
    sides = [records_of(folder / "out" / file) for file in report.files]
    ours = [[each for each in side if str(said_by(each, "WARC-Record-ID")).startswith("<urn:uuid:")] for side in sides]
    assert Counter(each for side in sides for each in side) - Counter(
        each for some in ours for each in some
    ) == Counter(records)
    for some, mine in zip(sides, ours, strict=True):
        pages = [
            str(said_by(each, "WARC-Record-ID")) for each in some if str(said_by(each, "WARC-Record-ID"))[5] == "p"
        ]
        assert [said_by(each, "WARC-Refers-To") for each in mine[1:]] == pages
    assert [len(mine) - 1 for mine in ours] == [report.kept, report.removed]
    dedup([folder / name], folder / "same", settings=QUICK)
    for file in (*report.files, "clusters.jsonl", "report.json"):
        assert (folder / "out" / file).read_bytes() == (folder / "same" / file).read_bytes()
    again = dedup([folder / "out" / file for file in report.files], folder / "again", settings=QUICK)
    assert (again.read, again.kept, again.format) == (report.read, report.kept, "warc")


def save(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def row(name: str, story: int, **more: object) -> Row:
    return {"id": name, "text": STORIES[story], **more}


def test_shards_with_other_columns_go_into_one_file(tmp_path: Path) -> None:
    first = pa.table({"id": pa.array([1, 2], pa.int32()), "text": [STORIES[0], STORIES[1]]})
    second = pa.table({"n": [7], "text": [STORIES[0]], "id": pa.array([2**40])})
    for number, table in ((10, second), (2, first)):
        save(tmp_path / "shards" / f"part-{number}.parquet", arrow_of(table, ".parquet"))
    told: list[str] = []
    report = dedup([tmp_path / "shards"], tmp_path / "out", settings=QUICK, options=ReadOptions(notice=told.append))
    note = "inputs with other columns or types are put together; what an input did not have is empty"
    assert (report.format, report.notes, note in told) == ("parquet", (note,), True)
    kept, removed = (arrow_from(tmp_path / "out" / name) for name in report.files)
    assert kept.schema.field("id").type == pa.int64()
    assert kept.select(["id", "n"]).to_pylist() == [{"id": 1, "n": None}, {"id": 2, "n": None}]
    assert removed.select(["id", "n"]).to_pylist() == [{"id": 2**40, "n": 7}]


def test_tables_with_other_columns_go_into_one_file(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", table_of([row("a", 0, n="1")], ["id", "text", "n"]))
    save(tmp_path / "b.csv", table_of([row("b", 1, m="2")], ["m", "text", "id"], delimiter=";"))
    report = dedup([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "out", settings=QUICK)
    rows = [taken_apart(each)[0] for each in rows_of_table(unpacked(tmp_path / "out" / "kept.csv"))]
    assert rows == [row("a", 0, n="1", m=""), row("b", 1, n="", m="2")]
    assert len(report.notes) == 1


def test_inputs_of_several_formats_lose_nothing(tmp_path: Path) -> None:
    table = pa.table({"id": ["a"], "text": [STORIES[0]], "b": [b"\xff"]})
    crawled = record("response", "c", "https://c.example/", PAGE.format(STORIES[2]).encode())
    page = f"<html><body><article><p>{STORIES[3]}</p></article></body></html>"
    inputs = [
        save(tmp_path / "a.parquet", arrow_of(table, ".parquet")),
        save(tmp_path / "b.csv", table_of([row("b", 1)], ["id", "text"])),
        save(tmp_path / "c.warc", crawl_of([crawled], "")),
        save(tmp_path / "d.html", page.encode()),
    ]
    report = dedup(inputs, tmp_path / "out", settings=QUICK)
    assert report.notes == (
        "inputs of several formats (parquet, csv, warc, pages): their rows are written as JSON Lines",
    )
    rows = [taken_apart(each)[0] for each in READ["jsonl"](tmp_path / "out" / "kept.jsonl")]
    assert rows[:2] == [row("a", 0, b="/w=="), row("b", 1)]
    assert STORIES[2] in rows[2].pop("html")
    assert rows[2] == {"id": "urn:c", "url": "https://c.example/", "date": "2031-03-04T05:06:07Z", "type": "response"}
    assert STORIES[3] in rows[3]["html"]


@pytest.mark.parametrize("name", list(WRITE))
def test_every_input_can_be_written_as_json_lines(name: str, tmp_path: Path) -> None:
    rows = [row("a", 0, note="n", date="22345"), row("b", 0, note="", date="")]
    save(tmp_path / name, WRITE[name](rows))
    report = dedup([tmp_path / name], tmp_path / "out", settings=QUICK, output_format=OutputFormat.JSONL)
    assert report.format == "jsonl"
    ids = [[each["id"] for each in READ["jsonl"](tmp_path / "out" / file)] for file in report.files]
    assert ids == [["a"], ["b"]]


def test_what_does_not_fit_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    inputs = [save(tmp_path / "a.parquet", WRITE["c.parquet"]([])), save(tmp_path / "b.jsonl", lines_of([row("b", 1)]))]
    with pytest.raises(UsageError, match=r"a\.parquet: parquet cannot be written as warc"):
        dedup(inputs, tmp_path / "out", output_format=OutputFormat.WARC)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["c.jsonl.gz", "c.json", "c.csv", "c.parquet", "c.feather"])
def test_kept_rows_get_their_clean_story_in_every_format(name: str, tmp_path: Path) -> None:
    rows = [row(str(number), number % 5, note=f"{number}", date="1") for number in range(8)]
    for each in rows:
        each["text"] = f"Menu\n\n{each['text']}\n\nCopyright 2031 Gull Media. All rights reserved."
    save(tmp_path / name, WRITE[name](rows))
    found = written(tmp_path / "out", dedup([tmp_path / name], tmp_path / "out", clean=True))
    assert counted([each for side in found.values() for each, _ in side]) == counted(rows)
    assert [mark["clean"] for _, mark in found["kept"]] == list(STORIES)
    assert all("clean" not in mark for _, mark in found["removed"])


def test_kept_records_get_their_clean_story(tmp_path: Path) -> None:
    records = []
    for number in range(7):
        url = f"https://c{number}.example/"
        records.append(record("request", f"r{number}", url, b"GET", f"WARC-Concurrent-To: <urn:p{number}>"))
        records.append(record("response", f"p{number}", url, PAGE.format(STORIES[number % 5]).encode()))
    save(tmp_path / "c.warc", crawl_of(records, ""))
    report = dedup([tmp_path / "c.warc"], tmp_path / "out", settings=QUICK, clean=True)
    kept, removed = (records_of(tmp_path / "out" / name) for name in report.files)
    stories = [
        json.loads(each.partition(b"\r\n\r\n")[2])["provenance"]["clean"]
        for each in kept
        if b"application/json" in each
    ]
    assert stories == list(STORIES)
    ours = [each for each in removed if each in records]
    assert ours == records[10:]


@pytest.mark.parametrize("name", ["c.csv", "c.parquet", "c.feather"])
def test_what_stood_under_the_name_of_what_is_added_is_kept_in_it(name: str, tmp_path: Path) -> None:
    rows = [row("a", 0, note="", date="1") | {"provenance": "mine"}]
    if name == "c.csv":
        data = table_of(rows, [*COLUMNS, "provenance"])
    else:
        table = typed([{key: value for key, value in rows[0].items() if key != "provenance"}])
        data = arrow_of(table.append_column("provenance", pa.array(["mine"])), name)
    save(tmp_path / name, data)
    found = written(tmp_path / "out", dedup([tmp_path / name], tmp_path / "out", settings=QUICK))
    assert [mark["input"] for _, mark in found["kept"]] == ["mine"]


def test_a_part_of_a_crawl_takes_its_requests_along(tmp_path: Path) -> None:
    records = []
    for number in range(40):
        url = f"https://c{number}.example/"
        records.append(record("request", f"r{number}", url, b"GET", f"WARC-Concurrent-To: <urn:p{number}>"))
        records.append(record("response", f"p{number}", url, PAGE.format(STORIES[0] + f" {number}").encode()))
    save(tmp_path / "c.warc", crawl_of(records, ""))
    report = dedup([tmp_path / "c.warc"], tmp_path / "out", settings=QUICK, options=ReadOptions(sample=0.4))
    sides = [records_of(tmp_path / "out" / name) for name in report.files]
    names = Counter(str(said_by(each, "WARC-Record-ID"))[5:6] for side in sides for each in side if each in records)
    assert names == {"r": report.read, "p": report.read}
    assert 5 < report.read < 30


@pytest.mark.parametrize("name", ["c.jsonl.gz", "c.csv", "c.parquet", "stream.arrow", "c.warc.gz"])
def test_a_run_that_was_stopped_while_it_wrote_goes_on_to_the_same_bytes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "COMPILED_FROM", 10)
    rows = [row(str(at), at % 5, note=f"{at}", date="1") for at in range(200)]
    for at, each in enumerate(rows):
        each["text"] += f" That was on day {at % 150}, and {at % 50} saw it."
    if name == "c.warc.gz":
        pages = (record("conversion", each["id"], "https://a.example/", each["text"].encode()) for each in rows)
        data = crawl_of(pages, name)
    else:
        data = WRITE[name](rows)
    corpus = save(tmp_path / name, data)
    undisturbed = dedup([corpus], tmp_path / "undisturbed", settings=QUICK)

    def stop(progress: Progress) -> None:
        if progress.stage == "writing" and progress.done >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedup([corpus], tmp_path / "out", settings=QUICK, progress=stop)
    left = {path.name for path in (tmp_path / "out.partial").iterdir()}
    assert {*undisturbed.files, "work"} <= left
    dedup([corpus], tmp_path / "out", settings=QUICK, room=Room(resume=True))
    contents = [
        {path.name: path.read_bytes() for path in (tmp_path / each).iterdir()} for each in ("undisturbed", "out")
    ]
    assert contents[0] == contents[1]
