"""Direction by third reports, from the stored articles to the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tracing_samples import HARBOUR, MARKET, analysis, site, stored

from provenance import ingest, open_database, show
from provenance.model import ArticleMatch, Relation
from provenance.settings import OriginSettings, TraceSettings
from provenance.tracing.matched import Relative, copy_signs
from provenance.tracing.matching import story
from provenance.tracing.paragraphs import paragraphs_of
from provenance.tracing.quotes.spoken import quotations_of
from provenance.tracing.quotes.third import QuoteSign
from provenance.tracing.witnesses import Quoting, with_witnesses

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model import Analysis

SETTINGS = TraceSettings()
SCRAPE = HARBOUR[2]
ALTERED = (*HARBOUR[:2], SCRAPE.replace("one long scrape", "two long scrapes"), *HARBOUR[3:])
THIRD = (*MARKET, f"{SCRAPE.partition('” ')[0]}” Oda Brekke told an inquiry in the capital.")


def relative(number: int, page: Analysis, relation: Relation) -> Relative:
    held = stored(number, page)
    return Relative(ArticleMatch(held.ref, relation, 1.0, 1.0, 1.0, 0.0, ()), held, ())


def heard(asked: tuple[str, ...], other: tuple[str, ...], *third: tuple[str, ...]) -> tuple[QuoteSign, int]:
    """The sign on the one linked article, and how many pages were read for it."""
    pages = {1: analysis(other, name="a1", on=site("Tarn Times"))}
    pages |= {number: analysis(texts, name=f"a{number}") for number, texts in enumerate(third, 2)}
    relatives = [relative(n, page, Relation.QUOTE_ONLY if n > 1 else Relation.VERBATIM) for n, page in pages.items()]
    read = []

    def quoting(number: int) -> Quoting:
        read.append(number)
        page = pages[number]
        return Quoting(story(paragraphs_of(page.blocks, ())), quotations_of(page.blocks, ()))

    page = analysis(asked)
    found = with_witnesses(lambda: quotations_of(page.blocks, ()), relatives, quoting, SETTINGS)
    assert [each.match for each in found] == [each.match for each in relatives]
    return found[0].quoted, len(read)


def test_a_third_report_speaks_for_the_one_that_it_quotes_alike() -> None:
    sign, _ = heard(ALTERED, HARBOUR, THIRD)
    assert (sign.theirs, sign.ours, sign.speaker) == (1, 0, "Oda Brekke")
    sign, _ = heard(HARBOUR, ALTERED, THIRD)
    assert (sign.theirs, sign.ours) == (0, 1)


def test_witnesses_that_share_more_than_quotations_are_one() -> None:
    assert heard(ALTERED, HARBOUR, THIRD, THIRD)[0].theirs == 1
    assert heard(ALTERED, HARBOUR, HARBOUR)[0].theirs == 0


@pytest.mark.parametrize("asked", [MARKET, ALTERED])
def test_without_quotations_or_witnesses_nothing_is_read(asked: tuple[str, ...]) -> None:
    third = () if asked is ALTERED else (THIRD,)
    assert heard(asked, HARBOUR, *third) == (QuoteSign(), 0)


def test_the_sign_weighs_like_the_others_and_a_witness_for_the_asked_one_silences_them() -> None:
    settings = OriginSettings()
    page = analysis(ALTERED)
    plain = relative(1, analysis(HARBOUR, name="a1", on=site("Tarn Times")), Relation.VERBATIM)
    assert copy_signs(page, plain, settings, broken=False) == (0.0, [])
    weight, (words,) = copy_signs(page, replace(plain, quoted=QuoteSign(2, 0, "Oda Brekke")), settings, broken=False)
    assert (weight, words) == (settings.quoted, QuoteSign(2, 0, "Oda Brekke").words)
    assert weight < settings.decided, "no sign decides alone"
    assert copy_signs(page, replace(plain, quoted=QuoteSign(0, 1)), settings, broken=True) == (0.0, [])


def test_a_verdict_names_the_third_report_as_a_reason(tmp_path: Path) -> None:
    quoted = (
        "“We had told the council twice that the north wall was moving, and twice they sent us the same letter back,” "
        "said Ines Varga, who keeps the lock."
    )
    report = (
        "The north wall of the Brennock lock gave way at noon on Monday and drained four miles of canal into a field.",
        "Nine boats settled on the mud between the lock and the mill, and two of them rolled over with nobody aboard.",
        "The canal trust closed the towpath on both sides and asked walkers to stay off the dam until it is inspected.",
        "A farmer whose barley stands under a foot of water said that he had heard stones fall before breakfast.",
    )
    third = (
        "A choir of lock keepers sang in the market hall last night to raise money for a new bell in the old chapel.",
        "Between two songs their chair took the microphone and spoke of what everybody in the room was thinking of.",
    )
    pages = {
        "ledger": ("By Hugo Lind, staff writer", *report, quoted),
        "copy": (*report, quoted.replace("twice that the north wall was moving", "often that the wall was leaning")),
        "choir": (*third, quoted.replace("who keeps the lock", "in the hall")),
    }
    for name, texts in pages.items():
        body = "".join(f"<p>{text}</p>" for text in texts)
        head = f'<title>{name} news</title><meta property="og:site_name" content="The {name.title()}">'
        head += f'<link rel="canonical" href="https://www.{name}.example/lock.html">'
        text = f"<html><head>{head}</head><body><article><h1>Wall gives way {name}</h1>{body}</article></body></html>"
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    with open_database(tmp_path / "p.db", write=True, create=True) as database:
        ingest([str(tmp_path / f"{name}.html") for name in pages], database)
        verdict = show(database, str(tmp_path / "copy.html")).verdict
        assert verdict.origin is not None
        assert verdict.origin.name == "The Ledger"
        assert any("1 other report quotes Ines Varga as that one does" in reason for reason in verdict.reasons)
        other = show(database, str(tmp_path / "ledger.html")).verdict
        assert other.origin is None or other.origin.name == "The Ledger"
