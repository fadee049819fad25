"""Records, the lines that they are written on, and what two databases know of one thing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import Item, analyses, analysis, fetch, page, put, ref, trace

from provenance.errors import DatabaseError, DocumentError
from provenance.model import Relation, Unreadable
from provenance.store import Database, DedupMember, DedupRun, RunCounts, RunStatus, StoredFeed
from provenance.store.exchange import Fields, ItemRecord, kind_of, line_of, read_record
from provenance.store.exchange.numbers import Numbers
from provenance.store.exchange.uniting import united_feed, united_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.model import Analysis

FEED = "https://tarn.example/feed"
DEDUP = DedupRun("c.jsonl (2 of 5 kept)", 5, 2, 3, 1, 0, 1, 0, '["c.jsonl"]', "b.db", "{}", b"c" * 16, b"d" * 16)
MEMBERS = tuple(
    DedupMember(number, cluster, document, relation is Relation.ORIGINAL, relation, alike, alike, "why", place=place)
    for number, cluster, document, relation, alike, place in (
        (1, 1, "a", Relation.ORIGINAL, 1.0, 2),
        (2, 1, "b", Relation.VERBATIM, 0.9, None),
        (3, None, "d", Relation.MACHINE_PARAPHRASE, None, 3),
    )
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("store") / "a.db", write=True, create=True) as database:
        yield database


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Database]:
    """A database with something in every table."""
    with Database.open(tmp_path / "full.db", write=True, create=True) as database:
        wire, copy = page(fetched=fetch(archive=True)), analysis("copy")
        first, second = put(database, wire, copy, analysis("due"))[:2]
        run = database.start_run("test")
        database.settle(first, trace(wire), run)
        database.settle(second, trace(copy, ref(first, wire)), run)
        database.record_failure(run, Unreadable("x", "no story", "look"))
        database.finish_run(run, RunStatus.DONE, RunCounts(1, 2, 3, 4, 5, 6))
        feed = database.know_feed(FEED, "feed", "Tarn", "ap")
        database.see(feed, [Item("https://tarn.example/ferry"), Item("https://tarn.example/2", "Two")], "2031-03-04")
        database.item_stored(feed, "https://tarn.example/ferry", first)
        dedup = database.begin_dedup(DEDUP, run)
        database.put_dedup_members(dedup, MEMBERS)
        database.link_dedup_member(dedup, 1, article=first, file="c.jsonl", added=True)
        database.complete_dedup(dedup, run)
        yield database


def lines(database: Database) -> list[bytes]:
    with database.snapshot():
        return [line_of(record) for record in database.dump()]


def test_every_record_comes_back_from_its_line(full: Database) -> None:
    with full.snapshot():
        records = list(full.dump())
    assert {kind_of(record) for record in records} == {
        "source",
        "run",
        "failure",
        "article",
        "dedup",
        "dedup_member",
        "verdict",
        "feed",
        "item",
        "pending",
    }
    for record in records:
        line = line_of(record)
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        assert read_record(Fields(json.loads(line))) == record


@given(each=analyses())
@settings(max_examples=80, deadline=None)
def test_any_article_comes_back_from_its_line(shared: Database, each: Analysis) -> None:
    """A law."""
    (number,) = put(shared, each)
    with shared.snapshot():
        (record,) = [record for record in shared.dump().articles() if record.number == number]
    assert read_record(Fields(json.loads(line_of(record)))) == record
    shared.remove([number])


def test_the_top_of_an_articles_line_is_a_row_of_a_corpus(full: Database) -> None:
    article = json.loads(next(line for line in lines(full) if b'"article"' in line[:20]))
    text = {name: value for name, value in article.items() if isinstance(value, str)}
    assert text.keys() == {"type", "id", "url", "text"}
    assert article.keys() >= {"title", "published", "publisher"}


def test_pages_are_left_out_where_they_are_not_wanted(full: Database) -> None:
    with full.snapshot():
        kept = [capture for record in full.dump(archive=False).articles() for capture in record.captures]
    assert [capture.packed for capture in kept] == [None]


def spoiled(line: bytes) -> Iterator[dict[str, Any]]:
    """Objects with one field missing, of another kind, or with something strange in it."""
    whole = json.loads(line)
    for name in whole:
        yield {other: value for other, value in whole.items() if other != name}
        for value in ([], {}, "x", -1, 1.5, True, None, 2**70, "\ud800", [[]], [{"a": 1}]):
            yield whole | {name: value}


def test_a_spoiled_line_is_refused_or_taken_and_never_breaks(full: Database, tmp_path: Path) -> None:
    """Whatever a field holds: the record is refused with a reason, or what is taken can be read back."""
    taken = refused = 0
    with Database.open(tmp_path / "new.db", write=True, create=True) as database:
        run = database.start_run("test")
        with database.taker(lambda: run, exact=True) as taker, database.transaction():
            for line in lines(full):
                for value in spoiled(line):
                    try:
                        with taker.guarded():
                            taker.take(read_record(Fields(value)))
                        taken += 1
                    except (ValueError, TypeError, LookupError, ArithmeticError, DocumentError):
                        refused += 1
        with database.snapshot():
            for record in database.dump():
                line_of(record)
        assert not [finding for finding in database.check() if "damaged" in finding.what]
    assert taken > 50
    assert refused > 500


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"type": "poem"}, "means nothing"),
        ({"type": 1}, "'type'"),
        ({"text": "other"}, "not the one that was written"),
        ({"blocks": [{"position": 0, "role": "body", "start": 5, "end": 999}]}, "a text of"),
        ({"blocks": [{"position": 0, "role": "song", "start": 0, "end": 1}]}, "song"),
        ({"blocks": {}}, "'blocks'"),
        ({"page": None}, "'page'"),
        ({"captures": [{"requested": 1}]}, "'requested'"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(full: Database, change: dict[str, Any], complaint: str) -> None:
    article = json.loads(next(line for line in lines(full) if b'"article"' in line[:20]))
    with pytest.raises(ValueError, match=complaint):
        read_record(Fields(article | change))


def test_numbers_are_kept_by_kind() -> None:
    with Numbers() as numbers:
        numbers.set("run", 1, 5)
        numbers.set("article", 1, 7)
        numbers.set("article", 2, 7)
        assert (numbers.of("run", 1), numbers.of("article", 1), numbers.of("article", 3)) == (5, 7, None)
        assert numbers.taken("article", 7)
        assert not numbers.taken("run", 7)
        numbers.move("article", 7, 9)
        assert (numbers.of("article", 1), numbers.of("article", 2)) == (9, 9)


_time = st.sampled_from([f"2031-03-0{day}T00:00:00+00:00" for day in range(1, 5)])
_maybe = st.none() | st.sampled_from(["x", "y"])


@st.composite
def items(draw: st.DrawFn) -> ItemRecord:
    first, last = sorted((draw(_time), draw(_time)))
    digest = draw(st.sampled_from([None, b"1" * 16, b"2" * 16]))
    state = "given_up" if digest is None else draw(st.sampled_from(["due", "stored", "failed", "given_up"]))
    return ItemRecord(
        feed=1,
        url="https://tarn.example/a",
        title=None if digest is None else draw(_maybe),
        published=None if digest is None else draw(st.none() | _time),
        updated=None,
        digest=digest,
        first_seen=first,
        last_seen=last,
        gone=draw(st.none() | _time),
        state=state,
        attempts=draw(st.integers(0, 3)),
        next_try=draw(_time) if state == "failed" else None,
        reason=draw(_maybe),
        article=None
        if digest is None
        else draw(st.integers(1, 3))
        if state == "stored"
        else draw(st.sampled_from([None, 1])),
    )


@given(one=items(), other=items())
def test_uniting_items_has_no_first_and_second(one: ItemRecord, other: ItemRecord) -> None:
    """Laws: commutative, idempotent, and what was first stays first."""
    united = united_item(one, other)
    assert united == united_item(other, one)
    assert united_item(united, united) == united
    assert united_item(united, one) == united_item(united, other) == united
    assert united.first_seen == min(one.first_seen, other.first_seen)
    assert united.last_seen == max(one.last_seen, other.last_seen)
    if None in {one.digest, other.digest}:
        assert (united.state == "given_up") == ("stored" not in {one.state, other.state})
    if one.digest == other.digest is not None and "stored" in {one.state, other.state}:
        assert united.state == "stored"
        assert united.article is not None


@st.composite
def feeds(draw: st.DrawFn) -> StoredFeed:
    return StoredFeed(
        draw(st.integers(1, 9)),
        FEED,
        draw(_maybe),
        draw(_maybe),
        draw(_maybe),
        draw(_maybe),
        draw(_maybe),
        draw(_time),
        draw(st.none() | _time),
        draw(st.none() | _time),
        draw(st.integers(0, 2)),
        draw(_maybe),
        draw(st.none() | _time),
    )


@given(one=feeds(), other=feeds())
def test_uniting_feeds_has_no_first_and_second(one: StoredFeed, other: StoredFeed) -> None:
    """Laws: as of items; the number is ours."""
    united = united_feed(one, other)
    assert replace(united, id=0) == replace(united_feed(other, one), id=0)
    assert united.id == one.id
    assert united_feed(united, united) == united_feed(united, other) == united
    assert united.added == min(one.added, other.added)
    if one.stopped is other.stopped is None:
        assert united.stopped is None


@pytest.mark.parametrize(("asked", "watched"), [("2031-03-04", False), ("2031-03-06", True), (None, False)])
def test_of_a_stop_and_a_look_the_later_one_counts(asked: str | None, watched: bool) -> None:
    one = StoredFeed(1, FEED, None, None, None, None, None, "2031-03-01", "2031-03-02", None, 0, None, "2031-03-05")
    assert (united_feed(one, replace(one, checked=asked, stopped=None)).stopped is None) == watched


def test_a_database_of_another_scheme_can_be_read_but_not_searched(tmp_path: Path, full: Database) -> None:
    scheme = replace(full.scheme(), sample=4)
    with Database.open(tmp_path / "other.db", write=True, create=True, scheme=scheme) as other:
        put(other, analysis("a"))
    with pytest.raises(DatabaseError, match="another scheme"):
        Database.open(tmp_path / "other.db", write=False)
    with Database.open_any(tmp_path / "other.db") as other:
        assert other.scheme() == scheme
        assert other.stored(1).article == analysis("a").article


def test_a_database_is_untouched_until_something_is_stored(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        assert database.is_untouched()
        put(database, analysis("a"))
        assert not database.is_untouched()
        database.remove([1])
        assert not database.is_untouched()
