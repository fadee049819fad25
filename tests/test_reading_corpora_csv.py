from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.model import Unreadable
from provenance.reading import InputFormat, ReadOptions, Record, read, total_bytes
from provenance.reading.corpora import csv as module

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The gate at Harrow Lake was shut; two, three boats waited.\nIt opened at “noon”."
VALUE = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30)


def found_in(data: bytes, **options: object) -> list[Record | Unreadable]:
    """What a table on standard input holds."""
    how = ReadOptions(**{"as_format": InputFormat.CSV, **options})  # type: ignore[arg-type]
    return list(read(["-"], how, io.BytesIO(data)))


def contents(found: list[Record | Unreadable]) -> list[str]:
    return [each.page.content for each in found if isinstance(each, Record)]


def problems(found: list[Record | Unreadable]) -> list[tuple[str, str]]:
    return [(each.id.removeprefix("-:"), each.reason) for each in found if isinstance(each, Unreadable)]


def table(rows: list[list[str]], delimiter: str = ",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode()


@settings(max_examples=60, deadline=None)
@example(rows=[("", "0"), ("", "0\t")], cut="\t")
@given(rows=st.lists(st.tuples(VALUE, VALUE.filter(str.strip)), min_size=1, max_size=8), cut=st.sampled_from(",;\t|"))
def test_what_is_written_is_read_whatever_stands_between_values(rows: list[tuple[str, str]], cut: str) -> None:
    data = table([["id", "text"], *map(list, rows)], cut)
    found = found_in(data, as_format=InputFormat.TSV if cut == "\t" else InputFormat.CSV)
    assert [each.row for each in found if isinstance(each, Record)] == [{"id": i, "text": t} for i, t in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(tmp_path: Path, delimiter: str, encoding: str) -> None:
    data = table([["doc_id", "Body"], ["7", TEXT], ["8", "Café, “bar”"]], delimiter).decode().encode(encoding)
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    found = list(read([str(file)]))
    assert contents(found) == [TEXT, "Café, “bar”"]
    assert [each.page.id for each in found if isinstance(each, Record)] == ["7", "8"]


def test_bytes_that_are_no_utf8_far_down_a_table() -> None:
    rows = b"".join(b"%d,Water rose at Harrow Lake.\n" % number for number in range(20_000))
    found = found_in(b"id,text\n" + rows + b"a,caf\xe9\nb,caf\xc3\xa9\n")
    assert contents(found)[-2:] == ["café", "café"]
    assert found[-2].row == {"id": "a", "text": "café"}  # type: ignore[union-attr]


def test_rows_are_named_by_the_line_that_they_begin_on() -> None:
    found = found_in(b'text,url\n"one\ntwo",u\nthree,u,extra\n"four",u\n')
    assert [each.page.id if isinstance(each, Record) else each.id for each in found] == ["-:2", "-:line 4", "-:5"]


def test_ragged_rows() -> None:
    found = found_in(b"id,text,url\n1,one\n2,two,u,,\n3,three,u,more\n4,four,u\n5\n\n6,six,u\n")
    assert contents(found) == ["one", "two", "four", "six"]
    assert problems(found) == [("line 4", "row has 4 values for 3 columns"), ("line 6", "row without text")]
    assert found[0].row == {"id": "1", "text": "one", "url": ""}  # type: ignore[union-attr]


def test_a_table_without_a_text_column_is_one_problem_for_the_file() -> None:
    (problem,) = found_in(b"label,score\nno,1\nyes,2\n")
    assert isinstance(problem, Unreadable)
    assert (problem.id, problem.reason) == ("-", "no column with text in it by the usual names")
    assert "label, score" in str(problem.hint)


def test_a_named_column_that_is_missing_is_one_problem_with_the_columns_there_are() -> None:
    (problem,) = found_in(b"label,text\nno,1\n", text_field="story", url_field="link")
    assert isinstance(problem, Unreadable)
    assert problem.reason == "no column `link`, `story`"
    assert problem.hint == "it has: label, text"


def test_a_field_beyond_the_limit_costs_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(table([["id", "text"], ["1", "one"], ["2", "x" * 400_000], ["3", "three"], ["4", "y" * 150_000]]))
    found = list(read([str(file)], ReadOptions(max_bytes=200_000)))
    assert [text[:5] for text in contents(found)] == ["one", "three", "yyyyy"]
    (problem,) = (each for each in found if isinstance(each, Unreadable))
    assert (problem.id, problem.reason) == (f"{file}:line 3", "row is larger than 200,000 bytes")


def test_a_quotation_mark_that_is_missing_costs_no_more_than_a_document_may_take() -> None:
    rows = b"".join(b"%d,Water rose.\n" % number for number in range(60_000))
    found = found_in(b'id,text\n1,one\n2,"open\n' + rows, max_bytes=100_000)
    assert len(contents(found)) > 40_000
    assert len(problems(found)) == 1


def test_the_rows_below_one_that_is_never_closed_are_read_under_their_numbers() -> None:
    found = found_in(b'id,text\na,one story\nb,"never closed\n,third\n,fourth\n')
    assert contents(found) == ["one story", "third", "fourth"]
    assert [each.page.id for each in found if isinstance(each, Record)] == ["a", "-:4", "-:5"]
    assert problems(found) == [("line 3", "row is never closed: a quotation mark opens a value")]


def test_rows_that_are_never_closed_are_given_up_after_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_UNCLOSED", 1)
    found = found_in(b'id,text\na,one story\nb,"never closed\n,third\n')
    assert contents(found) == ["one story"]
    assert len(problems(found)) == 1


@given(st.lists(st.tuples(VALUE, VALUE.filter(str.strip)), min_size=1, max_size=6))
def test_no_row_of_a_table_that_is_whole_is_taken_for_one_that_is_not(rows: list[tuple[str, str]]) -> None:
    for ending in (b"", b"\r\n"):
        data = table([["id", "text"], *map(list, rows)]).removesuffix(b"\r\n") + ending
        assert problems(found_in(data)) == []


def test_a_line_without_end_is_never_held() -> None:
    assert problems(found_in(b"id,text\n" + b"a," * 3_000_000, max_bytes=50_000))[0][0] == "line 2"
    assert len(found_in(b"a," * 3_000_000, max_bytes=50_000)) == 1


def test_nul_bytes_are_left_out() -> None:
    assert contents(found_in(b"id,te\0xt\n1,Wa\0ter\0 rose.\n")) == ["Water rose."]


def test_tabs_without_quoting(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_bytes(b'id\ttext\n1\t"He left\n2\tand" she said\n3\tthe 5" pipe\n')
    assert contents(list(read([str(file)]))) == ['"He left', 'and" she said', 'the 5" pipe']


def test_names_that_stand_twice_are_all_kept() -> None:
    (record,) = found_in(b"text,note,note\none,a,b\n")
    assert record.row == {"text": "one", "note": "a", "note.2": "b"}  # type: ignore[union-attr]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"text\n"])
def test_a_table_without_rows(data: bytes) -> None:
    assert not contents(found_in(data))


def test_a_packed_table_that_breaks_off_gives_its_rows_and_one_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.csv.gz"
    data = gzip.compress(b"id,text\n" + b"".join(b"%d,%s\n" % (n, b"%x" % (n**40)) for n in range(5000)))
    file.write_bytes(data[: len(data) // 2])
    found = list(read([str(file)]))
    assert len(contents(found)) > 500
    assert isinstance(found[-1], Unreadable)
    assert found[-1].reason.startswith("truncated after line ")
    assert sum(isinstance(each, Unreadable) for each in found) == 1


def test_bytes_read_add_up(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"id,text\n" + b"".join(b"%d,Water rose at Harrow Lake.\n" % n for n in range(9000)))
    found = [each for each in read([str(file)]) if isinstance(each, Record)]
    assert sum(each.bytes_read for each in found) == total_bytes([str(file)])
    assert found[10].bytes_read < 10_000
