from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from provenance.model import DamageKind, Reference, Relation, Role, Status
from provenance.report.html import trace_view
from provenance.report.html.view import FindingView, OriginCell, Piece

if TYPE_CHECKING:
    from provenance.model import Trace


def test_the_card_says_who_and_how_sure(example: Trace) -> None:
    card = trace_view(example).card
    assert card.decided
    assert (card.origin, card.relation, card.confidence) == ("The Associated Press", "reworded by a machine", "88%")
    assert card.article is not None
    assert card.article.url == "https://apnews.com/article/ferries"
    assert card.reasons == ("the dateline names it",)
    assert card.runner_up == "Reuters, 20%: is cited"
    assert card.coverage == "1 article of The Associated Press"
    assert card.site == "Copies (copies.example): aggregator, confidence 95% by this page and what is known of its site"
    assert card.damage.startswith("a machine paraphrase; 11.5 words in 100 replaced")
    assert card.cited == ("Reuters: “Reuters reported”",)


@pytest.mark.parametrize(
    ("relation", "said"),
    [(Relation.UNKNOWN, ""), (Relation.PARTIAL, "partly from the original, partly from elsewhere")],
)
def test_an_abstained_verdict_names_nobody(example: Trace, relation: Relation, said: str) -> None:
    verdict = replace(example.verdict, status=Status.ABSTAINED, origin=None, relation=relation)
    view = trace_view(replace(example, verdict=verdict))
    assert not view.card.decided
    assert (view.card.origin, view.card.relation, view.card.confidence) == ("cannot be said", said, None)
    assert view.card.article is None
    assert view.summary == "origin cannot be said"


def test_the_ledger_has_every_block_with_its_marks(example: Trace) -> None:
    ledger = trace_view(example).ledger
    assert [row.position for row in ledger.rows] == [0, 1, 2]
    assert ledger.legend == (("story", "the story"), ("rights", "rights and sources"))
    assert ledger.rows[1].pieces == (
        Piece("GULLHAVEN (AP)", credit="dateline: The Associated Press"),
        Piece(" — "),
        Piece("Some", severity="meaning", damage="turned round", under="Few"),
        Piece(" ferries sailed."),
        Piece(" on ", severity="wording", damage="broken sentence"),
        Piece("Friday."),
    )
    assert ledger.rows[1].findings == (
        FindingView("turned round", "meaning", "Some", "Few", inline=True),
        FindingView("broken sentence", "wording", "on", None, inline=False),
    )
    assert ledger.rows[1].origin == OriginCell(
        "The Associated Press", "Few ferries sail", 3, "51%", 0.5123, "machine paraphrase", None
    )
    assert ledger.rows[0].origin is None


def test_what_is_too_long_to_stand_under_the_words_is_listed(example: Trace) -> None:
    long = replace(example.findings[0], original="Few of the ferries that run on other days")
    gone = replace(example.findings[0], kind=DamageKind.DROPPED, original="Nobody.")
    for finding, here in ((long, "Some"), (gone, None)):
        row = trace_view(replace(example, findings=(finding,))).ledger.rows[1]
        assert all(piece.under is None for piece in row.pieces)
        assert [(view.here, view.original) for view in row.findings] == [(here, finding.original)]


def test_every_role_has_its_place_in_the_legend(example: Trace) -> None:
    blocks = tuple(replace(example.blocks[0], position=at, role=role) for at, role in enumerate(Role))
    ledger = trace_view(replace(example, blocks=blocks, findings=(), credits=(), origins={})).ledger
    assert {row.group for row in ledger.rows} == {group for group, _ in ledger.legend}
    assert not ledger.credits
    assert not ledger.damage


def test_no_address_but_one_of_the_web_is_a_link(example: Trace) -> None:
    view = trace_view(replace(example, article=replace(example.article, url="javascript:x()")))
    assert view.article.url is None
    assert view.article.text == "javascript:x() (copy.txt)"


def test_neighbours_that_stand_for_the_same_words_are_one_mark(example: Trace) -> None:
    block, first = example.blocks[1], replace(example.findings[0], original="but", reference=Reference("wire", 4, 7))
    rest = block.text[first.end - block.start :]
    start = first.end + len(rest) - len(rest.lstrip())
    second = replace(first, start=start, end=start + len(rest.split()[0]), text=rest.split()[0])
    row = trace_view(replace(example, findings=(first, second))).ledger.rows[1]
    (marked,) = [piece for piece in row.pieces if piece.under is not None]
    assert (marked.text, marked.under) == (block.text[first.start - block.start : second.end - block.start], "but")
