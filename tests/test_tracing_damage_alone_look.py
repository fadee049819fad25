"""Damage that shows on the page itself, and what people write that must not be taken for it."""

from __future__ import annotations

import pytest
from growth import assert_linear, repeated
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, DamageKind, Role, Severity
from provenance.tracing.damage import find_alone
from provenance.tracing.damage.alone.detectors import DETECTORS
from provenance.tracing.damage.alone.look import detect

ENGLISH = "The council of Ostra said on Monday that it was in talks with the owners of the mill. "


def blocks(*texts: str, role: Role = Role.BODY) -> list[Block]:
    made, at = [], 0
    for position, text in enumerate(texts):
        made.append(Block(position, role, at, at + len(text), text))
        at += len(text) + 2
    return made


def kinds(text: str) -> list[tuple[DamageKind, str]]:
    return [(finding.kind, finding.text) for finding in find_alone(blocks(ENGLISH + ENGLISH, text))]


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("The boats came back to Lanno. after the storm had passed.", DamageKind.BROKEN_SENTENCE, "Lanno. after"),
        ("The bridge stood open . before the barges came.", DamageKind.BROKEN_SENTENCE, "open . before"),
        ("A week earlier, The ministry had closed it.", DamageKind.CAPITAL_AFTER_COMMA, "earlier, The ministry"),
        ("He called it “too soon to tell. ” and left.", DamageKind.STRAY_QUOTE, "tell. ”"),
        ("She said: “We saw it. “In the end we left.”", DamageKind.STRAY_QUOTE, "“In"),
        (
            "There will be no vote this week, this week or next month.",
            DamageKind.DOUBLED_PHRASE,
            "this week, this week",
        ),
        ("The port handles barges and barges in winter.", DamageKind.DOUBLED_PHRASE, "barges and barges"),
        ("There are no evidence that it leaked.", DamageKind.GRAMMAR, "There are no evidence"),
        ("The mayor gave a assurance to the crews.", DamageKind.GRAMMAR, "a assurance"),
        ("The court is because of hear the case.", DamageKind.GRAMMAR, "is because of hear"),
        ("The owners {said|stated|claimed} nothing.", DamageKind.SPINTAX, "{said|stated|claimed}"),
        ("The owners {that a} bought it.", DamageKind.SPINTAX, "{that a}"),
        ("The vоte was lost.", DamageKind.MIXED_SCRIPT, "vоte"),
        ("The vo\u200bte was lost.", DamageKind.INVISIBLE_CHARACTER, "vo\u200bte"),
        ("The \u202ereversed\u202c words.", DamageKind.INVISIBLE_CHARACTER, "\u202e"),
        ("Sure, here's the article again.", DamageKind.MODEL_RESIDUE, "Sure, here's"),
        ("As an AI language model I know nothing of mills.", DamageKind.MODEL_RESIDUE, "As an AI language model"),
        ("The mayor spoke at an information convention.", DamageKind.TORTURED_PHRASE, "information convention"),
        ("Twelve per-cent of it, 5 according to cent, is gone.", DamageKind.TORTURED_PHRASE, "according to cent"),
        ("The bus driving force fled.", DamageKind.TORTURED_PHRASE, "bus driving force"),
        ("Sign it with [Your Name] at last.", DamageKind.MODEL_RESIDUE, "[Your Name]"),
        ("**Headline:** Mill sold again", DamageKind.MODEL_RESIDUE, "**Headline:**"),
        ("As of my last update the mill stood.", DamageKind.MODEL_RESIDUE, "As of my last update"),
        ("Some 7,5 million people live there.", DamageKind.GRAMMAR, "7,5"),
        ("The mill employs 1.900 people there.", DamageKind.GRAMMAR, "1.900"),
        ("It cost 14 000 crowns to mend.", DamageKind.GRAMMAR, "14 000"),
        ("They meet on 11. June in the hall.", DamageKind.GRAMMAR, "11. June"),
        ("Doors open at 18 p.m. on Friday.", DamageKind.GRAMMAR, "18 p.m"),
        ("They paid 40$ for a ticket.", DamageKind.GRAMMAR, "40$"),
        ("The lake held 38 millions litres then.", DamageKind.GRAMMAR, "38 millions"),
        ("Police held three person after the match.", DamageKind.GRAMMAR, "three person"),
        ("It has 61 seat in the house.", DamageKind.GRAMMAR, "61 seat"),
        ("Many money was lost in the house.", DamageKind.GRAMMAR, "Many money"),
        ("It would went to the owners.", DamageKind.GRAMMAR, "would went"),
        ("The owners has took the keys.", DamageKind.GRAMMAR, "has took"),
        ("And no proof was not shown to the court.", DamageKind.GRAMMAR, "no proof was not"),
        ("No one of them did not speak.", DamageKind.GRAMMAR, "No one of them did not"),
        ("It is the in 1998 founded mill.", DamageKind.GRAMMAR, "the in 1998 founded"),
        ("They left despite of the rain.", DamageKind.GRAMMAR, "despite of"),
        ("Output grew on 5 percent in May.", DamageKind.GRAMMAR, "grew on 5"),
        ("Prices are more better than before.", DamageKind.GRAMMAR, "more better"),
        ("A man of 31 years old was held.", DamageKind.GRAMMAR, "man of 31 years old"),
        ("“We knew it last year”, — she said.", DamageKind.STRAY_QUOTE, "”, — she"),
        (
            "It lies near the village. Which grows the plums of the valley.",
            DamageKind.BROKEN_SENTENCE,
            "Which grows",
        ),
        ("It covered the losses, But the crown was gone.", DamageKind.CAPITAL_AFTER_COMMA, "losses, But the"),
        ("It cost extra than a million.", DamageKind.TORTURED_PHRASE, "extra than"),
        ("He did no longer say who paid.", DamageKind.TORTURED_PHRASE, "did no longer"),
        ("Talks on curiosity charges go on.", DamageKind.TORTURED_PHRASE, "curiosity charges"),
    ],
)
def test_damage_is_found_with_a_tight_span(text: str, kind: DamageKind, span: str) -> None:
    assert kinds(text) == [(kind, span)]


