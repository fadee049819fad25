"""Damage beside the original: each kind of change with its kind and span, and what is no change."""

from __future__ import annotations

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, DamageKind, Role, Severity
from provenance.tracing.damage import Comparison, compare

# A copy of a dozen words in a hundred replaced: only then is wording a finding at all.
REWORDED = (
    "The ferry company said on Monday that its crews would return to work after talks with the harbor board ended.",
    (
        "The vessel company said on Monday that its teams would return to labor after discussions with the harbor "
        "board ended."
    ),
)


def page(*texts: str) -> list[Block]:
    made, at = [], 0
    for position, text in enumerate(texts):
        made.append(Block(position, Role.BODY, at, at + len(text), text))
        at += len(text) + 2
    return made


def held(original: str, copy: str) -> Comparison:
    """One paragraph against another, beside a paragraph that shows the hand of a machine."""
    pairs = [((0,), (0,)), ((1,), (1,))]
    return compare(page(REWORDED[1], copy), page(REWORDED[0], original), pairs, "ref")


def changes(original: str, copy: str) -> list[tuple[DamageKind, str, str | None]]:
    return [(f.kind, f.text, f.original) for f in held(original, copy).findings if f.block == 1]


@pytest.mark.parametrize(
    ("original", "copy", "kind", "span", "was"),
    [
        (
            "The storm left 40 homes in the village without water on Friday.",
            "The storm left 400 homes in the village without water on Friday.",
            DamageKind.NUMBER_CHANGED,
            "400",
            "40",
        ),
        (
            "The repairs will cost the town $3 million over the next two years.",
            "The repairs will cost the town $3 billion over the next two years.",
            DamageKind.NUMBER_CHANGED,
            "$3 billion",
            "$3 million",
        ),
        (
            "The rail link reopened on Tuesday after a week of repairs near Ostra.",
            "The rail link reopened on Thursday after a week of repairs near Ostra.",
            DamageKind.NUMBER_CHANGED,
            "Thursday",
            "Tuesday",
        ),
        (
            "Few of the growers had signed the contract by the end of the day.",
            "A few of the growers had signed the contract by the end of the day.",
            DamageKind.POLARITY,
            "A few",
            "Few",
        ),
        (
            "The minister did not sign the order before she left for Lanno.",
            "The minister did sign the order before she left for Lanno.",
            DamageKind.POLARITY,
            "sign",
            "not sign",
        ),
        (
            "The board voted to accept the offer at a meeting in the town hall.",
            "The board voted to reject the offer at a meeting in the town hall.",
            DamageKind.POLARITY,
            "reject",
            "accept",
        ),
        (
            "The council turned down the plan for the quay last week.",
            "The council lowered the plan for the quay last week.",
            DamageKind.MEANING_CHANGED,
            "lowered",
            "turned down",
        ),
        (
            "The crew was fully vaccinated before the ship left the port.",
            "The crew was fully unvaccinated before the ship left the port.",
            DamageKind.POLARITY,
            "unvaccinated",
            "vaccinated",
        ),
        (
            "The state bought rice for 3.2 lakh families in the delta.",
            "The state bought rice for 3.2 million families in the delta.",
            DamageKind.NUMBER_CHANGED,
            "3.2 million",
            "3.2 lakh",
        ),
        (
            "The bank raised its rate by 25 basis points in the spring.",
            "The bank raised its rate by 25 percent points in the spring.",
            DamageKind.NUMBER_CHANGED,
            "25 percent points",
            "25 basis points",
        ),
        (
            "The letter was sent to Harlan Voss at the Port of Ostra last week.",
            "The letter was sent to Harlan Vess at the Port of Ostra last week.",
            DamageKind.NAME_CHANGED,
            "Vess",
            "Voss",
        ),
        (
            "The driver said the brakes on the tram had failed on the hill.",
            "The driver denied the brakes on the tram had failed on the hill.",
            DamageKind.ATTRIBUTION_CHANGED,
            "denied",
            "said",
        ),
        (
            "The company may close the plant by the river next summer.",
            "The company will close the plant by the river next summer.",
            DamageKind.MEANING_CHANGED,
            "will",
            "may",
        ),
        (
            'She told the crowd: "We are waiting for the boats to come home."',
            'She told the crowd: "We are waiting for the ships to come home."',
            DamageKind.QUOTE_ALTERED,
            "ships",
            "boats",
        ),
        (
            "The mechanic walked along the quay to look at the engine.",
            "The mechanic strolled along the quay to look at the engine.",
            DamageKind.SUBSTITUTION,
            "strolled",
            "walked",
        ),
        (
            "The mayor declared a state of emergency in the lower valley.",
            "The mayor declared a state of urgency in the lower valley.",
            DamageKind.TORTURED_PHRASE,
            "urgency",
            "emergency",
        ),
        (
            'The envoy said the talks had failed for good. "Go home," he told the crews.',
            'The envoy said "the talks had failed for good." "Go home," he told the crews.',
            DamageKind.HUMAN_DISTORTION,
            "the talks had failed for good",
            "talks had failed for good",
        ),
    ],
)
def test_a_change_is_named(original: str, copy: str, kind: DamageKind, span: str, was: str) -> None:
    assert changes(original, copy) == [(kind, span, was)]


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        (
            "Labour leaders travelled to the centre of the harbour.",
            "Labor leaders traveled to the center of the harbor.",
        ),
        ("Prices rose 22% to $4,200 in the region.", "Prices rose 22 percent to 4200 dollars in the region."),
        (
            "It didn’t matter to the “crews” of the U.S. fleet.",
            'It did not matter to the "crews" of the United States fleet.',
        ),
        ("The self-styled chief of the seven towns spoke.", "The self styled chief of the 7 towns spoke."),
        ("The mill that burned on Monday stood by the lake.", "The mill that burned stood by the lake."),
        ("The vote was lost in the town hall.", "The vоte was lоst in the town hall."),
    ],
)
def test_an_editors_style_is_no_change(original: str, copy: str) -> None:
    assert changes(original, copy) == []


