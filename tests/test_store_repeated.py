"""Reading what was learned: the most frequent first, the same order every time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from furniture_samples import BIO, LABELS, PROMPT, fill, sentence, templated

from provenance import open_database
from provenance.article.lines import line_key
from provenance.store.repeated import Carried, SiteLines

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        *templated("tarn.example", 20),
        *templated("sill.example", 3, bio=sentence("another bio", 14)),
        *(each for number in range(3) for each in templated(f"s{number}.example", 1)),
    ]
    return fill(tmp_path_factory.mktemp("repeated") / "a.db", rows)


def test_the_lines_of_a_site(path: Path) -> None:
    with open_database(path) as database:
        lines = database.repeated_lines("tarn.example", 10)
        assert {line.text for line in lines} == {PROMPT, BIO, *LABELS}
        assert {(line.stories, line.articles) for line in lines} == {(16, 20)}
        assert all(line.roles for line in lines)
        assert database.repeated_lines("tarn.example", 2) == lines[:2]
        assert database.repeated_lines("s0.example", 10) == ()
        assert database.repeated_lines("absent.example", 10) == ()


def test_the_lines_across_sites(path: Path) -> None:
    with open_database(path) as database:
        lines = database.repeated_lines(None, 10)
        assert [line.articles for line in lines if line.text == PROMPT] == [26]
        assert [line.stories for line in lines] == sorted((line.stories for line in lines), reverse=True)
        assert database.sites_with_furniture(10) == (SiteLines("tarn.example", 20, 5), SiteLines("sill.example", 3, 5))


def test_who_carries_a_line(path: Path) -> None:
    key = line_key(PROMPT)
    assert key is not None
    with open_database(path) as database:
        found = database.carried(key, 3)
        assert found == (
            Carried("tarn.example", 20, 16),
            Carried("sill.example", 3, 3),
            Carried("s0.example", 1, 1),
        )
        assert database.carried(key + 1, 3) == ()


def test_sites_by_part_of_their_name(path: Path) -> None:
    with open_database(path) as database:
        assert database.sites_like("N.EXAMPLE") == ("tarn.example",)
        assert database.sites_like("") == database.sites_like("%") == database.sites_like("\ud800") == ()
        assert database.knows_site("tarn.example")
        assert not database.knows_site("tarn")
        assert not database.knows_site("\ud800")


def test_the_view_says_the_same(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM repeated_lines WHERE site = 'tarn.example'")
        assert sorted(rows) == sorted(("tarn.example", line, 16) for line in (PROMPT, BIO, *LABELS))
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM repeated_lines LIMIT 100").fetchall()
        scans = {step.split()[1] for *_, step in plan if step.startswith("SCAN")}
        assert scans <= {"f", "s"}, "no row costs a look at every text"
