"""What documents say of themselves, by one process or by several."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from provenance.corpus.gathering.documents import gather
from provenance.corpus.gathering.parts import Whole
from provenance.corpus.machine import sharing
from provenance.corpus.machine.holding import Holding
from provenance.corpus.origins import judging
from provenance.corpus.origins.judging import judge
from provenance.corpus.origins.standing import Rank
from provenance.errors import DocumentError
from provenance.model import Analysis, Article, Block, Line, Media, Page, Role, SiteVerdict, SourceKind
from provenance.reading import Record
from provenance.settings import DedupSettings, Keep

if TYPE_CHECKING:
    from provenance.corpus.origins.standing import Standing

STORY = "The ferry ran aground off the point before dawn and {} tugs pulled it free while the harbour office waited. "
PAGES = [
    Page(f"d{number:03}", STORY.format(number // 2) * 3, Media.TEXT, published=f"2031-05-{1 + number % 28:02}")
    for number in range(200)
]


def analyse(page: Page) -> Analysis:
    if page.id.endswith("7"):
        message = f"{page.id}: a page that nobody understands"
        raise DocumentError(message)
    return Analysis(
        Article(page.id, page.content, (Line(0, len(page.content)),), published=page.published),
        (Block(0, Role.BODY, 0, len(page.content), page.content),),
        (),
        SiteVerdict(None, None, SourceKind.UNKNOWN, aggregator=None, confidence=0.9, source=None),
        (),
    )


def judged(keep: Keep = Keep.ORIGIN) -> tuple[dict[int, list[Standing]], list[int]]:
    told: list[int] = []
    settings = DedupSettings(keep=keep)

    def tell(stage: str, done: int, total: int | None) -> None:
        if stage == "judging":
            assert total == len(PAGES)
            told.append(done)

    def records() -> list[Record]:
        return [Record(page) for page in PAGES]

    with TemporaryDirectory() as name:
        holding = Holding(Path(name), 1 << 30)
        corpus = gather([Whole(lambda _: records())], analyse, settings, holding=holding, tell=tell, say=print)
        return judge(records, corpus, analyse, settings, holding, tell), told


def plain(standings: dict[int, list[Standing]]) -> list[object]:
    return [
        (text, replace(each, story=None), None if each.story is None else each.story.tolist())
        for text, some in standings.items()
        for each in some
    ]


def test_the_number_of_processes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "threads", lambda: 1)
    alone, told = judged()
    assert told[-1] == len(PAGES)
    assert sum(map(len, alone.values())) == len(PAGES)
    for count in (2, 3):
        monkeypatch.setattr(sharing, "threads", lambda count=count: count)
        several, told = judged()
        assert plain(several) == plain(alone)
        assert told == sorted(told)
        assert told[-1] == len(PAGES)


@pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
def test_what_a_helper_does_not_answer_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "threads", lambda: 1)
    alone, _ = judged()
    here = os.getpid()

    def die_elsewhere(*arguments: object) -> list[Standing]:
        if os.getpid() != here:
            os._exit(3)
        return found(*arguments)  # type: ignore[arg-type]

    found = judging.standings_of
    monkeypatch.setattr(judging, "standings_of", die_elsewhere)
    monkeypatch.setattr(sharing, "threads", lambda: 2)
    assert plain(judged()[0]) == plain(alone)


def test_a_page_that_is_not_understood_stands_by_its_length() -> None:
    standings = {standing.document.id: standing for some in judged()[0].values() for standing in some}
    assert standings["d007"].why == "its page cannot be understood: d007: a page that nobody understands"
    assert (standings["d007"].rank, standings["d007"].anchors) == (Rank.CLEAN, None)
    assert standings["d008"].anchors is not None


@pytest.mark.parametrize("keep", [Keep.FIRST, Keep.LONGEST])
def test_by_time_or_length_no_page_is_looked_into(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "standings_of", lambda *_: pytest.fail("a page was looked into"))
    standings, told = judged(keep)
    assert told == []
    assert sum(map(len, standings.values())) == len(PAGES)
    assert all(standing.time.startswith("2031-05-") for some in standings.values() for standing in some)
