"""Laws of the verdict on a site: it follows from the set of stored articles and from nothing else."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest
from sites_small import small_web, write

from provenance import forget, ingest, open_database, trace
from provenance.errors import NotFoundError
from provenance.model import SourceKind, Trace
from provenance.pipeline.exchanging import export, import_
from provenance.pipeline.merging import merge
from provenance.pipeline.sites import judge_sites, rank, site
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from provenance.model import SiteVerdict
    from provenance.store.records import RankedSite

DOMAINS, ROWS = small_web()
LIMIT = 1000


def fill(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    corpus = write(list(rows), path.with_suffix(".jsonl"))
    with open_database(path, write=True, create=True) as database:
        ingest([corpus], database)
    return path


def ranking(path: Path) -> tuple[RankedSite, ...]:
    with open_database(path) as database:
        return rank(database, limit=LIMIT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("whole") / "w.db", ROWS)


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return shutil.copy(whole, tmp_path / "copy.db")


def test_each_kind_of_site_gets_its_verdict(whole: Path) -> None:
    said = {each.site: each for each in ranking(whole)}
    assert said[DOMAINS["aggregator with links"]].aggregator is True
    assert said[DOMAINS["spinner"]].aggregator is True
    assert said[DOMAINS["spinner"]].damaged >= 2
    assert (said[DOMAINS["portal"]].kind, said[DOMAINS["portal"]].aggregator) == (SourceKind.PORTAL, False)
    assert (said[DOMAINS["original"]].kind, said[DOMAINS["original"]].aggregator) == (SourceKind.OUTLET, False)
    assert said[DOMAINS["few pages"]].aggregator is None


def test_a_small_paper_with_half_its_pages_from_a_wire_and_credited_is_no_aggregator(whole: Path) -> None:
    with open_database(whole) as database:
        report = site(database, DOMAINS["small paper"])
    assert 0.33 <= report.facts.taken / report.facts.articles <= 0.67
    assert report.facts.credited >= 0.8 * report.facts.taken
    assert (report.site.kind, report.site.aggregator) == (SourceKind.OUTLET, False)


def test_the_order_of_ingest_changes_nothing(whole: Path, tmp_path: Path) -> None:
    shuffled = list(ROWS)
    random.Random(5).shuffle(shuffled)
    assert ranking(fill(tmp_path / "shuffled.db", shuffled)) == ranking(whole)


def test_ingesting_in_two_parts_and_twice_changes_nothing(whole: Path, tmp_path: Path) -> None:
    parts = fill(tmp_path / "parts.db", ROWS[::2])
    assert ranking(parts) != ranking(whole)
    assert ranking(fill(parts, ROWS[1::2])) == ranking(whole)
    assert ranking(fill(parts, ROWS[:40])) == ranking(whole)


def test_forgetting_a_site_takes_its_verdict_away_and_makes_the_others_anew(copy: Path, tmp_path: Path) -> None:
    gone = DOMAINS["original"]
    with open_database(copy, write=True) as database:
        forget(database, gone)
        with pytest.raises(NotFoundError):
            site(database, gone)
    rest = fill(tmp_path / "rest.db", [row for row in ROWS if f"//{gone}/" not in row["url"]])
    assert ranking(copy) == ranking(rest)
    assert gone not in {each.site for each in ranking(copy)}


def test_export_and_import_give_the_same_verdicts(whole: Path, tmp_path: Path) -> None:
    with open_database(whole) as database:
        export(database, tmp_path / "out.jsonl")
    with open_database(tmp_path / "back.db", write=True, create=True) as database:
        import_([tmp_path / "out.jsonl"], database)
    assert ranking(tmp_path / "back.db") == ranking(whole)


def test_merging_two_halves_gives_the_same_verdicts(whole: Path, tmp_path: Path) -> None:
    one, other = fill(tmp_path / "one.db", ROWS[::2]), fill(tmp_path / "other.db", ROWS[1::2])
    with open_database(one, write=True) as database:
        merge([other], database)
    assert ranking(one) == ranking(whole)


def test_nothing_is_due_after_an_ingest(copy: Path) -> None:
    with open_database(copy, write=True) as database:
        assert judge_sites(database) == 0


def test_a_report_tells_the_facts_whom_it_takes_from_and_what_it_repeats(whole: Path) -> None:
    with open_database(whole) as database:
        report = site(database, f"https://www.{DOMAINS['aggregator with links']}/any/page")
        assert report == site(database, DOMAINS["aggregator with links"])
    assert report.facts.taken >= sum(often for _, often in report.origins) > 0
    assert report.furniture
    assert f"{report.facts.taken} of {report.facts.articles} articles" in report.site.reasons[0]


def test_the_registry_says_the_kind_in_the_ranking(whole: Path) -> None:
    assert {each.site: each.kind for each in ranking(whole)}["apnews.com"] is SourceKind.WIRE
    registry = load_registry()
    with open_database(whole) as database:
        plain = {each.site: each for each in database.judged_sites()}
        ranked = {each.site: each for each in rank(database, limit=LIMIT, registry=registry)}
    assert ranked["apnews.com"].confidence > plain["apnews.com"].confidence


def test_a_site_of_the_registry_is_told_with_what_was_counted_once(whole: Path) -> None:
    with open_database(whole) as database:
        report = site(database, "apnews.com")
    assert (report.site.source, report.site.kind) == ("ap", SourceKind.WIRE)
    assert "registry" in report.site.reasons[0]
    assert len(report.site.reasons) == len(set(report.site.reasons)) > 1


def test_the_ranking_has_aggregators_first_and_sites_with_few_articles_last(whole: Path) -> None:
    ranked = ranking(whole)
    order = [(each.aggregator is not True, each.articles < 5) for each in ranked]
    assert order == sorted(order)
    assert {each for each, _ in order} == {True, False}
    with open_database(whole) as database:
        assert rank(database, limit=2) == ranked[:2]


PLAIN = "The council of Fallowby met on Monday.\n\nNobody spoke for long, and the lamps were put out at nine.\n"


def traced(database: Path, tmp_path: Path, domain: str, more: str = "") -> SiteVerdict:
    row = {"id": "new", "url": f"https://{domain}/new", "date": "2031-06-01", "text": PLAIN + more}
    with open_database(database) as opened:
        (answer,) = trace([write([row], tmp_path / "new.jsonl")], opened)
    assert isinstance(answer, Trace)
    return answer.site


def test_a_trace_uses_the_record_where_page_and_registry_say_nothing(whole: Path, tmp_path: Path) -> None:
    said = traced(whole, tmp_path, DOMAINS["spinner"])
    assert (said.kind, said.aggregator) == (SourceKind.AGGREGATOR, True)
    assert any("machine paraphrases" in reason for reason in said.reasons)
    assert traced(whole, tmp_path, DOMAINS["original"]).aggregator is False
    assert traced(whole, tmp_path, "nobody-knows.example").aggregator is None


def test_a_page_that_says_what_it_is_goes_before_the_record(whole: Path, tmp_path: Path) -> None:
    line = "\n\nThis site is an automatic aggregator of news. Complaints: abuse@tarn.example.\n"
    said = traced(whole, tmp_path, DOMAINS["original"], line)
    assert said.aggregator is True
    assert "the page says of itself" in said.reasons[0]


def test_the_registry_goes_before_the_record(whole: Path, tmp_path: Path) -> None:
    said = traced(whole, tmp_path, "apnews.com")
    assert (said.source, said.aggregator) == ("ap", False)
