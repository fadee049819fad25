from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from provenance.model import Block, DamageKind, Membership, Relation, Role, Severity, Status, Verdict
from provenance.report.ledger import ledger
from provenance.report.printable import clip, printable
from provenance.report.terminal import card

if TYPE_CHECKING:
    from rich.console import RenderableType

    from provenance.model import Trace

HOSTILE = "\x1b]0;owned\x07\x1b[31mred\u202egnp\u200b\x9b2J"


def shown(renderable: RenderableType, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False, highlight=False, markup=False)
    with console.capture() as rendered:
        console.print(renderable)
    return rendered.get()


def test_the_card_says_all_that_the_answer_holds(example: Trace) -> None:
    text = shown(card(example))
    for expected in (
        "The Associated Press",
        "machine paraphrase, confidence 88%",
        "the dateline names it",
        "Reuters, 20%: is cited",
        "Copies (copies.example): aggregator, confidence 95%",
        "Copies (copies.example) → Gullhaven Media Co. → The Associated Press (apnews.com)",
        "dateline, block 1: “GULLHAVEN (AP)”",
        "90%  Few ferries sail",
        "machine paraphrase, The Associated Press: wire.html",
        "Reuters: “Reuters reported”",
        "Copyright 2031 Gullhaven Media Co.",
        "a machine paraphrase; 11.5 words in 100 replaced; 2 findings, 117.6 per 1,000 words",
        "[Some]* ferries",
        "1  body       GULLHAVEN (AP) — Some ferries sailed. on Friday.",
    ):
        assert expected in text


def test_the_card_says_what_deduplications_made_of_it(example: Trace) -> None:
    found = (
        Membership(
            "c.jsonl (1 of 3 kept)", kept=True, reason="kept because it is the earlier one", cluster=4, members=3
        ),
        Membership(f"d.jsonl {HOSTILE}", kept=False, reason=f"reworded {HOSTILE}"),
    )
    text = shown(card(replace(example, memberships=found)), 160)
    assert "c.jsonl (1 of 3 kept): kept, cluster 4 with 3 documents: kept because it is the earlier one" in text
    assert "removed: reworded" in text
    assert "\x1b" not in text
    assert "Dedup" not in shown(card(example))


def test_long_furniture_keeps_its_number_and_role(example: Trace) -> None:
    long = replace(example.blocks[2], text="Copyright 2031 Gullhaven Media Co. " * 20)
    lines = shown(card(replace(example, blocks=(*example.blocks[:2], long))), 80).splitlines()
    (line,) = [line for line in lines if "copyright  Copyright" in line]
    assert line.split()[:2] == ["2", "copyright"]
    assert line.rstrip().endswith("…")


def framed(example: Trace, lines: int) -> Trace:
    """The example with so many lines of its site's menu below it."""
    end = len(example.article.text)
    menu = tuple(Block(3 + at, Role.NAVIGATION, end, end, f"Menu {at}") for at in range(lines))
    return replace(example, blocks=(*example.blocks, *menu))


def test_a_sites_menu_is_one_row_of_the_card_and_all_of_the_ledger(example: Trace) -> None:
    trace = framed(example, 7)
    (line,) = [line for line in shown(card(trace)).splitlines() if "Menu" in line]
    assert line.split()[:5] == ["3-9", "navigation", "7", "lines:", "Menu"]
    assert sum("Menu" in line for line in shown(ledger(trace)).splitlines()) == 7
    assert sum("Menu" in line for line in shown(card(framed(example, 2))).splitlines()) == 2


def test_a_long_article_is_cut_in_the_card_and_whole_in_the_ledger(example: Trace) -> None:
    body = tuple(replace(example.blocks[1], position=at) for at in range(100))
    trace = replace(example, blocks=body, origins={}, findings=())
    assert "and 40 more; --format json has all" in shown(card(trace))
    assert "more" not in shown(ledger(trace))


def test_a_column_that_would_be_empty_is_left_out(example: Trace) -> None:
    text = shown(card(replace(example, origins={}, findings=())))
    assert "alike" not in text
    assert "damage" not in text
    assert "Paragraphs\n" in "\n".join(line.rstrip() for line in text.splitlines())


def test_a_number_means_one_article_throughout(example: Trace) -> None:
    other = replace(example.matches[0].other, key=8, id="second.html", title="Second")
    second = replace(example.matches[0], other=other, blocks=())
    trace = replace(example, matches=(second, *example.matches))
    text = shown(card(trace))
    assert "2:3    51%" in text
    assert text.index(" 1   90%  Second") < text.index(" 2   90%  Few ferries sail")
    assert "2  wire.html (ap)" in shown(ledger(trace))


