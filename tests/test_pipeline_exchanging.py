"""Export, import and merge: nothing is lost, nothing is doubled, whatever the order."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from exchange_samples import SAMPLES, contents, fill, looked_up, stored, verdicts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import Item, analyses, analysis, fetch, fetches, put, ref, trace

from provenance import check, dedup, open_database
from provenance.errors import OutputError, UsageError
from provenance.model import Unreadable
from provenance.pipeline import exchanging
from provenance.pipeline.exchanging import export, import_
from provenance.pipeline.learning import relearn
from provenance.pipeline.telling import tell_stories
from provenance.sources import load_registry
from provenance.store import RunCounts, RunStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Analysis
    from provenance.pipeline.exchanging import ImportReport

REPOSITORY = Path(__file__).resolve().parents[1]


def exported_lines(path: Path) -> list[bytes]:
    out = io.BytesIO()
    with open_database(path) as database:
        export(database, out)
    return out.getvalue().splitlines(keepends=True)


def imported(path: Path, *inputs: Path) -> ImportReport:
    with open_database(path, write=True, create=True) as database:
        return import_(inputs, database)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, with feeds, captures and archived pages."""
    path = fill(tmp_path_factory.mktemp("filled") / "filled.db", SAMPLES)
    with open_database(path, write=True) as database:
        run = database.start_run("watch")
        database.note_capture(1, fetch(archive=True), run)
        database.note_capture(1, fetch(minute=3, content=b"other"), run)
        database.record_failure(run, Unreadable("x", "not there"))
        feed = database.know_feed("https://tarn.example/feed", "feed", "Tarn", "ap")
        database.see(
            feed, [Item(f"https://tarn.example/{n}", f"No {n}") for n in range(5)], "2031-03-04T20:00:00+00:00"
        )
        database.item_stored(feed, "https://tarn.example/1", 1)
        database.item_failed(feed, "https://tarn.example/2", "gone", "2031-03-04T20:00:00+00:00", passing=False)
        database.finish_run(run, RunStatus.DONE, RunCounts(1))
        (path.parent / "dedup").mkdir()
        dedup([*SAMPLES[:4], SAMPLES[-1], SAMPLES[-2]], path.parent / "dedup" / "out", store=database)
        database.remove([database.find_articles(SAMPLES[-1])[0].key])
        put(database, analysis("last"))
        database.remove([database.find_articles("last")[0].key])  # the largest number given is not that of an article
        relearn(database, load_registry())  # as every command does after articles came or went
        tell_stories(database)
    return path


@pytest.fixture(scope="module")
def whole(filled: Path) -> bytes:
    return b"".join(exported_lines(filled))


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_exported_and_imported_is_equal(filled: Path, tmp_path: Path, suffix: str) -> None:
    """The law, over the sample articles."""
    file, again = tmp_path / f"out.jsonl{suffix}", tmp_path / f"again.jsonl{suffix}"
    with open_database(filled) as database:
        report = export(database, file)
    assert (report.counts["article"], report.counts["feed"], report.counts["item"]) == (len(SAMPLES) - 1, 1, 5)
    assert (report.counts["dedup"], report.counts["dedup_member"] > 1) == (1, True)
    taken = imported(tmp_path / "new.db", file)
    assert (taken.run, taken.stored, taken.failed, taken.failures) == (None, len(SAMPLES) - 1, 0, ())
    assert contents(tmp_path / "new.db") == contents(filled)
    assert looked_up(tmp_path / "new.db") == looked_up(filled)
    with open_database(tmp_path / "new.db") as database:
        export(database, again)
        assert {finding.what for finding in check(database)} == {
            finding.what for finding in check(open_database(filled))
        }
    assert again.read_bytes() == file.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file.name, again.name, "new.db"])


