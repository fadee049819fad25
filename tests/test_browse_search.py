"""Whatever is typed is words to find."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask
from hypothesis import given
from hypothesis import strategies as st
from store_samples import analysis, put

from provenance.browse.pages.search import _sites, words_to_find
from provenance.store import Database

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")


@given(st.text(max_size=60))
def test_no_question_is_wrong(question: str) -> None:
    expression, _ = words_to_find(question)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE f USING fts5 (t)")
        if expression and "\x00" not in expression and expression.isprintable():
            connection.execute("SELECT * FROM f WHERE f MATCH ?", (expression,)).fetchall()


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("few boats", '"few" "boats"'),
        ('"few boats" left', '"few boats" "left"'),
        ("“few boats”", '"few boats"'),
        ("har*", '"har"*'),
        ("a OR b NOT c", '"a" "OR" "b" "NOT" "c"'),
        ("title: x", '"title" "x"'),
        ("3.1-million", '"3 1 million"'),
        ('"', ""),
        (" ", ""),
    ],
)
def test_a_question_as_an_expression(question: str, expression: str) -> None:
    assert words_to_find(question)[0] == expression


def test_words_of_every_script_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        put(
            database,
            analysis("a", ("Die Fähre fährt wieder.",), title="Fähre"),
            analysis("b", ("港口办公室周一表示，强降雨后离港的船只减少。",), title="港口"),
            analysis("c", ("สำนักงานท่าเรือกล่าวว่าเรือน้อยลง",), title="ท่าเรือ"),
        )
    asked = ("fahre", "fähr*", "强降雨", "ท่าเรือ", "强降水")
    found = [each.json() for each in ask([path], *(f"{ROOT}/search.json?q={words}" for words in asked))]
    assert [[hit["article"]["article"] for hit in each["articles"]] for each in found] == [[1], [1], [2], [3], []]
    (page,) = ask([path], f"{ROOT}/search?q=强降雨")
    assert "<mark>强降雨</mark>" in page.text


def test_common_words_are_looked_for_among_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.browse.pages.search._PLACES", 3)
    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        put(database, *(analysis(f"{n}", (f"Boat number {n}.",)) for n in range(9)))
    common, rare = ask([path], f"{ROOT}/search.json?q=boat", f"{ROOT}/search.json?q=7")
    assert common.json()["complete"] is False
    assert [each["article"]["article"] for each in common.json()["articles"]] == [9, 8, 7]
    assert rare.json()["complete"] is True


@pytest.mark.parametrize("question", ['"', "“”", ".", "%", ""])
def test_signs_without_a_word_name_no_site(question: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert _sites(connection, question, {"post": '"A. 100 % Post"'}) == ()
