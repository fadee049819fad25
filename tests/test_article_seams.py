from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.article.seams import Part, behind, front_label, label_row, name_and_stamp, parts_of
from provenance.article.stamps import date_stamp_span, has_digit, may_end_a_stamp, no_stamp_before
from provenance.model import Media, Page, Role

STORY = "The last boat left the old pier at nine with forty people and a goat on board."
NOTICE = (
    "Copyright 2031 Harrow Lake Media. All rights reserved. This material may not be published, broadcast, "
    "rewritten or redistributed."
)
NEXT = "The port has four gates, and two of them are older than the town itself, its keeper said."


def parts(text: str) -> list[tuple[str, str]]:
    blocks = divide(extract(Page(id="a", content=f"{NEXT}\n\n{text}\n\n{NEXT}", media=Media.TEXT)))
    return [(block.role.value, block.text) for block in blocks[1:-1]]


@pytest.mark.parametrize(
    ("tail", "roles"),
    [
        ("Read also: How safe are the gates of Harrow Lake?", ["navigation"]),
        ("ALSO READ | Two gates shut at Harrow Lake", ["navigation"]),
        ("Lesen Sie auch: Wie sicher sind die Tore am Harrsee?", ["navigation"]),
        ("À lire aussi : Les portes du lac", ["navigation"]),
        ("Lea también: Las compuertas del lago", ["navigation"]),
        ("Leia também: As comportas do lago", ["navigation"]),
        ("Leggi anche: Le chiuse del lago", ["navigation"]),
        ("यह भी पढ़ें: झील के द्वार कितने सुरक्षित हैं", ["navigation"]),
        ("(With inputs from PTI)", ["contributor"]),
        ("(mit Material von dpa)", ["contributor"]),
        ("(avec AFP)", ["contributor"]),
        ("*Com informações da Agência Lago", ["contributor"]),
        ("(एजेंसी इनपुट के साथ)", ["contributor"]),
        ("All rights reserved.", ["copyright"]),
        ("© RIPRODUZIONE RISERVATA", ["copyright"]),
        ("Alle Rechte vorbehalten.", ["copyright"]),
        (
            NOTICE,
            ["copyright"],
        ),
        ("(With inputs from PTI) © 2031 Harrow Lake Media. All rights reserved.", ["contributor", "copyright"]),
        ("This story is published from a syndicated feed.", ["disclaimer"]),
    ],
)
def test_what_was_glued_behind_a_paragraph_is_cut_off(tail: str, roles: list[str]) -> None:
    found = parts(f"{STORY} {tail}")
    assert found[0] == ("body", STORY)
    assert [role for role, _ in found[1:]] == roles
    assert " ".join(text for _, text in found[1:]) == tail


@pytest.mark.parametrize(
    "end",
    [
        "Read more: that was what she wanted, and she said so.",
        "“Read also the small print,” she said.",
        "All rights of the owners were to be kept, the mayor promised.",
        "The tapes may not be published or broadcast, the judge said.",
        "She feared a feed of lies.",
        "He left with input from the crew.",
    ],
)
def test_a_paragraph_that_ends_as_story_stays_whole(end: str) -> None:
    assert parts(f"{STORY} {end}") == [("body", f"{STORY} {end}")]


def test_a_caption_keeps_its_photographer() -> None:
    assert behind("The old pier at Harrow Lake on Monday morning. © Ana Ruhl / AFP") == []


@pytest.mark.parametrize("label", ["ADVERTISEMENT ", "Advertisement", "Anzeige", "PUBLICIDADE ", "Pubblicità: "])
def test_a_label_glued_before_a_paragraph_is_cut_off(label: str) -> None:
    assert parts(label + STORY) == [("navigation", label.strip()), ("body", STORY)]


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement Standards Board members met on Tuesday and said that they would look at all of it again.",
        "Anzeige erstattete die Gemeinde am Dienstag, weil das Tor am Steg in der Nacht beschädigt worden war.",
        "Advertisements for boats had filled the pages of the paper for a year before the harbour was closed.",
    ],
)
def test_a_word_that_only_looks_like_a_label_stays(text: str) -> None:
    assert front_label(text) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Updated: 12 May 2031 | By Ana Ruhl", ["date_stamp", "byline"]),
        ("By Ana Ruhl | Updated: 12 May 2031 10:30 | 4 min read", ["byline", "date_stamp", "navigation"]),
        ("Ana Ruhl · 12 May 2031", ["byline", "date_stamp"]),
        ("Von Ana Ruhl | 04.03.2031, 10:30 Uhr | Lesezeit: 4 Minuten", ["byline", "date_stamp", "navigation"]),
        ("Flood, Harrow Lake | 12 May 2031 | Written by Ana Ruhl", ["navigation", "date_stamp", "byline"]),
    ],
)
def test_rows_of_labels(line: str, expected: list[str]) -> None:
    found = label_row(line)
    assert [part.role for part in found] == [Role(role) for role in expected]