@given(puts=st.lists(analyses(), max_size=4), data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_database_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, puts: Sequence[Analysis], data: st.DataObject
) -> None:
    """The law, over generated databases."""
    folder = tmp_path_factory.mktemp("law")
    with open_database(folder / "a.db", write=True, create=True) as database:
        numbers = []
        for each in puts:
            run = database.start_run(data.draw(st.sampled_from(["ingest", "watch"])))
            numbers.append(stored(database, run, each))
        for number in data.draw(st.lists(st.sampled_from(numbers), max_size=2)) if numbers else []:
            database.note_capture(number, data.draw(fetches()), 1)
        for number, each in zip(numbers, puts, strict=True):
            if each.blocks[1:] and data.draw(st.booleans()):
                other = ref(numbers[0], puts[0]) if data.draw(st.booleans()) else None
                database.settle(number, trace(each, other), data.draw(st.integers(1, len(numbers))))
        for url in data.draw(st.lists(st.text(max_size=4), max_size=2)):
            feed = database.know_feed(url, data.draw(st.none() | st.text(max_size=3)), None, "ap")
            database.see(
                feed,
                [Item(u, t) for u, t in data.draw(st.dictionaries(st.text(max_size=3), st.text())).items()],
                "2031",
            )
            for item in database.due(feed, "2031"):
                if numbers and data.draw(st.booleans()):
                    database.item_stored(feed, item.url, data.draw(st.sampled_from(numbers)))
        database.mark_pending(data.draw(st.lists(st.sampled_from(numbers), max_size=1)) if numbers else [])
        if numbers and data.draw(st.booleans()):
            database.remove([data.draw(st.sampled_from(numbers))])
        database.learn()
        database.learn_reporters()
        tell_stories(database)
    lines = exported_lines(folder / "a.db")
    (folder / "a.jsonl").write_bytes(b"".join(lines))
    report = imported(folder / "b.db", folder / "a.jsonl")
    assert report.failures == ()
    assert contents(folder / "b.db") == contents(folder / "a.db")
    assert looked_up(folder / "b.db") == looked_up(folder / "a.db")
    assert exported_lines(folder / "b.db") == lines


def test_an_export_is_a_corpus_too(filled: Path, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(
        b"".join(line for line in whole.splitlines(keepends=True) if b'"article"' in line[:20])
    )
    fill(tmp_path / "new.db", [tmp_path / "out.jsonl"])
    with open_database(filled) as one, open_database(tmp_path / "new.db") as other, one.snapshot(), other.snapshot():
        before = [record.analysis.article for record in one.dump().articles()]
        after = [record.analysis.article for record in other.dump().articles()]
    for old, new in zip(before, after, strict=True):
        assert (new.id, new.url, new.publisher) == (old.id, old.url, old.publisher)
        assert new.text.split() == old.text.split()


def test_pages_can_be_left_out(filled: Path, tmp_path: Path) -> None:
    with open_database(filled) as database:
        assert database.raw_page(1) == b"page"
        export(database, tmp_path / "out.jsonl", archive=False)
    imported(tmp_path / "new.db", tmp_path / "out.jsonl")
    with open_database(tmp_path / "new.db") as database:
        assert database.raw_page(1) is None
        assert len(database.captures(1)) == 2


def test_importing_twice_doubles_nothing(filled: Path, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(whole)
    imported(tmp_path / "new.db", tmp_path / "out.jsonl")
    again = imported(tmp_path / "new.db", tmp_path / "out.jsonl")
    assert (again.stored, again.updated, again.known, again.traced) == (0, 0, len(SAMPLES) - 1, 0)
    assert contents(tmp_path / "new.db") == contents(filled)


def rewritten(whole: bytes, tmp_path: Path, change: Mapping[int, bytes | None]) -> Path:
    """An export of which some lines, counted from 1, are others or are missing."""
    lines = whole.splitlines(keepends=True)
    kept = [change.get(number, line) for number, line in enumerate(lines, start=1)]
    (tmp_path / "out.jsonl").write_bytes(b"".join(line for line in kept if line is not None))
    return tmp_path / "out.jsonl"


def numbered(whole: bytes, kind: str) -> list[int]:
    """The numbers of the lines of a kind."""
    found = [json.loads(line).get("type") for line in whole.splitlines()]
    return [number for number, each in enumerate(found, start=1) if each == kind]


@pytest.mark.parametrize(
    "broken", [b"{broken\n", b"[1]\n", b'{"type":"article"}\n', b"\xff\xfe\n", b"\n", b"[" * 100_000 + b"\n"]
)
def test_a_corrupt_line_costs_that_line(whole: bytes, tmp_path: Path, broken: bytes) -> None:
    place = numbered(whole, "article")[3]
    report = imported(tmp_path / "new.db", rewritten(whole, tmp_path, {place: broken}))
    assert report.stored == len(SAMPLES) - 2
    assert report.failures[0].id == f"{tmp_path / 'out.jsonl'}:line {place}"
    assert report.failures[0].reason
    assert all("did not come" in failure.reason for failure in report.failures[1:])
    assert report.run is not None
    with open_database(tmp_path / "new.db") as database:
        assert database.pending() == ()
        assert check(database) == ()
        assert database.stats().failures == len(report.failures) + 1


def test_a_missing_line_is_missed(whole: bytes, tmp_path: Path) -> None:
    place = numbered(whole, "item")[0]
    report = imported(tmp_path / "new.db", rewritten(whole, tmp_path, {place: None}))
    assert [failure.reason for failure in report.failures] == ["1 line missing or too many"]


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("share", [0.1, 0.6, 0.95, 0.999])
def test_a_truncated_export_gives_what_is_whole(whole: bytes, tmp_path: Path, share: float, suffix: str) -> None:
    file = tmp_path / f"out.jsonl{suffix}"
    packed = gzip.compress(whole) if suffix else whole
    file.write_bytes(packed[: int(len(packed) * share)])
    report = imported(tmp_path / "new.db", file)
    assert "breaks off" in report.failures[-1].reason
    assert report.failures[-1].id == str(file)
    assert len(report.failures) == report.failed == 1
    with open_database(tmp_path / "new.db") as database:
        assert database.articles() == report.stored
        assert database.pending() == ()
        assert check(database) == ()
    file.write_bytes(packed)
    again = imported(tmp_path / "new.db", file)
    assert (again.failed, again.stored + again.known) == (0, len(SAMPLES) - 1)


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        (b"", "not an export"),
        (b"hello\n", "not an export"),
        (b'{"id":"1","text":"A row of a corpus."}\n', "not an export"),
        (b'{"provenance":{"format":"1"}}\n', "not an export"),
        (b'{"provenance":{"format":2}}\n', "form 2"),
        (b"SQLite format 3\x00" * 99, "not an export"),
        (b"\x1f\x8b\x08 broken", "not an export"),
    ],
)
def test_what_is_no_export_is_named(whole: bytes, tmp_path: Path, head: bytes, complaint: str) -> None:
    (tmp_path / "bad.jsonl").write_bytes(head)
    (tmp_path / "good.jsonl").write_bytes(whole)
    report = imported(tmp_path / "new.db", tmp_path / "bad.jsonl", tmp_path / "absent.jsonl", tmp_path / "good.jsonl")
    assert [failure.id for failure in report.failures] == [str(tmp_path / "bad.jsonl"), str(tmp_path / "absent.jsonl")]
    assert complaint in report.failures[0].reason
    assert report.failures[0].hint
    assert report.failures[1].reason == "no such file or directory"
    assert report.stored == len(SAMPLES) - 1


