"""The quotations of an article: their words, their places, their speakers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from quote_samples import BRIDGE, WATER, blocks, said

from provenance.tracing.quotes.spoken import quotations_of, speech_of


def speakers(*texts: str) -> list[str | None]:
    return [each.speaker for each in said(*texts)]


def test_an_interrupted_quotation_is_one_in_two_parts() -> None:
    (one,) = said("“We shut the bridge,” Nora Quill said, “and it stays shut until May.”")
    assert one.speaker == "Nora Quill"
    assert [word.text for word in one.words if word.broken] == ["and"]
    assert one.keys[:4] == ("we", "shut", "the", "bridge")


def test_what_a_speaker_goes_on_with_belongs_to_the_quotation() -> None:
    (one,) = said("“The bridge stays shut,” said Nora Quill, who built it. “Nobody may cross it before May.”")
    assert (one.speaker, one.named) == ("Nora Quill", True)
    assert "nobody" in one.keys


def test_two_speakers_of_a_paragraph_stay_apart() -> None:
    assert speakers(
        "“The bridge stays shut for now,” Nora Quill said. “We need that road every day,” Tom Ashby said."
    ) == ["Nora Quill", "Tom Ashby"]


def test_a_surname_and_a_pronoun_mean_who_spoke_last() -> None:
    found = speakers(
        "Transport minister Nora Quill said on Monday that the bridge was old.",
        "“It should have been rebuilt,” Quill said.",
        "“We had no money for it then,” she said.",
        "“And nobody asked us to find it.”",
    )
    assert found == ["Nora Quill"] * 3


def test_a_quotation_that_runs_over_paragraphs_keeps_its_speaker() -> None:
    assert speakers("Nora Quill said: “The bridge is very old.", "“It was built by my own grandfather.”") == [
        "Nora Quill",
        "Nora Quill",
    ]


def test_a_pronoun_for_somebody_else_is_nobody() -> None:
    assert speakers(BRIDGE, "The owner of the ferry laughed. “We will sail more often now,” he said.") == [
        "Nora Quill",
        None,
    ]


def test_an_office_is_no_speaker_and_nobody_goes_on_for_it() -> None:
    assert speakers("“The bridge stays shut for now,” a spokesman said. “Nobody may cross before May.”")[0] is None


def test_a_term_in_quotation_marks_is_no_quotation() -> None:
    assert said("The “old bridge” and the “Lowater way” were “never really liked”.") == ()


def test_the_name_of_a_programme_is_no_quotation() -> None:
    (one,) = said("“We shut the bridge for good,” Quill said on “Meet the Whole Nation.” “It was never tested.”")
    assert "nation" not in one.keys
    assert said("He whistled “The Ballad of the Lowater Bridge” twice.") == ()


def test_words_in_parentheses_are_an_editors() -> None:
    (one,) = said("“We shut it (the bridge) because the cables were old,” Quill said.")
    assert one.keys[:4] == ("we", "shut", "it", "because")


def test_what_is_not_closed_ends_before_its_speaker() -> None:
    (one,) = said("“We shut the bridge for good, Nora Quill said after the meeting.")
    assert one.text == "We shut the bridge for good,"
    assert one.speaker == "Nora Quill"


def test_brackets_and_dots_break_a_quotation() -> None:
    (one,) = said("“We shut the bridge … and [the council] will rebuild it,” Nora Quill said.")
    assert "council" not in one.keys
    assert [word.text for word in one.words if word.broken] == ["and", "will"]


def test_scripts_without_spaces_have_quotations_without_speakers() -> None:
    (one,) = said("市長は「橋は月曜日まで閉鎖されることになった」と話した。")
    assert (one.speaker, one.words[0].text) == (None, "橋")


def test_what_is_told_outside_of_quotation_marks_has_its_place() -> None:
    paragraphs = ("The council met.", f"{WATER} He keeps nine cows.")
    text = "\n\n".join(paragraphs)
    speech = speech_of(blocks(*paragraphs), ())
    start, end = speech.written["he", "keeps", "9"]
    assert text[start:end] == "He keeps nine"
    assert ("nobody", "drank", "from") not in speech.written
    assert quotations_of(blocks(*paragraphs), ()) == speech.quotations


@given(st.lists(st.text(alphabet="ab NQ,.“”\"'’[]… \n「」", max_size=80), max_size=5))
def test_words_slice_back_from_any_text(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    for each in speech_of(blocks(*paragraphs), ()).quotations:
        assert 0 <= each.start <= each.end <= len(text)
        assert all(text[word.start : word.end] == word.text for word in each.words)
        assert all(each.start <= word.start < word.end <= each.end for word in each.words)


def test_nothing_gives_nothing() -> None:
    assert said() == said("") == ()
