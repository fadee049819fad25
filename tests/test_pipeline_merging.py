"""Merging databases: the same comes out whatever was merged into which."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from dedup_samples import ROWS, ask, told, write
from exchange_samples import SAMPLES, contents, fill, looked_up, stored, verdicts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import STORY, Item, fetch, page, put

from provenance import check, dedup, open_database
from provenance.errors import DatabaseError, UsageError
from provenance.pipeline import merging
from provenance.pipeline.exchanging import export, import_
from provenance.pipeline.merging import MergeReport, merge
from provenance.sources import load_registry
from provenance.store import Database, Placement

REPOSITORY = Path(__file__).resolve().parents[1]
FEED = "https://tarn.example/feed"
REGISTRY = load_registry()
NIGHT = "2031-03-04T20:{:02}:00+00:00"


def merged(path: Path, *others: Path) -> MergeReport:
    with open_database(path, write=True, create=True) as database:
        return merge(others, database, registry=REGISTRY)


def copy(path: Path, name: str) -> Path:
    shutil.copy(path, path.with_name(name))
    return path.with_name(name)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Two databases of some samples each, some in both, and one of all of them."""
    folder = tmp_path_factory.mktemp("parts")
    half = len(SAMPLES) // 2
    a, b = SAMPLES[: half + 3], SAMPLES[half - 2 :]  # unequal: runs of one second and equal counts are one run
    return fill(folder / "a.db", a), fill(folder / "b.db", b), fill(folder / "all.db", [*a, *b])


