"""A person's word on a verdict: checked, kept, honoured everywhere, in any order."""

from __future__ import annotations

import random
import shutil
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from correction_samples import FERRY, OTHER, place, row, rows, store

from provenance import Trace, TrueOrigin, confirm, correct, corrections, forget, open_database, show, trace, withdraw
from provenance.errors import NotFoundError, OutputError, UsageError
from provenance.model import CorrectionKind, Relation, Status
from provenance.pipeline import correcting, reliability
from provenance.store.values import now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.model import Verdict
    from provenance.store import Database

AP = TrueOrigin("ap")
WHY = "the print edition credits it"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows in a database, and beside it as a file."""
    folder = tmp_path_factory.mktemp("filled")
    with place(folder) as database:
        store(database, folder, rows())
    return folder


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Iterator[Database]:
    for name in ("news.db", "rows.jsonl"):
        shutil.copy(filled / name, tmp_path / name)
    with open_database(tmp_path / "news.db", write=True) as database:
        yield database


def verdict_of(database: Database, name: str) -> Verdict:
    """The verdict that is stored; asking again gives the same one."""
    (ref,) = database.find_articles(name)
    stored = database.verdict_of(ref.key)
    assert stored is not None
    again = show(database, name).verdict
    # what is held of other houses is counted when it is asked for
    assert again == replace(stored.verdict, coverage=again.coverage)
    return again


def sources(database: Database) -> dict[str, str | None]:
    """Whose each text is, by the registry's id, else by name."""
    found = {name: verdict_of(database, name).origin for name in ("wire", "tarn", "skerrin", "lofthus", "pepper")}
    return {name: None if origin is None else origin.source or origin.name for name, origin in found.items()}


def test_a_correction_decides_and_says_so(database: Database) -> None:
    assert sources(database)["tarn"] == "reuters"
    report = correct(database, "tarn", AP, reason=WHY, author="Oda Brekke")
    found = verdict_of(database, "tarn")
    assert report.verdict.reasons == found.reasons
    assert found.status is Status.DECIDED
    assert found.origin is not None
    assert (found.origin.source, found.origin.name) == ("ap", "The Associated Press")
    assert found.confidence >= 0.99
    assert found.reasons[0].startswith(f"corrected by Oda Brekke on {now()[:10]}: {WHY}; the program had said Reuters")
    assert found.runner_up is not None
    assert found.runner_up.source == "reuters"
    assert found.correction is not None
    assert (found.correction.kind, found.correction.author) == (CorrectionKind.CORRECTED, "Oda Brekke")
    assert show(database, "tarn").chain[-1].source == "ap"


def test_copies_get_the_corrected_origin_and_say_by_whose_word(database: Database) -> None:
    correct(database, "tarn", AP, reason=WHY, author="Oda Brekke")
    assert sources(database) == {
        "wire": "reuters",
        "tarn": "ap",
        "skerrin": "ap",
        "lofthus": "ap",
        "pepper": None,
    }
    copy = verdict_of(database, "skerrin")
    assert any("by the word of Oda Brekke" in reason for reason in copy.reasons)
    assert copy.runner_up is not None
    assert copy.runner_up.source == "reuters"
    assert copy.correction is None


def test_the_page_asked_about_is_the_article(database: Database, tmp_path: Path) -> None:
    correct(database, "tarn", AP, reason=WHY)
    answers = [each for each in trace([str(tmp_path / "rows.jsonl")], database) if isinstance(each, Trace)]
    (answer,) = [each for each in answers if each.article.id == "tarn"]
    assert answer.verdict == verdict_of(database, "tarn")


def test_a_later_copy_hears_it_too(database: Database, tmp_path: Path) -> None:
    correct(database, "tarn", AP, reason=WHY)
    store(database, tmp_path, [row("late", FERRY, day=9)])
    late = verdict_of(database, "late")
    assert late.origin is not None
    assert late.origin.source == "ap"