@pytest.mark.parametrize(
    "text",
    [
        "It left at 7 a.m. when U.S. officials and Mr. Orlo met St. Anne's choir, No. 2 in the town.",
        "Harlo Inc. said it paid Oct. 4 to its plc. owners, approx. half of it.",
        "Write to press@ostra.example. or see ostra.example/a.b. then wait.",
        "It was very, very cold, and that that had had no effect is what we all know, no, no!",
        "Years and years went by, again and again, harder and harder.",
        "He wore a one-piece, an hour late, a European, an MP, a union man, an honest man, a UN envoy.",
        "“We came here first.",
        "“We came here first.” ‘No,’ he said, “it’s ‘ours’ now.”",
        "He said \"it is . \" and '' and left the quote open.",
        '“It was open, closed with a straight mark," he said. “And so on,” she said.',
        "The iPhone maker. iPhone sales rose. eBay fell… and then rose.",
        "The Hague, The New York Times and A Tale of Two Towns, The Sequel.",
        "Family \U0001f468\u200d\U0001f469\u200d\U0001f467 and می\u200cخواهم and 5 μs and the β-blocker.",
        "Слово на русском и SMS, Ελλάδα.",
        "A white home in the assembled crowd; the celebration of the party; a related press.",
        "There were no traffic lights and there are no news stands or police powers.",
        "Between\u200b words a space\u200b may hide.",
        "A three-person team, a $48 home camera, 10 crew cabins, Apollo 10 crew and System 36 house.",
        "These year-end sales, every women's club, a children's ward, two-thirds of it, many water birds.",
        "They could have been told; he used to be, it has to do with what was said to them.",
        "It rose 7.5 percent to $1.900, up 0.125 points, in 5,000 homes, at 8 p.m. on June 11. It was late.",
        "No, it was not so. Nobody was there. It is no better and was not told.",
        "The man, 71, was one of 58 years ago. The in-house team. On 5 percent of days, more than half.",
        "He said, “It was too soon,” and left. “Too soon?” he asked.",
        "“We keep the books”, said the mayor, and “we read them”, she added.",
        "Which came first? Which of them won, nobody knows. To be sure, it was late.",
        "He no longer spoke. The last year, the same day, as well as ever, at the most two.",
        "[Editor's note: this was changed] and [sic], [1], [his] and “[the] mill”.",
        "The council [yours and ours] met.",
    ],
)
def test_what_people_write_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_content_credential_is_no_hidden_text() -> None:
    manifest = "\ufeff" + "".join(chr(0xFE00 + number % 16) for number in range(40))
    assert kinds(f"The mill{manifest}er left.") == []


