from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from html_samples import ADDED, DROPPED, PLANTED, corpora

from provenance.model import Relation, SourceKind, Trace
from provenance.pipeline import ingest, open_database, trace
from provenance.report.html import Places, compare_views, trace_view
from provenance.report.html.compare import _folds
from provenance.report.html.view import CompareRow
from provenance.report.wording import source_names

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.report.html.view import Cell, CompareView


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    folder = tmp_path_factory.mktemp("planted")
    original, copy = corpora(folder)
    with open_database(folder / "planted.db", write=True, create=True) as database:
        ingest([original], database)
        (answer,) = trace([copy], database, texts=True)
    assert isinstance(answer, Trace)
    return answer


def only(planted: Trace) -> CompareView:
    (view,) = compare_views(planted, source_names(planted), "a1")
    return view


def text_of(cells: tuple[Cell, ...]) -> str:
    return " ".join("".join(piece.text for piece in cell.pieces) for cell in cells)


def test_the_marked_words_are_the_planted_ones(planted: Trace) -> None:
    view = only(planted)
    for side, change, expected in (
        ("here", "ins", [here for _, here in PLANTED]),
        ("there", "del", ["Reuters", *(there for there, _ in PLANTED)]),
    ):
        cells = [cell for row in view.rows for cell in getattr(row, side)]
        assert [piece.text for cell in cells for piece in cell.pieces if piece.change == change] == expected
        assert {piece.change for cell in cells for piece in cell.pieces} == {None, change}


def test_what_one_side_has_alone_is_told(planted: Trace) -> None:
    rows = {row.note: row for row in only(planted).rows if row.state in {"here", "there"}}
    assert text_of(rows["only here"].here) == ADDED
    assert text_of(rows["only there"].there).startswith((DROPPED, "(Reporting by"))


def test_the_heading_names_the_origin(planted: Trace) -> None:
    view = only(planted)
    assert (view.source, view.is_origin, view.opened, view.number) == ("Reuters", True, True, 1)
    assert view.article.url == "https://www.reuters.com/world/bridge"
    assert view.published == "2031-04-02"
    assert {change.here for change in view.changes} >= {"40", "Rita Amsel"} or view.changes
    places = {row.anchor for row in view.rows}
    assert all(change.target in places for change in view.changes)


def test_paragraphs_lead_to_their_place_in_the_comparison(planted: Trace) -> None:
    page = trace_view(planted)
    targets = {row.origin.target for row in page.ledger.rows if row.origin is not None}
    assert targets
    assert targets <= {f"#{row.anchor}" for each in page.comparisons for row in each.rows}
    assert [row.target for row in page.matches] == [f"#{page.comparisons[0].anchor}"]


def test_other_pages_can_show_what_it_names(planted: Trace) -> None:
    places = Places("/article/{}".format, lambda key, block: f"/beside/{key}" + ("" if block is None else f"#b{block}"))
    page = trace_view(planted, places=places)
    (match,) = page.matches
    assert page.card.article is not None
    assert page.card.article.url == match.article.url == f"/article/{planted.matches[0].other.key}"
    assert match.target == f"/beside/{planted.matches[0].other.key}"
    rows = [row for row in page.ledger.rows if row.origin is not None]
    assert [row.origin.target for row in rows if row.origin] == [f"{match.target}#b{row.position}" for row in rows]


def test_without_the_other_texts_nothing_is_compared(planted: Trace) -> None:
    assert compare_views(replace(planted, others={}), {}, "a1") == ()


def test_the_origin_comes_first_then_whoever_gave_most(planted: Trace) -> None:
    match = planted.matches[0]
    (stored,) = planted.others.values()
    more = [replace(match, other=replace(match.other, key=key, id=f"other {key}")) for key in (101, 102)]
    block = next(iter(planted.origins.values()))
    trace = replace(
        planted,
        matches=(more[0], match, more[1]),
        others={each.other.key: stored for each in (match, *more)},
        origins={1: replace(block, other=more[1].other)},
    )
    views = compare_views(trace, {}, "a1")
    assert [view.key for view in views] == [match.other.key, 102, 101]
    assert [view.opened for view in views] == [True, False, False]
    assert [view.is_origin for view in views] == [True, False, False]


@pytest.mark.parametrize(
    ("names", "source", "name", "expected"),
    [
        ({"ap": "The Associated Press"}, None, "Gullhaven Media", "The Associated Press, on Gullhaven Media"),
        ({"ap": "The Associated Press"}, "ap", "AP News", "The Associated Press"),
        ({}, None, "Gullhaven Media", "Gullhaven Media"),
        ({}, None, None, "a source not known"),
    ],
)
def test_whose_text_it_is(
    planted: Trace, names: dict[str, str], source: str | None, name: str | None, expected: str
) -> None:
    (key,) = planted.others
    site = replace(planted.others[key].site, source=source, name=name, domain=None, kind=SourceKind.UNKNOWN)
    trace = replace(planted, others={key: replace(planted.others[key], site=site)}, sources_of={key: "ap"})
    (view,) = compare_views(trace, names, "a1")
    assert view.source == expected


def test_headlines_with_nothing_in_common_are_not_marked(planted: Trace) -> None:
    headline = replace(planted.blocks[0], text="Nothing alike stands above this one at the ford")
    row = only(replace(planted, blocks=(headline, *planted.blocks[1:]))).rows[0]
    assert (row.state, row.note) == ("apart", "each has its own")
    assert {piece.change for cell in (*row.here, *row.there) for piece in cell.pieces} == {None}


def test_common_quotations_are_no_changes(planted: Trace) -> None:
    match = replace(planted.matches[0], relation=Relation.QUOTE_ONLY)
    assert only(replace(planted, matches=(match,))).changes == ()


def test_a_samples_page_is_the_same_every_time(planted: Trace, tmp_path: Path) -> None:
    original, copy = corpora(tmp_path)
    with open_database(tmp_path / "again.db", write=True, create=True) as database:
        ingest([original], database)
        (again,) = trace([copy], database, texts=True)
    assert isinstance(again, Trace)
    assert trace_view(again).comparisons == trace_view(planted).comparisons


def test_many_paragraphs_that_one_side_has_alone_are_folded() -> None:
    def row(number: int, state: str) -> CompareRow:
        return CompareRow(f"r{number}", state, state, (), ())

    rows = [
        row(0, "same"),
        *(row(at, "here") for at in range(1, 6)),
        row(6, "there"),
        row(7, "changed"),
        row(8, "here"),
    ]
    found = list(_folds(rows, 6))
    assert [fold.summary for fold in found] == [None, "5 paragraphs only here, 1 paragraph only there", None, None]
    assert [each for fold in found for each in fold.rows] == rows
    assert all(fold.summary is None for fold in _folds(rows, 7))
