"""Articles that are strange and not broken, and databases that are in use: the right answer, or a clear error."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import start
from test_cli_bad_input import REPOSITORY, SYLLABLES, assert_clean, stored_articles, write_corpus
from unspaced_samples import LANGUAGES, tales

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


_CHANCE = random.Random(1)
WORDS = ["".join(_CHANCE.choices(SYLLABLES, k=_CHANCE.choice((1, 2, 2, 3, 3, 4)))) for _ in range(20_000)]


def invented(seed: int, words: int) -> str:
    """Running text of so many invented words."""
    return " ".join(random.Random(seed).choices(WORDS, k=words)).capitalize() + "."


def in_paragraphs(seed: int, paragraphs: int, words: int = 45) -> list[str]:
    """Paragraphs of invented words."""
    return [invented(1000 * seed + number, words) for number in range(paragraphs)]


def stored(run: Run, folder: Path, rows: list[dict[str, str]], name: str = "stored") -> Path:
    """A database of these rows."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert_clean(run("ingest", f"{name}.jsonl", "--db", f"{name}.db"), 0)
    return folder / f"{name}.db"


def asked(run: Run, folder: Path, text: str, database: Path, code: int = 0) -> dict[str, Any]:
    """The answer on a plain text."""
    (folder / "asked.txt").write_text(text, encoding="utf-8")
    done = run("trace", "asked.txt", "--db", database, "--format", "json")
    assert_clean(done, code)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def matched(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """The stored articles that an answer names, with their relation."""
    return [(match["article"]["id"], match["relation"]) for match in answer["matches"]]


FERRY = in_paragraphs(1, 6)


# how long a writer waits for another one is set here; a user's waits ten times as long
SHORT = "import provenance.store.connection as connection; connection"
FERRY_ROW = {"id": "ferry", "url": "https://a.example/1", "text": "\n\n".join(FERRY)}


@pytest.fixture(scope="module")
def filled(warm: Iterator[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One database of one article, for all that only ask it."""
    folder = tmp_path_factory.mktemp("filled")
    return stored(partial(start, folder, warm=warm), folder, [FERRY_ROW])


@pytest.fixture
def ferries(filled: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copy(filled, tmp_path / "stored.db"))


@pytest.fixture(scope="module")
def scripts(warm: Iterator[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all scripts."""
    rows = [
        {"id": f"{each}{number}", "url": f"https://{each}.example/{number}", "text": "\n\n".join(tale.original)}
        for each in LANGUAGES
        for number, tale in enumerate(tales(each))
    ]
    folder = tmp_path_factory.mktemp("scripts")
    return stored(partial(start, folder, warm=warm), folder, [FERRY_ROW, *rows])


@pytest.mark.parametrize("text", ["Ferry", "Ferry.", "渡し船", "เรือข้ามฟาก", "?", "42"])
def test_an_article_of_one_word_has_no_origin(run: Run, tmp_path: Path, ferries: Path, text: str) -> None:
    answer = asked(run, tmp_path, text, ferries, 3)
    assert answer["verdict"]["status"] == "abstained"
    assert answer["matches"] == []


def test_an_article_of_nothing_but_quotations_is_no_copy(run: Run, tmp_path: Path, ferries: Path) -> None:
    answer = asked(run, tmp_path, "\n\n".join(f"“{paragraph}”" for paragraph in FERRY), ferries)
    assert matched(answer) == [("ferry", "quote_only")]
    assert answer["verdict"]["origin"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_holds_several_scripts_and_asks_none_for_another(
    run: Run, tmp_path: Path, scripts: Path, ferries: Path, language: str
) -> None:
    first, second, *_ = tales(language)
    assert matched(asked(run, tmp_path, "\n\n".join(second.excerpt), scripts)) == [(f"{language}1", "excerpt")]
    assert matched(asked(run, tmp_path, "\n\n".join(first.rewrite), scripts)) == [(f"{language}0", "rewrite")]
    assert matched(asked(run, tmp_path, "\n\n".join(first.independent), scripts, 3)) == []
    assert matched(asked(run, tmp_path, "\n\n".join(first.original), ferries, 3)) == []


def test_the_same_text_elsewhere_is_a_copy_and_the_same_address_is_itself(run: Run, tmp_path: Path) -> None:
    row = {"id": "1", "url": "https://a.example/1", "text": "\n\n".join(FERRY)}
    database = stored(run, tmp_path, [row])
    stored(run, tmp_path, [{**row, "url": "https://b.example/9", "id": "9"}], "elsewhere")
    done = run("trace", "elsewhere.jsonl", "--db", database, "--format", "json")
    assert matched(json.loads(done.stdout)) == [("1", "verbatim")]
    done = run("trace", "stored.jsonl", "--db", database, "--format", "json")
    assert_clean(done, 3)
    assert json.loads(done.stdout)["matches"] == []
    twice = run("trace", "elsewhere.jsonl", "elsewhere.jsonl", "--db", database, "--format", "jsonl")
    one, two = twice.stdout.splitlines()
    assert one == two
    report = json.loads(run("ingest", "stored.jsonl", "stored.jsonl", "--db", database, "--format", "json").stdout)
    assert (report["stored"], report["known"]) == (0, 2)


@pytest.mark.parametrize("date", ["2931-01-01T00:00:00Z", "1066-10-14", "2031-02-30", "yesterday", "", "0000-00-00"])
def test_a_strange_date_changes_no_match(run: Run, tmp_path: Path, date: str) -> None:
    text = "\n\n".join(FERRY)
    rows = [{"id": "1", "url": "https://a.example/1", "date": date, "title": "", "text": text}]
    database = stored(run, tmp_path, rows)
    assert matched(asked(run, tmp_path, text, database)) == [("1", "verbatim")]
    stored(run, tmp_path, [{**rows[0], "id": "2", "url": "https://b.example/1"}], "dated")
    done = run("trace", "dated.jsonl", "--db", database, "--format", "json")
    assert_clean(done, 0)
    assert matched(json.loads(done.stdout)) == [("1", "verbatim")]
    assert_clean(run("stats", "--db", database), 0)


def test_nothing_but_furniture_has_no_story_to_look_up(run: Run, tmp_path: Path, ferries: Path) -> None:
    lines = [
        "Advertisement",
        "Share this article",
        "Copyright 2031 The Gullhaven Echo. All rights reserved.",
        "Follow us",
    ]
    answer = asked(run, tmp_path, "\n\n".join(lines), ferries, 0)
    assert answer["matches"] == []
    assert answer["verdict"]["origin"] is None


def test_a_paragraph_that_stands_two_thousand_times(run: Run, tmp_path: Path, ferries: Path) -> None:
    answer = asked(run, tmp_path, "\n\n".join([FERRY[2]] * 2000), ferries)
    assert [match for match, _ in matched(answer)] == ["ferry"]
    assert len(answer["blocks"]) == 2000
    assert {block["origin"]["position"] for block in answer["blocks"] if block["origin"]} == {2}


def test_a_paragraph_of_five_hundred_stories_links_none_of_them(run: Run, tmp_path: Path) -> None:
    rows = []
    for number in range(500):
        own = in_paragraphs(number + 10, 2, 30)
        rows.append(
            {"id": str(number), "url": f"https://s{number}.example/1", "text": "\n\n".join([own[0], FERRY[0], own[1]])}
        )
    database = stored(run, tmp_path, rows)
    own = in_paragraphs(9, 2, 60)
    assert matched(asked(run, tmp_path, "\n\n".join([own[0], FERRY[0], own[1]]), database, 3)) == []


@pytest.mark.slow
def test_a_hundred_thousand_words_are_looked_up(run: Run, tmp_path: Path) -> None:
    long = in_paragraphs(7, 2000, 50)
    shorts = [in_paragraphs(number + 20, 6) for number in range(120)]
    rows = [
        {"id": f"s{n}", "url": f"https://s.example/{n}", "text": "\n\n".join(text)} for n, text in enumerate(shorts)
    ]
    rows.append({"id": "long", "url": "https://long.example/1", "text": "\n\n".join(long)})
    database = stored(run, tmp_path, rows)
    cases = {
        "\n\n".join(in_paragraphs(700, 2000, 50)): [],
        " ".join(in_paragraphs(700, 2000, 50)): [],
        "\n\n".join(long): [("long", "verbatim")],
        " ".join(long): [("long", "verbatim")],
        "\n\n".join(long[:900]): [("long", "excerpt")],
        "\n\n".join(long[:900] + shorts[5] + long[900:]): [("long", "verbatim"), ("s5", "partial")],
    }
    for asked_text, expected in cases.items():
        answer = asked(run, tmp_path, asked_text, database, 0 if expected else 3)
        assert matched(answer) == expected


def test_while_another_program_writes_answers_are_right_and_writing_waits_and_says_so(
    run: Run, tmp_path: Path, ferries: Path
) -> None:
    (tmp_path / "new.txt").write_text("\n\n".join(in_paragraphs(3, 4)), encoding="utf-8")
    with closing(sqlite3.connect(ferries, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert matched(asked(run, tmp_path, "\n\n".join(FERRY), ferries)) == [("ferry", "verbatim")]
        began = time.monotonic()
        waiting = run("ingest", "new.txt", "--db", ferries, before=f"{SHORT}._BUSY_MS = 3_000")
        assert_clean(waiting, 4, "another program is writing", "try again")
        assert time.monotonic() - began >= 3
        writer.execute("ROLLBACK")
    assert_clean(run("ingest", "new.txt", "--db", ferries), 0)


def test_two_ingests_at_once_store_all_or_say_why_not(run: Run, tmp_path: Path, ferries: Path) -> None:
    write_corpus(tmp_path / "one.jsonl", 80, seed=3)
    write_corpus(tmp_path / "two.jsonl", 80, seed=4)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [
        sys.executable,
        "-m",
        "provenance.cli",
        "ingest",
        str(tmp_path / "one.jsonl"),
        "--db",
        str(ferries),
        "-q",
    ]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as other:
        done = run("ingest", "two.jsonl", "--db", ferries, "-q")
        _, err = other.communicate(timeout=300)
    for code, said in ((done.returncode, done.stderr), (other.returncode, err)):
        assert code == 0 or (code == 4 and b"another program is writing" in said), said
    assert_clean(run("ingest", "one.jsonl", "two.jsonl", "--db", ferries), 0)
    assert_clean(run("doctor", "--db", ferries), 0)
    assert stored_articles(ferries) == 161


def test_a_database_of_an_older_scheme_is_refused_with_the_way_out(run: Run, tmp_path: Path, ferries: Path) -> None:
    with closing(sqlite3.connect(ferries)) as connection:
        connection.execute("UPDATE scheme SET normaliser = normaliser - 1")
        connection.commit()
    (tmp_path / "asked.txt").write_text("\n\n".join(FERRY), encoding="utf-8")
    for command in ("trace", "ingest"):
        assert_clean(run(command, "asked.txt", "--db", ferries), 4, "another scheme", "provenance merge", "normaliser")
    assert_clean(run("merge", ferries, "--db", "new.db"), 0)
    assert matched(asked(run, tmp_path, "\n\n".join(FERRY), tmp_path / "new.db")) == [("ferry", "verbatim")]
