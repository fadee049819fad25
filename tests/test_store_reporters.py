"""Which reporter writes for whom, learned and unlearned."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from provenance import forget, ingest, open_database, trace
from provenance.model import Trace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.store import Database

SYLLABLES = ("ba", "do", "fen", "gul", "har", "kel", "lo", "mar", "nes", "or", "pim", "ras", "sul", "tev", "vik")


def row(number: int, byline: str, *, site: str = "") -> dict[str, str]:
    """A story of its own for each number, in words that no other has."""
    chance = random.Random(number)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(120)]
    paragraphs = [" ".join(words[at : at + 30]).capitalize() + "." for at in range(0, 120, 30)]
    host = site or f"outlet{number}.example"
    return {
        "id": f"r{number}-{host}",
        "url": f"https://{host}/{number}",
        "title": f"Case {number} is {words[0]}",
        "text": "\n\n".join([byline, *paragraphs]),
    }


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path / "r.db", write=True, create=True)


def store(database: Database, folder: Path, rows: Sequence[dict[str, str]]) -> None:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    assert ingest([str(path)], database).failed == 0


def asked(database: Database, folder: Path, one: dict[str, str]) -> Trace:
    path = folder / "asked.jsonl"
    path.write_text(json.dumps(one) + "\n", encoding="utf-8")
    (answer,) = trace([str(path)], database)
    assert isinstance(answer, Trace)
    return answer


AGENCY = "By Ingrid Solvang, Associated Press"
ALONE = "By Ingrid Solvang"


def test_two_stories_make_a_reporter_and_four_decide(database: Database, tmp_path: Path) -> None:
    store(database, tmp_path, [row(1, AGENCY)])
    assert database.houses_of(["ingrid solvang"]) == {}
    store(database, tmp_path, [row(2, AGENCY)])
    assert database.houses_of(["ingrid solvang", "oda ferris"]) == {"ingrid solvang": ("ap", 2)}
    weak = asked(database, tmp_path, row(5, ALONE)).verdict
    assert weak.origin is None
    assert weak.runner_up is not None
    assert weak.runner_up.source == "ap"
    store(database, tmp_path, [row(3, AGENCY), row(4, AGENCY)])
    answer = asked(database, tmp_path, row(5, ALONE))
    assert answer.verdict.origin is not None
    assert answer.verdict.origin.source == "ap"
    assert 0.5 <= answer.verdict.confidence <= 0.65
    assert "Ingrid Solvang, who signed it" in answer.verdict.reasons[0]
    assert answer.chain[-1].source == "ap"
    assert answer.chain[-1].evidence[0].text == ALONE


def test_one_site_alone_teaches_nobodys_house(database: Database, tmp_path: Path) -> None:
    store(database, tmp_path, [row(n, AGENCY, site="spam.example") for n in range(1, 5)])
    assert database.houses_of(["ingrid solvang"]) == {}
    store(database, tmp_path, [row(n, AGENCY, site="apnews.com") for n in range(6, 8)])
    assert database.houses_of(["ingrid solvang"]) == {"ingrid solvang": ("ap", 6)}


def test_copies_of_one_story_count_once(database: Database, tmp_path: Path) -> None:
    store(database, tmp_path, [row(1, AGENCY, site=f"copy{n}.example") for n in range(5)])
    assert database.houses_of(["ingrid solvang"]) == {}


def test_who_signs_for_two_houses_is_of_none(database: Database, tmp_path: Path) -> None:
    other = "By Ingrid Solvang, Reuters"
    store(database, tmp_path, [row(1, AGENCY), row(2, AGENCY), row(3, other), row(4, other)])
    assert database.houses_of(["ingrid solvang"]) == {}


def test_a_staff_writer_whom_an_agency_carries_now_and_then_is_not_its_own(database: Database, tmp_path: Path) -> None:
    store(database, tmp_path, [row(n, AGENCY if n < 2 else ALONE) for n in range(10)])
    assert database.houses_of(["ingrid solvang"]) == {}


def test_earlier_stories_get_the_verdict_too_whatever_the_order(database: Database, tmp_path: Path) -> None:
    rows = [row(5, ALONE), *(row(n, AGENCY) for n in range(1, 5))]
    for each in rows:
        store(database, tmp_path, [each])
    (ref,) = database.find_articles("r5-outlet5.example")
    verdict = database.verdict_of(ref.key)
    with open_database(tmp_path / "other.db", write=True, create=True) as other:
        store(other, tmp_path, rows[::-1])
        (same,) = other.find_articles("r5-outlet5.example")
        again = other.verdict_of(same.key)
    assert verdict is not None
    assert again is not None
    assert verdict.verdict == again.verdict
    assert verdict.verdict.origin is not None
    assert verdict.verdict.origin.source == "ap"


def test_what_is_forgotten_is_unlearned(database: Database, tmp_path: Path) -> None:
    store(database, tmp_path, [row(5, ALONE), row(1, AGENCY), row(2, AGENCY)])
    forget(database, "r2-outlet2.example")
    assert database.houses_of(["ingrid solvang"]) == {}
    (ref,) = database.find_articles("r5-outlet5.example")
    verdict = database.verdict_of(ref.key)
    assert verdict is not None
    assert verdict.verdict.origin is None
