from __future__ import annotations

import gzip
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from provenance.model import Media, Unreadable
from provenance.reading import ReadOptions, Record, read, total_bytes

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


def test_what_is_not_there_or_not_read_yet(tmp_path: Path) -> None:
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
        "empty.txt": "empty",
        "blank.txt": "empty",
        "t.parquet": ".parquet is not read yet",
        "big.txt": "larger than 9 bytes",
    }
    assert "fetching" in reasons("https://harrow.example/a")[0].reason
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
    assert reasons("-", stdin=b"")[0].reason == "empty"


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
