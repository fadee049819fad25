from __future__ import annotations

import gzip
import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest

from provenance import ingest, open_database, trace
from provenance.errors import DocumentError
from provenance.model import Fetch, Media, Page, Trace
from provenance.pipeline.intake import Intake
from provenance.pipeline.storing import index_of
from provenance.reading import ReadOptions
from provenance.report.contract import answer
from provenance.settings import seeds_folder
from provenance.sources import load_registry
from provenance.store import Database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.pipeline import IngestReport, Progress

SAMPLES = sorted(
    str(path) for path in (seeds_folder() / "articles").iterdir() if path.name.startswith(("cable-", "merger-"))
)


def fill(database: Path, inputs: Sequence[str]) -> IngestReport:
    with open_database(database, write=True, create=True) as opened:
        return ingest(inputs, opened)


def answers(database: Path, inputs: Sequence[str] = SAMPLES) -> dict[str, Any]:
    with open_database(database) as opened:
        traced = [found for found in trace(inputs, opened) if isinstance(found, Trace)]
    return {found.article.id: answer(found) for found in traced}


def verdicts(database: Path) -> list[tuple[Any, ...]]:
    """Every stored verdict by names that no ingest changes."""
    with open_database(database) as opened:
        refs = [opened.find_articles(sample)[0] for sample in SAMPLES]
        found = [(ref.id, opened.verdict_of(ref.key)) for ref in refs]
    return [(name, v and v.verdict.relation, v and v.verdict.reasons, v and v.damage) for name, v in found]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "p.db"
    fill(path, SAMPLES)
    return path


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_ingest_changes_no_answer(filled: Path, tmp_path: Path, seed: int) -> None:
    """A law: in any order, in one run or in two, the same verdicts come out, asked and stored."""
    chance = random.Random(seed)
    shuffled = chance.sample(SAMPLES, len(SAMPLES))
    cut = chance.randrange(len(SAMPLES))
    fill(tmp_path / "p.db", shuffled[:cut])
    fill(tmp_path / "p.db", shuffled[cut:])
    assert answers(tmp_path / "p.db") == answers(filled)
    assert verdicts(tmp_path / "p.db") == verdicts(filled)


