"""Learning at ingest: the same comes out whatever the order, and what is forgotten was never there."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from furniture_samples import (
    BIO,
    LABELS,
    PROMPT,
    Row,
    differences,
    fill,
    lost,
    recounted,
    roles,
    row,
    sentence,
    story,
    templated,
    told,
    told_counts,
)

from provenance import check, ingest, open_database, trace
from provenance.errors import DatabaseError
from provenance.model import Role, Unreadable
from provenance.pipeline import storing
from provenance.pipeline.exchanging import export, import_
from provenance.pipeline.merging import merge
from provenance.pipeline.upkeep import forget
from provenance.store import schema
from provenance.store.layout import APPLICATION_ID

REPOSITORY = Path(__file__).resolve().parents[1]
WIRE = story("wire", 9)
RELATED = [[*story(f"related {number}", 4), WIRE[4]] for number in range(5)]


def outlets(number: int) -> list[Row]:
    """A wire story on so many sites, each with a line of its own."""
    return [
        row(f"outlet{each}.example", "wire", [*WIRE[: 7 + each % 3], sentence(f"own {each}", 12)])
        for each in range(number)
    ]


CORPUS = [
    *templated("tarn.example", 7),
    *templated("sill.example", 4, bio=sentence("another bio", 14)),
    *outlets(6),
    row("tarn.example", "wire", [*WIRE, BIO, *LABELS]),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("filled") / "a.db", CORPUS)


def sound(path: Path) -> bool:
    with open_database(path) as database:
        return [finding.what for finding in check(database) if "finished" not in finding.what] == []


def test_what_repeats_is_furniture_and_what_is_told_stays(filled: Path) -> None:
    found = roles(filled, "tarn.example/3")
    assert found[PROMPT] != Role.BODY != found[BIO]
    assert {found[label] for label in LABELS} <= {Role.NAVIGATION, Role.PROMOTION}
    assert lost(filled, CORPUS, [*WIRE, *(text for n in range(7) for text in story(f"tarn.example {n}"))]) == []
    assert told_counts(filled) == recounted(filled)
    assert sound(filled)


@pytest.mark.parametrize("seed", range(4))
def test_neither_the_order_nor_the_batches_matter(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    rows = chance.sample(CORPUS, len(CORPUS))
    cut = chance.randrange(len(rows))
    monkeypatch.setattr(storing, "_BATCH_ARTICLES", chance.choice([1, 2, 5, 256]))
    path = fill(tmp_path / "b.db", rows[:cut], rows[cut:])
    assert differences(told(filled), told(path)) == []
    assert sound(path)


def test_ingesting_twice_changes_nothing(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled, tmp_path / "b.db")
    before = told(filled)
    assert differences(before, told(fill(tmp_path / "b.db", CORPUS))) == []


@pytest.mark.parametrize("what", ["sill.example", "tarn.example/5"])
def test_what_was_forgotten_was_never_there(filled: Path, tmp_path: Path, what: str) -> None:
    shutil.copy(filled, tmp_path / "b.db")
    with open_database(tmp_path / "b.db", write=True) as database:
        forget(database, what)
    left = [each for each in CORPUS if not each["id"].startswith(what)]
    assert len(left) < len(CORPUS)
    assert differences(told(fill(tmp_path / "c.db", left)), told(tmp_path / "b.db")) == []
    assert sound(tmp_path / "b.db")


def test_an_update_takes_its_earlier_text_out(tmp_path: Path) -> None:
    first = templated("tarn.example", 4)
    second = [{**first[0], "text": "\n\n".join(story("a new text of it"))}, *first[1:]]
    path = fill(tmp_path / "a.db", first, second)
    assert differences(told(fill(tmp_path / "b.db", second)), told(path)) == []


def test_there_and_back_is_the_same(filled: Path, tmp_path: Path) -> None:
    with open_database(filled) as database:
        export(database, tmp_path / "a.jsonl")
    with open_database(tmp_path / "b.db", write=True, create=True) as database:
        assert import_([tmp_path / "a.jsonl"], database).failed == 0
    assert differences(told(filled), told(tmp_path / "b.db")) == []
    assert any(page_role for _, _, _, page_role, *_ in told(filled)["blocks"])


def test_merging_either_way_is_ingesting_both(filled: Path, tmp_path: Path) -> None:
    for name, rows in (("a", CORPUS[::2]), ("b", CORPUS[1::2])):
        fill(tmp_path / f"{name}.db", rows)
    for one, other in ("ab", "ba"):
        shutil.copy(tmp_path / f"{one}.db", tmp_path / f"{one}{other}.db")
        with open_database(tmp_path / f"{one}{other}.db", write=True) as database:
            merge([tmp_path / f"{other}.db"], database)
        assert differences(told(filled), told(tmp_path / f"{one}{other}.db")) == []
        assert sound(tmp_path / f"{one}{other}.db")


def older(path: Path, new: Path) -> Path:
    """The articles of a database in one of version 2, as that version wrote them: nothing is learned there."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        made = sqlite_utils.Database(connection)
        schema.tables_and_views(made)
        schema.web(made)
        connection.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
        )
        connection.executemany(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('provenance', ?, '2031')",
            [("tables_and_views",), ("web",)],
        )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 2")
        connection.execute("INSERT INTO scheme VALUES (1, 128, 1, 3, 64, 2, 'affine32', 1, 8)")
        connection.execute("ATTACH ? AS new", (str(new),))
        for name in ("source", "run", "article", "claim", "text", "block", "flag", "credit"):
            columns = [f'"{column}"' for _, column, *_ in connection.execute(f'PRAGMA main.table_info("{name}")')]
            taken = ", ".join("coalesce(page_role, role)" if column == '"role"' else column for column in columns)
            taken = taken if name == "block" else ", ".join(columns)
            connection.execute(f"INSERT INTO main.{name} ({', '.join(columns)}) SELECT {taken} FROM new.{name}")
        connection.execute("DELETE FROM flag WHERE rule LIKE 'repeated_on%'")
        connection.execute("INSERT INTO pending SELECT id FROM article")
    return path