@pytest.mark.parametrize("adopting", [True, False])
@pytest.mark.parametrize("batch", [1, 256])
def test_merging_either_way_is_ingesting_both(
    parts: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, *, adopting: bool
) -> None:
    """The law, over the sample articles, with entries taken over and with texts signed anew."""
    one, other, both = parts
    monkeypatch.setattr(merging, "_BATCH", batch)
    if not adopting:
        monkeypatch.setattr(merging, "_LARGEST", 0)
    ab, ba = tmp_path / "ab.db", tmp_path / "ba.db"
    shutil.copy(one, ab)
    shutil.copy(other, ba)
    before = other.read_bytes()
    report = merged(ab, other)
    merged(ba, one)
    assert (report.stored, report.updated, report.known) == (len(SAMPLES) - len(SAMPLES) // 2 - 3, 0, 5)
    assert report.traced >= report.stored
    assert verdicts(ab) == verdicts(ba) == verdicts(both)
    assert looked_up(ab) == looked_up(ba) == looked_up(both)
    for path in (ab, ba):
        with open_database(path) as database:
            assert check(database) == ()
    assert other.read_bytes() == before, "the other database is left as it was"


def test_merging_again_changes_nothing_but_the_run(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, _ = parts
    shutil.copy(one, tmp_path / "ab.db")
    merged(tmp_path / "ab.db", other)
    before = contents(tmp_path / "ab.db")
    report = merged(tmp_path / "ab.db", other)
    assert (report.stored, report.updated, report.traced) == (0, 0, 0)
    after = contents(tmp_path / "ab.db")
    assert len(after["run"]) == len(before["run"]) + 1
    for name in before.keys() - {"run", "sqlite_sequence"}:
        assert after[name] == before[name], name


def test_several_are_merged_into_a_new_one(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, both = parts
    merged(tmp_path / "new.db", one, other)
    assert verdicts(tmp_path / "new.db") == verdicts(both)


def test_another_scheme_is_signed_anew(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, both = parts
    with closing(sqlite3.connect(copy(other, "scheme.db"), isolation_level=None)) as connection:
        connection.execute("UPDATE scheme SET sample = 4")
        connection.execute("DELETE FROM _index_segment")  # they would lead astray
    shutil.copy(one, tmp_path / "ab.db")
    merged(tmp_path / "ab.db", other.with_name("scheme.db"))
    assert looked_up(tmp_path / "ab.db") == looked_up(both)
    assert verdicts(tmp_path / "ab.db") == verdicts(both)


def test_an_import_into_a_filled_database_is_a_merge(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, both = parts
    with open_database(other) as database:
        export(database, tmp_path / "other.jsonl.zst")
    shutil.copy(one, tmp_path / "ab.db")
    with open_database(tmp_path / "ab.db", write=True) as database:
        report = import_([tmp_path / "other.jsonl.zst"], database)
    assert (report.failed, report.known, report.verdicts) == (0, 5, 0)
    assert verdicts(tmp_path / "ab.db") == verdicts(both)
    assert looked_up(tmp_path / "ab.db") == looked_up(both)


def test_a_database_is_not_merged_with_itself(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one = parts[0]
    link = tmp_path / "link.db"
    link.symlink_to(one)
    before = one.read_bytes()
    with open_database(one, write=True) as database:
        for same in (one, link):
            with pytest.raises(UsageError, match="merged with itself"):
                merge([same], database)
    assert one.read_bytes() == before


def test_what_cannot_be_merged_is_named_and_nothing_is_begun(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, _ = parts
    ours = tmp_path / "ours.db"
    shutil.copy(one, ours)
    newer, older, foreign = copy(other, "newer.db"), copy(other, "older.db"), tmp_path / "foreign.db"
    for path, version in ((newer, 99), (older, 1)):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
    foreign.write_text("no database at all " * 20, encoding="utf-8")
    before = contents(ours)
    with open_database(ours, write=True) as database:
        for path, complaint in (
            (newer, "newer version"),
            (older, "older version"),
            (foreign, "not a provenance database"),
            (tmp_path / "absent.db", "there is no database"),
        ):
            with pytest.raises(DatabaseError, match=complaint) as caught:
                merge([other, path], database)
            assert str(path) in str(caught.value)
    assert contents(ours) == before


def test_a_damaged_one_is_named_as_the_other(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, _ = parts
    shutil.copy(one, tmp_path / "ours.db")
    damaged = copy(other, "damaged.db")
    with closing(sqlite3.connect(damaged)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'flag'").fetchone()
    content = bytearray(damaged.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    damaged.write_bytes(content)
    with open_database(tmp_path / "ours.db", write=True) as database:
        with pytest.raises(DatabaseError, match="damaged") as caught:
            merge([damaged], database)
        assert str(damaged) in str(caught.value)
        assert database.stats().pending == 0


def story(name: str) -> list[str]:
    chance = random.Random(name)
    return [" ".join(f"{name}{chance.randrange(900)}" for _ in range(20)) for _ in range(3)]


def web(path: Path, minute: int, versions: dict[str, str]) -> Path:
    """A database of pages, each in a version, all fetched at one minute."""
    with open_database(path, write=True, create=True) as database:
        run = database.start_run("watch")
        feed = database.know_feed(FEED, "feed", f"Tarn {minute}", None)
        listed = [Item(f"https://tarn.example/{name}", version) for name, version in versions.items()]
        database.see(feed, listed, NIGHT.format(minute))
        for name, version in sorted(versions.items()):
            address = f"https://tarn.example/{name}"
            fetched = fetch(address, minute=minute, content=version.encode(), archive=minute % 2 == 0)
            number = stored(database, run, page(address, story(f"{name}{version}"), fetched))
            database.item_stored(feed, address, number)
        merging.settle(database, REGISTRY, merging.index_of(database), run)
    return path


def pages(path: Path) -> dict[str, tuple[str, list[tuple[str, str, bytes]], bytes | None]]:
    """Each page with its text, when its bodies were seen, and its archived body."""
    with open_database(path) as database, database.snapshot():
        return {
            record.analysis.article.id: (
                record.analysis.article.text,
                [(kept.fetch.fetched, kept.last_seen, kept.fetch.digest) for kept in record.captures],
                database.raw_page(record.number),
            )
            for record in database.dump().articles()
        }


def items(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            'SELECT i.url, i.title, i.first_seen, i.last_seen, i.state, a."key" FROM item AS i '
            "LEFT JOIN article AS a ON a.id = i.article ORDER BY i.url"
        ).fetchall()


_versions = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), max_size=3)


@given(one=_versions, other=_versions, minutes=st.tuples(st.integers(1, 4), st.integers(1, 4)))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_version_that_was_seen_later_stays(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, str], other: dict[str, str], minutes: tuple[int, int]
) -> None:
    """The law, over pages that changed: either way the same, and the later version of each."""
    folder = tmp_path_factory.mktemp("web")
    a, b = web(folder / "a.db", minutes[0], one), web(folder / "b.db", minutes[1], other)
    ab, ba = copy(a, "ab.db"), copy(b, "ba.db")
    merged(ab, b)
    merged(ba, a)
    assert pages(ab) == pages(ba)
    assert verdicts(ab) == verdicts(ba)
    assert looked_up(ab) == looked_up(ba)
    assert items(ab) == items(ba)
    found = pages(ab)
    assert {name.rsplit("/", 1)[1] for name in found} == one.keys() | other.keys()
    for name in one.keys() & other.keys():
        text, seen, _ = found[f"https://tarn.example/{name}"]
        assert seen[0][0] == NIGHT.format(min(minutes))
        assert max(last for _, last, _ in seen) == NIGHT.format(max(minutes))
        if minutes[0] != minutes[1]:
            version = (one if minutes[0] > minutes[1] else other)[name]
            assert text.startswith(story(f"{name}{version}")[0])
    for path in (ab, ba):
        with open_database(path) as database:
            assert [finding.what for finding in check(database) if "finished" not in finding.what] == []


def test_an_item_that_was_forgotten_stays_forgotten(tmp_path: Path) -> None:
    a, b = web(tmp_path / "a.db", 1, {"a": "x"}), web(tmp_path / "b.db", 2, {})
    with open_database(a, write=True) as database:
        database.remove([1])
    with open_database(b, write=True) as database:
        database.see(1, [Item("https://tarn.example/a", "x")], NIGHT.format(3))
    merged(copy(a, "ab.db"), b)
    merged(copy(b, "ba.db"), a)
    for name in ("ab.db", "ba.db"):
        with open_database(tmp_path / name) as database:
            assert database.due(1, NIGHT.format(9)) == ()


def test_two_rows_of_one_id_are_two_whatever_the_direction(tmp_path: Path) -> None:
    texts = [f"Story number {n} has words enough of its own to be one, and more of them." for n in range(2)]
    rows = [f'{{"id": "same", "url": "https://tarn.example/same", "text": "{text}"}}\n' for text in texts]
    for name, lines in (("one", rows[1:]), ("both", rows)):
        (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        fill(tmp_path / f"{name}.db", [tmp_path / f"{name}.jsonl"])
    merged(copy(tmp_path / "one.db", "ab.db"), tmp_path / "both.db")
    merged(copy(tmp_path / "both.db", "ba.db"), tmp_path / "one.db")
    for name in ("ab.db", "ba.db"):
        with open_database(tmp_path / name) as database, database.snapshot():
            assert sorted(record.analysis.article.text for record in database.dump().articles()) == texts


KILLED = """
import os, signal, sys
from pathlib import Path
from provenance import open_database
from provenance.pipeline import exchanging, merging
from provenance.store.exchange import Taker
merging._BATCH, merging._TAKEOVERS, exchanging._BATCH_LINES = 2, 8, 3
left, take = int(sys.argv[3]), Taker.article
def counted(self, record):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return take(self, record)
Taker.article = counted
with open_database(sys.argv[1], write=True, create=True) as database:
    if sys.argv[2].endswith(".jsonl"):
        exchanging.import_([sys.argv[2]], database)
    else:
        merging.merge([Path(sys.argv[2])], database)
"""


def killed(path: Path, other: Path, after: int) -> None:
    """Merge or import in a process that is killed after so many articles."""
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, path, other, str(after)],
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
        timeout=300,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("after", [0, 3, 7])
def test_a_killed_merge_can_be_given_again(parts: tuple[Path, Path, Path], tmp_path: Path, after: int) -> None:
    one, other, both = parts
    shutil.copy(one, tmp_path / "ab.db")
    killed(tmp_path / "ab.db", other, after)
    with open_database(tmp_path / "ab.db") as database:
        assert {finding.what[:3] for finding in check(database)} <= {
            "run",
            *map(str, range(10)),
            "1 a",
            "2 a",
            "4 a",
            "6 a",
        }
    merged(tmp_path / "ab.db", other)
    assert verdicts(tmp_path / "ab.db") == verdicts(both)
    assert looked_up(tmp_path / "ab.db") == looked_up(both)
    with closing(sqlite3.connect(tmp_path / "ab.db")) as connection:
        commands = connection.execute("SELECT command, count(*) FROM run GROUP BY 1 ORDER BY 1").fetchall()
    assert commands == [("ingest", 2), ("merge", 2)]


@pytest.mark.parametrize("after", [0, 4, 8])
def test_a_killed_import_can_be_given_again(parts: tuple[Path, Path, Path], tmp_path: Path, after: int) -> None:
    one = parts[0]
    with open_database(one) as database:
        export(database, tmp_path / "one.jsonl")
    killed(tmp_path / "new.db", tmp_path / "one.jsonl", after)
    with open_database(tmp_path / "new.db", write=True) as database:
        report = import_([tmp_path / "one.jsonl"], database)
        assert report.failed == 0
        assert check(database) == ()
    assert verdicts(tmp_path / "new.db") == verdicts(one)
    assert looked_up(tmp_path / "new.db") == looked_up(one)


def test_an_interrupted_merge_says_so_and_keeps_what_it_stored(
    parts: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, _ = parts
    shutil.copy(one, tmp_path / "ab.db")

    def stop(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(merging, "settle", stop)
        with pytest.raises(KeyboardInterrupt):
            merged(tmp_path / "ab.db", other)
    with closing(sqlite3.connect(tmp_path / "ab.db")) as connection:
        status = connection.execute("SELECT status, stored, known FROM run WHERE command = 'merge'").fetchone()
    assert status == ("interrupted", len(SAMPLES) - len(SAMPLES) // 2 - 3, 5)


def deduplicated(path: Path, rows: list[dict[str, Any]], *, known: Path | None = None) -> Path:
    """A database with a corpus of these rows deduplicated into it, after some of them were stored otherwise."""
    path.parent.mkdir()
    corpus = write(path.parent / "corpus.jsonl", rows)
    if known is not None:
        fill(path, [known])
    with open_database(path, write=True, create=True) as database:
        dedup([corpus], path.parent / "out", store=database)
    return path


def test_deduplications_are_merged_either_way(tmp_path: Path) -> None:
    """One that both have is one, with the articles that either knows; others stand beside it."""
    first, second = ROWS, [row for row in ROWS if row["id"] != "c1"]
    a = deduplicated(tmp_path / "one" / "a.db", first)
    b = deduplicated(tmp_path / "two" / "b.db", second, known=SAMPLES[0])
    with open_database(b, write=True) as database:
        dedup([write(b.parent / "other.jsonl", first)], b.parent / "again", store=database)
        database.remove([database.find_articles("a1")[0].key])  # which the other one has
    ab, ba = copy(a, "ab.db"), copy(b, "ba.db")
    merged(ab, b)
    merged(ba, a)
    assert ask(ab, "SELECT count(*) FROM dedup_run") == [(2,)]
    names = ("runs", "clusters", "members")
    one, other = told(ab), told(ba)
    assert {name: sorted(map(repr, one[name])) for name in names} == {
        name: sorted(map(repr, other[name])) for name in names
    }
    whole = [tuple(row) for row in told(a)["members"]]
    assert [row[8] for row in one["members"]].count("a1") == 2
    assert {(row[8], row[11]) for row in whole} <= {(row[8], row[11]) for row in one["members"]}
    assert verdicts(ab) == verdicts(ba)
    for path in (ab, ba):
        with open_database(path) as database:
            assert check(database) == ()
    again = contents(ab)
    assert merged(ab, b).dedups == 2
    assert {name: rows for name, rows in contents(ab).items() if name.startswith("dedup_")} == {
        name: rows for name, rows in again.items() if name.startswith("dedup_")
    }


def test_a_deduplication_that_was_cut_short_is_made_whole_by_a_merge(tmp_path: Path) -> None:
    a = deduplicated(tmp_path / "one" / "a.db", ROWS)
    b = copy(a, "b.db")
    with closing(sqlite3.connect(b, isolation_level=None)) as connection:
        connection.execute("UPDATE dedup_run SET complete = 0")
        connection.execute("UPDATE run SET status = 'interrupted', started = '2040-01-01T00:00:00+00:00'")
        connection.execute("DELETE FROM dedup_member WHERE number = 5")
        connection.execute("UPDATE dedup_cluster SET members = 1 WHERE number = 2")
    ab, ba = copy(a, "ab.db"), copy(b, "ba.db")
    merged(ab, b)
    merged(ba, a)
    assert told(ab) == told(ba) == told(a)
    for path in (ab, ba):
        with open_database(path) as database:
            assert check(database) == ()


def test_progress_is_told(parts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    told: list[str] = []
    with open_database(tmp_path / "new.db", write=True, create=True) as database:
        merge([parts[0]], database, progress=lambda progress: told.append(progress.stage))
    assert set(told) == {"merging", "tracing"}


def test_an_article_known_here_takes_its_captures_along(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        put(database, page(fetched=fetch(minute=5)))
    with Database.open(tmp_path / "b.db", write=True, create=True) as database:
        put(database, page(fetched=fetch(minute=1, archive=True)))
        database.note_capture(1, fetch(minute=9), 1)
    merged(tmp_path / "a.db", tmp_path / "b.db")
    with open_database(tmp_path / "a.db") as database:
        assert [(kept.fetch.fetched[14:16], kept.last_seen[14:16]) for kept in database.captures(1)] == [("01", "09")]
        assert database.raw_page(1) == b"page"
        assert database.find(page(paragraphs=STORY).article)[0] is Placement.KNOWN
