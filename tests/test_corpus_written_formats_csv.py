"""Rows as tables of text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.corpus.result import Document
from provenance.corpus.written.formats.csv import TableRows
from provenance.corpus.written.formats.rows import UNMARKED, Row
from provenance.errors import OutputError
from provenance.reading import ReadOptions, Record, read
from provenance.reading.layouts import Packing, TableForm

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = Document(0, "a", b"", None, 0)
COLUMNS = ("id", "text", "note")
# no NUL, which no table has; the text is there, so that its table is known for one
VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20) | st.sampled_from(
    ['"', '""', "a\nb", "a\r\nb", "a\rb", ",", "\t", " a ", "'", ";"]
)


def form(delimiter: str = ",", line_end: str = "\n", encoding: str = "utf-8", *, quotes: bool = True) -> TableForm:
    quoting = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    return TableForm(COLUMNS, COLUMNS, delimiter, quoting, line_end, encoding)


def write(path: Path, how: TableForm, rows: list[dict[str, Any]], packing: Packing = Packing.NONE) -> bytes:
    with TableRows(path, how, packing) as file:
        for row in rows:
            file.put(Row(DOCUMENT, None, None, row), UNMARKED)
    return path.read_bytes()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@settings(max_examples=25, deadline=None)
@given(notes=st.lists(VALUES, min_size=1, max_size=4))
def test_values_are_read_as_they_were(
    delimiter: str, line_end: str, encoding: str, notes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [{"id": str(at), "text": f"Gulls, {at} of them", "note": note} for at, note in enumerate(notes)]
    path = tmp_path_factory.mktemp("table") / "kept.csv"
    data = write(path, form(delimiter, line_end, encoding), rows)
    mark = '{"kept": true, "cluster": null}'
    plain = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter)
    assert list(plain) == [[*COLUMNS, "provenance"], *([*row.values(), mark] for row in rows)]
    found = [each for each in read([path], ReadOptions(text_field="text")) if isinstance(each, Record)]
    assert [each.row for each in found] == [row | {"provenance": mark} for row in rows]


def test_a_table_without_quoting_stays_one(tmp_path: Path) -> None:
    rows = [{"id": '"1', "text": 'He said "no', "note": ""}]
    data = write(tmp_path / "kept.tsv", form("\t", quotes=False), rows)
    assert data.decode().splitlines()[1] == '"1\tHe said "no\t\t{"kept": true, "cluster": null}'
    with pytest.raises(OutputError, match="cannot be written in the way of the input") as refused:
        write(tmp_path / "other.tsv", form("\t", quotes=False), [{"id": "a\tb", "text": "", "note": ""}])
    assert "--output-format jsonl" in str(refused.value.hint)


def test_what_a_table_did_not_have_is_empty_and_what_was_there_is_told(tmp_path: Path) -> None:
    how = TableForm(("id", "provenance", "text"), ("id", "provenance", "text"), ",", csv.QUOTE_MINIMAL, "\n", "utf-8")
    data = write(tmp_path / "kept.csv", how, [{"id": "1", "provenance": "mine"}, {"id": "2", "text": "two"}])
    assert data.decode().splitlines() == [
        "id,provenance,text",
        '1,"{""kept"": true, ""cluster"": null, ""input"": ""mine""}",',
        '2,"{""kept"": true, ""cluster"": null}",two',
    ]


def test_the_header_is_as_it_stood(tmp_path: Path) -> None:
    how = TableForm((" id", "a", "a"), ("id", "a", "a.2"), ",", csv.QUOTE_MINIMAL, "\n", "utf-8")
    data = write(tmp_path / "kept.csv", how, [{"id": "1", "a": "x", "a.2": "y"}])
    assert data.decode().splitlines() == [
        " id,a,a,provenance",
        '1,x,y,"{""kept"": true, ""cluster"": null}"',
    ]