def test_an_unknown_origin_silences_a_relative(tmp_path: Path) -> None:
    database = place(tmp_path)
    credited = row("tarn", ("(Reuters) - " + FERRY[0], *FERRY[1:]))
    store(database, tmp_path, [credited, row("skerrin", FERRY, day=8)])
    assert verdict_of(database, "skerrin").origin is not None
    correct(database, "tarn", TrueOrigin(), reason="the credit is made up")
    said = verdict_of(database, "tarn")
    assert (said.status, said.origin, said.confidence) == (Status.ABSTAINED, None, 0.0)
    assert said.runner_up is not None
    assert said.runner_up.source == "reuters"
    assert verdict_of(database, "skerrin").origin is None


def test_a_source_that_nobody_knows_keeps_its_name(database: Database) -> None:
    report = correct(database, "tarn", TrueOrigin("Gullhaven Observer"), reason=WHY)
    assert report.notes[0].startswith("the registry knows no Gullhaven Observer")
    assert sources(database)["tarn"] == "Gullhaven Observer"
    assert sources(database)["skerrin"] == "Gullhaven Observer"
    last = show(database, "tarn").chain[-1]
    assert (last.source, last.name) == (None, "Gullhaven Observer")


@pytest.mark.parametrize("given", ["ap", "AP", "The Associated Press", "apnews.com", "www.apnews.com"])
def test_a_source_of_the_registry_is_meant_in_any_form(database: Database, given: str) -> None:
    found = correct(database, "tarn", TrueOrigin(given), reason=WHY).verdict.origin
    assert found is not None
    assert found.source == "ap"


def test_an_article_can_be_named_as_the_origin(database: Database) -> None:
    correct(database, "lofthus", TrueOrigin(article="skerrin", source="Skerrin Post"), reason=WHY)
    found = verdict_of(database, "lofthus")
    assert found.origin is not None
    assert found.origin.name == "Skerrin Post"
    assert found.origin.article is not None
    assert found.origin.article.id == "skerrin"
    assert found.relation is Relation.VERBATIM or found.relation is Relation.EXCERPT
    correct(database, "tarn", TrueOrigin(article="wire"), reason=WHY)
    assert sources(database)["tarn"] == "reuters", "the other article's own verdict says whose it is"


def test_a_text_without_a_common_word_can_be_the_origin(database: Database) -> None:
    correct(database, "pepper", TrueOrigin(article="wire"), reason="a translation")
    found = verdict_of(database, "pepper")
    assert found.origin is not None
    assert found.origin.article is not None
    assert (found.origin.article.id, found.relation) == ("wire", Relation.UNKNOWN)


def test_the_relation_is_the_persons(database: Database) -> None:
    correct(database, "tarn", TrueOrigin("reuters", relation=Relation.REWRITE), reason=WHY)
    assert verdict_of(database, "tarn").relation is Relation.REWRITE
    correct(database, "pepper", TrueOrigin("Pepper", relation=Relation.ORIGINAL), reason=WHY)
    assert verdict_of(database, "pepper").relation is Relation.ORIGINAL


def test_confirming_pins_what_stands(database: Database, tmp_path: Path) -> None:
    before = verdict_of(database, "tarn")
    report = confirm(database, "tarn", author="Oda Brekke")
    found = verdict_of(database, "tarn")
    assert report.correction.reason is None
    assert (found.origin, found.relation) == (before.origin, before.relation)
    assert found.reasons[0] == f"confirmed by Oda Brekke on {now()[:10]}"
    assert set(before.reasons) <= set(found.reasons)
    correct(database, "skerrin", AP, reason=WHY)
    store(database, tmp_path, [row("more", FERRY, day=4)])
    assert sources(database)["tarn"] == "reuters"


def test_what_the_program_only_had_from_people_is_not_counted_for_it(database: Database) -> None:
    assert sources(database)["skerrin"] == "reuters"
    correct(database, "tarn", AP, reason=WHY)
    report = confirm(database, "skerrin")
    assert report.verdict.origin is not None
    assert report.verdict.origin.source == "ap"
    assert report.correction.said.source == "reuters"
    (note,) = report.notes
    assert note == (
        "this verdict rests on what people said of other articles: without that the program says Reuters, "
        "and it is counted by that"
    )
    assert not any(row.right for row in reliability(corrections(database)))
    assert confirm(database, "wire").notes == ()


