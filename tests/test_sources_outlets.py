"""The table of outlets: its facts are well formed, its look-ups have one answer, its cost is small."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from provenance.cli.sources import sources
from provenance.errors import ExitCode
from provenance.model import Article, Block, Role, SourceKind
from provenance.settings import seeds_folder
from provenance.sources import Registry, find_credits, load_registry
from provenance.sources.outlets import OutletTable

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model import Credit

REGISTRY = load_registry()
TABLE = seeds_folder() / "outlets_us.tsv"
DOMAIN = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24}")
CALL_SIGN = re.compile(r"[KW](?:[A-Z]{2,3}|\d\d[A-Z]{2})(?:-(?:CD|LP|LD|CA))?")
ROWS = """# made up
\tKQZW-LP\ttv\tTarn Point Media\tOH\tKQZW-LP
greyholmcourier.example\tThe Greyholm Courier\tpaper\t\tME\t
kqzt.example\tKQZT\ttv\tTarn Point Media\tMO\tKQZT WQZT
northdaily.example\tDaily News\tpaper\t\tME\t
odacourier.example\tOda Courier\tpaper\t\tME\t
otheroda.example\tOda Courier\tpaper\t\tMN\t
"""
STORY = "The ferry had been out of service since the winter, when ice bent both of its rudders and tore a plate."


@pytest.fixture
def table(tmp_path: Path) -> OutletTable:
    """A small table with one owner of two stations."""
    rows, owners = tmp_path / "rows.tsv", tmp_path / "owners.toml"
    rows.write_text(ROWS, encoding="utf-8")
    owners.write_text('[owners]\n"Tarn Point Media" = ["Tarn Point Broadcasting"]\n', encoding="utf-8")
    return OutletTable(rows, owners)


def notice(line: str, registry: Registry, domain: str | None = None) -> list[Credit]:
    """The copyright credits of a page with this last line."""
    whole = f"{STORY}\n\n{line}"
    blocks = (Block(0, Role.BODY, 0, len(STORY), STORY), Block(1, Role.COPYRIGHT, len(STORY) + 2, len(whole), line))
    return [c for c in find_credits(Article("x", whole, (), domain=domain), blocks, registry) if c.type == "copyright"]


def lead(line: str, registry: Registry = REGISTRY) -> list[tuple[str | None, str, float]]:
    """Source, name and weight of the dateline that a lead begins with."""
    whole = f"{line}\n\n{STORY}"
    blocks = (Block(0, Role.BODY, 0, len(line), line), Block(1, Role.BODY, len(line) + 2, len(whole), STORY))
    found = find_credits(Article("x", whole, ()), blocks, registry)
    return [(c.source, c.name, c.weight) for c in found if c.type == "dateline"]


def test_the_shipped_rows_are_sorted_unique_and_well_formed() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    assert len(rows) > 6000
    assert {len(row) for row in rows} == {6}
    assert rows == sorted(rows)
    domains = [row[0] for row in rows if row[0]]
    assert len(domains) == len(set(domains))
    assert [d for d in domains if not DOMAIN.fullmatch(d) or d.startswith("www.")] == []
    signs = [sign for row in rows for sign in row[5].split()]
    assert len(signs) == len(set(signs))
    assert [sign for sign in signs if not CALL_SIGN.fullmatch(sign)] == []
    assert [row for row in rows if not row[0] and not row[5]] == []
    assert {row[2] for row in rows} == {"paper", "college", "magazine", "tv"}
    assert [cell for row in rows for cell in row if cell != " ".join(cell.split()) or "’" in cell] == []
    assert [row[1] for row in rows if row[1] != row[1].strip(" .,:;|-")] == []
    assert all(re.fullmatch(r"[A-Z]{2}|", row[4]) for row in rows)
    assert TABLE.stat().st_size < 500_000


def test_the_header_says_what_it_is_and_of_which_year() -> None:
    head = TABLE.read_text(encoding="utf-8").splitlines()[:4]
    assert all(line.startswith("# ") for line in head)
    assert "2018" in head[0]


def test_no_domain_has_another_name_in_the_registry() -> None:
    alone = Registry(REGISTRY)
    assert [outlet.domain for outlet in REGISTRY.outlets or () if alone.by_domain(outlet.domain)] == []


def test_ids_are_unique_and_no_ids_of_the_registry() -> None:
    ids = [outlet.id for outlet in REGISTRY.outlets or ()]
    assert len(ids) == len(set(ids))
    assert not any(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", outlet_id) for outlet_id in ids)
    assert all((found := REGISTRY.source(outlet_id)) and found.id == outlet_id for outlet_id in ids[:: len(ids) // 300])


def test_owners_forms_are_no_sources_names() -> None:
    forms = tomllib.loads((seeds_folder() / "owners_us.toml").read_text(encoding="utf-8"))["owners"]
    alone = Registry(REGISTRY)
    assert [form for owner, listed in forms.items() for form in (owner, *listed) if alone.by_holder(form)] == []


def test_a_look_up_by_domain_sign_and_name(table: OutletTable) -> None:
    assert len(table) == 6
    assert table.media == {"paper": 4, "tv": 2}
    station = table.by_domain("kqzt.example")
    assert station is not None
    assert (station.source.kind, station.source.owner) == (SourceKind.STATION, "Tarn Point Media")
    assert station == table.by_call_sign("WQZT-TV") == table.by_call_sign("KQZT") == table.by_id("kqzt.example")
    lone = table.by_call_sign("KQZW-LP")
    assert lone is not None
    assert (lone.id, lone.source.domains, table.by_id("us-kqzw-lp")) == ("us-kqzw-lp", (), lone)
    paper = table.by_name("the greyholm courier")
    assert paper is not None
    assert (paper.source.kind, paper.source.owner, paper.id) == (SourceKind.OUTLET, None, "greyholmcourier.example")


@pytest.mark.parametrize("name", ["Oda Courier", "Daily News", "Greyholm", "", "KQZT News"])
def test_a_name_that_several_have_or_could_have_finds_nobody(table: OutletTable, name: str) -> None:
    assert table.by_name(name) is None


@pytest.mark.parametrize("text", ["kqzt", "KQZX", "KQZT-LP", "AP", "", "KQZT "])
def test_what_is_no_call_sign_finds_no_station(table: OutletTable, text: str) -> None:
    assert table.by_call_sign(text) is None


def test_the_registry_comes_first_and_subdomains_count(table: OutletTable) -> None:
    registry = Registry(REGISTRY, table)
    assert (registry.by_domain("news.kqzt.example") or REGISTRY).id == "kqzt.example"  # type: ignore[union-attr]
    assert (registry.by_domain("edition.cnn.com") or REGISTRY).id == "cnn"  # type: ignore[union-attr]
    assert registry.by_domain("notkqzt.example") is None
    assert len(registry) == len(REGISTRY)
    assert "kqzt.example" not in registry.ids
    assert Registry(REGISTRY).by_domain("kqzt.example") is None


def test_a_known_stations_dateline_names_it() -> None:
    assert lead("COLD SPRING, Mo. (KQTV) — The ferry stayed in port on Monday.") == [("kq2.com", "KQTV", 0.8)]
    assert lead("COLD SPRING, Iowa (WHO) — The ferry stayed in port on Monday.")[0][0] is not None
    assert lead("GREYHOLM (WHO) — The ferry stayed in port on Monday.") == [(None, "WHO", 0.5)]
    assert {source for source, _, _ in lead("COLD SPRING, Mo. (AP/KQTV) — The ferry stayed in port.")} == {
        "ap",
        "kq2.com",
    }


def test_an_owner_is_the_holder_and_no_source(table: OutletTable) -> None:
    registry = Registry(REGISTRY, table)
    line = "© 2031 Tarn Point Broadcasting, Inc. All rights reserved."
    (foreign,) = notice(line, registry)
    (own,) = notice(line, registry, domain="kqzt.example")
    assert (foreign.source, foreign.name) == (own.source, own.name) == (None, "Tarn Point Broadcasting, Inc")
    assert (foreign.rule, own.rule) == ("copyright: holder", "copyright: the site's own")
    (gray,) = notice("© 2031 Gray Media Group, Inc.", REGISTRY)
    assert (gray.source, gray.name) == (None, "Gray Media Group, Inc")


def test_an_outlets_name_or_sign_is_a_holder() -> None:
    assert [c.source for c in notice("© 2031 KQTV-TV. All rights reserved.", REGISTRY)] == ["kq2.com"]
    assert [c.source for c in notice("Copyright 2031 Lewiston Tribune", REGISTRY)] == ["lmtribune.com"]
    assert [c.source for c in notice("Copyright 2031 Greyholm Tribune", REGISTRY)] == [None]


def test_a_papers_name_in_a_byline_is_the_paper_and_a_call_sign_may_be_a_person() -> None:
    def top(line: str) -> list[str | None]:
        whole = f"{line}\n\n{STORY}"
        blocks = (
            Block(0, Role.BYLINE, 0, len(line), line),
            Block(1, Role.BODY, len(line) + 2, len(whole), STORY),
        )
        return [c.source for c in find_credits(Article("x", whole, ()), blocks, REGISTRY)]

    assert top("By Ida Marsh, Lewiston Tribune") == ["lmtribune.com"]
    assert top("By KING") == top("By IDA MARSH, KING") == top("By Ida Marsh, Greyholm Tribune") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [("kmiz", "kmiz"), ("abc17news.com", "kmiz"), ("kqtv", "kq2.com"), ("Lewiston Tribune", "lmtribune.com")],
)
def test_the_command_shows_an_outlet_by_any_of_its_names(asked: str, found: str) -> None:
    shown = CliRunner().invoke(sources, ["show", asked])
    assert shown.exit_code == ExitCode.DONE, shown.output
    assert shown.output.split()[:2] == ["id", found]


def test_the_list_counts_the_table_and_finds_in_it() -> None:
    runner = CliRunner()
    listed = runner.invoke(sources, ["list"])
    assert "kq2.com" not in listed.stdout
    assert "4,266 papers" in listed.stderr
    assert "kq2.com" in runner.invoke(sources, ["list", "--find", "KQTV"]).stdout
    assert runner.invoke(sources, ["list", "--find", "no such outlet"]).exit_code == ExitCode.NOTHING_FOUND


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "from provenance.sources import load_registry\n"
        "known = load_registry()\n"
        "assert not any(name in vars(known.outlets) for name in ('_lines', '_by_domain', '_by_name', '_owners'))\n"
        "known.by_domain('apnews.com')\n"
        "assert '_lines' not in vars(known.outlets)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)