def test_tag_characters_outside_a_flag_are_found() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    assert kinds(f"The mill closed.{hidden}") == [(DamageKind.INVISIBLE_CHARACTER, hidden)]
    assert kinds("The flag \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f flew.") == []


def test_neighbouring_disguised_words_are_one_finding() -> None:
    assert kinds("Thе vоtе was lоst.") == [(DamageKind.MIXED_SCRIPT, "Thе vоtе"), (DamageKind.MIXED_SCRIPT, "lоst")]


def test_a_damaged_name_is_a_fact_and_names_what_was_meant() -> None:
    (finding,) = find_alone(blocks(ENGLISH, "Envoys of the Joined Nations came."))
    assert (finding.text, finding.original, finding.severity) == ("Joined Nations", "United Nations", Severity.FACT)


def test_rights_lines_are_read_for_set_phrases_and_furniture_is_not_read() -> None:
    story = blocks(ENGLISH + ENGLISH)[0]
    line = "Copyright Registered. The talks. on it go."
    start = story.end + 2
    for role, found in ((Role.COPYRIGHT, ["Copyright Registered"]), (Role.NAVIGATION, [])):
        block = Block(1, role, start, start + len(line), line)
        assert [finding.text for finding in find_alone([story, block])] == found


def test_rules_of_english_rest_on_other_languages() -> None:
    assert find_alone(blocks("El alcalde fue a esta ciudad. el lunes a otra, The casa casa a isla.")) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "1",
        ".",
        ". ",
        ", ",
        "“",
        "{",
        "\u200b",
        "a ",
        "a, ",
        "aа",
        "a'",
        "(",
        "no ",
        "\ufeff\ufe0f",
        "the 5, the 5, of ",
    ],
)
def test_hostile_lines_take_linear_time(unit: str) -> None:
    def look(line: str) -> None:
        find_alone([*blocks(line), Block(1, Role.BODY, len(line) + 2, len(line) + 2 + len(ENGLISH), ENGLISH)])

    assert_linear(look, repeated(unit))


@given(st.lists(st.text(alphabet="aA vоte.,“” \u200b{|}'\"and or", max_size=80), max_size=6))
def test_findings_slice_back_in_order_without_overlap(texts: list[str]) -> None:
    page = blocks(ENGLISH, *texts)
    article = "\n\n".join(block.text for block in page)
    last = 0
    for finding in find_alone(page):
        block = page[finding.block]
        assert article[finding.start : finding.end] == finding.text
        assert block.start <= finding.start < finding.end <= block.end
        assert finding.start >= last
        last = finding.start


@given(st.lists(st.text(alphabet="aA 7,5.extrahnowdi”“", max_size=60), max_size=5))
def test_each_finding_is_of_its_detectors_kind(texts: list[str]) -> None:
    for each in detect(blocks(ENGLISH, *texts)):
        assert each.finding.kind is DETECTORS[each.detector].kind


def test_a_text_that_comes_again_is_damaged_at_its_new_place() -> None:
    damaged = f"{ENGLISH}The owners came back. after the drill, they said, and the mill would went on."
    first, again = detect(blocks(damaged)), detect(blocks(ENGLISH, damaged))
    moved = len(ENGLISH) + 2
    assert first
    assert [(each.detector, each.finding.start + moved, each.finding.text) for each in first] == [
        (each.detector, each.finding.start, each.finding.text) for each in again
    ]
    assert {each.finding.block for each in again} == {1}