def test_what_is_withdrawn_counts_no_more_and_stays_in_the_history(database: Database) -> None:
    before = {name: verdict_of(database, name) for name in ("wire", "tarn", "skerrin", "lofthus", "pepper")}
    correct(database, "tarn", AP, reason=WHY)
    withdraw(database, "tarn", reason="wrong page")
    assert {name: verdict_of(database, name) for name in before} == before
    said = corrections(database, "tarn")
    assert [each.correction.kind for each in said] == [CorrectionKind.WITHDRAWN, CorrectionKind.CORRECTED]
    assert not any(each.in_force for each in said)
    with pytest.raises(UsageError, match="taken back already"):
        withdraw(database, "tarn", reason="again")


def test_the_newest_word_is_in_force_and_the_program_is_judged_by_its_own(database: Database) -> None:
    correct(database, "tarn", AP, reason=WHY)
    correct(database, "tarn", TrueOrigin("afp"), reason="no, I have it from the desk")
    assert sources(database)["tarn"] == "afp"
    newest, older = corrections(database, "tarn")
    assert (newest.in_force, older.in_force) == (True, False)
    assert newest.correction.time > older.correction.time
    assert {newest.correction.said.source, older.correction.said.source} == {"reuters"}


def test_an_update_keeps_it_and_another_story_under_the_address_does_not(database: Database, tmp_path: Path) -> None:
    correct(database, "tarn", AP, reason=WHY)
    store(database, tmp_path, [row("tarn", (*FERRY, "On Saturday the ship was towed to the yard at Skerrin."), day=6)])
    assert sources(database)["tarn"] == "ap"
    store(database, tmp_path, [row("tarn", OTHER, day=6)])
    later = verdict_of(database, "tarn")
    assert later.origin is None or later.origin.source != "ap"
    assert later.correction is not None
    assert not later.correction.applied
    assert "an earlier text of this article" in later.reasons[-1]
    assert sources(database)["skerrin"] == "reuters", "it does not speak for relatives either"
    store(database, tmp_path, [row("tarn", FERRY, day=6)])
    assert sources(database)["tarn"] == "ap"


def test_what_was_said_of_a_forgotten_article_waits_for_it(database: Database, tmp_path: Path) -> None:
    correct(database, "tarn", AP, reason=WHY)
    assert forget(database, "tarn").corrections == 1
    assert sources_without(database, "tarn") == {"wire": "reuters", "skerrin": "reuters", "lofthus": "reuters"}
    (waiting,) = corrections(database)
    assert (waiting.article, waiting.id, waiting.in_force) == (None, "tarn", False)
    store(database, tmp_path, [row("tarn", FERRY, day=6)])
    assert sources(database)["tarn"] == sources(database)["skerrin"] == "ap"


def sources_without(database: Database, gone: str) -> dict[str, str | None]:
    names = [name for name in ("wire", "tarn", "skerrin", "lofthus") if name != gone]
    found = {name: verdict_of(database, name).origin for name in names}
    return {name: None if origin is None else origin.source for name, origin in found.items()}


def test_a_forgotten_origin_leaves_its_name_and_comes_back(database: Database, tmp_path: Path) -> None:
    correct(database, "pepper", TrueOrigin("Skerrin Post", "skerrin"), reason=WHY)
    forget(database, "skerrin")
    found = verdict_of(database, "pepper").origin
    assert found is not None
    assert (found.name, found.article) == ("Skerrin Post", None)
    store(database, tmp_path, [row("skerrin", FERRY, day=6)])
    found = verdict_of(database, "pepper").origin
    assert found is not None
    assert found.article is not None
    assert found.article.id == "skerrin"


