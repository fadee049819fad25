"""Who is named around a quotation."""

from __future__ import annotations

import pytest

from provenance.tracing.quotes.names import bare_name, full_names, named_after, named_before, speakers_in, surname


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (" Quill said.", "Quill"),
        (" Nora Quill told reporters.", "Nora Quill"),
        (" said Nora Quill, who builds bridges.", "Nora Quill"),
        (" said engineer Nora Quill.", "Nora Quill"),
        (" said the mayor of Lowater, Nora Quill.", "Nora Quill"),
        (" Nora Quill, the mayor of Lowater, told a meeting.", "Nora Quill"),
        (" the mayor, Nora Quill, said.", "Nora Quill"),
        (" according to Nora Quill.", "Nora Quill"),
        (" Deputy Prime Minister Nora van der Quill said.", "Nora van der Quill"),
        (" Gov. J. R. Quill later added.", "J. R. Quill"),
        (", Quill reportedly said", "Quill"),
    ],
)
def test_the_words_after_a_quotation_name_its_speaker(words: str, name: str) -> None:
    found = named_after(words)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("words", [" he said.", " she had said", " said she"])
def test_a_pronoun_has_no_name(words: str) -> None:
    found = named_after(words)
    assert found is not None
    assert (found.name, found.office) == (None, False)


@pytest.mark.parametrize("words", [" a spokesman said.", " police said.", " said the council.", " the council said"])
def test_an_office_is_no_name(words: str) -> None:
    found = named_after(words)
    assert found is not None
    assert (found.name, found.office) == (None, True)


@pytest.mark.parametrize(
    "words", ["", " and then the bridge fell in Lowater.", " The Lowater bridge is old.", " said in Lowater"]
)
def test_other_words_name_nobody(words: str) -> None:
    found = named_after(words)
    assert found is None or found.name is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Nora Quill told reporters: ", "Nora Quill"),
        ("It was cold. Nora Quill, the engineer, said on Monday, ", "Nora Quill"),
        ("According to Nora Quill, ", "Nora Quill"),
        ("The Prime Minister, Nora Quill, said: ", "Nora Quill"),
        ("Tom Ashby left. Gov. Quill called it ", "Quill"),
    ],
)
def test_the_sentence_before_a_quotation_names_its_speaker(words: str, name: str) -> None:
    found = named_before(words)
    assert found is not None
    assert found.name == name


def test_a_sentence_that_has_ended_names_nobody_for_the_next() -> None:
    assert named_before("Nora Quill said no. ") is None
    assert named_before("") is None


def test_names_are_bare_of_titles_and_of_what_begins_a_sentence() -> None:
    assert bare_name("Digital Affairs Minister Nora Quill") == "Nora Quill"
    assert bare_name("On Monday Quill") == "Quill"
    assert bare_name("The Mayor") is None
    assert full_names("On Monday Nora Quill met Tom Ashby in Lowater.") == ["Nora Quill", "Tom Ashby"]
    assert [each.name for each in speakers_in("Nora Quill said no and he said yes.")] == ["Nora Quill", None]


def test_one_speaker_has_one_surname_however_written() -> None:
    assert surname("Nora Quill") == surname("QUILL") == surname("N. Quill Jr.")
    assert surname("José Muñoz") == surname("Jose Munoz")