def test_a_dropped_sentence_stands_under_the_gap_behind_its_word(example: Trace) -> None:
    block = example.blocks[1]
    dropped = replace(
        example.findings[0],
        kind=DamageKind.DROPPED,
        start=block.start,
        end=block.start + 10,
        original="Nobody was hurt.",
    )
    lines = shown(card(replace(example, findings=(dropped,)))).splitlines()
    (at,) = [number for number, line in enumerate(lines) if "Nobody" in line]
    assert lines[at].index("Nobody") == lines[at - 1].index("[…]")


def test_the_paragraphs_with_the_gravest_damage_are_shown_and_the_rest_is_counted(example: Trace) -> None:
    wording, meaning = replace(example.findings[0], severity=Severity.WORDING), example.findings[0]
    blocks = tuple(replace(example.blocks[1], position=number) for number in range(1, 10))
    light = tuple(replace(wording, block=number) for number in range(1, 9))
    text = shown(card(replace(example, blocks=blocks, findings=(*light, replace(meaning, block=9)))))
    assert text.index("block 1") < text.index("block 9")
    assert "block 7" not in text
    assert "and 3 other paragraphs with damage" in text


def test_an_abstained_verdict_is_no_claim(example: Trace) -> None:
    verdict = Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, ("no credit",), None, "nothing stored")
    text = shown(card(replace(example, verdict=verdict)))
    assert "cannot be said" in text
    assert "nothing stored" in text


def test_the_ledger_has_a_row_for_each_block(example: Trace) -> None:
    rows = shown(ledger(example)).splitlines()
    assert [row.strip() for row in rows[-2:]] == ["1  wire.html (ap)", "Few ferries sail"]
    assert rows[1].split() == ["block", "role", "text", "from", "alike", "damage"]
    assert [row.split()[0] for row in rows[2:5]] == ["0", "1", "2"]
    assert rows[3].split()[:2] == ["1", "body"]
    assert rows[3].split()[-3:] == ["1:3", "51%", "2"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_terminal(example: Trace, width: int) -> None:
    for renderable in (card(example), ledger(example)):
        assert max(map(len, shown(renderable, width).splitlines())) <= width


def test_no_page_writes_to_the_terminal(example: Trace) -> None:
    article = replace(example.article, id=HOSTILE, title=HOSTILE)
    blocks = tuple(replace(block, text=HOSTILE) for block in example.blocks)
    findings = tuple(replace(finding, text=HOSTILE, original=HOSTILE) for finding in example.findings)
    credits_ = tuple(replace(credit, text=HOSTILE, name=HOSTILE) for credit in example.credits)
    chain = tuple(replace(hop, name=HOSTILE, domain=HOSTILE, evidence=credits_) for hop in example.chain)
    match = replace(example.matches[0], other=replace(example.matches[0].other, id=HOSTILE, title=HOSTILE))
    verdict = replace(example.verdict, reasons=(HOSTILE,), coverage=HOSTILE)
    site = replace(example.site, name=HOSTILE, reasons=(HOSTILE,))
    trace = replace(
        example,
        article=article,
        blocks=blocks,
        findings=findings,
        credits=credits_,
        chain=chain,
        matches=(match,),
        verdict=verdict,
        site=site,
        cited=tuple(replace(cited, text=HOSTILE, name=HOSTILE) for cited in example.cited),
        damage=replace(example.damage, reasons=(HOSTILE,)),
    )
    text = shown(card(trace)) + shown(ledger(trace))
    assert not {character for character in text if unicodedata.category(character) in {"Cc", "Cf"}} - {"\n"}
    assert "\\x1b" in text


@given(st.text(st.characters()))
def test_printable_text_is_safe_and_stable(text: str) -> None:
    safe = printable(text)
    assert printable(safe) == safe
    harmful = {c for c in safe if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert harmful <= set("\n\u00ad\u200c\u200d")


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_a_clipped_text_is_one_short_line(text: str, width: int) -> None:
    line = clip(text, width)
    assert len(line) <= width
    assert "\n" not in line


def test_ordinary_text_is_left_alone() -> None:
    text = "“Ünïcode” — ﷽ 新聞 👩‍🚀 می‌خواهم"
    assert printable(text) == text
