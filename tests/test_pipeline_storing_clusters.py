"""Clusters kept in a database: their documents as an ingest has them, nothing doubled, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from dedup_samples import CLUSTERS, FERRY, ROWS, ask, row, story, told, write
from exchange_samples import contents, looked_up, verdicts

from provenance import check, dedup, forget, ingest, open_database
from provenance.corpus.result import ClustersStored
from provenance.model import Unreadable
from provenance.pipeline import storing_clusters
from provenance.pipeline.intake import Intake
from provenance.settings import DedupSettings, Room

if TYPE_CHECKING:
    from provenance.corpus import DedupReport
    from provenance.model import Analysis, Page

REPOSITORY = Path(__file__).resolve().parents[1]
EARLIER = "kept because it is the earlier one"
OURS = {"dedup_run", "dedup_cluster", "dedup_member", "run", "sqlite_sequence"}


def stored(corpus: Path, path: Path, **options: Any) -> DedupReport:
    """A deduplication with its clusters kept in a database; each call has a folder of its own."""
    out = corpus.with_name(f"out {len(list(corpus.parent.iterdir()))}")
    with open_database(path, write=True, create=True) as database:
        return dedup([corpus], out, store=database, **options)


def members(path: Path) -> list[tuple[Any, ...]]:
    return ask(
        path, "SELECT document, kept, cluster_number FROM dedup_members ORDER BY dedup, cluster, kept DESC, document"
    )


def test_clusters_members_and_the_run_are_there(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus.jsonl")
    report = stored(corpus, tmp_path / "a.db")
    assert report.database == ClustersStored(run=1, dedup=1, new=5, updated=0, known=0, failed=0, traced=5)
    assert members(tmp_path / "a.db") == [
        (name, int(name == cluster[0]), number) for number, cluster in enumerate(CLUSTERS, 1) for name in cluster
    ]
    assert ask(tmp_path / "a.db", "SELECT title, outlet, kept, members, least_alike, reason FROM dedup_clusters") == [
        ("Title a1", "a.example", 1, 3, 0.9385, f"{EARLIER}, 2031-03-02"),
        ("Title a2", "a.example", 1, 2, 1.0, f"{EARLIER}, 2031-03-05"),
    ]
    assert ask(
        tmp_path / "a.db",
        "SELECT title, outlet, relation, containment, reason, held_against, file, place, article, held_against_article "
        "FROM dedup_members WHERE document = 'c1'",
    ) == [
        (
            "Title c1", "c.example", "rewrite", 1.0,
            f"reworded or cut, Jaccard 0.66 with the kept copy a1; a1 is {EARLIER}, 2031-03-02",
            "Title a1", str(corpus), 5, 4, 2,
        )
    ]  # fmt: skip
    assert ask(
        tmp_path / "a.db",
        "SELECT title, status, read, kept, removed, clusters, known, dropped, failed, articles, inputs FROM dedup_runs",
    ) == [("corpus.jsonl (4 of 7 kept)", "done", 7, 4, 3, 2, 0, 0, 0, 5, f'["{corpus}"]')]
    with open_database(tmp_path / "a.db") as database:
        assert check(database) == ()


def test_documents_become_the_articles_of_an_ingest(tmp_path: Path) -> None:
    """The law: but for whose run it is, nothing tells them apart."""
    corpus = write(tmp_path / "corpus.jsonl")
    stored(corpus, tmp_path / "a.db")
    write(corpus, [each for each in ROWS if not each["id"].startswith("x")])
    with open_database(tmp_path / "b.db", write=True, create=True) as database:
        ingest([corpus], database)
    one, other = contents(tmp_path / "a.db"), contents(tmp_path / "b.db")
    assert {name: one[name] for name in one.keys() - OURS} == {name: other[name] for name in other.keys() - OURS}
    assert looked_up(tmp_path / "a.db") == looked_up(tmp_path / "b.db")
    assert verdicts(tmp_path / "a.db") == verdicts(tmp_path / "b.db")


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    found = []
    for seed in range(4):
        (tmp_path / str(seed)).mkdir()
        rows = Random(seed).sample(ROWS, len(ROWS))
        stored(write(tmp_path / str(seed) / "corpus.jsonl", rows), tmp_path / f"{seed}.db")
        each = told(tmp_path / f"{seed}.db")
        each["members"] = [(*member[:9], *member[10:]) for member in each["members"]]  # the file is another
        found.append((each, verdicts(tmp_path / f"{seed}.db")))
    assert all(each == found[0] for each in found)


def test_what_is_stored_already_is_linked_and_not_doubled(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus.jsonl")
    with open_database(tmp_path / "a.db", write=True, create=True) as database:
        ingest([corpus], database)
    report = stored(corpus, tmp_path / "a.db")
    assert report.database is not None
    assert (report.database.new, report.database.known) == (0, 5)
    keys = ask(
        tmp_path / "a.db", 'SELECT a."key" = m.document FROM dedup_member AS m JOIN article AS a ON a.id = m.article'
    )
    assert keys == [(1,)] * 5


@pytest.mark.parametrize("same", ["nothing", "object", "file"])
def test_the_same_again_doubles_nothing(tmp_path: Path, same: str) -> None:
    """Held against the same database too: what this corpus brought in is not what the database had."""
    corpus, path = write(tmp_path / "corpus.jsonl"), tmp_path / "a.db"
    for number in range(3):
        before = contents(path) if number else {}
        with open_database(path, write=True, create=True) as database:
            against = {"nothing": None, "object": database, "file": open_database(path) if same == "file" else None}[
                same
            ]
            report = dedup([corpus], tmp_path / str(number), store=database, against=against)
            if against is not None:
                against.close()
        assert (report.kept, report.removed, report.stored) == (4, 3, 0)
        assert report.database is not None
        assert (report.database.dedup, report.database.new) == (1, 0 if number else 5)
        after = contents(path)
        assert not number or {n: after[n] for n in after.keys() - OURS} == {n: before[n] for n in before.keys() - OURS}
        assert [len(after[name]) for name in ("dedup_run", "dedup_cluster", "dedup_member")] == [1, 2, 5]
    for name in ("kept.jsonl", "removed.jsonl", "clusters.jsonl", "report.json"):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_other_settings_are_another_deduplication_of_the_same_articles(tmp_path: Path) -> None:
    corpus, path = write(tmp_path / "corpus.jsonl"), tmp_path / "a.db"
    stored(corpus, path)
    with open_database(path) as against:
        report = stored(corpus, path, settings=DedupSettings(threshold=0.9), against=against)
    assert report.stored == 0
    assert ask(path, "SELECT count(*), count(DISTINCT digest) FROM dedup_run") == [(2, 2)]
    assert ask(path, "SELECT count(*) FROM article") == [(5,)]


def test_what_another_corpus_brought_in_is_known(tmp_path: Path) -> None:
    first, second, path = write(tmp_path / "one.jsonl"), tmp_path / "two.jsonl", tmp_path / "a.db"
    stored(first, path)
    write(second, [ROWS[2], row("y1", FERRY, 9), row("y2", story("whale"), 9)])
    with open_database(path) as against:
        report = stored(second, path, against=against)
    assert (report.kept, report.removed, report.stored) == (1, 2, 2)
    assert ask(
        path, "SELECT title, document, place, held_against_article FROM dedup_members WHERE dedup = 2 ORDER BY place"
    ) == [
        ("Title a1", "a1", None, 2),
        ("Title a1", "a1", 1, 2),
        ("Title y1", "y1", 2, 2),
    ]
    assert ask(path, "SELECT reason FROM dedup_member WHERE document = 'y1'") == [
        ("the same words as a1, stored before",)
    ]
    with open_database(path) as against:  # and again: a1 was there before this corpus came
        again = stored(second, path, against=against)
    assert (again.kept, again.removed, again.stored) == (1, 2, 2)
    assert ask(path, "SELECT count(*) FROM dedup_run") == [(2,)]


def test_an_article_of_another_database_comes_along(tmp_path: Path) -> None:
    known = write(
        tmp_path / "known.jsonl",
        [row("k1", [*FERRY, "It was the third time this year."], 1), row("k2", story("owl"), 1)],
    )
    with open_database(tmp_path / "known.db", write=True, create=True) as database:
        ingest([known], database)
    with open_database(tmp_path / "known.db") as against:
        report = stored(write(tmp_path / "corpus.jsonl"), tmp_path / "a.db", against=against)
    assert (report.stored, report.removed) == (3, 4)
    assert ask(tmp_path / "a.db", "SELECT title, outlet, members, document FROM dedup_clusters") == [
        ("Title a2", "a.example", 2, "a2"),
        ("Title k1", "k.example", 4, "k1"),
    ]
    assert ask(tmp_path / "a.db", "SELECT count(*), count(article), sum(added) FROM dedup_member") == [(6, 6, 5)]
    with open_database(tmp_path / "a.db") as one, open_database(tmp_path / "known.db") as other:
        number = one.find_articles("k1")[0].key
        assert one.stored(number).article.text == other.stored(1).article.text
        assert check(one) == ()


def test_what_was_dropped_alone_is_there_with_its_reason(tmp_path: Path) -> None:
    alone = "Rangers counted the seals on Sunday, and found {more|fewer} of them. than in the year before, before the "
    rows = [
        *ROWS,
        row("z1", [f"{alone * 2}Joined Together States said. The {{a|b}} end was mentioned by the keeper."], 8),
    ]
    report = stored(
        write(tmp_path / "corpus.jsonl", rows), tmp_path / "a.db", settings=DedupSettings(drop_damaged=True)
    )
    assert report.dropped == 1
    ((title, cluster, kept, relation, reason, article),) = ask(
        tmp_path / "a.db",
        "SELECT title, cluster, kept, relation, reason, article FROM dedup_members WHERE document = 'z1'",
    )
    assert (title, cluster, kept, relation) == ("Title z1", None, 0, "machine_paraphrase")
    assert reason.startswith("a machine reworded it: ")
    assert ask(tmp_path / "a.db", "SELECT machine_paraphrase FROM verdict WHERE article = ?", article) == [(1,)]
    assert ask(tmp_path / "a.db", "SELECT count(*) FROM dedup_member WHERE kept = 0") == [(report.removed,)]


def test_of_copies_that_are_all_dropped_none_is_kept(tmp_path: Path) -> None:
    alone = "Rangers counted the seals on Sunday, and found {more|fewer} of them. than in the year before, before the "
    text = f"{alone * 2}Joined Together States said. The {{a|b}} end was mentioned by the keeper."
    rows = [row("z1", [text], 8), row("z2", [text], 9)]
    report = stored(
        write(tmp_path / "corpus.jsonl", rows), tmp_path / "a.db", settings=DedupSettings(drop_damaged=True)
    )
    assert (report.kept, report.removed) == (0, 2)
    assert members(tmp_path / "a.db") == [("z1", 0, 1), ("z2", 0, 1)]


def test_a_document_that_is_no_article_has_a_row_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    understand = Intake.understand

    def some(self: Intake, page: Page) -> Analysis | Unreadable | None:
        return Unreadable(page.id, "no article in it") if page.id == "b2" else understand(self, page)

    monkeypatch.setattr(Intake, "understand", some)
    report = stored(write(tmp_path / "corpus.jsonl"), tmp_path / "a.db")
    assert report.database is not None
    assert (report.database.new, report.database.failed) == (4, 1)
    assert ask(tmp_path / "a.db", "SELECT title, kept, article, place FROM dedup_members WHERE document = 'b2'") == [
        ("b2", 0, None, 4)
    ]
    assert ask(tmp_path / "a.db", "SELECT input, reason FROM failure") == [("b2", "no article in it")]
    with open_database(tmp_path / "a.db") as database:
        assert check(database) == ()


def test_a_forgotten_article_leaves_its_row(tmp_path: Path) -> None:
    stored(write(tmp_path / "corpus.jsonl"), tmp_path / "a.db")
    with open_database(tmp_path / "a.db", write=True) as database:
        forget(database, "a1")
        assert check(database) == ()
    assert ask(tmp_path / "a.db", "SELECT title, kept, article FROM dedup_members WHERE document = 'a1'") == [
        ("a1", 1, None)
    ]
    assert ask(tmp_path / "a.db", "SELECT title, members, article FROM dedup_clusters WHERE cluster_number = 1") == [
        ("a1", 3, None)
    ]
    assert b"Title a1" not in (tmp_path / "a.db").read_bytes()


def test_an_article_that_is_updated_keeps_its_row(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus.jsonl")
    stored(corpus, tmp_path / "a.db")
    write(corpus, [{**ROWS[2], "title": "Another title"}])
    with open_database(tmp_path / "a.db", write=True) as database:
        assert ingest([corpus], database).updated == 1
        assert check(database) == ()
    assert ask(
        tmp_path / "a.db", "SELECT title, held_against FROM dedup_members WHERE document IN ('a1', 'b1') ORDER BY place"
    ) == [
        ("Title b1", "Another title"),
        ("Another title", "Another title"),
    ]


def test_without_a_folder_nothing_is_stored(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus.jsonl")
    with open_database(tmp_path / "a.db", write=True, create=True) as database:
        assert dedup([corpus], None, store=database).database is None
        assert database.is_untouched()


def test_progress_is_told(tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []
    stored(
        write(tmp_path / "corpus.jsonl"),
        tmp_path / "a.db",
        progress=lambda progress: said.append((progress.stage, progress.done, progress.total)),
    )
    assert said[-2:] == [("storing", 5, 5), ("tracing", 5, 5)]


def stop(*_: object) -> int:
    raise KeyboardInterrupt


def test_an_interrupted_run_says_so_and_makes_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write(tmp_path / "corpus.jsonl")
    with monkeypatch.context() as patched:
        patched.setattr(Intake, "write", stop)
        with pytest.raises(KeyboardInterrupt):
            stored(corpus, tmp_path / "a.db")
    assert ask(tmp_path / "a.db", "SELECT command, status, stored FROM run") == [("dedup", "interrupted", 0)]
    assert not [path for path in tmp_path.glob("out*") if not path.name.endswith(".partial")]


def test_verdicts_are_made_when_the_folder_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, path = write(tmp_path / "corpus.jsonl"), tmp_path / "a.db"
    with monkeypatch.context() as patched:
        patched.setattr(storing_clusters, "settle", stop)
        with pytest.raises(KeyboardInterrupt):
            stored(corpus, path)
    assert ask(path, "SELECT command, status, stored FROM run") == [("dedup", "interrupted", 5)]
    assert ask(path, "SELECT status FROM dedup_runs") == [("done",)]
    assert len(list(tmp_path.glob("out */kept.jsonl"))) == 1
    with open_database(path, write=True) as database:
        assert ingest([corpus], database).traced >= 5
    assert ask(path, "SELECT count(*) FROM pending") == [(0,)]


KILLED = """
import os, signal, sys
from pathlib import Path
from provenance import dedup, open_database
from provenance.pipeline import storing_clusters
from provenance.pipeline.intake import Intake
from provenance.store import Database
storing_clusters._BATCH_MEMBERS, storing_clusters._BATCH_ARTICLES = 2, 2
left, name = int(sys.argv[3]), sys.argv[4]
done = getattr(Database, name)
def counted(self, *arguments, **more):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(self, *arguments, **more)
setattr(Database, name, counted)
with open_database(sys.argv[1], write=True, create=True) as database, open_database(sys.argv[1]) as against:
    dedup([sys.argv[2]], Path(sys.argv[2]).with_name("out"), store=database, against=against)
