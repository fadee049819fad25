"""What goes along with what is kept and what is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from format_samples import WARC_DATE, record, records_of, said_by

from provenance.corpus.result import Document
from provenance.corpus.written.formats import sides as module
from provenance.corpus.written.formats.json import JsonLines
from provenance.corpus.written.formats.rows import Row
from provenance.corpus.written.formats.sides import Sides
from provenance.corpus.written.formats.warc import CrawlRecords
from provenance.reading.layouts import Beside, WholeRecord

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://gull.example/1"
# of each record: what it is, its id, the ids it refers to, and of a document where it goes
Told = tuple[str, str, tuple[str, ...], bool | None]


def tell(sides: Sides, told: list[Told]) -> None:
    """Let the records of a crawl come by."""
    for number, (kind, name, refers, side) in enumerate(told):
        data = record(kind, name, URL, b"words")
        if kind == "page":
            whole = WholeRecord(data, name, URL, WARC_DATE, refers)
            row, mark = Row(Document(number, name, b"", None, 0), None, whole=whole), {"kept": side}
            sides.meet(row, mark)
            (sides.kept if side else sides.removed).put(row, mark)
        else:
            left_out = kind == "left out"
            sides.beside(Beside(kind, name, WARC_DATE, refers, left_out, len(data), iter([data])))


def went(folder: Path, told: list[Told]) -> dict[str, set[str]]:
    with Sides(CrawlRecords(folder / "kept.warc"), CrawlRecords(folder / "removed.warc")) as sides:
        tell(sides, told)
    return {
        side: {
            str(said_by(each, "WARC-Record-ID")).removeprefix("<urn:").removesuffix(">")
            for each in records_of(folder / f"{side}.warc")
            if not str(said_by(each, "WARC-Record-ID")).startswith("<urn:uuid:")
        }
        for side in ("kept", "removed")
    }


@pytest.mark.parametrize(
    ("told", "kept", "removed"),
    [
        # a request before its capture and after it, named by it and naming it
        ([("request", "r", (), None), ("page", "p", ("r",), False)], "", "rp"),
        ([("request", "r", ("p",), None), ("page", "p", (), False)], "", "rp"),
        ([("page", "p", (), False), ("request", "r", ("p",), None)], "", "rp"),
        ([("request", "r", ("p",), None), ("page", "p", (), True)], "rp", ""),
        # what is said of the request of a capture, before and after
        ([("request", "r", ("p",), None), ("metadata", "m", ("r",), None), ("page", "p", (), False)], "", "rmp"),
        ([("metadata", "m", ("r",), None), ("request", "r", ("p",), None), ("page", "p", (), False)], "", "rmp"),
        ([("page", "p", (), False), ("request", "r", ("p",), None), ("metadata", "m", ("r",), None)], "", "rmp"),
        # of several captures each has its own
        ([("request", "r", ("p",), None), ("page", "q", (), True), ("page", "p", (), False)], "q", "rp"),
        ([("page", "q", (), True), ("page", "p", (), False), ("metadata", "m", ("q",), None)], "qm", "p"),
        # what belongs to nothing is kept, and what belongs to a picture
        ([("warcinfo", "w", (), None), ("metadata", "m", ("x",), None), ("page", "p", (), False)], "wm", "p"),
        ([("request", "r", (), None), ("response", "i", ("r",), None), ("page", "p", (), False)], "ri", "p"),
        # what the user leaves out goes with its request
        ([("request", "r", ("l",), None), ("left out", "l", (), None), ("page", "p", (), True)], "p", ""),
        ([("left out", "l", (), None), ("request", "r", ("l",), None), ("page", "p", (), True)], "p", ""),
    ],
)
def test_a_companion_goes_where_its_capture_goes(told: list[Told], kept: str, removed: str, tmp_path: Path) -> None:
    assert went(tmp_path, told) == {"kept": set(kept), "removed": set(removed)}


def test_only_so_many_wait_and_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAITING", 3)
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    told: list[Told] = [("request", f"r{number}", ("p",), None) for number in range(5)]
    told += [
        ("page", "p", (), False),
        ("page", "q", (), False),
        ("page", "s", (), False),
        ("metadata", "m", ("p",), None),
    ]
    assert went(tmp_path, told) == {"kept": {"r0", "r1", "m"}, "removed": {"r2", "r3", "r4", "p", "q", "s"}}


def test_a_large_companion_is_copied_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGE", 10)
    told: list[Told] = [("request", "r", ("p",), None), ("page", "p", (), False)]
    assert went(tmp_path, told) == {"kept": {"r"}, "removed": {"p"}}


def test_other_formats_have_no_place_for_it(tmp_path: Path) -> None:
    with Sides(JsonLines(tmp_path / "kept.jsonl"), JsonLines(tmp_path / "removed.jsonl")) as sides:
        tell(sides, [("warcinfo", "w", (), None), ("request", "r", (), None)])
    assert (tmp_path / "kept.jsonl").read_bytes() == b""


def test_an_error_leaves_both_files_closed_and_is_not_hidden(tmp_path: Path) -> None:
    kept, removed = CrawlRecords(tmp_path / "kept.warc"), CrawlRecords(tmp_path / "removed.warc")

    def fail(sides: Sides) -> None:
        tell(sides, [("request", "r", (), None)])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Sides(kept, removed) as sides:
        fail(sides)
    assert (tmp_path / "kept.warc").read_bytes() == b""
