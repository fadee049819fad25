"""Which findings a paragraph is marked with."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, DamageKind, Finding, Reference, Role, Severity
from provenance.report.gaps import marked_findings, shown_findings

TEXT = "The pier was at no risk of falling flat. However, the tide was about to turn."
BLOCK = Block(3, Role.BODY, 10, 10 + len(TEXT), TEXT)
GAP = Reference("wire", 40, 52)


def finding(text: str, original: str | None, kind: DamageKind = DamageKind.SUBSTITUTION, **more: object) -> Finding:
    start = 10 + TEXT.index(text)
    severity = more.pop("severity", Severity.WORDING)
    return Finding(kind, severity, 3, start, start + len(text), text, original, **more)  # type: ignore[arg-type]


def test_of_several_on_one_place_the_gravest_is_shown() -> None:
    light = finding("no risk of", "no danger of")
    grave = finding("no risk", "danger", DamageKind.POLARITY, severity=Severity.MEANING)
    assert shown_findings([light, grave]) == [grave]
    assert shown_findings([grave, light]) == [grave]


def test_neighbours_that_stand_for_the_same_words_are_marked_as_one() -> None:
    one = finding("falling flat", "failing, but", reference=GAP)
    two = finding("However", "failing, but", DamageKind.MEANING_CHANGED, severity=Severity.FACT, reference=GAP)
    (both,) = marked_findings(BLOCK, [two, one])
    assert both.text == "falling flat. However" == TEXT[both.start - 10 : both.end - 10]
    assert (both.kind, both.severity, both.original) == (two.kind, Severity.FACT, "failing, but")


def test_others_stay_apart() -> None:
    elsewhere = Reference("wire", 40, 60)
    flat, however = finding("falling flat", "but", reference=GAP), finding("However", "but", reference=GAP)
    apart = finding("tide", "but", reference=GAP)
    gap = finding("However", "but", DamageKind.DROPPED, reference=GAP)
    for pair in (
        [flat, apart],  # words between them
        [flat, finding("However", "but", reference=elsewhere)],  # other words that read the same
        [finding("falling flat", "but"), finding("However", "but")],  # nobody knows where the original stands
        [flat, gap],
    ):
        assert marked_findings(BLOCK, pair) == pair
    assert len(marked_findings(BLOCK, [flat, however, apart])) == 2


spans = st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.booleans()), max_size=6)


@given(spans, st.randoms())
def test_marks_never_overlap_in_any_order(chosen: list[tuple[int, int, bool]], random: st.randoms) -> None:  # type: ignore[valid-type]
    found = [
        Finding(
            DamageKind.SUBSTITUTION, Severity.WORDING, 3, 10 + at, min(10 + at + size, BLOCK.end), "", "x",
            GAP if known else None,
        )
        for at, size, known in dict.fromkeys(chosen)
    ]  # fmt: skip
    marked = marked_findings(BLOCK, found)
    assert all(one.end <= two.start for one, two in pairwise(marked))
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert [(each.start, each.end) for each in marked_findings(BLOCK, mixed)] == [
        (each.start, each.end) for each in marked
    ]
