"""The command ``quotes`` as a user calls it, and every way it can end."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance import ingest, open_database, quotes
from provenance.errors import NotFoundError
from provenance.report.quotes import quote_object
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

FOLDER = seeds_folder() / "articles"
SAMPLES = sorted(FOLDER.glob("cable-*"))
SPUN = str(FOLDER / "cable-spun.txt")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quotes") / "q.db"
    with open_database(path, write=True, create=True) as opened:
        ingest(SAMPLES, opened)
    return path


def test_each_quotation_is_shown_with_those_who_have_other_words(run: Run, database: Path) -> None:
    done = run("quotes", SPUN, "--db", database)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "  5 speakers, 6 quotations, 6 altered by 4 articles" in shown
    assert "\nIngrid Solvang\n  “This was not the weather and it was not bad luck, … Somebody took" in shown
    assert "5 of 8 articles have it whole, 1 outside the story quotes it too, 2 independent witnesses" in shown
    assert "said by Ingrid Sunwing, words changed" in " ".join(shown.split()), "where it wraps depends on the folder"
    assert "[weather → climate]" in shown
    assert "The Harbor Ledger, 2023-11-09 08:05 -05:00: quoted here only, told by others" in shown
    assert shown.rindex("NewsBeamToday") < shown.rindex("KVXB News 7"), "who altered most comes first"
    assert max(map(len, shown.splitlines())) <= 100


def test_one_speaker_and_the_altered_ones_can_be_asked_for(run: Run, database: Path) -> None:
    shown = run("quotes", SPUN, "--speaker", "whitcombe", "--db", database).stdout.decode()
    assert "Paul Whitcombe" in shown
    assert "Marit Lund" not in shown
    full = json.loads(run("quotes", SPUN, "--deviating", "-f", "json", "--db", database).stdout)
    assert all(each["deviations"] for each in full["utterances"])


def test_json_has_spans_that_slice_back_from_both_texts(run: Run, database: Path) -> None:
    full = json.loads(run("quotes", SPUN, "-f", "json", "--db", database).stdout)
    lines = run("quotes", full["story"], "-f", "jsonl", "--db", database).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"story": full["story"], **utterance} for utterance in full["utterances"]
    ]
    with open_database(database) as opened:
        texts = {
            each["article"]["id"]: opened.stored(opened.find_articles(each["article"]["id"])[0].key).article.text
            for each in full["articles"]
        }
    changes = 0
    for utterance in full["utterances"]:
        assert utterance["majority"] is None or utterance["majority"] in utterance["wordings"]
        for each in utterance["deviations"]:
            assert texts[each["article"]["id"]][each["start"] : each["end"]] == each["text"]
            for change in each["differences"]:
                changes += 1
                here = texts[each["article"]["id"]][change["start"] : change["end"]]
                there = texts[each["reference"]["id"]][change["reference_start"] : change["reference_end"]]
                assert (here, there) == (change["text"], change["reference_text"])
    assert changes > 20


def test_an_independent_report_is_a_witness_and_not_in_the_story(run: Run, database: Path) -> None:
    full = json.loads(run("quotes", SPUN, "-f", "json", "--db", database).stdout)
    outside = {Path(each["article"]["id"]).name for each in full["articles"] if not each["in_story"]}
    assert outside == {"cable-independent.txt", "cable-reuters-original.html"}
    (lund,) = [each for each in full["utterances"] if each["speaker"] == "Marit Lund"]
    assert lund["majority"]["witnesses"] == 2


def test_the_order_of_ingest_changes_nothing(database: Path, tmp_path: Path) -> None:
    with open_database(tmp_path / "p.db", write=True, create=True) as other:
        ingest(random.Random(3).sample(SAMPLES, len(SAMPLES)), other)
        with open_database(database) as opened:
            assert quote_object(quotes(other, SPUN)) == quote_object(quotes(opened, SPUN))


def test_a_story_without_quotations_has_none(tmp_path: Path) -> None:
    from tracing_samples import MARKET

    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("\n\n".join(("Pepper is dear", *MARKET)), encoding="utf-8")
    with open_database(tmp_path / "p.db", write=True, create=True) as opened:
        ingest([str(tmp_path / "one.txt"), str(tmp_path / "two.txt")], opened)
        with pytest.raises(NotFoundError, match="quotes anybody"):
            quotes(opened, str(tmp_path / "one.txt"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([str(FOLDER / "cable-independent.txt")], 3, "stands alone"),
        (["nothing"], 3, "no stored article"),
        ([SPUN, "--speaker", "Nobody Atall"], 3, "no quotation of Nobody Atall"),
        ([], 2, "STORY"),
    ],
)
def test_each_end_has_its_exit_code(run: Run, database: Path, arguments: list[str], code: int, said: str) -> None:
    done = run("quotes", *arguments, "--db", database)
    assert done.returncode == code
    assert said in done.stderr.decode()


def test_no_database_is_an_error(run: Run, tmp_path: Path) -> None:
    assert run("quotes", SPUN, "--db", tmp_path / "none.db").returncode == 4


def test_the_story_counts_its_quotations(run: Run, database: Path) -> None:
    assert (
        "Quotes    5 speakers, 6 quotations, 6 altered by 4 articles"
        in run("story", SPUN, "--db", database).stdout.decode()
    )
