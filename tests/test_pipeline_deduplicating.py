from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest

from provenance import dedup, ingest, open_database
from provenance.errors import InputError
from provenance.reading import ReadOptions
from provenance.settings import DedupSettings, Keep, seeds_folder

if TYPE_CHECKING:
    from pathlib import Path

STORY = "The ferry ran aground on a bank off the point before dawn and was pulled free by two tugs from the yard."


def test_standard_input_is_read_as_often_as_it_takes(tmp_path: Path) -> None:
    rows = b"".join(json.dumps({"id": n, "text": STORY}).encode() + b"\n" for n in (3, 1, 2))
    report = dedup(["-"], tmp_path / "out", stdin=io.BytesIO(rows))
    assert (report.read, report.kept, report.removed) == (3, 1, 2)
    kept = json.loads((tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8"))
    assert kept["id"] == 1


def test_rows_of_standard_input_are_named_by_their_line(tmp_path: Path) -> None:
    dedup(["-"], tmp_path / "out", stdin=io.BytesIO(b'{"text": "Words that stand alone in a corpus of one."}\n'))
    assert "/" not in (tmp_path / "out" / "report.json").read_text(encoding="utf-8").split('"settings"')[0]
    page = io.BytesIO(b"<html><body><p>A page on standard input is one document, and no corpus.</p></body></html>")
    assert dedup(["-"], tmp_path / "page", stdin=page).read == 1


def test_what_a_reader_has_to_say_is_said_once(tmp_path: Path) -> None:
    corpus, told = tmp_path / "c.jsonl", []
    rows = [{"doc_id": n, "body": STORY, "topic": "sea", "date": f"{2030 + n}-03-04"} for n in range(3)]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = dedup([corpus], tmp_path / "out", options=ReadOptions(since="2031-01-01", notice=told.append))
    assert report.read == 2
    assert told == [
        f"{corpus}: text = body, id = doc_id, date = date (guessed); not used: topic",
        f"{corpus}: passed over: 1 before 2031-01-01",
    ]


def test_a_row_without_text_is_not_lost(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": ""}\n{"id": 2, "text": "Words that stand alone in this corpus of two."}\n')
    report = dedup([str(corpus)], tmp_path / "out")
    rows = (tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8").splitlines()
    assert (report.read, len(rows)) == (2, 2)


def test_a_corpus_that_cannot_be_read_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing could be read"):
        dedup([str(tmp_path / "absent.jsonl")], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_agencys_own_page_is_what_is_kept(tmp_path: Path) -> None:
    names = ("cable-station-own-footer.html", "cable-ap-original.html", "cable-station-ap-byline.html")
    files = [str(seeds_folder() / "articles" / name) for name in names]
    dedup(files, tmp_path / "out")
    kept = [json.loads(line) for line in (tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in kept] == [files[1]]


def test_a_corpus_without_a_column_of_text_names_those_that_it_has(tmp_path: Path) -> None:
    corpus, out = tmp_path / "c.jsonl", tmp_path / "out"
    corpus.write_text('{"id": 1, "quux": "ten ferries sailed"}\n{"id": 2, "grue": "two did not"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no column with text") as refused:
        dedup([corpus], out)
    assert refused.value.hint is not None
    assert refused.value.hint.endswith("there are: id, quux, grue")
    assert not out.exists()
    assert dedup([corpus], out, options=ReadOptions(text_field="quux")).read == 2


def folder_of(out: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / name).read_text(encoding="utf-8").splitlines()]


def test_one_permutation_finds_the_same_copies_and_the_report_says_so(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    texts = [
        STORY,
        STORY.replace("ferry", "barge"),
        f"{STORY} Nobody was hurt.",
        "Words that stand alone in this corpus.",
    ]
    corpus.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    found = []
    for name, fast in (("many", False), ("one", True)):
        report = dedup([corpus], tmp_path / name, settings=DedupSettings(fast=fast))
        assert (report.kept, report.removed) == (2, 2)
        said = json.loads((tmp_path / name / "report.json").read_text(encoding="utf-8"))
        assert said["settings"]["fast"] is fast
        found.append((tmp_path / name / "clusters.jsonl").read_bytes())
    assert found[0] == found[1]


def test_a_row_is_copied_byte_for_byte(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    rows = [
        b'{"id":1,  "text" : "A gull \\u00e9 alone.", "n": 1.50}',
        b'{"text": "Two gulls, d\xc3\xa9j\xc3\xa0.", "id": 1e3}',
    ]
    corpus.write_bytes(b"\r\n".join(rows))
    dedup([corpus], tmp_path / "out")
    kept = (tmp_path / "out" / "kept.jsonl").read_bytes().splitlines()
    assert kept == [row[:-1] + b', "provenance": {"kept": true, "cluster": null}}' for row in rows]


def test_plain_and_packed_corpora_give_the_same(tmp_path: Path) -> None:
    rows = [
        {"id": f"a{n}", "text": f"{STORY} {'And more of it.' * (n % 3)}", "date": f"2031-03-0{1 + n}"} for n in range(6)
    ]
    rows[2]["provenance"] = "mine"
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (tmp_path / "c.jsonl").write_bytes(data)
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(data))
    for name in ("c.jsonl", "c.jsonl.gz"):
        dedup([tmp_path / name], tmp_path / f"out-{name}")
    for name in ("kept.jsonl", "removed.jsonl"):
        packed = (tmp_path / "out-c.jsonl.gz" / f"{name}.gz").read_bytes()
        assert (tmp_path / "out-c.jsonl" / name).read_bytes() == gzip.decompress(packed)
    clusters = [(tmp_path / f"out-{name}" / "clusters.jsonl").read_bytes() for name in ("c.jsonl", "c.jsonl.gz")]
    assert clusters[0] == clusters[1]
    told = [
        row["provenance"]
        for name in ("kept.jsonl", "removed.jsonl")
        for row in folder_of(tmp_path / "out-c.jsonl", name)
    ]
    assert sum(isinstance(mark, dict) and mark.get("input") == "mine" for mark in told) == 1


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text("".join(json.dumps({"id": n, "text": STORY}) + "\n" for n in range(3)), encoding="utf-8")
    report = dedup([corpus], None)
    assert (report.read, report.kept, report.removed) == (3, 1, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["c.jsonl"]


@pytest.mark.parametrize(
    ("keep", "kept", "reason"),
    [
        (Keep.FIRST, "b", "kept because it is the earlier one, 2031-03-02"),
        (Keep.LONGEST, "c", "kept because it is the longer one: 24 word runs, 20 in the other copy"),
        (Keep.CLEANEST, "b", "kept because it is the earlier one, 2031-03-02"),
    ],
)
def test_which_copy_is_kept_is_the_users_word(keep: Keep, kept: str, reason: str, tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    rows = [
        {"id": "a", "text": STORY, "date": "2031-03-04"},
        {"id": "b", "text": STORY, "date": "2031-03-02"},
        {"id": "c", "text": f"{STORY} Nobody aboard was hurt.", "date": "2031-03-03"},
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    dedup([corpus], tmp_path / "out", settings=DedupSettings(keep=keep))
    assert [row["id"] for row in folder_of(tmp_path / "out", "kept.jsonl")] == [kept]
    assert folder_of(tmp_path / "out", "clusters.jsonl")[0]["reason"] == reason


def test_a_form_that_is_filled_anew_is_no_copy(tmp_path: Path) -> None:
    form = (
        "{name} Mills said today it is raising {sum} million crowns through bonds due {due} with a coupon of {rate} "
        "per cent at par, the sole manager {bank} said. The bonds can be turned into common stock at {price} crowns "
        "a share, a premium of {over} per cent over the price when the terms were set. Nobody else bid for the issue."
    )
    filled = [
        {"name": "Gullhaven", "sum": 75, "due": 2046, "rate": 6.2, "bank": "Tern Bank", "price": 44.25, "over": 25.1},
        {"name": "Orkvik", "sum": 40, "due": 2047, "rate": 5.9, "bank": "Seal and Sons", "price": 51.88, "over": 19.4},
    ]
    corpus = tmp_path / "c.jsonl"
    rows = [{"id": n, "text": form.format(**fill)} for n, fill in enumerate([*filled, filled[0]])]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert dedup([corpus], None, settings=DedupSettings(threshold=0.3)).removed == 1
    blind = DedupSettings(threshold=0.3, keep=Keep.FIRST)
    assert dedup([corpus], None, settings=blind).removed == 2


@pytest.mark.parametrize(("day", "removed"), [("2031-03-03", 1), ("2031-03-09", 0)])
def test_a_houses_report_of_another_week_is_no_version(day: str, removed: int, tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    start, end = (
        "The harbour office counted the ferries that called at the two long piers",
        "said the office on its board",
    )
    texts = [f"{start} and found them early, {end}.", f"{start} but did not find them early, {end}."]
    rows = [
        {"id": 1, "text": texts[0], "publisher": "Gullhaven Observer", "date": "2031-03-02"},
        {"id": 2, "text": texts[1], "publisher": "Gullhaven Observer", "date": day},
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert dedup([corpus], None).removed == removed


def test_what_the_database_has_is_removed(tmp_path: Path) -> None:
    stored, corpus = tmp_path / "stored.jsonl", tmp_path / "c.jsonl"
    footer = "Copyright 2031 Gull Media. All rights reserved."
    stored.write_text(json.dumps({"id": "s", "text": f"{STORY}\n\n{footer}", "url": "https://gull.example/1"}) + "\n")
    with open_database(tmp_path / "d.db", write=True, create=True) as database:
        ingest([stored], database)
    rows = [
        {"id": "a", "text": STORY},
        {"id": "b", "text": "Words that stand alone in a corpus of two rows and a lamp."},
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with open_database(tmp_path / "d.db") as database:
        report = dedup([corpus], tmp_path / "out", against=database)
    assert (report.kept, report.removed, report.stored) == (1, 1, 1)
    (removed,) = folder_of(tmp_path / "out", "removed.jsonl")
    assert removed["provenance"]["stored"] == 1  # type: ignore[index]
    assert removed["provenance"]["kept_id"] == "s"  # type: ignore[index]
    assert removed["provenance"]["cause"] == "stored"  # type: ignore[index]


FERRY = (
    "The harbour council met on Monday to talk about the old ferry, which has not sailed since the winter storm, and "
    "the chief said that next week the divers would look at her rudders once more.\n\nThe United States has offered "
    "to pay for a new boat, the council said, and the offer will be answered in the spring by the mayor of the town."
)
REWORDED = (
    FERRY.replace("Monday", "{Monday|Tuesday}")
    .replace("ferry, which", "ferry. which")
    .replace("next week the", "next week, next week the")
    .replace("United States", "Joined Together States")
)


@pytest.mark.parametrize("keep", list(Keep))
def test_what_a_machine_reworded_is_dropped_even_alone(keep: Keep, tmp_path: Path) -> None:
    alone = (
        "Rangers counted the seals on Sunday, and found {more|fewer} of them. than in the year before, before the " * 2
    )
    rows = [
        {"id": "a reworded", "text": f"{REWORDED} It was long.", "date": "2031-05-01"},
        {"id": "b clean", "text": FERRY, "date": "2031-05-09"},
        {"id": "c alone", "text": f"{alone}Joined Together States said. The {{a|b}} end was mentioned by the keeper."},
        {"id": "d other", "text": "Words of people about a lamp that was sold to a museum in the capital last week."},
    ]
    corpus = tmp_path / "c.jsonl"
    for name, some in (("there", rows), ("back", rows[::-1])):
        corpus.write_text("".join(json.dumps(row) + "\n" for row in some), encoding="utf-8")
        report = dedup([corpus], tmp_path / name, settings=DedupSettings(keep=keep, drop_damaged=True))
        kept, removed = (folder_of(tmp_path / name, f"{side}.jsonl") for side in ("kept", "removed"))
        assert sorted(str(row["id"]) for row in kept) == ["b clean", "d other"]
        marks = {str(row["id"]): row["provenance"] for row in removed}
        assert marks["a reworded"]["relation"] == "machine_paraphrase"  # type: ignore[index]
        assert marks["a reworded"]["kept_id"] == "b clean"  # type: ignore[index]
        assert marks["c alone"]["cluster"] is None  # type: ignore[index]
        assert [marks[name]["cause"] for name in ("a reworded", "c alone")] == ["copy", "damage"]  # type: ignore[index]
        assert str(marks["c alone"]["reason"]).startswith("a machine reworded it: ")  # type: ignore[index]
        assert (report.kept, report.removed, report.dropped) == (2, 2, 1)
        assert report.reasons == {"machine_paraphrase": 2}
    unasked = dedup([corpus], tmp_path / "unasked", settings=DedupSettings(keep=keep))
    assert (unasked.removed, unasked.dropped) == (1, 0)


def test_of_copies_that_are_all_reworded_none_is_kept(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    rows = [{"id": name, "text": REWORDED + more} for name, more in (("a", ""), ("b", " It is old."), ("c", ""))]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = dedup([corpus], tmp_path / "out", settings=DedupSettings(drop_damaged=True))
    assert (report.kept, report.removed, report.clusters, report.dropped) == (0, 3, 1, 1)
    clusters = folder_of(tmp_path / "out", "clusters.jsonl")
    assert [(row["id"], row["kept"], row["kept_id"]) for row in clusters] == [
        ("a", False, "a"), ("b", False, "a"), ("c", False, "a"),
    ]  # fmt: skip
    assert str(clusters[0]["reason"]).startswith("a machine reworded it: ")
    assert clusters[2]["reason"] == "the same words as a; neither is kept, because a machine reworded both"
