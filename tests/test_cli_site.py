"""The command ``site`` as a user calls it: a site, the ranking, and every way it can end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sites_small import small_web, write

from provenance import ingest, open_database
from provenance.cli import output
from provenance.cli.site import _RANKING, _print_ranking
from provenance.pipeline.sites import rank

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from provenance.store.records import RankedSite

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

DOMAINS, ROWS = small_web()
SPINNER = DOMAINS["spinner"]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with open_database(folder / "w.db", write=True, create=True) as opened:
        ingest([write(ROWS, folder / "w.jsonl")], opened)
    return folder / "w.db"


def rank_of(database: Path) -> tuple[RankedSite, ...]:
    with open_database(database) as opened:
        return rank(opened)


def test_a_site_is_told_with_its_evidence(run: Run, database: Path) -> None:
    done = run("site", SPINNER, "--db", database)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert f"({SPINNER})" in shown.splitlines()[0]
    assert "  Kind       aggregator, confidence " in shown
    for part in ("Because", "Taken from", "Repeats", "are machine paraphrases", "were first written elsewhere"):
        assert part in shown


def test_json_has_verdict_facts_origins_and_furniture(run: Run, database: Path) -> None:
    done = run("site", f"https://{SPINNER}/a/page", "-f", "json", "--db", database)
    report = json.loads(done.stdout)
    assert report["site"]["domain"] == SPINNER
    assert (report["site"]["kind"], report["site"]["aggregator"]) == ("aggregator", True)
    facts = report["facts"]
    assert facts["articles"] >= facts["taken"] >= facts["credited"]
    assert {"origins", "furniture"} <= set(report)


def test_the_ranking_has_aggregators_first(run: Run, database: Path) -> None:
    done = run("site", "--rank", "--format", "json", "--limit", "1000", "--db", database)
    ranked = json.loads(done.stdout)
    assert {each["site"] for each in ranked} >= set(DOMAINS.values())
    loud = [each["site"] for each in ranked if each["aggregator"] is True]
    assert loud == [each["site"] for each in ranked[: len(loud)]]
    assert {SPINNER, DOMAINS["aggregator with links"]} <= set(loud)


def test_the_ranking_as_a_table_has_so_many_rows_as_asked_for(run: Run, database: Path) -> None:
    done = run("site", "--rank", "--limit", "3", "--db", database)
    heading, *rows = done.stdout.decode().splitlines()
    assert heading.split()[:3] == ["site", "kind", "sure"]
    assert len(rows) == 3


def test_ones_own_sources_say_the_kind(run: Run, database: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        f'[tide]\nname = "Tide"\nkind = "outlet"\ndomains = ["{SPINNER}"]\n'
        'example = "By Ida Marsh, Tide"\nnear_miss = "The tide came in."\n',
        encoding="utf-8",
    )
    done = run("site", "--rank", "-f", "json", "--sources", own, "--db", database)
    (found,) = [each for each in json.loads(done.stdout) if each["site"] == SPINNER]
    assert (found["kind"], found["aggregator"], found["confidence"]) == ("outlet", False, 0.95)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nobody.example"], 3, "no article of this site is stored"),
        ([], 2, "name a site or give --rank"),
        (["tarn.example", "--rank"], 2, "name a site or give --rank"),
        (["--rank", "--limit", "0"], 2, "limit"),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, database: Path, arguments: list[str], code: int, said: str) -> None:
    done = run("site", *arguments, "--db", database)
    assert (done.returncode, done.stdout) == (code, b"")
    assert said in done.stderr.decode()


def test_without_a_database_there_is_no_answer(run: Run, tmp_path: Path) -> None:
    assert run("site", "--rank", "--db", tmp_path / "none.db").returncode == 4
    assert not (tmp_path / "none.db").exists()


def test_an_empty_database_has_no_site_to_rank(run: Run, tmp_path: Path) -> None:
    with open_database(tmp_path / "empty.db", write=True, create=True):
        pass
    done = run("site", "--rank", "--db", tmp_path / "empty.db")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"no site is stored" in done.stderr


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_narrow_terminal_gets_fewer_columns_and_no_cut_ones(
    database: Path, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "_WIDTH", width)
    found = [each for each in rank_of(database) if each.taken or each.aggregator]
    _print_ranking(found, len(found))
    shown = capsys.readouterr()
    assert max(map(len, shown.out.splitlines())) <= width
    assert "…" not in shown.out
    headings = shown.out.splitlines()[0].split()
    assert headings[:2] == ["site", "kind"]
    left_out = [name for name in _RANKING if name not in headings]
    assert bool(left_out) is ("left out for want of room" in shown.err)
    assert all(name in shown.err for name in left_out)
    assert (width < 120) is bool(left_out)