"""


def killed(path: Path, corpus: Path, name: str, after: int) -> None:
    """Deduplicate in a process that is killed at a call of the database's."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, path, corpus, str(after), name],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=False,
        timeout=300,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    ("name", "after", "status", "articles"),
    [
        ("put_dedup_members", 1, "running", 0),
        ("link_dedup_member", 3, "running", 2),
        ("complete_dedup", 0, "running", 5),
        ("settle", 3, "done", 5),
    ],
)
def test_a_killed_run_is_given_again(tmp_path: Path, name: str, after: int, status: str, articles: int) -> None:
    corpus, whole, path = write(tmp_path / "corpus.jsonl"), tmp_path / "whole.db", tmp_path / "a.db"
    stored(corpus, whole)
    killed(path, corpus, name, after)
    assert ask(path, "SELECT status, articles FROM dedup_runs") == [(status, articles)]
    with open_database(path) as database:
        assert {finding.what.split()[0] for finding in check(database)} <= {"run", "2", "5"}
    with open_database(path) as against:
        report = stored(corpus, path, against=against)
    assert (report.kept, report.removed, report.stored) == (4, 3, 0)
    assert told(path) == told(whole)
    assert verdicts(path) == verdicts(whole)
    assert looked_up(path) == looked_up(whole)
    assert ask(path, "SELECT command, status FROM run") == [("dedup", "interrupted"), ("dedup", "done")]
    with open_database(path) as database:
        assert check(database) == ()


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    corpus, path = write(tmp_path / "corpus.jsonl"), tmp_path / "a.db"
    stored(corpus, tmp_path / "whole.db")
    (whole,) = tmp_path.glob("out *")
    killed(path, corpus, "link_dedup_member", 3)
    with open_database(path, write=True) as database, open_database(path) as against:
        dedup([corpus], tmp_path / "out", store=database, against=against, room=Room(resume=True))
    for name in ("kept.jsonl", "removed.jsonl", "clusters.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (whole / name).read_bytes()
    assert told(path) == told(tmp_path / "whole.db")


def test_what_was_cut_short_is_named_until_it_is_whole(tmp_path: Path) -> None:
    corpus, path = write(tmp_path / "corpus.jsonl"), tmp_path / "a.db"
    killed(path, corpus, "link_dedup_member", 3)
    with open_database(path, write=True) as database:
        ingest([write(tmp_path / "other.jsonl", ROWS[:1])], database)
        (finding,) = check(database)
    assert finding.what == "deduplications that are not all written: 1"
    assert ask(path, "SELECT status FROM dedup_runs") == [("interrupted",)]
