"""Counting repeated lines as articles come and go, against a full recount from the blocks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from furniture_samples import BIO, PROMPT, recounted, sentence, story, told_counts
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import analysis, put

from provenance.article.furniture import Repeats
from provenance.article.lines import line_key
from provenance.store import Database
from provenance.store.furniture import learn, rank_of, site_hash

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from provenance.model import Analysis


def page(site: str | None, name: str, *paragraphs: str, title: str | None = None) -> Analysis:
    facts = {} if site is None else {"domain": site}
    each = analysis(f"{site}/{name}", paragraphs, title=title or f"Title of {site} {name}", **facts)
    return replace(each, home=site)


def pages(site: str | None, number: int, *lines: str) -> list[Analysis]:
    """Pages with stories of their own and these lines."""
    return [page(site, str(each), *story(f"{site} {each}", 4), *lines) for each in range(number)]


def stored(path: Path, *analyses: Analysis) -> Path:
    with Database.open(path, write=True, create=True) as database:
        put(database, *analyses)
        database.learn()
    return path


def known(path: Path, site: str | None, line: str) -> Repeats | None:
    key = line_key(line)
    assert key is not None
    with Database.open(path, write=False) as database:
        return database.repeats(site, [key]).get(key)


@pytest.mark.parametrize(("number", "stories"), [(1, 0), (2, 2), (3, 3), (16, 16), (40, 16)])
def test_a_line_counts_once_for_each_story(tmp_path: Path, number: int, stories: int) -> None:
    path = stored(tmp_path / "a.db", *pages("tarn.example", number, PROMPT))
    assert known(path, "tarn.example", PROMPT) == (Repeats(stories) if stories else None)
    assert known(path, "other.example", PROMPT) is None
    assert told_counts(path) == recounted(path)


def test_copies_count_once_whatever_they_are_called(tmp_path: Path) -> None:
    wire = story("wire", 8)
    copies = [page("tarn.example", str(n), *wire[: 6 + n % 3], sentence(f"own {n}", 8)) for n in range(40)]
    outlets = [page(f"outlet{n}.example", "a", *wire[n % 3 :], sentence(f"of {n}", 8)) for n in range(50)]
    path = stored(tmp_path / "a.db", *copies, *outlets)
    assert [known(path, site, each) for each in wire for site in ("tarn.example", None)] == [None] * 16


def test_a_line_of_one_story_under_one_title_is_none(tmp_path: Path) -> None:
    rewritten = [page("tarn.example", str(n), *story(f"v{n}", 4), PROMPT, title="The one title") for n in range(5)]
    path = stored(tmp_path / "a.db", *rewritten)
    assert known(path, "tarn.example", PROMPT) is None
    with Database.open(path, write=True) as database:
        put(database, page("tarn.example", "x", *story("x", 4), PROMPT))
        database.learn()
    assert known(path, "tarn.example", PROMPT) == Repeats(2)


def test_the_site_s_name_is_no_title(tmp_path: Path) -> None:
    unnamed = [page("tarn.example", str(n), *story(f"v{n}", 4), PROMPT, title="Tarn.example") for n in range(5)]
    assert known(stored(tmp_path / "a.db", *unnamed), "tarn.example", PROMPT) == Repeats(5)


def test_a_site_whose_furniture_outweighs_its_stories_is_learned(tmp_path: Path) -> None:
    """Every two of its pages share most of their paragraphs, and are two stories all the same."""
    lines = [sentence(f"line {number}", 12) for number in range(30)]
    own = [page("tarn.example", str(n), *story(f"own {n}", 8), *lines) for n in range(30)]
    path = stored(tmp_path / "a.db", *own)
    assert {known(path, "tarn.example", line) for line in lines} == {Repeats(16)}
    assert told_counts(path) == recounted(path)


def test_a_line_across_sites(tmp_path: Path) -> None:
    few = [each for n in range(3) for each in pages(f"s{n}.example", 1, PROMPT)]
    path = stored(tmp_path / "a.db", *few)
    assert known(path, None, PROMPT) is None
    with Database.open(path, write=True) as database:
        put(database, *pages("s3.example", 1, PROMPT))
        assert len(database.learn()) == 4, "all that carry it are to be understood anew"
    assert known(path, None, PROMPT) == known(path, "s0.example", PROMPT) == Repeats(0, 4)


def test_only_what_changes_a_role_is_told(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        told = []
        for each in pages("tarn.example", 12, PROMPT):
            put(database, each)
            told.append(len(database.learn()))
    assert told == [0, 2, 3, 0, 0, 0, 0, 8, 0, 0, 0, 0], "at the second, the third and the eighth story"


def test_two_sites_of_no_name_are_no_site(tmp_path: Path) -> None:
    path = stored(tmp_path / "a.db", *pages(None, 5, PROMPT), *pages("0", 2, PROMPT))
    assert site_hash(None) == 0 != site_hash("0")
    assert known(path, None, PROMPT) is None
    assert known(path, "0", PROMPT) == Repeats(2)


def test_ranks_tell_apart_what_is_called_otherwise() -> None:
    ranks = {rank_of(b"x", title, key) for title in (None, "a", "b") for key in ("", "k")}
    assert len(ranks) == 6
    assert all(0 <= rank < 1 << 48 for rank in ranks)


_POOL = [PROMPT, BIO, *(sentence(f"pool {number}", 14) for number in range(6))]
_drawn = st.lists(
    st.tuples(
        st.sampled_from(["a.example", "b.example", "c.example", "d.example", "e.example", None]),
        st.integers(0, 7),
        st.sets(st.sampled_from(_POOL), max_size=5),
    ),
    max_size=12,
)


@given(rounds=st.lists(st.tuples(_drawn, st.randoms(use_true_random=False)), min_size=1, max_size=3))
@settings(max_examples=10, deadline=None)
def test_counting_as_they_come_and_go_is_counting_all_anew(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[tuple[list[tuple[str | None, int, set[str]]], random.Random]]
) -> None:
    path = tmp_path_factory.mktemp("laws") / "a.db"
    numbers: list[int] = []
    with Database.open(path, write=True, create=True) as database:
        for order, (drawn, chance) in enumerate(rounds):
            found = [
                page(site, f"{order} {place}", *story(f"{site} {name}", 3)[: 1 + name % 3], *sorted(lines))
                for place, (site, name, lines) in enumerate(drawn)
            ]
            numbers += put(database, *found)
            gone = [number for number in numbers if chance.random() < 0.3]
            with database.transaction():
                database.remove(gone)
                database.learn()
            numbers = [number for number in numbers if number not in gone]
    assert told_counts(path) == recounted(path)


def test_a_large_site_that_shrinks_is_counted_right(tmp_path: Path) -> None:
    """Across the mark at which lines stand on more pages than are compared, up and down."""
    lines = [sentence(f"line {number}", 12) for number in range(8)]
    path = stored(tmp_path / "a.db", *pages("tarn.example", 14, *lines), *pages("b.example", 3, *lines[:2]))
    for step in (6, 5):
        with Database.open(path, write=True) as database:
            put(database, *(page("tarn.example", f"m{step}{n}", *story(f"m{step}{n}", 4), *lines) for n in range(step)))
            database.learn()
        assert told_counts(path) == recounted(path)
    with Database.open(path, write=True) as database:
        database.remove(list(range(1, 24, 2)))
        database.learn()
    assert told_counts(path) == recounted(path)


@pytest.mark.parametrize(
    ("statement", "what", "hint"),
    [
        ("DELETE FROM _line WHERE article = 2", "articles whose lines are not all counted: 2", "forget and ingest"),
        ("UPDATE _line SET article = 99 WHERE article = 2", "counted that they do not carry: 99", "export"),
        ("UPDATE text SET line = line + 1 WHERE id = 3", "texts whose line comes out otherwise today: 3", "export"),
        ("UPDATE text SET line = NULL WHERE id = 3", "texts whose line comes out otherwise today: 3", "export"),
        ("INSERT INTO _line_due SELECT line, site, 0 FROM _line WHERE article = 2", "still to be counted", "ingest"),
    ],
)
def test_doctor_holds_the_counted_lines_to_the_blocks(tmp_path: Path, statement: str, what: str, hint: str) -> None:
    path = stored(tmp_path / "a.db", *pages("tarn.example", 3, PROMPT))

    def found() -> list[tuple[str, str]]:
        with Database.open(path, write=False) as database:
            return [(each.what, each.hint) for each in database.check() if "verdict" not in each.what]

    assert [each for each in found() if "finished" not in each[0]] == []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    assert [each for each in found() if what in each[0] and hint in each[1]], found()


def test_a_hundred_thousand_articles_with_one_line_cost_no_more_than_sixteen(tmp_path: Path) -> None:
    path = stored(tmp_path / "a.db", *pages("tarn.example", 17, PROMPT))
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        line, place = line_key(PROMPT), site_hash("tarn.example")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO _line VALUES (?, ?, ?, ?)", ((line, place, 1 << 48, 100 + n) for n in range(100_000))
        )
        connection.execute("INSERT INTO _line_due VALUES (?, ?, ?)", (line, place, 1 << 48))
        connection.set_progress_handler(step, 1000)
        learn(connection)
        connection.execute("COMMIT")
    assert steps[0] < 50
