"""What is damaged, for people: in its sentence, marked, with its rate."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from provenance.model import Article, Block, DamageKind, Finding, Reference, Role, Severity
from provenance.report.damage import alone_object, detector_rows, detector_table, sentence_of
from provenance.report.html import trace_view
from provenance.report.phrases import phrase_table
from provenance.report.terminal import card
from provenance.tracing.damage import Comparison, look_alone, summarise
from provenance.tracing.damage.alone.look import detect
from provenance.tracing.damage.alone.phrases import LearnedPhrase, LearnedPhrases

if TYPE_CHECKING:
    from rich.console import RenderableType

    from provenance.model import Trace
    from provenance.tracing.damage.alone.look import Alone


def shown(renderable: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


@given(st.text(alphabet="aB. ?\n", min_size=1, max_size=80), st.data())
def test_a_finding_lies_in_its_sentence(text: str, data: st.DataObject) -> None:
    block = Block(0, Role.BODY, 7, 7 + len(text), text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    finding = Finding(DamageKind.GRAMMAR, Severity.WORDING, 0, 7 + start, 7 + end, text[start:end])
    first, last = sentence_of(block, finding)
    assert 0 <= first <= start < end <= last <= len(text)


def test_a_sentence_is_the_one_around_and_no_more() -> None:
    text = "It rained. The court is because of hear it. Nobody came."
    at = text.index("because")
    block = Block(0, Role.BODY, 0, len(text), text)
    first, last = sentence_of(block, Finding(DamageKind.GRAMMAR, Severity.WORDING, 0, at, at + 7, "because"))
    assert text[first:last].strip() == "The court is because of hear it."


def test_of_a_sentence_without_end_only_what_is_around_is_shown() -> None:
    text = "word " * 50_000
    at = text.index("word", 100_000)
    block = Block(0, Role.BODY, 3, 3 + len(text), text)
    first, last = sentence_of(block, Finding(DamageKind.GRAMMAR, Severity.WORDING, 0, 3 + at, 7 + at, "word"))
    assert at - 300 <= first < at
    assert at + 4 < last <= at + 304
    assert text[first:last].startswith("word ")
    assert text[first:last].endswith(" word")


def test_many_findings_in_one_block_are_shown_at_once() -> None:
    def looked(count: int) -> tuple[list[Block], Alone]:
        text = "There were three minister in the hall. " * count + "three minister, " * (count // 2)
        blocks = [Block(0, Role.BODY, 0, len(text), text)]
        return blocks, look_alone(blocks)

    def show(given: tuple[list[Block], Alone]) -> None:
        blocks, alone = given
        damage = summarise(blocks, alone, alone.findings, Comparison((), 1, 500, 499, 0, 0, 500))
        rows = alone_object(Article("long.txt", blocks[0].text, ()), blocks, alone, damage)["findings"]
        assert len(rows) * 40 > len(blocks[0].text)
        assert sum(len(row["sentence"]) for row in rows) < 400 * len(rows)

    assert_linear(show, looked, 4_000)


def with_bare_finding(example: Trace) -> Trace:
    """The example with a break that the detectors see, without any original beside it."""
    from dataclasses import replace

    block = example.blocks[1]
    at = block.text.index("sailed. on")
    span = block.start + at, block.start + at + 10
    finding = Finding(DamageKind.BROKEN_SENTENCE, Severity.WORDING, 1, *span, "sailed. on")
    text = "GULLHAVEN (AP) — Some ferries sailed. on Friday the rest of them stayed at the quay."
    longer = Block(1, Role.BODY, block.start, block.start + len(text), text)
    return replace(example, blocks=(example.blocks[0], longer, example.blocks[2]), findings=(finding,))


def test_a_suspicion_has_its_rate_in_the_table_and_on_the_page(example: Trace) -> None:
    trace = with_bare_finding(example)
    assert "seen on " in shown(card(trace))
    (finding,) = trace_view(trace).ledger.rows[1].findings
    assert finding.rate is not None
    assert finding.rate.endswith("pages that people wrote")


def test_a_rate_that_the_card_names_is_not_named_again(example: Trace) -> None:
    from dataclasses import replace

    bare = with_bare_finding(example)
    (finding,) = trace_view(bare).ledger.rows[1].findings
    (name,) = {each.detector for each in detect(bare.blocks) if each.finding in bare.findings}
    reason = f"{name.replace('_', ' ')}: {finding.rate}"
    trace = replace(bare, damage=replace(bare.damage, reasons=(reason,)))
    assert all(view.rate is None for row in trace_view(trace).ledger.rows for view in row.findings)
    assert shown(card(trace)).count("seen on ") == 1


def test_what_has_its_original_beside_it_has_no_rate(example: Trace) -> None:
    from dataclasses import replace

    trace = with_bare_finding(example)
    (finding,) = trace.findings
    beside = replace(finding, original="sailed on", reference=Reference("wire.html", 0, 9))
    trace = replace(trace, findings=(beside,))
    assert "pages that people wrote" not in shown(card(trace))
    assert all(view.rate is None for row in trace_view(trace).ledger.rows for view in row.findings)


def test_the_table_says_what_the_rates_mean() -> None:
    text = " ".join(shown(detector_table(detector_rows())).split())
    assert "One detector alone says nothing" in text
    assert "0.62" in text or "0 of" in text


def test_the_phrases_say_why_one_is_not_looked_for() -> None:
    phrases = (
        LearnedPhrase("iron pony", "iron horse", 3, 2, 2),
        LearnedPhrase("ferry lane", "ferry route", 3, 2, 2, 4),
        LearnedPhrase("\x1b[31mred hay", "dry hay", given=True),
    )
    text = shown(phrase_table(LearnedPhrases(phrases, 40)))
    assert "\x1b" not in text
    assert [line.rstrip().split("  ")[-1].strip() for line in text.splitlines()[1:4]] == [
        "yes",
        "yes, from a list",
        "no: stands elsewhere too",
    ]
    assert "elsewhere: in how many of 40 articles" in text
