"""The program on the articles that it ships, from outside: the contract holds for real pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

SCHEMA = json.loads((Path(__file__).parent / "contract.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers(run_together: Run, samples: Path) -> dict[str, dict[str, Any]]:
    """The answers for all samples, with all of them stored, by file name."""
    files = sorted(path for path in samples.iterdir() if path.suffix in {".html", ".txt"})
    stored = run_together("ingest", *files, "--db", "samples.db")
    assert stored.returncode == 0, stored.stderr
    done = run_together("trace", *files, "--db", "samples.db", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["article"]["id"] for answer in found] == [str(path) for path in files], "in the order of the inputs"
    return {Path(answer["article"]["id"]).name: answer for answer in found}


def test_every_answer_keeps_the_contract(answers: dict[str, dict[str, Any]]) -> None:
    for answer in answers.values():
        jsonschema.validate(answer, SCHEMA)
        text, at = answer["article"]["text"], 0
        for block in answer["blocks"]:
            assert at <= block["start"] < block["end"]
            assert text[block["start"] : block["end"]] == block["text"]
            assert not text[at : block["start"]].strip()
            at = block["end"]
            for finding in block["damage"]:
                assert block["start"] <= finding["start"] < finding["end"] <= block["end"]
                assert text[finding["start"] : finding["end"]] == finding["text"]
        assert not text[at:].strip()
        assert answer["damage"]["findings"] == sum(len(block["damage"]) for block in answer["blocks"])


def test_no_answer_depends_on_the_article_itself_being_stored(answers: dict[str, dict[str, Any]]) -> None:
    for answer in answers.values():
        own = answer["article"]["id"]
        assert own not in {match["article"]["id"] for match in answer["matches"]}
        assert own not in {block["origin"]["article"] for block in answer["blocks"] if block["origin"]}


def test_references_lead_to_the_original_words(answers: dict[str, dict[str, Any]]) -> None:
    texts = {answer["article"]["id"]: answer["article"]["text"] for answer in answers.values()}
    seen = 0
    for answer in answers.values():
        for finding in (finding for block in answer["blocks"] for finding in block["damage"]):
            if finding["reference"] and finding["original"]:
                reference = finding["reference"]
                assert texts[reference["article"]][reference["start"] : reference["end"]] == finding["original"]
                seen += 1
    assert seen > 20


def test_a_block_from_a_wires_own_page_names_the_wire(answers: dict[str, dict[str, Any]]) -> None:
    sources = {
        block["origin"]["source"]
        for block in answers["cable-mosaic.txt"]["blocks"]
        if block["origin"] and block["origin"]["article"].endswith(("-ap-original.html", "-reuters-original.html"))
    }
    assert sources == {"ap", "reuters"}


def test_the_aggregators_copy_is_followed_home(answers: dict[str, dict[str, Any]]) -> None:
    answer = answers["cable-aggregator.txt"]
    assert answer["verdict"]["origin"]["source"] == "ap"
    assert len(answer["chain"]) >= 3
    assert answer["chain"][-1]["source"] == "ap"
    assert answer["damage"]["machine_paraphrase"] is True
    assert answer["site"]["aggregator"] is True


def test_show_answers_as_trace_does(run_together: Run, answers: dict[str, dict[str, Any]]) -> None:
    traced = answers["cable-spun.txt"]
    shown = run_together("show", traced["article"]["id"], "--db", "samples.db", "--format", "json")
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout)["verdict"] == traced["verdict"]
    assert b"alike" in run_together("show", traced["article"]["id"], "--db", "samples.db").stdout


def test_what_is_forgotten_is_gone(run_together: Run, answers: dict[str, dict[str, Any]]) -> None:
    original = answers["cable-ap-original.html"]["article"]["id"]
    copy = answers["cable-station-own-footer.html"]["article"]["id"]
    assert run_together("forget", original, "--db", "samples.db", "--yes").returncode == 0
    assert run_together("show", original, "--db", "samples.db").returncode == 3
    after = json.loads(run_together("show", copy, "--db", "samples.db", "--format", "json").stdout)
    assert original not in {match["article"]["id"] for match in after["matches"]}
    assert run_together("doctor", "--db", "samples.db").returncode == 0