def test_corrections_go_with_an_article_where_that_is_wanted(database: Database, tmp_path: Path) -> None:
    correct(database, "tarn", AP, reason=WHY)
    correct(database, "pepper", TrueOrigin("Tarn Times", "tarn"), reason=WHY)
    assert forget(database, "tarn", corrections=True).corrections == 1
    (left,) = corrections(database)
    assert left.id == "pepper"
    store(database, tmp_path, [row("tarn", FERRY, day=6)])
    assert sources(database)["tarn"] == "reuters"
    assert database.check() == ()


def test_the_verdicts_depend_on_what_is_stored_and_said_and_not_on_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles come and people speak in any order that is possible; the verdicts are the same ones."""
    said = [("tarn", AP, "A"), ("lofthus", TrueOrigin("Skerrin Post", "skerrin"), "B"), ("skerrin", None, "C")]
    monkeypatch.setattr(correcting, "now", lambda: "2031-04-01T10:00:00+00:00")
    outcomes = []
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        chance = random.Random(seed)
        steps: list[Any] = [*rows(), *said]
        database = place(folder)
        stored: set[str] = set()
        while steps:
            step = chance.choice([each for each in steps if isinstance(each, dict) or _possible(each, stored)])
            steps.remove(step)
            if isinstance(step, dict):
                store(database, folder, [step])
                stored.add(step["id"])
            else:
                what, right, author = step
                if right is None:
                    correct(database, what, TrueOrigin(), reason=WHY, author=author)
                else:
                    correct(database, what, right, reason=WHY, author=author)
        outcomes.append(_outcome(database))
        database.close()
    assert all(outcome == outcomes[0] for outcome in outcomes[1:])
    assert outcomes[0]["tarn"][1] == "ap"


def _possible(step: Any, stored: set[str]) -> bool:
    what, right, _ = step
    return what in stored and (right is None or right.article is None or right.article in stored)


def _outcome(database: Database) -> dict[str, tuple[Any, ...]]:
    """What each verdict says; what the program had said when somebody spoke is history and no part of it."""
    found = {}
    for name in ("wire", "tarn", "skerrin", "lofthus", "pepper"):
        verdict = verdict_of(database, name)
        origin = verdict.origin
        text = None if origin is None or origin.article is None else origin.article.id
        reasons = [reason.partition("; the program had said")[0] for reason in verdict.reasons]
        named = None if origin is None else origin.source or origin.name
        second = verdict.runner_up
        found[name] = (verdict.status, named, text, verdict.relation, verdict.confidence, reasons, second)
    return found


@pytest.mark.parametrize(
    ("right", "message"),
    [
        (TrueOrigin("reuterz"), "near it are reuters"),
        (TrueOrigin("qqxxyyzz"), "no source has this id"),
        (TrueOrigin(article="tarn"), "its own origin"),
        (TrueOrigin(relation=Relation.REWRITE), "an origin that is unknown"),
        (TrueOrigin("ap", "wire", Relation.ORIGINAL), "taken from no other text"),
        (TrueOrigin("Bad\x1bname"), "control character"),
        (TrueOrigin("  "), "the origin is empty"),
    ],
)
def test_what_cannot_be_is_refused(database: Database, right: TrueOrigin, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        correct(database, "tarn", right, reason=WHY)
    assert corrections(database) == ()
    assert database.pending() == ()


def test_an_agencys_page_is_no_original_of_another_agency(database: Database) -> None:
    with pytest.raises(UsageError, match="its own site, which is Reuters"):
        correct(database, "wire", TrueOrigin("ap", relation=Relation.ORIGINAL), reason=WHY)


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("x" * 1_000_000, "1,000,000 characters"),
        ("one\ntwo", "line break"),
        ("red \x1b[31m", "control character"),
        ("turned \u202e", "control character"),
        ("half \ud800", "control character"),
    ],
    ids=["empty", "blank", "long", "lines", "escape", "direction", "surrogate"],
)
def test_a_reason_is_one_line_of_text(database: Database, reason: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        correct(database, "tarn", AP, reason=reason)
    assert corrections(database) == ()


def test_the_article_must_be_one(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        correct(database, "nowhere", AP, reason=WHY)
    with pytest.raises(NotFoundError, match="nowhere"):
        correct(database, "tarn", TrueOrigin(article="nowhere"), reason=WHY)
    store(database, tmp_path, [{**row("two", OTHER), "url": "https://tarn.example/two"}])
    with pytest.raises(UsageError, match="2 stored articles"):
        correct(database, "tarn.example", AP, reason=WHY)


def test_a_circle_is_named(database: Database) -> None:
    correct(database, "tarn", TrueOrigin("Skerrin Post", "skerrin"), reason=WHY)
    correct(database, "skerrin", TrueOrigin("Lofthus Herald", "lofthus"), reason=WHY)
    with pytest.raises(
        UsageError, match=r"circle: .*Title of tarn.* from .*Title of skerrin.* from .*Title of lofthus"
    ):
        correct(database, "lofthus", TrueOrigin("Tarn Times", "tarn"), reason=WHY)


def test_a_clock_that_went_wrong_is_told_and_the_new_word_counts(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "now", lambda: "2099-01-01T00:00:00+00:00")
    correct(database, "tarn", AP, reason=WHY)
    assert any("from the future" in finding.what for finding in database.check())
    monkeypatch.undo()
    report = correct(database, "tarn", TrueOrigin("afp"), reason=WHY)
    assert "is dated 2099-01-01T00:00:00+00:00, and the clock here says" in report.notes[0]
    assert sources(database)["tarn"] == "afp"


def test_reporters_are_learned_from_it(tmp_path: Path) -> None:
    database = place(tmp_path)
    texts = [[f"{paragraph} Case {number}." for paragraph in (FERRY, OTHER)[number % 2]] for number in range(2)]
    signed = [row(f"story{number}", ["By Ingrid Solvang", *text]) for number, text in enumerate(texts)]
    store(database, tmp_path, signed)
    assert database.houses_of(["ingrid solvang"]) == {}
    correct(database, "story0", AP, reason=WHY)
    correct(database, "story1", AP, reason=WHY)
    assert database.houses_of(["ingrid solvang"]) == {"ingrid solvang": ("ap", 2)}
    withdraw(database, "story1", reason="wrong")
    assert database.houses_of(["ingrid solvang"]) == {}


def test_a_site_is_judged_by_it(tmp_path: Path) -> None:
    database = place(tmp_path)
    store(database, tmp_path, rows())
    number = database.site_number("tarn.example")
    assert number is not None
    assert database.taken_from(number, 5) == (("Reuters", 1),)
    correct(database, "tarn", AP, reason=WHY)
    assert database.taken_from(number, 5) == (("The Associated Press", 1),)
    assert number not in database.sites_due()


def test_it_settles_what_it_touches_and_leaves_the_rest_of_a_killed_ingest(database: Database) -> None:
    (pepper,) = database.find_articles("pepper")
    database.mark_pending([pepper.key])
    correct(database, "tarn", AP, reason=WHY)
    assert database.pending() == (pepper.key,)


def test_a_tracer_in_use_hears_of_it(database: Database, tmp_path: Path) -> None:
    answers = trace([str(tmp_path / "rows.jsonl")], database)
    first = next(answers)
    assert isinstance(first, Trace)
    correct(database, "tarn", AP, reason=WHY)
    later = [each.verdict.origin.source for each in answers if isinstance(each, Trace) and each.verdict.origin]
    assert later == ["ap", "ap", "ap"]


def test_an_ingest_that_runs_is_waited_for(database: Database) -> None:
    path = database.path
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with open_database(path, write=True) as other, other.transaction():
            other.start_run("ingest")
            held.set()
            done.wait(1)

    writer = threading.Thread(target=write)
    writer.start()
    held.wait(10)
    correct(database, "tarn", AP, reason=WHY)
    writer.join()
    assert sources(database)["tarn"] == "ap"


def test_a_database_that_is_only_read_is_refused(database: Database) -> None:
    with open_database(database.path) as reader, pytest.raises(OutputError, match="cannot be written"):
        correct(reader, "tarn", AP, reason=WHY)
