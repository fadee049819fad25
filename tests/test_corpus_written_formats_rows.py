"""What is added to a row, and rows of documents on their own."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.corpus.gathering.columns import Columns, DocumentPart, Documents, strings
from provenance.corpus.result import Cluster, Document, Member
from provenance.corpus.written.formats.rows import ADDED_FIELDS, as_line, mark_line, row_of
from provenance.corpus.written.output import Marks
from provenance.model import Media, Page, Relation

PAGE = Page("gull-1", "Seals were counted.", Media.TEXT, url="https://gull.example/1", published="2031-05-04")


def test_every_field_that_is_added_has_a_type() -> None:
    names = [f"d{number}" for number in range(6)]
    none = strings([""] * 6)
    columns = Columns(
        strings(names), np.zeros((6, 16), np.uint8), np.full(6, -1, np.int32), (), none, {4: "no text in it"}
    )
    documents = Documents([DocumentPart(columns, np.arange(6))])
    kept, copy, third = (Document(number, f"d{number}", b"", None, number) for number in range(3))
    stored = Document(6, "s", b"", None, 6, stored=17)
    clusters = [
        Cluster(
            1, Member(kept, Relation.ORIGINAL, 1.0, 1.0, "kept"), (Member(copy, Relation.VERBATIM, 1.0, 1.0, "same"),)
        ),
        Cluster(
            2, Member(stored, Relation.ORIGINAL, 1.0, 1.0, "kept"), (Member(third, Relation.EXCERPT, 0.5, 1.0, "part"),)
        ),
    ]
    marks = Marks(documents, clusters, {3: "reworded"})
    seen: dict[str, set[type]] = {}
    for number in range(6):
        for name, value in marks[number].items():
            seen.setdefault(name, set()).add(type(value))
    assert {name: kinds - {type(None)} for name, kinds in seen.items()} == {
        name: {kind} for name, kind in ADDED_FIELDS.items() if name not in {"clean", "input"}
    }


def test_a_document_on_its_own_becomes_a_row() -> None:
    assert row_of(PAGE, None, {"kept": True}) == {
        "id": "gull-1",
        "url": "https://gull.example/1",
        "date": "2031-05-04",
        "text": "Seals were counted.",
        "provenance": {"kept": True},
    }
    assert "html" in row_of(Page("b", "<p>b</p>", Media.HTML), None, {})


def test_a_line_is_utf8_whatever_stands_in_it() -> None:
    assert as_line({"a": "Ørsted’s café\nand\tmore"}) == '{"a": "Ørsted’s café\\nand\\tmore"}\n'.encode()
    half = {"a": "gull \ud83d"}
    assert json.loads(as_line(half)) == half


@given(
    st.dictionaries(
        st.text(),
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**63)
        | st.text()
        | st.integers(0, 10**4).map(lambda n: n / 10**4),
    )
)
@example({"reason": "half \ud83d"})
@example({"reason": '\x7f\x1f\u2028/\\"'})
def test_a_mark_is_written_as_any_row(mark: dict[str, object]) -> None:
    assert mark_line(mark) == as_line(mark)