def test_ingesting_twice_changes_nothing(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    first, second = fill(path, SAMPLES), fill(path, SAMPLES)
    assert (first.stored, first.known) == (len(SAMPLES), 0)
    assert (second.stored, second.known, second.traced) == (0, len(SAMPLES), 0)
    assert answers(path) == answers(filled)


def test_a_stored_article_never_matches_itself(filled: Path) -> None:
    for name, found in answers(filled).items():
        assert name not in {match["article"]["id"] for match in found["matches"]}


def test_an_article_that_is_traced_is_not_stored(filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A new page\n\nIt has a paragraph of more than eight words in it, all told.", encoding="utf-8")
    with open_database(filled) as opened:
        before = opened.articles()
        assert len(list(trace([str(page)], opened))) == 1
        assert opened.articles() == before


def test_a_changed_article_is_updated_and_not_doubled(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Ferry runs aground off Tarn Point\n\nThe ferry ran aground on a bank off the point before dawn.",
        encoding="utf-8",
    )
    fill(tmp_path / "p.db", [str(page)])
    page.write_text(
        "Ferry is afloat again off Tarn Point\n\nThe ferry was pulled off the bank by two tugs before noon.",
        encoding="utf-8",
    )
    report = fill(tmp_path / "p.db", [str(page)])
    assert (report.updated, report.stored) == (1, 0)
    with open_database(tmp_path / "p.db") as opened:
        assert opened.articles() == 1
        assert opened.stored(opened.find_articles(str(page))[0].key).blocks[0].text.startswith("Ferry is afloat")


def test_an_update_that_cannot_be_stored_leaves_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The ferry ran aground on a bank off the point before dawn.", encoding="utf-8")
    fill(tmp_path / "p.db", [str(page)])
    page.write_text("The ferry was pulled off the bank by two tugs before noon.", encoding="utf-8")

    def refuse(*_: object) -> None:
        message = "no valid Unicode"
        raise DocumentError(message)

    monkeypatch.setattr(Database, "put", refuse)
    report = fill(tmp_path / "p.db", [str(page)])
    assert (report.updated, report.failed) == (0, 1)
    with open_database(tmp_path / "p.db") as opened:
        assert opened.articles() == 1


def test_a_broken_document_costs_a_line_and_not_the_run(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl.gz"
    rows = [{"id": 1, "text": "One whole paragraph that is long enough to be kept."}, {"id": 2}, "no object"]
    with gzip.open(corpus, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.write("{broken\n")
    report = fill(tmp_path / "p.db", [str(corpus), str(tmp_path / "absent.txt")])
    assert (report.read, report.stored, report.failed) == (5, 1, 4)
    assert [failure.id for failure in report.failures][-1].endswith("absent.txt")


def test_what_gives_no_date_is_counted_where_a_day_is_asked_for(tmp_path: Path) -> None:
    dates = {"old": "Published 2031-03-03", "new": "Published 2031-03-05", "none": "Ferries"}
    for name, date in dates.items():
        text = f"{date}\n\nThe {name} ferry ran aground off the point before dawn and was pulled free by two tugs."
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    inputs, told = [str(tmp_path / f"{name}.txt") for name in dates], []
    options = ReadOptions(since="2031-03-04", notice=told.append)
    with open_database(tmp_path / "p.db", write=True, create=True) as opened:
        report = ingest(inputs, opened, options=options)
        plain = ingest(inputs, opened)
    assert (report.read, report.stored, report.skipped, report.undated) == (3, 2, 1, 1)
    assert (plain.skipped, plain.undated) == (0, 0)
    asked = [each.article.id for each in trace(inputs, options=options) if isinstance(each, Trace)]
    assert asked == inputs[1:], "as ingest does it"
    assert told == [
        "passed over: 1 before 2031-03-04, by what their pages say",
        "--since let 1 page in without a date",
    ]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[Progress] = []
    with open_database(tmp_path / "p.db", write=True, create=True) as opened:
        ingest(SAMPLES[:3], opened, progress=told.append)
    assert {progress.stage for progress in told} == {"reading", "tracing"}


def test_what_is_due_after_a_killed_run_is_made_by_the_next(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance.pipeline import storing

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(storing, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            fill(tmp_path / "p.db", SAMPLES)
    with open_database(tmp_path / "p.db") as opened:
        assert len(opened.pending()) == len(SAMPLES)
    assert fill(tmp_path / "p.db", SAMPLES).traced == len(SAMPLES)
    assert verdicts(tmp_path / "p.db") == verdicts(filled)


def test_the_batch_size_changes_nothing(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.pipeline import storing

    monkeypatch.setattr(storing, "_BATCH_ARTICLES", 2)
    monkeypatch.setattr(storing, "_BATCH_TRACES", 3)
    shuffled = list(SAMPLES)
    random.Random(5).shuffle(shuffled)
    fill(tmp_path / "p.db", shuffled)
    assert verdicts(tmp_path / "p.db") == verdicts(filled)


def test_rows_of_one_id_are_all_kept(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    texts = [f"Story number {n} has words enough of its own to be one." for n in range(3)]
    corpus.write_text("".join(json.dumps({"id": "same", "text": text}) + "\n" for text in texts), encoding="utf-8")
    first, second = fill(tmp_path / "p.db", [str(corpus)]), fill(tmp_path / "p.db", [str(corpus)])
    assert (first.stored, first.updated) == (3, 0)
    assert (second.stored, second.updated, second.known) == (0, 0, 3)


def test_a_name_that_is_no_unicode_costs_a_line_and_not_the_run(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    story = "The ferry ran aground on a bank off the point before dawn on Friday."
    try:
        (folder / os.fsdecode(b"a\xff.txt")).write_text(story, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    (folder / "b.txt").write_text(story, encoding="utf-8")
    report = fill(tmp_path / "p.db", [str(folder)])
    assert (report.stored, report.failed) == (1, 1)


def test_the_failures_that_are_named_are_bounded(tmp_path: Path) -> None:
    report = fill(tmp_path / "p.db", [str(tmp_path / f"absent{number}") for number in range(300)])
    assert (report.failed, len(report.failures)) == (300, 100)


@pytest.mark.parametrize("newest_first", [True, False])
def test_an_older_capture_of_a_page_never_replaces_a_newer_one(tmp_path: Path, newest_first: bool) -> None:
    """A law: of a page that was captured twice the later text stands, in whatever order they come."""
    words = "The lock keeper of Hollowell opened the upper gates at dawn and waited for the barges to pass."
    address = "https://gazette.example/2031/04/locks.html"
    pages = [_captured(address, f"<p>{words} Version {day} counted {day * 7} boats.</p>", day) for day in (1, 2)]
    with open_database(tmp_path / "p.db", write=True, create=True) as opened:
        registry = load_registry()
        intake = Intake(opened, registry, index_of(opened), opened.start_run("ingest"))
        for page in reversed(pages) if newest_first else pages:
            intake.write([intake.understand(page)])
        (ref,) = opened.find_articles(address)
        assert "Version 2" in opened.stored(ref.key).article.text
        assert [capture.fetch.fetched[:10] for capture in opened.captures(ref.key)] == ["2031-04-01", "2031-04-02"]


def _captured(address: str, body: str, day: int) -> Page:
    fetched = f"2031-04-0{day}T08:00:00+00:00"
    digest = bytes([day]) * 16
    fetch = Fetch(address, address, (), fetched, 200, "text/html", "utf-8", None, None, digest, len(body))
    html = f"<html><head><title>Locks</title></head><body><h1>Locks open at Hollowell</h1>{body * 6}</body></html>"
    return Page(address, html, Media.HTML, location=address, url=address, fetch=fetch)


def test_a_copy_that_was_stored_before_its_original_finds_it(tmp_path: Path) -> None:
    """A long original does not list a short excerpt; the excerpt's verdict is made anew all the same."""
    chance = random.Random(5)
    words = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.choice('lmnrst')}{n}" for n in range(400)]
    paragraphs = [" ".join(words[at : at + 40]).capitalize() + "." for at in range(0, 400, 40)]
    excerpt = {"id": "ex", "url": "https://beam.example/1", "title": "Lock bent", "text": paragraphs[3]}
    original = {"id": "ap", "url": "https://apnews.com/1", "title": "Lock is bent", "text": "\n\n".join(paragraphs)}
    verdicts = []
    for name, batches in (("one", [[excerpt, original]]), ("two", [[excerpt], [original]])):
        with open_database(tmp_path / f"{name}.db", write=True, create=True) as database:
            for rows in batches:
                path = tmp_path / "rows.jsonl"
                path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
                ingest([str(path)], database)
            (ref,) = database.find_articles("ex")
            verdicts.append(database.verdict_of(ref.key))
    assert verdicts[0] is not None
    assert verdicts[1] is not None
    assert verdicts[0].verdict.origin is not None
    assert verdicts[0].verdict.origin.source == "ap"
    assert (verdicts[1].verdict.origin.source, verdicts[1].verdict.relation) == (  # type: ignore[union-attr]
        verdicts[0].verdict.origin.source,
        verdicts[0].verdict.relation,
    )
