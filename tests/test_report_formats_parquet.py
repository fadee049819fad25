"""Parquet: typed columns, read back equal."""

from __future__ import annotations

import io
import sys
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_report_formats_csv import rows

from provenance.errors import UsageError, extra_hint
from provenance.model import ArticleRow, MatchRow
from provenance.report.formats import parquet as module
from provenance.report.formats.parquet import ParquetTable

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra: pip install '.[exports]'")


def written(given_rows: list[Any], row: type[Any]) -> io.BytesIO:
    stream = io.BytesIO()
    table = ParquetTable(stream, row)
    for each in given_rows:
        table.add(each)
    table.close()
    assert not stream.closed
    stream.seek(0)
    return stream


def whole(value: object) -> object:
    """A value as UTF-8 can hold it."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in value)
    return [whole(each) for each in value] if isinstance(value, tuple) else value


@given(st.lists(rows(ArticleRow), max_size=3))
def test_articles_come_back_equal(articles: list[ArticleRow]) -> None:
    found = pq.read_table(written(articles, ArticleRow)).to_pylist()
    assert found == [{name: whole(value) for name, value in asdict(each).items()} for each in articles]


@given(st.lists(rows(MatchRow), max_size=3))
def test_matches_come_back_equal(matches: list[MatchRow]) -> None:
    found = pq.read_table(written(matches, MatchRow)).to_pylist()
    assert found == [{name: whole(value) for name, value in asdict(each).items()} for each in matches]


def test_columns_have_types() -> None:
    schema = pq.read_schema(written([], ArticleRow))
    types = {name: str(schema.field(name).type) for name in ("article", "title", "confidence", "corrected")}
    assert types == {"article": "int64", "title": "string", "confidence": "double", "corrected": "bool"}
    assert str(schema.field("reasons").type).startswith("list<")
    assert not schema.field("article").nullable


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROWS", 2)
    row = MatchRow(
        1,
        "a",
        None,
        0,
        2,
        "x",
        None,
        None,
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
    stream = written([row] * 5, MatchRow)
    assert pq.ParquetFile(stream).num_row_groups == 3


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="Parquet needs pyarrow") as caught:
        ParquetTable(io.BytesIO(), MatchRow)
    assert caught.value.hint == extra_hint("exports")
