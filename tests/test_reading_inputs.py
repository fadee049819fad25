from __future__ import annotations

import gzip
import io
import json
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

import pytest
import zstandard

from provenance.errors import FetchError, FetchFailure, UsageError
from provenance.model import Media, Page, Unreadable
from provenance.reading import InputFormat, ReadOptions, Record, read, total_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "Water rose at Harrow Lake.", "title": "Water rises", "url": "https://harrow.example/a"},
    {"id": 7, "body": "Two gates were shut.", "site": "Harrow Lake Observer", "published": "2031-03-04"},
    {"content": "One gate reopened."},
]


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def records(*inputs: str, options: ReadOptions = ReadOptions()) -> list[Record]:  # noqa: B008 - frozen
    found = list(read(inputs, options))
    assert not [each for each in found if isinstance(each, Unreadable)]
    return [each for each in found if isinstance(each, Record)]


def reasons(
    *inputs: str,
    stdin: bytes | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
) -> list[Unreadable]:
    stream = None if stdin is None else io.BytesIO(stdin)
    return [each for each in read(inputs, options, stream) if isinstance(each, Unreadable)]


def test_text_file_keeps_its_path_as_id_and_its_resolved_path_as_location(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Water rose.", encoding="utf-8")
    given = str(tmp_path / "." / "a.txt")
    (record,) = records(given)
    assert record.page.id == given
    assert record.page.location == str(file.resolve())
    assert (record.page.content, record.page.media, record.row) == ("Water rose.", Media.TEXT, None)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_html_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>Water rose.", encoding="utf-8")
    assert records(str(tmp_path / name))[0].page.media is Media.HTML


def test_html_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<!-- saved -->\n<!DOCTYPE html><p>Water rose.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("An essay on <html> tags.", encoding="utf-8")
    assert [each.page.media for each in records(str(tmp_path))] == [Media.HTML, Media.TEXT]


def test_folder_is_sorted_recursive_and_passes_over_what_it_cannot_read(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", ".hidden.txt", ".git/d.txt", "picture.png", "data.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Water rose.", encoding="utf-8")
    ids = [each.page.id for each in records(str(tmp_path))]
    assert ids == [str(tmp_path / name) for name in ("a.md", "b.txt", "sub/c.html")]


def test_folder_without_articles_says_so(tmp_path: Path) -> None:
    (problem,) = reasons(str(tmp_path))
    assert problem.reason == f"no article in {tmp_path}"
    assert problem.hint is not None


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_corpus_plain_and_packed(tmp_path: Path, suffix: str) -> None:
    data = jsonl(ROWS)
    packed = {"": data, ".gz": gzip.compress(data), ".zst": zstandard.compress(data)}[suffix]
    file = tmp_path / f"c.jsonl{suffix}"
    file.write_bytes(packed)
    found = records(str(file))
    assert [each.row for each in found] == ROWS
    assert [each.page.id for each in found] == ["a", "7", f"{file}:3"]
    assert found[0].page.location == f"{file.resolve()}#a"
    assert (found[1].page.publisher, found[1].page.published) == ("Harrow Lake Observer", "2031-03-04")
    assert sum(each.bytes_read for each in found) == len(packed) == total_bytes([str(file)])


def test_named_fields_go_before_guesses(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(jsonl([{"id": "a", "key": "k", "text": "no", "words": "Water rose.", "raw": "<p>x"}]))
    assert records(str(file), options=ReadOptions(text_field="words", id_field="key"))[0].page.content == "Water rose."
    page = records(str(file), options=ReadOptions(html_field="raw"))[0].page
    assert (page.content, page.media) == ("<p>x", Media.HTML)


def test_bad_rows_cost_one_line_each(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(
        b'{"text": "one"}\n{"text": \n[1]\n\n{"id": 5}\n{"text": ""}\n{"text": 3}\n{"text": "\xff"}\n{"text": "last"}'
    )
    found = list(read([str(file)]))
    assert [each.page.content for each in found if isinstance(each, Record)] == ["one", "last"]
    problems = [each.id.removeprefix(f"{file}:") for each in found if isinstance(each, Unreadable)]
    assert problems == ["line 2", "line 3", "line 5", "line 6", "line 7", "line 8"]


def test_rows_without_text_can_be_kept(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(jsonl([{"id": "a", "text": ""}]))
    (record,) = records(str(file), options=ReadOptions(keep_empty=True))
    assert (record.page.content, record.row) == ("", {"id": "a", "text": ""})


def test_deep_nesting_and_lone_surrogates(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(b"[" * 200_000 + b'\n{"text": "a \\ud800 b"}\n')
    found = list(read([str(file)]))
    assert isinstance(found[0], Unreadable)
    assert isinstance(found[1], Record)
    assert found[1].page.content == "a \ufffd b"


def test_row_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(jsonl([{"text": "x" * 300_000}, {"text": "short"}]))
    found = list(read([str(file)], ReadOptions(max_bytes=1000)))
    assert isinstance(found[0], Unreadable)
    assert found[0].id == f"{file}:line 1"
    assert isinstance(found[1], Record)


@pytest.mark.parametrize("packer", [gzip.compress, zstandard.compress])
def test_truncated_corpus_gives_its_rows_and_one_problem(tmp_path: Path, packer: Callable[[bytes], bytes]) -> None:
    rows = [{"id": str(number), "text": os.urandom(400).hex()} for number in range(600)]
    file = tmp_path / "c.jsonl.gz"  # what it is packed with is read from its first bytes
    data = packer(jsonl(rows))
    file.write_bytes(data[: len(data) // 2])
    found = list(read([str(file)]))
    whole = [each for each in found if isinstance(each, Record)]
    assert 10 < len(whole) < 600
    assert [each.row for each in whole] == rows[: len(whole)]
    assert isinstance(found[-1], Unreadable)
    assert "truncated" in found[-1].reason
    assert len(found) == len(whole) + 1


def test_zst_of_several_frames(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl.zst"
    file.write_bytes(zstandard.compress(jsonl(ROWS[:1])) + zstandard.compress(jsonl(ROWS[1:])))
    assert len(records(str(file))) == 3


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße".encode("utf-8-sig"), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (('<meta charset="iso-8859-2">' + "Łódź").encode("iso-8859-2"), '<meta charset="iso-8859-2">Łódź'),
        (("ü" * 50).encode() + b"\xff", "ü" * 50 + "\ufffd"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert records(str(tmp_path / "a.txt"))[0].page.content == text


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 30, b"%PDF-1.7 text", b"\x89PNG\r\n", bytes(range(1, 32)) * 9])
def test_binary_files_are_no_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert reasons(str(tmp_path / "a.txt"))[0].reason == "binary file"


def test_what_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n ", encoding="utf-8")
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    (tmp_path / "big.txt").write_text("x" * 50, encoding="utf-8")
    names = ("none.txt", "empty.txt", "blank.txt", "t.parquet", "big.txt")
    found = {
        each.id.rsplit("/", 1)[-1]: each.reason
        for each in reasons(*(str(tmp_path / n) for n in names), options=ReadOptions(max_bytes=9))
    }
    assert found == {
        "none.txt": "no such file",
        "empty.txt": "an empty file",
        "blank.txt": "an empty file",
        "t.parquet": "truncated: the end of the file is missing",
        "big.txt": "larger than 9 bytes",
    }
    assert reasons("bad\x00name")[0].id == "bad\x00name"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_permission_denied(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert reasons(str(tmp_path / "a.txt"))[0].reason == "permission denied"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_stdin_is_sniffed(pack: Callable[[bytes], bytes]) -> None:
    def one(data: bytes) -> Record:
        (found,) = read(["-"], ReadOptions(), io.BytesIO(pack(data)))
        assert isinstance(found, Record)
        return found

    assert one(b"Water rose at the lake.").page.media is Media.TEXT
    assert one(b"<html><p>Water rose.</html>").page.media is Media.HTML
    row = one(b'{"id": "a", "text": "Water rose."}\n')
    assert (row.page.id, row.page.location, row.row) == ("a", None, {"id": "a", "text": "Water rose."})
    assert one(b"Water rose.").page.id == "-"


def test_stdin_that_is_missing_or_empty() -> None:
    assert reasons("-")[0].id == "-"
    assert reasons("-", stdin=b"")[0].reason == "an empty file"


def test_limit_counts_documents_over_all_inputs(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(jsonl(ROWS))
    assert len(records(str(tmp_path), options=ReadOptions(limit=4))) == 4
    assert not records(str(tmp_path), options=ReadOptions(limit=0))


def test_reading_is_lazy(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(jsonl([{"id": str(number), "text": "x" * 1000} for number in range(1000)]))
    stream = read([str(file), "none.txt"])
    first = next(stream)
    assert isinstance(first, Record)
    assert first.bytes_read < 200_000


def test_total_bytes_of_a_folder_and_of_what_cannot_be_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12345", encoding="utf-8")
    (tmp_path / "b.bin").write_text("12345", encoding="utf-8")
    assert total_bytes([str(tmp_path), str(tmp_path / "a.txt")]) == 10
    assert total_bytes(["-"]) is None


class StubClient:
    """What the reader needs of the web's client."""

    opened: int = 0
    closed: int = 0

    def __init__(self, options: object) -> None:
        StubClient.opened += 1
        self.options = options

    def __enter__(self) -> Self:
        return self

    def close(self) -> None:
        StubClient.closed += 1


def fetch_page(client: StubClient, given: str, *, archive: bool) -> Page:
    assert isinstance(client, StubClient)
    assert not archive
    name = given.replace("user:secret@", "")
    if "gone" in given:
        message = f"{name}: there is no such page"
        raise FetchError(message, FetchFailure.NOT_FOUND, "check the address")
    if "moved" in given:
        message = "https://harrow.example/elsewhere: the site refuses to give it to programs"
        raise FetchError(message, FetchFailure.FORBIDDEN)
    return Page(name, "<p>Water rose.", Media.HTML, location=name, url=name)


@pytest.fixture
def _web(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web without a network."""
    StubClient.opened = StubClient.closed = 0
    client, pages = ModuleType("client"), ModuleType("pages")
    client.Client, pages.fetch_page = StubClient, fetch_page  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "provenance.reading.web.client", client)
    monkeypatch.setitem(sys.modules, "provenance.reading.web.pages", pages)


@pytest.mark.usefixtures("_web")
def test_pages_of_the_web_are_fetched_by_one_client(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Water rose.", encoding="utf-8")
    links = [f"https://user:secret@harrow.example/{name}" for name in ("a", "gone", "moved")]
    stream = read([str(tmp_path / "a.txt"), *links])
    next(stream)
    assert StubClient.opened == 0
    page, gone, moved = stream
    assert (StubClient.opened, StubClient.closed) == (1, 1)
    assert isinstance(page, Record)
    assert (page.page.id, page.bytes_read, page.row) == ("https://harrow.example/a", 0, None)
    assert gone == Unreadable("https://harrow.example/gone", "there is no such page", "check the address")
    assert moved == Unreadable(
        "https://harrow.example/moved", "https://harrow.example/elsewhere: the site refuses to give it to programs"
    )
    assert total_bytes([str(tmp_path / "a.txt"), links[0]]) is None
    assert records(links[0], options=ReadOptions(limit=1))
    assert StubClient.closed == 2


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("www.harrow.example/x", "for a page on the web write https://www.harrow.example/x"),
        ("www.harrow.example", "for a page on the web write https://www.harrow.example"),
        ("harrow.example.org/a.html", "for a page on the web write https://harrow.example.org/a.html"),
        ("example.org", "for a page on the web write https://example.org"),
        ("gone.txt", None),
        ("folder/gone.jsonl", None),
        ("a" * 300 + ".example/x", None),
    ],
)
def test_an_address_without_its_scheme_is_told_how_to_be_written(given: str, hint: str | None) -> None:
    (problem,) = reasons(given)
    assert problem.hint == hint
    assert problem.id == given


def test_patterns_are_sorted_by_number_and_a_pattern_without_a_match_says_so(tmp_path: Path) -> None:
    for name in ("part-10.jsonl", "part-2.jsonl", "part-1.jsonl.gz", "sub/part-3.jsonl", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        data = jsonl([{"id": name, "text": "Water rose."}])
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    pattern = str(tmp_path / "*.jsonl*")
    assert [each.page.id for each in records(pattern)] == ["part-1.jsonl.gz", "part-2.jsonl", "part-10.jsonl"]
    assert len(records(str(tmp_path / "**" / "*.jsonl"))) == 3
    assert total_bytes([pattern]) == sum(path.stat().st_size for path in tmp_path.iterdir() if "part" in path.name)
    (problem,) = reasons(str(tmp_path / "*.parquet"))
    assert problem.reason == "no file matches this pattern"
    assert total_bytes([str(tmp_path / "*.parquet")]) is None
    (tmp_path / "odd[1].txt").write_text("Water rose.", encoding="utf-8")
    assert records(str(tmp_path / "odd[1].txt"))  # a file of that name goes before a pattern


def test_the_mapping_is_told_once_for_all_shards(tmp_path: Path) -> None:
    for number in range(3):
        rows = [{"doc_id": f"{number}-{row}", "body": "Water rose.", "published": ""} for row in range(2)]
        (tmp_path / f"{number}.jsonl").write_bytes(jsonl(rows))
    (tmp_path / "3.jsonl").write_bytes(jsonl([{"text": "Water rose.", "Published": "2031-03-04"}]))
    told: list[str] = []
    assert len(records(str(tmp_path), options=ReadOptions(notice=told.append))) == 7
    assert told == [
        f"{tmp_path / '0.jsonl'}: text = body, id = doc_id (guessed)",
        f"{tmp_path / '3.jsonl'}: text = text, date = Published (guessed)",
    ]


def test_a_sample_is_the_same_in_any_order_and_of_about_its_size(tmp_path: Path) -> None:
    rows = [{"id": f"story-{number}", "text": "Water rose."} for number in range(2000)]
    file, told = tmp_path / "c.jsonl", []
    file.write_bytes(jsonl(rows))
    options = ReadOptions(sample=0.1, notice=told.append)
    one = {each.page.id for each in records(str(file), options=options)}
    assert 150 < len(one) < 250
    assert told[-1] == f"{file}: passed over: {2000 - len(one):,} outside the sample"
    file.write_bytes(jsonl(rows[::-1]))
    assert {each.page.id for each in records(str(file), options=options)} == one
    other = tmp_path / "elsewhere"
    other.mkdir()
    file.rename(other / "c.jsonl")
    assert {each.page.id for each in records(str(other), options=options)} == one
    assert one < {each.page.id for each in records(str(other), options=ReadOptions(sample=0.3))}
    assert len(records(str(other), options=ReadOptions(sample=1.0))) == 2000


def test_a_sample_of_single_pages(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "index.html").write_text("<p>Water rose.", encoding="utf-8")
    assert 20 < len(records(str(tmp_path), options=ReadOptions(sample=0.25))) < 80


def test_since_passes_over_what_is_surely_earlier(tmp_path: Path) -> None:
    dates = [
        "2031-03-03",
        "2031-03-04",
        "3 March 2031",
        "last week",
        "",
        None,
        1930000000,
        "20310303",
        "2031-03-04T00:00Z",
    ]
    file, told = tmp_path / "c.jsonl", []
    file.write_bytes(jsonl([{"id": str(each), "text": "Water rose.", "date": each} for each in dates]))
    found = records(str(file), options=ReadOptions(since="2031-03-04", notice=told.append))
    assert [each.page.id for each in found] == ["2031-03-04", "last week", f"{file}:5", "None", "2031-03-04T00:00Z"]
    assert told[-2:] == [
        f"{file}: passed over: 4 before 2031-03-04",
        f"{file}: --since let 3 rows in without a date that can be read",
    ]


@pytest.mark.parametrize("name", ["c.jsonl", "c.csv"])
def test_a_corpus_without_dates_says_so_once_where_a_day_is_asked_for(tmp_path: Path, name: str) -> None:
    for number in range(3):
        rows = [{"id": f"{number}{row}", "text": "Water rose."} for row in range(2)]
        table = "id,text\n" + "".join(f"{row['id']},{row['text']}\n" for row in rows)
        (tmp_path / f"{number}-{name}").write_bytes(jsonl(rows) if name.endswith("jsonl") else table.encode())
    told: list[str] = []
    first = tmp_path / f"0-{name}"
    assert len(records(str(tmp_path), options=ReadOptions(since="2031-03-04", notice=told.append))) == 6
    assert told == [
        f"{first}: text = text, id = id (guessed)",
        f"{first}: no column of dates was found, so --since lets every row in; name one with --date-field",
        f"{tmp_path}: --since let 6 rows in without a date that can be read",
    ]
    told.clear()
    assert records(str(tmp_path), options=ReadOptions(notice=told.append))
    assert len(told) == 1, "no day is asked for"


def test_columns_that_are_not_used_are_named_but_not_all_of_a_flood(tmp_path: Path) -> None:
    file, told = tmp_path / "c.jsonl", []
    file.write_bytes(jsonl([{"text": "Water rose.", "topic": "sea"} | {f"f{number}": 1 for number in range(30)}]))
    records(str(file), options=ReadOptions(notice=told.append))
    names = ", ".join(["topic", *(f"f{number}" for number in range(7))])
    assert told == [f"{file}: text = text (guessed); not used: {names} and 23 more"]


def test_notices_of_an_input_are_told_when_the_limit_ends_it(tmp_path: Path) -> None:
    file, told = tmp_path / "c.jsonl", []
    file.write_bytes(jsonl([{"text": "Water rose.", "date": f"2031-03-{day:02}"} for day in range(1, 9)]))
    found = records(str(file), options=ReadOptions(since="2031-03-04", limit=2, notice=told.append))
    assert [each.page.published for each in found] == ["2031-03-04", "2031-03-05"]
    assert told[-1] == f"{file}: passed over: 3 before 2031-03-04"


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_not_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Water rose.", encoding="utf-8")
    (found,) = read([name])
    assert isinstance(found, Unreadable)
    assert (found.id, found.reason) == (repr(name), "an empty name")
    assert len(records(".")) == 1


TABLE = b"id,topic,body\n1,sea,Water rose.\n2,land,It fell.\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_on_standard_input_is_read_as_one_and_says_so(packed: bool) -> None:
    told: list[str] = []
    data = gzip.compress(TABLE) if packed else TABLE
    found = list(read(["-"], ReadOptions(notice=told.append), io.BytesIO(data)))
    assert [each.page.content for each in found if isinstance(each, Record)] == ["Water rose.", "It fell."]
    assert told == [
        "-: read as csv, by its first lines; --input-format says otherwise",
        "-: text = body, id = id (guessed); not used: topic",
    ]


def test_a_table_may_be_meant_as_a_text() -> None:
    told: list[str] = []
    options = ReadOptions(as_format=InputFormat.TEXT, notice=told.append)
    (found,) = read(["-"], options, io.BytesIO(TABLE))
    assert isinstance(found, Record)
    assert found.page.content == TABLE.decode()
    assert told == []


def test_what_may_be_a_table_is_one_text_and_says_what_to_do() -> None:
    told: list[str] = []
    data = TABLE.replace(b"body", b"remark").replace(b"topic", b"url")
    (found,) = read(["-"], ReadOptions(notice=told.append), io.BytesIO(data))
    assert isinstance(found, Record)
    assert told == ["-: read as one text; a table is read with --input-format csv"]


def test_a_name_goes_before_a_look(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TABLE)
    (tmp_path / "rows").write_bytes(TABLE)
    assert len(records(str(tmp_path / "a.txt"))) == 1
    assert len(records(str(tmp_path / "rows"))) == 2


def test_files_that_are_not_read_are_counted_by_their_endings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Water rose.", encoding="utf-8")
    for name in ("a.pdf", "b.PDF", "sub/c.pdf", "d.docx", "LICENCE", "e.tar.gz", ".hidden.pdf", ".git/x.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF")
    told: list[str] = []
    assert len(records(str(tmp_path), options=ReadOptions(notice=told.append))) == 1
    assert told == [
        f"{tmp_path}: passed over, as no kind of file that is read: 3 .pdf, 1 .docx, 1 .tar.gz, 1 without an ending"
    ]


def test_endings_without_end_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Water rose.", encoding="utf-8")
    for number in range(30):
        (tmp_path / f"a.{'x' * 60}{number}"[:200]).write_bytes(b"")
        (tmp_path / f"a.e{number}").write_bytes(b"")
    told: list[str] = []
    records(str(tmp_path), options=ReadOptions(notice=told.append))
    assert len(told) == 1
    assert f"30 .{'x' * 19}, 1 .e0" in told[0]
    assert told[0].endswith(", 23 more")


@pytest.mark.parametrize("options", [{"sample": 0.0}, {"sample": 1.5}, {"since": "soon"}])
def test_options_that_mean_nothing_are_refused_before_anything_is_read(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        read(["-"], ReadOptions(**options))


def test_a_format_can_be_forced(tmp_path: Path) -> None:
    file = tmp_path / "a.data"
    file.write_bytes(jsonl(ROWS))
    assert len(records(str(file), options=ReadOptions(as_format=InputFormat.JSONL))) == 3
    file.write_bytes(b"# Water\n\nIt **rose**.")
    assert (
        records(str(file), options=ReadOptions(as_format=InputFormat.MARKDOWN))[0].page.content == "Water\n\nIt rose."
    )
    page = records(str(file), options=ReadOptions(as_format=InputFormat.HTML))[0].page
    assert page.media is Media.HTML
    (tmp_path / "b.jsonl").write_bytes(jsonl(ROWS))
    assert len(records(str(tmp_path / "b.jsonl"), options=ReadOptions(as_format=InputFormat.TEXT))) == 1


def test_a_picture_that_is_called_a_corpus_is_named_once(tmp_path: Path) -> None:
    for name in ("a.csv", "a.jsonl", "a.json"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
        assert [each.reason for each in reasons(str(tmp_path / name))] == ["binary file"]


def test_ids_and_values_of_other_types(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    rows = [{"id": 0, "text": 7, "body": "one"}, {"id": True, "text": "two\0", "url": 5, "date": 20310304}]
    file.write_bytes(jsonl(rows))
    found = list(read([str(file)]))
    assert isinstance(found[1], Record)
    page = found[1].page
    assert (page.id, page.content, page.url, page.published) == (f"{file}:2", "two", None, "2031-03-04")
    assert isinstance(found[0], Record)
    assert (found[0].page.id, found[0].page.content) == ("0", "one")
