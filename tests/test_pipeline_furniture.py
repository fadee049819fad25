"""What is said of the lines that sites repeat, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from furniture_samples import BIO, LABELS, PROMPT, fill, row, sentence, story, templated

from provenance import open_database
from provenance.errors import NotFoundError, UsageError
from provenance.pipeline.furniture import explain_line, furniture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store import Database

WIRE = story("wire", 6)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    rows = [
        *templated("tarn.example", 20),
        *templated("sill.example", 2, bio=sentence("another bio", 14)),
        *(each for number in range(3) for each in templated(f"s{number}.example", 1)),
        row("sill.example", "wire", [*WIRE, "An end."]),
        row("sill.example", "wire again", [*WIRE, "Another end."]),
    ]
    with open_database(fill(tmp_path_factory.mktemp("told") / "a.db", rows)) as database:
        yield database


def test_the_lines_of_a_site_however_it_is_named(database: Database) -> None:
    found, sites = furniture(database, "tarn.example")
    assert (found.site, sites) == ("tarn.example", ())
    assert {line.text for line in found.lines} == {PROMPT, BIO, *LABELS}
    for name in ("https://tarn.example/0", " TARN.example ", "www.tarn.example"):
        assert furniture(database, name)[0] == found
    assert furniture(database, "tarn.example", limit=1)[0].lines == found.lines[:1]


def test_without_a_site_what_many_carry(database: Database) -> None:
    found, sites = furniture(database)
    assert found.site is None
    assert PROMPT in {line.text for line in found.lines}
    assert [site.site for site in sites] == ["tarn.example", "sill.example"]


@pytest.mark.parametrize(("name", "hint"), [("tarn", "near it: tarn.example"), ("absent", "`provenance stats`")])
def test_a_site_that_is_not_stored(database: Database, name: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match="no article of this site is stored") as caught:
        furniture(database, name)
    assert hint in (caught.value.hint or "")


def test_why_a_line_is_furniture(database: Database) -> None:
    found = explain_line(database, BIO)
    assert found.furniture
    assert found.form == "ada lund has covered shipping for this paper since # and lives near the old lighthouse"
    assert found.reasons[:2] == (
        "tarn.example: 20 articles carry it; the 16 that were compared tell 16 stories",
        "s0.example: 1 article carries it",
    )
    assert found.reasons[4].startswith("3 or more stories of a site repeat it")
    assert explain_line(database, BIO.replace("2019", "2024")).sites == found.sites
    here = explain_line(database, LABELS[0], "sill.example")
    assert here.reasons[0] == "sill.example: 2 articles carry it, and tell 2 stories"
    assert here.reasons[1].startswith("2 stories of a site repeat it")
    assert "sites carry it in stories of their own" in here.reasons[2]


def test_why_a_line_is_none(database: Database) -> None:
    copied = explain_line(database, WIRE[0])
    assert not copied.furniture
    assert copied.reasons == (
        "sill.example: 2 articles carry it, and tell one story",
        "copies and updates of one story count once: it is no furniture",
    )
    assert explain_line(database, "Nobody said this.").reasons == ("no stored article carries it",)
    assert explain_line(database, "word " * 200).reasons[0].startswith("it is too long")
    assert explain_line(database, "2031").form is None
    with pytest.raises(UsageError, match="empty line"):
        explain_line(database, "  ")
