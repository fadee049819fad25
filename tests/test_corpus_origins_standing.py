"""The order of preference: each step, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from provenance.corpus.origins.standing import (
    NEVER,
    Rank,
    Standing,
    judge_standing,
    preference,
    promoted,
    reliable_time,
    why_kept,
)
from provenance.corpus.result import Document
from provenance.model import Analysis, Article, Block, Credit, CreditType, Line, Role, SiteVerdict, SourceKind

BODY = "Rangers in Gullhaven counted the seals on Sunday and found more of them than in the year before."


def document(name: str = "a") -> Document:
    return Document(0, name, name.encode(), None, 0)


def page(
    kind: SourceKind = SourceKind.UNKNOWN,
    source: str | None = None,
    credit: tuple[str, float] | None = None,
    *,
    aggregator: bool | None = None,
    body: str = BODY,
) -> Analysis:
    found = (
        (Credit(CreditType.AGENCY_LINE, credit[0], credit[0].upper(), 0, 0, 4, body[:4], credit[1], "test"),)
        if credit
        else ()
    )
    return Analysis(
        Article("a", body, (Line(0, len(body)),), published="2031-05-04"),
        (Block(0, Role.BODY, 0, len(body), body),),
        found,
        SiteVerdict("gull.example", source, kind, aggregator, 0.9, source=source),
        (),
    )


def judged(analysis: Analysis) -> Standing:
    return judge_standing(document(), analysis, np.arange(20, dtype=np.uint32))


@pytest.mark.parametrize(
    ("analysis", "rank"),
    [
        (page(SourceKind.WIRE, "ap"), Rank.ORIGINAL),
        (page(SourceKind.WIRE, "ap", ("ap", 0.9)), Rank.ORIGINAL),
        (page(SourceKind.PRESS_RELEASE, "prnewswire"), Rank.ORIGINAL),
        (page(SourceKind.WIRE, "ap", ("reuters", 0.9)), Rank.LICENSED),
        (page(SourceKind.STATION, "wxyz", ("ap", 0.9)), Rank.LICENSED),
        (page(SourceKind.STATION, "wxyz", ("ap", 0.3)), Rank.CLEAN),
        (page(SourceKind.AGGREGATOR, None, ("ap", 0.9), aggregator=True), Rank.CLEAN),
        (page(SourceKind.OUTLET, "bbc"), Rank.CLEAN),
        (page(body=BODY.replace("seals", "se\u0430ls")), Rank.DAMAGED),
    ],
)
def test_rank_follows_from_the_page(analysis: Analysis, rank: Rank) -> None:
    standing = judged(analysis)
    assert standing.rank is rank
    assert standing.why


def test_the_order_is_rank_then_site_then_time_then_length_then_id() -> None:
    first = Standing(document("z"), Rank.ORIGINAL, "", time="2031-05-09")
    order = [
        first,
        replace(first, rank=Rank.LICENSED),
        replace(first, rank=Rank.CLEAN, time="2031-05-01", length=900),
        replace(first, rank=Rank.CLEAN, time="2031-05-02", length=900),
        replace(first, rank=Rank.CLEAN, time=NEVER, length=900),
        replace(first, rank=Rank.CLEAN, time=NEVER, length=100, document=document("a")),
        replace(first, rank=Rank.CLEAN, time=NEVER, length=110, document=document("b")),
        replace(first, rank=Rank.CLEAN, time="2031-05-01", aggregator=1),
        replace(first, rank=Rank.DAMAGED, time="2031-05-01"),
    ]
    backwards = order[::-1]
    assert sorted(backwards, key=preference) == order
    times = ("2031-05-01", "2031-05-01T08:00+02:00", "2031-05-01T08:00:09", "2031-05-01T08:00:09.25")
    told = [why_kept(replace(first, time=reliable_time(each)), replace(first, time="2031-05-30")) for each in times]
    assert told == [
        "it is the earlier one, 2031-05-01",
        "it is the earlier one, 2031-05-01 06:00 UTC",
        "it is the earlier one, 2031-05-01 08:00:09 UTC",
        "it is the earlier one, 2031-05-01 08:00:09.250000 UTC",
    ]
    reasons = [why_kept(one, other) for one, other in pairwise(order)]
    assert reasons[2:8] == [
        "it is the earlier one, 2031-05-01",
        "the other copy has no reliable time",
        "the other copy is much shorter",
        "nothing else tells the copies apart and its id is the smaller one",
        "the other copy stands on an aggregator's page",
        "the other copy is damaged: ",
    ]


def test_a_page_that_its_copy_names_is_the_original() -> None:
    standing = promoted(judged(page(SourceKind.BROADCASTER, "bbc")), document("copy-7"))
    assert standing.rank is Rank.ORIGINAL
    assert standing.why == "its copy copy-7 says that the text is bbc's"


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2031-05-04T10:00:00+02:00", "2031-05-04T08:00:00.000000+00:00"),
        ("2031-05-04T10:00:00", "2031-05-04T10:00:00.000000+00:00"),
        ("2031-05-04", "2031-05-04T23:59:59.999999+00:00"),
        ("1970-01-01T00:00:00", NEVER),
        ("0001-01-01T00:00:00+14:00", NEVER),
        ("last Tuesday", NEVER),
        ("", NEVER),
        (None, NEVER),
    ],
)
def test_times_are_compared_in_one_form(published: str | None, moment: str) -> None:
    assert reliable_time(published) == moment