def test_what_an_older_database_holds_is_learned_from(tmp_path: Path) -> None:
    rows = templated("tarn.example", 5)
    new = fill(tmp_path / "new.db", rows)
    path = older(tmp_path / "old.db", new)
    with pytest.raises(DatabaseError, match="another scheme"):
        open_database(path, write=True)
    with closing(sqlite3.connect(path)) as connection:
        (due,) = connection.execute("SELECT count(*) FROM _line_due").fetchone()
        assert due, "brought up to date, its lines are to be counted"
        assert recounted(path)["furniture"]
    with open_database(tmp_path / "merged.db", write=True, create=True) as database:
        merge([path], database)
    assert roles(tmp_path / "merged.db", "tarn.example/0")[BIO] != Role.BODY
    assert differences(told(new), told(tmp_path / "merged.db")) == []


def test_a_page_that_is_not_stored_is_told_with_what_is_learned(filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.jsonl"
    new = row("tarn.example", "new", [*story("new", 3), PROMPT, *story("newer", 3), BIO])
    page.write_text(json.dumps(new), encoding="utf-8")
    with open_database(filled) as database:
        (found,) = trace([str(page)], database)
        (alone,) = trace([str(page)])
    assert not isinstance(found, Unreadable)
    assert not isinstance(alone, Unreadable)
    assert {b.text for b in alone.blocks if b.role is Role.BODY} - {
        b.text for b in found.blocks if b.role is Role.BODY
    } == {
        PROMPT,
        BIO,
    }


KILLED = """
import os, signal, sys
from provenance import ingest, open_database
from provenance.pipeline import intake, storing
storing._BATCH_ARTICLES = 3
left, relearn = int(sys.argv[3]), intake.relearn
def counted(*given):
    global left
    left -= 1
    found = relearn(*given)
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
intake.relearn = counted
with open_database(sys.argv[1], write=True, create=True) as database:
    ingest([sys.argv[2]], database)
"""


@pytest.mark.parametrize("after", [0, 2, 4])
def test_a_killed_ingest_goes_on(filled: Path, tmp_path: Path, after: int) -> None:
    corpus = filled.with_suffix(".0.jsonl")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path / "b.db", corpus, str(after)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=False,
        timeout=300,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    with open_database(tmp_path / "b.db", write=True) as database:
        ingest([str(corpus)], database)
    assert differences(told(filled), told(tmp_path / "b.db")) == []
    assert sound(tmp_path / "b.db")


def test_related_stories_keep_the_paragraph_that_they_share(tmp_path: Path) -> None:
    """A wire's background, in stories about the same thing: its words are theirs."""
    background = "The harbour authority closed the northern channel after three ferries struck the sunken barge."
    about = [
        [
            f"The harbour authority said {name} would inspect the sunken barge before the northern channel opens.",
            *story(name, 2),
            background,
            f"Three ferries waited while {name} closed in on the barge that they struck.",
        ]
        for name in ("divers", "engineers", "inspectors", "surveyors")
    ]
    rows = [row("wire.example", str(number), text) for number, text in enumerate(about)]
    path = fill(tmp_path / "a.db", rows)
    assert told_counts(path)["furniture"], "it repeats"
    assert lost(path, rows, [background]) == [], "and is story all the same"


def test_an_update_loses_nothing(tmp_path: Path) -> None:
    text = story("storm", 10)
    rows = [
        row("tarn.example", "first", text[:8]),
        row("tarn.example", "second", [story("new lead", 1)[0], *text[:7], text[8]]),
        row("tarn.example", "third", [story("newer lead", 1)[0], *text]),
        *templated("tarn.example", 3),
    ]
    path = fill(tmp_path / "a.db", rows)
    assert lost(path, rows[:3], text) == []


def test_copies_under_one_publisher_stay_story(tmp_path: Path) -> None:
    """A corpus that names a wire, or itself, as the publisher of fifty copies from as many outlets."""
    rows = [
        {
            "id": str(number),
            "publisher": "Collected News",
            "title": sentence(f"t{number}", 6),
            "text": "\n\n".join([*WIRE[: 6 + number % 4], sentence(f"end {number}", 15)]),
        }
        for number in range(50)
    ]
    assert lost(fill(tmp_path / "a.db", rows), rows, WIRE) == []


def test_a_hostile_corpus_takes_at_most_half_of_a_story(tmp_path: Path) -> None:
    """Single paragraphs of a page, copied under invented titles with invented stories on the same claimed site."""
    victim = row("tarn.example", "victim", story("victim", 8))
    hostile = [
        row("tarn.example", f"{number} {copy}", [*story(f"invented {number} {copy}", 4), text])
        for number, text in enumerate(story("victim", 8))
        for copy in range(9)
    ]
    path = fill(tmp_path / "a.db", [victim, *hostile])
    assert len(lost(path, [victim], story("victim", 8))) <= 4
    assert sound(path)
    with open_database(path, write=True) as database:
        for each in hostile:
            database.remove([ref.key for ref in database.find_articles(each["id"])])
        database.learn()
    assert told_counts(path)["furniture"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"publisher": "n" * 10_000},
        {"publisher": "0"},
        {"publisher": "Tarn \ud800 News"},
        {"publisher": "Tarn\x00News"},
        {"publisher": "The Tarn Herald"},
        {"url": "https://tarn\ud800.example/a"},
        {"title": ""},
    ],
)
def test_any_site_and_line_can_be_counted(tmp_path: Path, given: Row) -> None:
    strange = ["A line with\x00a zero in it", "Half \ud83d a sign", "字" * 300, "x" * 20_000]
    rows = [
        {"id": str(n), "title": sentence(f"t{n}", 5), "text": "\n\n".join([*story(f"s{n}"), *strange]), **given}
        for n in range(4)
    ]
    path = fill(tmp_path / "a.db", rows)
    assert told_counts(path) == recounted(path)
    assert sound(path)
    assert lost(path, rows, story("s0")) == []
