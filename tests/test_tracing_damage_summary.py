"""What the findings add up to: machine, not machine, or not to be said."""

from __future__ import annotations

import pytest
from growth import assert_linear

from provenance.model import Block, DamageKind, Finding, Role, Severity
from provenance.tracing.damage import Alone, Comparison, join_findings, look_alone, summarise
from provenance.tracing.damage.alone.detectors import DETECTORS, Detected

BODY = "The council of Ostra said on Monday that it was in talks with the owners of the mill. " * 12


def page(text: str) -> list[Block]:
    return [Block(0, Role.BODY, 0, len(text), text)]


def detected(name: str, start: int) -> Detected:
    kind = DETECTORS[name].kind
    return Detected(name, Finding(kind, Severity.WORDING, 0, start, start + 3, BODY[start : start + 3]))


def shown(*names: str) -> Alone:
    return Alone(tuple(detected(name, 20 * at) for at, name in enumerate(names)))


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
    summary = summarise(page(BODY), Alone(), (), comparison)
    assert summary.machine_paraphrase is machine
    assert summary.substitutions_per_100 == comparison.substitutions_per_100
    assert len(summary.reasons) == (comparison.substitutions_per_100 is not None)


def test_one_sign_is_not_enough_and_two_that_differ_are() -> None:
    assert summarise(page(BODY), shown("agreement")).machine_paraphrase is None
    summary = summarise(page(BODY), shown("agreement", "foreign_figure"))
    assert summary.machine_paraphrase is True
    assert summary.findings == 2
    assert [reason.split(":")[0] for reason in summary.reasons[:2]] == ["agreement", "foreign figure"]


def test_what_has_its_original_beside_it_needs_no_rate() -> None:
    alone = shown("agreement", "foreign_figure")
    left = alone.findings[:1]
    summary = summarise(page(BODY), alone, left, counts(70, kept=0, altered=8, runs=55, single=33))
    assert [reason.split(":")[0] for reason in summary.reasons[1:]] == ["agreement"]
    assert "pages that people wrote" in summary.reasons[1]


def test_evasion_is_no_paraphrase() -> None:
    summary = summarise(page(BODY), shown(*["mixed_script"] * 10, *["invisible_character"] * 5))
    assert summary.machine_paraphrase is None
    assert summary.reasons == ()


def test_a_clean_page_alone_cannot_be_said() -> None:
    summary = summarise(page(BODY), look_alone(page(BODY)))
    assert (summary.machine_paraphrase, summary.findings, summary.per_1000_words) == (None, 0, 0.0)


def test_rates_are_per_thousand_words_of_body() -> None:
    blocks = [*page(BODY), Block(1, Role.NAVIGATION, len(BODY) + 2, len(BODY) + 6, "Home")]
    summary = summarise(blocks, shown("article"))
    assert summary.per_1000_words == pytest.approx(1000 / len(BODY.split()))
    assert summarise([], Alone()).per_1000_words == 0


def test_content_credentials_are_said_and_are_no_damage() -> None:
    text = BODY + "\ufeff" + "".join(chr(0xFE00 + number % 16) for number in range(40))
    summary = summarise(page(text), look_alone(page(text)))
    assert (summary.machine_paraphrase, summary.findings) == (None, 0)
    assert "content credentials" in summary.reasons[-1]


def test_every_reason_of_a_suspicion_has_its_rate() -> None:
    summary = summarise(page(BODY), shown(*(name for name in DETECTORS if DETECTORS[name].kind is DamageKind.GRAMMAR)))
    assert all("pages that people wrote" in reason for reason in summary.reasons)


def test_thousands_of_findings_are_joined_and_weighed_at_once() -> None:
    def made(count: int) -> tuple[list[Block], Alone, list[Finding]]:
        text = "three minister, " * count
        every = [
            Finding(DamageKind.GRAMMAR, Severity.WORDING, 0, at, at + 14, text[at : at + 14])
            for at in range(0, len(text), 16)
        ]
        compared = [
            Finding(DamageKind.SUBSTITUTION, Severity.WORDING, 0, at + 2, at + 4, text[at + 2 : at + 4], "x")
            for at in range(0, len(text), 16)
        ]
        return page(text), Alone(tuple(Detected("agreement", finding) for finding in every)), compared

    def weigh(given: tuple[list[Block], Alone, list[Finding]]) -> None:
        blocks, alone, compared = given
        joined = join_findings(alone.findings, compared)
        summary = summarise(blocks, alone, joined, counts(70, kept=0, altered=8, runs=55, single=33))
        assert [finding.original for finding in joined] == ["x"] * len(compared)
        assert summary.findings == len(compared)

    assert_linear(weigh, made, 20_000)
