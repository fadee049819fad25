"""Learning damaged phrases: the same whatever the order and however often, and only from what is held."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from damage_samples import BOATS, BRIDGE, FERRY, ROWS, SOUND, corpus, page, row

from provenance import check, ingest, open_database, trace
from provenance.model import DamageKind, Trace
from provenance.pipeline import forget, learn_phrases
from provenance.tracing.damage.alone.detectors import LEARNED
from provenance.tracing.damage.alone.weigh import rate_words

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.store import Database
    from provenance.tracing.damage.alone.phrases import LearnedPhrase, LearnedPhrases

LEARNED_ONE = "boat partnership"


def filled(folder: Path, rows: tuple[dict[str, str], ...] = ROWS) -> Database:
    database = open_database(folder / "a.db", write=True, create=True)
    ingest([corpus(folder / "c.jsonl", rows)], database)
    return database


def known(learned: LearnedPhrases) -> dict[str, LearnedPhrase]:
    return {phrase.words: phrase for phrase in learned.phrases}


def test_a_phrase_that_two_stories_show_is_learned(tmp_path: Path) -> None:
    with filled(tmp_path) as database:
        report = learn_phrases(database)
        phrase = known(database.damaged_phrases())[LEARNED_ONE]
        assert (phrase.original, phrase.articles, phrase.stories, phrase.sites, phrase.sound) == (
            "ferry company",
            2,
            2,
            2,
            0,
        )
        assert database.damaged_phrases().phrases == (phrase,)
        assert (report.paraphrases, report.compared, report.used) == (2, 3, 1)
        assert check(database) == ()


def test_what_stands_in_a_sound_article_is_not_used(tmp_path: Path) -> None:
    with filled(tmp_path, (*ROWS, row("boats", BOATS, "www.reuters.com", "2031-03-11T06:00:00Z"))) as database:
        learn_phrases(database)
        phrase = known(database.damaged_phrases())[LEARNED_ONE]
        assert (phrase.sound, phrase.used) == (1, False)


def test_learning_again_changes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as database:
        learn_phrases(database)
        first = database.damaged_phrases()
        verdicts = [trace_of(answer) for answer in trace([tmp_path / "c.jsonl"], database)]
        again = learn_phrases(database)
        assert database.damaged_phrases() == first
        assert again.retraced == 0
        assert [trace_of(answer) for answer in trace([tmp_path / "c.jsonl"], database)] == verdicts


def trace_of(answer: object) -> tuple[object, ...]:
    assert isinstance(answer, Trace)
    return answer.verdict, answer.findings, answer.damage


@pytest.mark.parametrize("order", [order for number, order in enumerate(permutations(range(5))) if number % 40 == 7])
def test_the_order_of_arrival_is_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    with filled(tmp_path, tuple(ROWS[number] for number in order)) as database:
        learn_phrases(database)
        phrases = database.damaged_phrases()
    (tmp_path / "b").mkdir()
    with filled(tmp_path / "b") as database:
        learn_phrases(database)
        assert database.damaged_phrases() == phrases


def test_one_article_at_a_time_with_learning_between_gives_the_same(tmp_path: Path) -> None:
    with filled(tmp_path, ROWS[:1]) as database:
        for each in ROWS[1:]:
            learn_phrases(database)
            ingest([corpus(tmp_path / "more.jsonl", (each,))], database)
        learn_phrases(database)
        slowly = database.damaged_phrases()
    (tmp_path / "b").mkdir()
    with filled(tmp_path / "b") as database:
        learn_phrases(database)
        assert database.damaged_phrases() == slowly


def test_what_was_learned_is_found_later_with_its_rate(tmp_path: Path) -> None:
    later = page(tmp_path / "later.txt", ("A short report", *BOATS[1:]))
    with filled(tmp_path) as database:
        (before,) = trace([later], database)
        learn_phrases(database)
        (after,) = trace([later], database)
    assert isinstance(before, Trace)
    assert isinstance(after, Trace)
    assert before.findings == ()
    (finding,) = after.findings
    assert (finding.kind, finding.text, finding.original) == (
        DamageKind.TORTURED_PHRASE,
        LEARNED_ONE,
        "ferry company",
    )
    assert after.damage.machine_paraphrase is None
    assert after.damage.reasons[0] == "learned phrase: such phrases stand in 0 of 3 other articles of this database"
    assert rate_words(LEARNED) == "not measured here"


def test_a_forgotten_paraphrase_teaches_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as database:
        learn_phrases(database)
        forget(database, "https://daily.example/bridge-spun")
        assert database.damaged_phrases().phrases == ()
        learn_phrases(database)
        assert database.damaged_phrases().phrases == ()


def test_a_phrase_that_is_forgotten_is_found_no_more(tmp_path: Path) -> None:
    later = row("later", ("A short report", *BOATS[1:]), "lanno.example", "2031-03-12T06:00:00Z")
    with filled(tmp_path) as database:
        learn_phrases(database)
        ingest([corpus(tmp_path / "later.jsonl", (later,))], database)
        (number,) = (ref.key for ref in database.find_articles(later["url"]))
        verdict = database.verdict_of(number)
        assert verdict is not None
        assert [finding.text for finding in verdict.findings] == [LEARNED_ONE]
        forget(database, "https://daily.example/bridge-spun")
        verdict = database.verdict_of(number)
        assert verdict is not None
        assert verdict.findings == ()


def test_a_given_phrase_stays_and_is_counted(tmp_path: Path) -> None:
    with filled(tmp_path) as database:
        learn_phrases(database, given={"Choir Of Bakers": "bakers' choir", LEARNED_ONE: "ferry company"})
        learn_phrases(database)
        phrases = known(database.damaged_phrases())
    assert replace(phrases["choir of bakers"], given=False).sound == 1
    assert phrases["choir of bakers"].given
    assert phrases["choir of bakers"].used
    assert (phrases[LEARNED_ONE].given, phrases[LEARNED_ONE].stories) == (True, 2)


def test_an_empty_database_knows_nothing(tmp_path: Path) -> None:
    with filled(tmp_path, (row("choir", SOUND, "www.reuters.com", "2031-03-05T06:00:00Z"),)) as database:
        report = learn_phrases(database)
        assert (report.phrases, report.used, report.retraced) == (0, 0, 0)
        assert database.damaged_phrases().phrases == ()


def test_the_samples_are_two_stories() -> None:
    assert FERRY[0] != BRIDGE[0]