def test_what_follows_the_end_is_named(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(whole + whole)
    report = imported(tmp_path / "new.db", tmp_path / "out.jsonl")
    assert ["more stands after the last line" in failure.reason for failure in report.failures] == [True]


def test_verdicts_of_another_scheme_are_made_anew(filled: Path, whole: bytes, tmp_path: Path) -> None:
    header = json.loads(whole.splitlines()[0])
    header["provenance"]["scheme"]["sample"] = 4
    file = rewritten(whole, tmp_path, {1: json.dumps(header).encode() + b"\n"})
    report = imported(tmp_path / "new.db", file)
    assert (report.verdicts, report.traced, report.failed) == (0, len(SAMPLES) - 1, 0)
    assert verdicts(tmp_path / "new.db") == verdicts(filled)


def test_a_stream_takes_an_export_and_gives_it_back(filled: Path, whole: bytes, tmp_path: Path) -> None:
    with open_database(tmp_path / "new.db", write=True, create=True) as database:
        report = import_(["-"], database, stdin=io.BytesIO(whole))
    assert report.failures == ()
    assert contents(tmp_path / "new.db") == contents(filled)


def test_an_export_never_stands_half_or_over_the_database(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database(filled) as database:
        with pytest.raises(UsageError, match="database itself"):
            export(database, filled)
        with pytest.raises(OutputError, match="cannot be written"):
            export(database, tmp_path / "absent" / "out.jsonl")

        def fail(*_: object) -> bytes:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(exchanging, "line_of", fail)
        with pytest.raises(OutputError, match="No space left"):
            export(database, tmp_path / "out.jsonl.gz")
    assert list(tmp_path.iterdir()) == []
