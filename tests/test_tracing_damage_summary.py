"""What the findings add up to: machine, not machine, or not to be said."""

from __future__ import annotations

import pytest

from provenance.model import Block, DamageKind, Finding, Role, Severity
from provenance.tracing.damage import Comparison, find_alone, summarise

BODY = "The council of Ostra said on Monday that it was in talks with the owners of the mill. " * 12


def page(text: str) -> list[Block]:
    return [Block(0, Role.BODY, 0, len(text), text)]


def finding(kind: DamageKind, start: int) -> Finding:
    return Finding(kind, Severity.WORDING, 0, start, start + 3, BODY[start : start + 3])


def counts(
    substitutions: int, *, kept: int, altered: int, runs: int, single: int = 0, words: int = 500, whole: int = 520
) -> Comparison:
    return Comparison((), substitutions, words, words - substitutions, kept, altered, whole, runs, single)


@pytest.mark.parametrize(
    ("comparison", "machine"),
    [
        (counts(5, kept=4, altered=0, runs=5, single=5), False),
        (counts(28, kept=0, altered=4, runs=20, single=14), None),
        (counts(70, kept=0, altered=8, runs=55, single=33), True),
        (counts(70, kept=8, altered=0, runs=55, single=33), True),
        (counts(300, kept=0, altered=9, runs=75, single=10), True),
        (counts(300, kept=5, altered=1, runs=60, single=4), False),
        (counts(280, kept=0, altered=0, runs=60, single=4, whole=900), False),
        (counts(280, kept=0, altered=0, runs=60, single=4), None),
        (Comparison((), 0, 0, 0, 0, 0, 500), None),
    ],
    ids=["light edit", "between", "spun", "spun, quotes spared", "fluent", "rewrite", "part", "no quotes", "nothing"],
)
def test_the_hand_shows_in_the_counts(comparison: Comparison, machine: bool | None) -> None:
    summary = summarise(page(BODY), [], comparison)
    assert summary.machine_paraphrase is machine
    assert summary.substitutions_per_100 == comparison.substitutions_per_100
    assert len(summary.reasons) == (comparison.substitutions_per_100 is not None)


def test_one_sign_is_not_enough_and_two_kinds_are() -> None:
    one = [finding(DamageKind.BROKEN_SENTENCE, 0)]
    assert summarise(page(BODY), one).machine_paraphrase is None
    two = [*one, finding(DamageKind.STRAY_QUOTE, 40)]
    summary = summarise(page(BODY), two)
    assert summary.machine_paraphrase is True
    assert summary.findings == 2
    assert "1 broken sentence, 1 stray quote" in summary.reasons[0]


def test_two_of_a_kind_are_not_enough() -> None:
    assert summarise(page(BODY), [finding(DamageKind.BROKEN_SENTENCE, at) for at in (0, 50)]).machine_paraphrase is None


def test_evasion_is_no_paraphrase() -> None:
    signs = [finding(DamageKind.MIXED_SCRIPT, at) for at in range(0, 200, 5)]
    signs += [finding(DamageKind.INVISIBLE_CHARACTER, at) for at in range(200, 300, 5)]
    summary = summarise(page(BODY), signs)
    assert summary.machine_paraphrase is None
    assert summary.reasons == ()


def test_a_clean_page_alone_cannot_be_said() -> None:
    summary = summarise(page(BODY), find_alone(page(BODY)))
    assert (summary.machine_paraphrase, summary.findings, summary.per_1000_words) == (None, 0, 0.0)


def test_rates_are_per_thousand_words_of_body() -> None:
    blocks = [*page(BODY), Block(1, Role.NAVIGATION, len(BODY) + 2, len(BODY) + 6, "Home")]
    summary = summarise(blocks, [finding(DamageKind.GRAMMAR, 0)])
    assert summary.per_1000_words == pytest.approx(1000 / len(BODY.split()))
    assert summarise([], []).per_1000_words == 0


def test_mentioned_in_the_place_of_said_is_a_hint() -> None:
    text = "He mentioned it. She mentioned it. They mentioned it. One said no."
    assert any("mentioned" in reason for reason in summarise(page(text), []).reasons)
    assert summarise(page(text.replace("mentioned", "said")), []).reasons == ()