def test_changed_places_change_the_meaning() -> None:
    found = changes(
        "The union invited the owners to a hall in Lanno.", "The owners invited the union to a hall in Lanno."
    )
    assert [(kind, span) for kind, span, _ in found] == [
        (DamageKind.MEANING_CHANGED, "owners"),
        (DamageKind.MEANING_CHANGED, "union"),
    ]


def test_a_dropped_sentence_is_named_at_the_gap() -> None:
    original = (
        "The dam above the village held through the night of heavy rain. Engineers measured cracks along the eastern "
        "spillway gate. The families slept in the school hall until the morning bell."
    )
    copy = (
        "The dam above the village held through the night of heavy rain. "
        "The families slept in the school hall until the morning bell."
    )
    ((kind, span, was),) = changes(original, copy)
    assert (kind, span) == (DamageKind.DROPPED, "rain")
    assert was == "Engineers measured cracks along the eastern spillway gate"


def test_a_moved_sentence_is_reordered_and_not_reworded() -> None:
    one = "The dam above the village held through the night of heavy rain."
    two = "Engineers measured deep cracks along the eastern spillway gate."
    assert [kind for kind, *_ in changes(f"{one} {two}", f"{two} {one}")] == [DamageKind.REORDERED]


def test_an_editor_may_choose_words_but_not_facts() -> None:
    original = (
        "The mechanic walked along the quay on Monday to look at the engine of the ferry that had failed twice in "
        "the past month, and found 14 bolts missing from the casing below the deck. The crew had asked for a new "
        "engine in the spring, and the owners had promised one by the autumn."
    )
    copy = original.replace("walked", "strolled").replace("14", "40")
    found = compare(page(copy), page(original), [((0,), (0,))], "ref")
    assert [(f.kind, f.severity) for f in found.findings] == [(DamageKind.NUMBER_CHANGED, Severity.FACT)]
    assert found.by_machine()[0] is False