@pytest.mark.parametrize(
    "line", ["12 May 2031 | 10:30", "Gates | Boats | Water", "Ana Ruhl | Lev Okoro", "a | 1 May | b"]
)
def test_lines_that_are_no_row(line: str) -> None:
    assert label_row(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ana Ruhl March 4, 2031", [Role.BYLINE, Role.DATE_STAMP]),
        ("By Ana Ruhl, Wednesday, 4 March 2031", [Role.BYLINE, Role.DATE_STAMP]),
        ("Von Ana Ruhl 04.03.2031, 10:30 Uhr", [Role.BYLINE, Role.DATE_STAMP]),
        ("Por Ana Ruhl 4 de março de 2031 às 18h05", [Role.BYLINE, Role.DATE_STAMP]),
        ("12 May 2031 By Ana Ruhl", [Role.DATE_STAMP, Role.BYLINE]),
        ("Record April 21", []),
        ("March 4, 2031", []),
        ("Two New Gates Coming to Harrow Lake in March 2031", []),
        ("Ana Ruhl left on 4 May", []),
        ("Ana Ruhl and Lev Okoro, USA TODAY Published 6:16 p.m. ET July 15, 2031", [Role.BYLINE, Role.DATE_STAMP]),
    ],
)
def test_names_and_dates_in_one_line(line: str, expected: list[Role]) -> None:
    assert [part.role for part in name_and_stamp(line)] == expected


PIECES = st.sampled_from(
    [STORY, NEXT, "By Ana Ruhl", "12 May 2031", " | ", " ", "© 2031 Harrow Lake", "All rights reserved.", "Anzeige",
     "(With inputs from PTI)", "Read also: Gates", "4 min read", "·", "“", "यह भी पढ़ें: झील"]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=120), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
    )
)
def test_parts_cover_the_line(line: str) -> None:
    whole = line.strip()
    for cutter in (behind, front_label, label_row, name_and_stamp):
        found: list[Part] = cutter(whole)
        at = 0
        for part in found:
            assert not whole[at : part.start].strip()
            assert part.start < part.end <= len(whole)
            at = part.end
        assert not found or not whole[at:].strip()


STAMPED = st.lists(
    st.sampled_from(
        ["Ida", "By", "Marsh", "May", "5", "2031", "10:30", "-", "|", "–5", "updated", "gate.", "(12", "May)"]
    ),
    min_size=1,
    max_size=7,
).map(" ".join)


@given(STAMPED)
def test_the_last_word_rules_out_no_stamp(text: str) -> None:
    ends = [text[at:].lstrip("|•·,–—- ") for at in range(len(text))]
    if any(tail and date_stamp_span(tail) == (0, len(tail)) and text.endswith(tail) for tail in ends):
        assert may_end_a_stamp(text)


def test_a_word_that_no_stamp_ends_with() -> None:
    assert not may_end_a_stamp("The lock closed on 5 May 2031 again")
    assert may_end_a_stamp("Ida Marsh - 5 May 2031")


@given(STAMPED)
def test_all_ways_together_find_what_the_first_of_them_finds(text: str) -> None:
    one = front_label(text) or label_row(text) or behind(text) or name_and_stamp(text)
    assert parts_of(text) == tuple(one) == parts_of(text)


@pytest.mark.parametrize(
    ("line", "begins"),
    [("Ida Marsh 4 May 2031", "Marsh"), ("4 May 2031", ""), ("Shr 12 cts vs 8 cts", "cts"), ("Ida Märsh 4 May", "")],
)
def test_a_stamp_that_ends_a_line_begins_behind_the_last_word_that_is_none(line: str, begins: str) -> None:
    assert no_stamp_before(line) == (line.rindex(begins) if begins else 0)


@pytest.mark.parametrize(
    ("text", "told"), [("May 4", True), ("मई ४", True), ("m²", True), ("May", False), ("Mai—", False)]
)
def test_digits_are_those_of_every_script_and_raised_ones(text: str, *, told: bool) -> None:
    assert has_digit(text) is told is any(map(str.isdigit, text))
