"""CSV: what is read back is what was written, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, replace
from typing import Any

import pytest
from export_samples import ODD, read_csv, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import ArticleRow, MatchRow
from provenance.report.formats.csv import CsvTable, guarded, unguarded
from provenance.report.formats.tables import Kind, columns
from provenance.report.formats.values import sound

FORMULA = tuple("=+-@＝＋－＠")
REAL = st.floats(allow_nan=False, allow_infinity=False)
KINDS = {
    Kind.TEXT: texts,
    Kind.WHOLE: st.integers(0, 2**62),
    Kind.REAL: REAL,
    Kind.TRUTH: st.booleans(),
    Kind.TEXTS: st.lists(texts, max_size=3).map(tuple),
}


def rows(row: type[Any]) -> st.SearchStrategy[Any]:
    known = {c.name: KINDS[c.kind] | st.none() if c.may_lack else KINDS[c.kind] for c in columns(row)}
    return st.builds(row, **known)


def written(given_rows: list[Any], row: type[Any]) -> bytes:
    stream = io.BytesIO()
    table = CsvTable(stream, row)
    for each in given_rows:
        table.add(each)
    table.close()
    assert not stream.closed
    return stream.getvalue()


def as_stored(row: ArticleRow | MatchRow) -> ArticleRow | MatchRow:
    """A row as CSV can hold it: sound texts, and an empty one of a column that may lack is none at all."""
    changed = {}
    for column in columns(type(row)):
        value = getattr(row, column.name)
        if column.kind is Kind.TEXT and value is not None:
            changed[column.name] = None if value == "" and column.may_lack else sound(value)
        elif column.kind is Kind.TEXTS:
            changed[column.name] = tuple(map(sound, value))
    return replace(row, **changed)


@given(st.lists(rows(ArticleRow), max_size=3), st.lists(rows(MatchRow), max_size=3))
def test_rows_come_back(articles: list[ArticleRow], matches: list[MatchRow]) -> None:
    assert read_csv(written(articles, ArticleRow)) == list(map(as_stored, articles))
    assert read_csv(written(matches, MatchRow), MatchRow) == list(map(as_stored, matches))


@given(texts)
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text) == text or len(guarded(text)) > len(text)


@given(st.text(st.sampled_from("=+-@'; \t\r\n,\"aＤ＝"), max_size=12))
@settings(max_examples=500)
def test_no_cell_is_a_formula_whatever_separates_the_cells(text: str) -> None:
    assert unguarded(guarded(text)) == text
    line = io.StringIO()
    csv.writer(line).writerow(["1", guarded(text), "2"])
    for separator in ",;\t":
        for cells in csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=separator):
            assert not any(cell.lstrip(" ").startswith(FORMULA) for cell in cells)


@pytest.mark.parametrize("text", [text for text in ODD if text[:1] in FORMULA])
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_what_people_write_stays_as_it_is() -> None:
    for text in ("Ferry sails; harbour reopens", "3 - 2 at Tarn", "a,b", "“Yes” - no", "it's", "\n"):
        assert guarded(text) == text


def test_it_is_as_rfc_4180_has_it() -> None:
    row = MatchRow(
        1,
        'a "b"\nc',
        None,
        0,
        2,
        "x",
        None,
        "t",
        None,
        None,
        "rewrite",
        1.0,
        0.5,
        0.25,
        None,
        3,
        is_origin=True,
        made_from=False,
    )
    lines = written([row], MatchRow).split(b"\r\n")
    assert lines[0].split(b",") == [field.name.encode() for field in fields(MatchRow)]
    assert lines[1] == b'1,"a ""b""\nc",,0,2,x,,t,,,rewrite,1.0,0.5,0.25,,3,true,false'
    assert lines[2:] == [b""]
