"""A table without a name: told from prose by its first bytes."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.reading.corpora.delimiters import fit, likeness
from provenance.reading.records import InputFormat
from provenance.settings import seeds_folder

STORY = "The ferry, said to be new, ran aground.\nTwo tugs pulled it free; nobody was hurt."


def table(header: list[str], rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("rows", [1, 2, 40])
def test_a_table_with_a_usual_column_of_text_is_one(delimiter: str, rows: int) -> None:
    data = table(["id", "Body", "topic"], [[str(row), STORY, "sea"] for row in range(rows)], delimiter)
    found = likeness(data[:8192], whole=len(data) <= 8192)
    assert found == (InputFormat.TSV if delimiter == "\t" else InputFormat.CSV, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_a_name(encoding: str) -> None:
    data = table(["text", "url"], [[STORY, "https://a.example/"]] * 3).decode().encode(encoding)
    assert likeness(data, whole=True) == (InputFormat.CSV, True)


def test_a_first_row_that_is_cut_needs_two_usual_columns() -> None:
    long = "word " * 4000
    data = table(["id", "text"], [["1", long]])[:8192]
    assert likeness(data, whole=False) == (InputFormat.CSV, True)
    assert likeness(table(["topic", "text"], [["1", long]])[:8192], whole=False) is None


@pytest.mark.parametrize(
    "data",
    [
        b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n",
        b"id,remark\n1,x\n2,y\n3,z\n",
        b"id,title,text\n1,Ferry,The ferry, said to be new, ran aground\n2,x,y\n",
    ],
)
def test_what_may_be_a_table_is_not_taken_for_one(data: bytes) -> None:
    assert likeness(data, whole=True) == (InputFormat.CSV, False)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"text\nid\n",
        STORY.encode(),
        b"News, sport\n\nThe ferry, said to be new, ran aground.\n",
        b"Text, photos\nThe ferry ran aground.\n",
        b"Who, what, where.\nOne, two, three.\nFour, five, six.\nSeven, eight, nine.\n",
        b"<p>id,text</p>\n1,2\n3,4\n",
        b"text,text\na,b\nc,d\n",
        b'"text,id\n' + b"x" * 200,
        b"\x00text,id\n1,2\n",
    ],
)
def test_prose_is_no_table(data: bytes) -> None:
    assert likeness(data, whole=True) is None


def test_no_sample_is_taken_for_a_table() -> None:
    samples = [path for path in (seeds_folder() / "articles").iterdir() if path.suffix in {".txt", ".md", ".html"}]
    assert len(samples) > 10
    assert [path.name for path in samples if likeness(path.read_bytes()[:8192], whole=False) is not None] == []


@given(data=st.binary(max_size=300), whole=st.booleans())
def test_any_bytes_have_an_answer(data: bytes, *, whole: bool) -> None:
    likeness(data, whole=whole)
    likeness(b"id,text\n" + data, whole=whole)


@given(
    st.lists(st.tuples(st.text("ab,;\n\"'| ", max_size=30), st.text("cd", max_size=5)), min_size=2, max_size=9),
    st.sampled_from(",;\t|"),
)
def test_what_the_csv_module_writes_fits(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = table(["text", "id"], [list(row) for row in rows], delimiter).decode().replace("\r\n", "\n")
    assert fit(text, delimiter) == (1.0, 2)


def test_json_is_no_table() -> None:
    assert likeness(json.dumps({"id": 1, "text": STORY}).encode(), whole=True) is None
