from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.article import forms
from provenance.article.forms import Form, find_forms, load_forms, shipped_forms
from provenance.article.notices import notice_span
from provenance.article.seams import behind, front_label, label_row, name_and_stamp
from provenance.article.stamps import date_stamp_span
from provenance.errors import RegistryError
from provenance.model import Role

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.name)
def test_every_form_knows_its_example_and_not_its_near_miss(form: Form) -> None:
    assert form.name in {hit.rule for hit in find_forms(form.example)}
    assert form.name not in {hit.rule for hit in find_forms(form.near_miss)}
    assert 0 < form.weight <= 1
    assert form.role is not Role.BODY


def test_every_role_that_wording_can_show_has_a_form() -> None:
    by_place = {Role.BODY, Role.HEADLINE, Role.SUBHEADING, Role.DATE_STAMP}
    assert {form.role for form in shipped_forms()} == set(Role) - by_place


@settings(deadline=None)
@given(st.text(max_size=200))
def test_hits_lie_in_the_line_and_come_heaviest_first(text: str) -> None:
    hits = find_forms(text)
    assert all(0 <= hit.start <= hit.end <= len(text) for hit in hits)
    assert [hit.weight for hit in hits] == sorted((hit.weight for hit in hits), reverse=True)


ENTRY = '[a]\nrole = "body"\nweight = 0.5\nwords = 3\npatterns = ["x"]\nexample = "x"\nnear_miss = "y"\n'
HOSTILE = [
    " ",
    "a",
    "1 ",
    "-",
    "(",
    "A ",
    "by ",
    ". ",
    "a, ",
    "A. ",
    "© ",
    "/",
    "Ж",
    "“",
    "all rights ",
    "not be ",
    "को ",
]


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.name)
def test_a_line_of_100_kb_takes_no_time(form: Form) -> None:
    units = [*HOSTILE, f"{form.example} ", form.example.rstrip(" .!।"), *(f"{need} " for need in form.needs)]
    for unit in units:
        assert_linear(form.pattern.match, repeated(unit))
        assert_linear(form.pattern.match, repeated(unit, form.example[:12]))


@pytest.mark.parametrize("unit", [*HOSTILE, *(f"{form.example} " for form in shipped_forms())])
def test_all_forms_on_a_line_of_100_kb_take_no_time(unit: str) -> None:
    line = repeated(unit)
    for part in (find_forms, behind, front_label, label_row, name_and_stamp):
        assert_linear(part, line)
    for part in (behind, front_label, label_row, name_and_stamp):
        assert_linear(part, line, 230)
    assert_linear(notice_span, line, 900)


def test_forms_are_found_by_what_they_need() -> None:
    for form in shipped_forms():
        assert not form.needs or any(need in form.example.lower() for need in form.needs)
        assert all(need == need.lower() for need in form.needs)


NEEDS = sorted({need for form in shipped_forms() for need in form.needs})
LINES = sorted({line for form in shipped_forms() for line in (form.example, form.near_miss)})


@given(st.lists(st.sampled_from(NEEDS) | st.sampled_from(LINES) | st.text(max_size=12), max_size=8), st.integers(0, 9))
def test_what_a_line_has_is_what_looking_for_each_finds(pieces: list[str], cut: int) -> None:
    for line in ("".join(pieces).lower(), " ".join(piece[cut % 3 :] for piece in pieces).lower()):
        for limit in sorted({form.words for form in shipped_forms()}):
            needs = {need for form in shipped_forms() if form.words >= limit for need in form.needs}
            found = forms._index(limit).present(line)  # noqa: SLF001 - what it leaves out, no hit shows
            assert sorted(found) == sorted(need for need in needs if need in line)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('[a]\nrole = "caption"', "weight"),
        ('[a]\nrole = "nothing"\nweight = 0.5\nwords = 3\npatterns = ["x"]\nexample = "x"\nnear_miss = "y"', "nothing"),
        ('[a]\nrole = "body"\nweight = 0.5\nwords = 3\npatterns = ["("]\nexample = "x"\nnear_miss = "y"', "[a]"),
        ('[a]\nrole = "body"\nweight = 0.5\nwords = 3\npatterns = ["x"]\nexample = "x"\nnear_miss = "y"\nz = 1', "z"),
        ("[a\nb = 1", "line 1"),
        (f'{ENTRY}glued = "z"\nneeds = ["x"]', "z"),
        (f'{ENTRY}glued = "behind"', "needs"),
    ],
)
def test_wrong_entries_name_file_and_place(tmp_path: Path, entry: str, complaint: str) -> None:
    file = tmp_path / "xx.toml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_forms(file)
    assert str(file) in str(caught.value)
    assert complaint in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "stamp",
    [
        "Posted 2031-03-04",
        "04.03.2031",
        "04.03.2031, 11:40 Clock",
        "2031/03/04 09:13",
        "4 Mar 2031 - 01h25",
        "Last updated March 4, 2031 7:42 pm",
        "Updated: 4 March 2031, 06:20 AM IST",
        "7 hours in the past",
        "March 4",
        "Tuesday 4 March 2031 | 5:30 AM",
        "Updated",
        "4-MAR-2031 15:01:01.79",
        "05:41",
        "4. März 2031, 11:30 Uhr",
        "vor 3 Stunden",
        "Publié le 4 mars 2031 à 18h05",
        "Il y a 2 heures",
        "Actualizado: 4 de marzo de 2031",
        "March 2031",
        "Publicado em 4 de março de 2031 às 18h05",
        "Atualizado há 2 horas",
        "terça-feira, 4 de março de 2031",
        "12 de set de 2031",
        "Pubblicato il 4 marzo 2031 alle 10:30",
        "2 ore fa",
        "प्रकाशित: 4 मार्च 2031, 10:30",
        "अपडेटेड: मंगलवार, ४ मार्च २०३१ शाम 5:30 बजे",
        "2 घंटे पहले",
    ],
)
def test_date_stamps(stamp: str) -> None:
    assert date_stamp_span(stamp) == (0, len(stamp))


@pytest.mark.parametrize(
    "line",
    [
        "2031",
        "4 of 12",
        "In March 2031 the water rose",
        "1 / 2",
        "May",
        "Gate 4",
        "May I ask 4 things",
        "",
        "...",
        "APR 123.5 122.9",
        "MAY 18.25 18.30 18.35",
        "12.5",
        "10:30 11:30 12:30 13:30",
        "99.99.2031",
        "DEC 99 98 97 96",
        "25:70",
        "04/09/31 03/09/31 02/09/31 01/09/31",
        "Set 2",
        "Out 4",
        "há 4 anos",
        "कल 4 लोग",
    ],
)
def test_lines_that_are_no_date_stamps(line: str) -> None:
    assert date_stamp_span(line) is None
