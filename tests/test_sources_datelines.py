"""Datelines with dates of several languages, and with the mark before the place or behind a slash."""

from __future__ import annotations

import pytest
from growth import assert_linear, repeated

from provenance.model import Article, Block, CreditType, Role
from provenance.sources import find_credits, load_registry

REGISTRY = load_registry()
STORY = "The ferry had been out of service since the winter, when ice bent both of its rudders and tore a plate."
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
SPANISH_SHORT = "ene feb mar abr may jun jul ago sep sept oct nov dic ene. abr. ago. dic."
PORTUGUESE = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
PORTUGUESE_SHORT = "jan fev mar abr mai jun jul ago set out nov dez"
FRENCH = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv. févr. juil. déc. AOÛT"
)
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Jan. Feb. Okt. Dez."


def datelines(text: str) -> list[tuple[str | None, str]]:
    """Source and text of the datelines that a page which begins with a text has."""
    blocks, at = [], 0
    for position, line in enumerate((text, STORY)):
        blocks.append(Block(position, Role.BODY, at, at + len(line), line))
        at += len(line) + 2
    found = find_credits(Article("x", f"{text}\n\n{STORY}", ()), blocks, REGISTRY)
    return [(credit.source, credit.text) for credit in found if credit.type is CreditType.DATELINE]


@pytest.mark.parametrize(
    ("form", "mark", "source", "months"),
    [
        ("Ostby, 4 {}", "EFE", "efe", f"{SPANISH} {SPANISH_SHORT}"),
        ("Ostby, 4 de {}", "EFE", "efe", SPANISH),
        ("Ostby, 4 de {} de 2031", "EFE", "efe", SPANISH),
        ("Ostby, 4 {}", "Lusa", "lusa", f"{PORTUGUESE} {PORTUGUESE_SHORT}"),
        ("Ostby, 4 de {} de 2031", "Lusa", "lusa", PORTUGUESE),
        ("OSTBY, 4 {}", "AFP", "afp", FRENCH),
        ("OSTBY, 1er {} 2031", "AFP", "afp", FRENCH),
        ("Ostby, 4. {}", "AFP", "afp", GERMAN),
        ("Ostby, 4. {} 2031", "AFP", "afp", GERMAN),
    ],
)
def test_a_dateline_may_have_its_date_in_another_language(form: str, mark: str, source: str, months: str) -> None:
    for month in months.split():
        dateline = f"{form.format(month)} ({mark})"
        assert datelines(f"{dateline} - The ferry stayed in port on Monday.") == [(source, dateline)]


@pytest.mark.parametrize(
    "head",
    [
        "Ostby, 4 de barcas (EFE)",
        "Ostby, 4. Fähren (AFP)",
        "OSTBY, 4 avrils (AFP)",
        "Ostby, de abril (EFE)",
        "Ostby sale 4 abril (EFE)",
    ],
)
def test_what_is_no_month_makes_no_dateline(head: str) -> None:
    assert datelines(f"{head} - The ferry stayed in port on Monday.") == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("(AP) OSTBY, Vt. — The ferry stayed in port on Monday.", "(AP)"),
        ("(AP) ST. OSTBY, N.C. -- The ferry stayed in port on Monday.", "(AP)"),
        ("OSTBY, Vt./AP — The ferry and/or its boat stayed in port.", "OSTBY, Vt./AP"),
        ("OSTBY, Ohio/AP — The ferry stayed in port on Monday.", "OSTBY, Ohio/AP"),
    ],
)
def test_the_mark_may_stand_before_the_place_or_behind_a_slash(text: str, span: str) -> None:
    assert datelines(text) == [("ap", span)]


@pytest.mark.parametrize(
    "text",
    [
        "IDA MARSH/AP — The ferry stayed in port on Monday.",
        "IDA MARSH, Jr./AP — The ferry stayed in port on Monday.",
        "IDA MARSH, Pool/AP — The ferry stayed in port on Monday.",
        "Ida Marsh/AP — The ferry stayed in port on Monday.",
        "(AP) FILE PHOTO — The ferry stayed in port on Monday.",
        "(AP) IDA MARSH, Jr. — The ferry stayed in port on Monday.",
        "(AP) The ferry — a small one — stayed in port on Monday.",
    ],
)
def test_a_photographer_is_no_place(text: str) -> None:
    assert datelines(text) == []


@pytest.mark.parametrize("head", ["4 de ", "(AP) A, ", "A, Vt./AP ", "/A", "4. Mai de 2031 "])
def test_a_long_line_is_looked_at_once(head: str) -> None:
    assert_linear(datelines, repeated(head))
