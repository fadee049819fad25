"""A run that goes on where another one is done: nothing to do, or the difference is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from dedup_samples import write

from provenance import open_database
from provenance.corpus.complete import CorpusDigest
from provenance.errors import OutputError
from provenance.pipeline import dedup
from provenance.reading import ReadOptions
from provenance.settings import DedupSettings, OutputFormat, Room

if TYPE_CHECKING:
    from pathlib import Path

RESUME = Room(resume=True)


def test_a_corpus_has_one_digest_in_any_order() -> None:
    digests = [CorpusDigest() for _ in range(3)]
    for digest, parts in zip(digests, ((b"\xff" * 16, b"b"), (b"b", b"\xff" * 16), (b"b", b"b")), strict=True):
        for part in parts:
            digest.add(part)
    assert digests[0].told() == digests[1].told() != digests[2].told()
    assert len(digests[0].told()) == 32


def test_where_all_is_done_nothing_is(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    first = dedup([corpus], out, html=True)
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()}
    rows = corpus.read_text(encoding="utf-8").splitlines(keepends=True)
    corpus.write_text("".join(reversed(rows)), encoding="utf-8")  # the same documents
    again = dedup([corpus], out, room=RESUME)
    assert replace(again, seconds=0.0, was_complete=False) == replace(first, seconds=0.0)
    assert again.was_complete
    assert not first.was_complete
    assert {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.jsonl", "out"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"settings": DedupSettings(threshold=0.7)}, "with other settings: threshold 0.5, not 0.7"),
        ({"options": ReadOptions(title_field="id")}, "with its rows read otherwise"),
        ({"clean": True}, "with --clean"),
        ({"html": True}, "it has no report.html"),
        ({"output_format": OutputFormat.JSON}, "in another format"),
    ],
)
def test_what_another_run_would_make_otherwise_is_named(changed: dict[str, Any], said: str, tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    dedup([corpus], out)
    with pytest.raises(OutputError, match="is complete, and is not what this run would make") as caught:
        dedup([corpus], out, room=RESUME, **changed)
    assert said in str(caught.value)


def test_another_corpus_is_told(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    dedup([corpus], out)
    rows = corpus.read_text(encoding="utf-8").splitlines(keepends=True)
    corpus.write_text("".join(rows[1:]), encoding="utf-8")
    with pytest.raises(OutputError, match="the input is not what it was: 7 documents then, 6 now"):
        dedup([corpus], out, room=RESUME)
    corpus.write_text("".join([*rows[1:], '{"id": "z", "text": "A ferry ran aground."}\n']), encoding="utf-8")
    with pytest.raises(OutputError, match=r"the input is not what it was$"):
        dedup([corpus], out, room=RESUME)


def test_a_report_of_another_make_is_no_reason_to_do_nothing(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    dedup([corpus], out)
    with pytest.raises(OutputError, match="exists already"):
        dedup([corpus], out)
    said = json.loads((out / "report.json").read_bytes())
    said["versions"]["provenance"] = "0"
    (out / "report.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(OutputError, match=r"by another version of the program$"):
        dedup([corpus], out, room=RESUME)
    for content in ("", "[]", '{"read": 1}'):
        (out / "report.json").write_text(content, encoding="utf-8")
        with pytest.raises(OutputError, match="does not say what it was made of"):
            dedup([corpus], out, room=RESUME)


@pytest.mark.parametrize("name", ["kept.jsonl", "removed.jsonl", "clusters.jsonl"])
def test_a_file_that_is_gone_or_cut_is_told(name: str, tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    dedup([corpus], out)
    (out / name).write_bytes((out / name).read_bytes()[:-1])
    with pytest.raises(OutputError, match=rf"its {name} is not what was written"):
        dedup([corpus], out, room=RESUME)
    (out / name).unlink()
    with pytest.raises(OutputError, match=rf"it has no {name}"):
        dedup([corpus], out, room=RESUME)


def test_a_line_that_cannot_be_read_is_a_change(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    dedup([corpus], out)
    with corpus.open("a", encoding="utf-8") as file:
        file.write('{"id": "broken\n')
    with pytest.raises(OutputError, match=r"the input is not what it was$"):
        dedup([corpus], out, room=RESUME)


@pytest.mark.parametrize(("name", "value"), [("read", "x"), ("kept", None), ("relations", 5), ("sizes", [])])
def test_a_report_that_was_changed_is_told(name: str, value: object, tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    dedup([corpus], out)
    said = json.loads((out / "report.json").read_bytes())
    (out / "report.json").write_text(json.dumps({**said, name: value}), encoding="utf-8")
    with pytest.raises(OutputError, match="is not as it was written"):
        dedup([corpus], out, room=RESUME)


def test_what_a_database_had_cannot_be_told(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "corpus.jsonl"), tmp_path / "out"
    with open_database(tmp_path / "a.db", write=True, create=True) as database:
        dedup([corpus], out, store=database)
        given: list[dict[str, Any]] = [{"store": database}, {"against": database}]
        for some in given:
            with pytest.raises(OutputError, match="is complete; whether its database is as it was cannot be told"):
                dedup([corpus], out, room=RESUME, **some)