def test_references_slice_back_and_lie_in_the_original() -> None:
    original = page(REWORDED[0], "Few of the growers had signed by then.")
    text = "\n\n".join(block.text for block in original)
    found = compare(
        page(REWORDED[1], "A few of the growers had signed by then."), original, [((0,), (0,)), ((1,), (1,))], "ref"
    )
    assert found.findings
    for finding in found.findings:
        assert finding.reference is not None
        assert finding.reference.article == "ref"
        assert text[finding.reference.start : finding.reference.end] == finding.original


def test_two_blocks_may_stand_for_one() -> None:
    halves = REWORDED[0].partition(" after ")
    copy = page(halves[0], "after " + halves[2])
    found = compare(copy, page(REWORDED[0]), [((0, 1), (0,))], "ref")
    assert (found.findings, found.substitutions) == ((), 0)
    assert found.kept_words == found.aligned_words == found.body_words


def test_quotations_are_counted_kept_wherever_the_original_has_them() -> None:
    original = page('"We will not go," he said.', '"The sea is no place for pride," she said.')
    copy = page('She said: "The sea is no place for pride."', 'He said: "We will never go."')
    found = compare(copy, original, [((0,), (1,)), ((1,), (0,))], "ref")
    assert (found.quotes_kept, found.quotes_altered) == (1, 1)


def test_nothing_aligned_says_nothing() -> None:
    found = compare(page("The mill closed."), page("The mill closed."), [], "ref")
    assert found.substitutions_per_100 is None
    assert found.by_machine()[0] is None


@pytest.mark.parametrize("unit", ["few not ", "Voss ", "40 ", "“a” ", "may ", "before x. "])
def test_hostile_blocks_end_soon(unit: str) -> None:
    def beside(count: int) -> None:
        compare(page(unit * count), page(("b " + unit) * count), [((0,), (0,))], "ref")

    assert_linear(beside, int, 20_000)


words = st.lists(
    st.sampled_from(
        ("the", "mill", "few", "not", "40", "Ostra", "said", "“we", "go”", ".", ",", "closed", "million", "a", "Monday")
    ),
    max_size=30,
)


@given(words, words)
def test_findings_slice_back_whatever_the_texts(left: list[str], right: list[str]) -> None:
    copy, original = page(" ".join(left)), page(" ".join(right))
    found = compare(copy, original, [((0,), (0,))], "ref")
    assert found.kept_words <= found.aligned_words
    for finding in found.findings:
        assert copy[0].text[finding.start : finding.end] == finding.text
        assert finding.start < finding.end


@given(words)
def test_a_text_held_against_itself_is_whole(left: list[str]) -> None:
    blocks = page(" ".join(left))
    found = compare(blocks, blocks, [((0,), (0,))], "ref")
    assert (found.findings, found.substitutions, found.quotes_altered) == ((), 0, 0)


def test_an_edited_copy_is_held_to_the_given_groups() -> None:
    blocks = page(REWORDED[0], "Growers in the Tolva valley lost cherries, apricots and glasshouses to hail.")
    found = compare(blocks, blocks, [((0,), (0,))], "ref")
    assert found.aligned_share < 1


@pytest.mark.parametrize(
    "text",
    [
        "The police closed the old bridge on Monday near the mill. Nobody was hurt. The police closed the bridge.",
        "The mill may close on Monday, the owner said. The council met at noon. The mill may close, the owner said.",
        "The judge called Petra Doln. The council of Ostra was silent. Ian Brandt left. The judge called Doln.",
    ],
)
def test_a_text_against_itself_has_no_damage(text: str) -> None:
    assert changes(text, text) == []


def test_sentences_that_meet_in_one_change_keep_their_own_words() -> None:
    found = changes(
        "The pier was in no danger of failing. But a wet spot at its foot has grown by a third since March.",
        "The pier was in no danger of collapse. However a wet spot at its foot has grown by a third since March.",
    )
    assert [(text, was) for _, text, was in found] == [("collapse", "failing"), ("However", "But")]
