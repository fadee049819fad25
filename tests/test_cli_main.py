"""What the command line does around the library: formats, messages, exit codes."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import pytest

import provenance
from provenance.cli import main
from provenance.cli.output import console
from provenance.errors import DatabaseError, InputError
from provenance.model import Trace, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MISSING = Unreadable("gone.txt", "no such file", "check the name")


@dataclass
class FakeDatabase:
    """Stands in for the store where only the command line is tested."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class Outcome:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A library whose functions each test sets."""
    fake = SimpleNamespace()
    monkeypatch.setattr(provenance, "open_database", lambda *_, **__: FakeDatabase(), raising=False)
    monkeypatch.setattr(provenance, "pipeline", fake, raising=False)  # the line above loads the real one
    return fake


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """The command line in this process."""

    def start(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["provenance", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Outcome(int(end.value.code or 0), printed.out, printed.err)

    return start


def returning(*results: Trace | Unreadable) -> Callable[..., Iterator[Trace | Unreadable]]:
    return lambda *_, **__: iter(results)


def raising(error: BaseException) -> Callable[..., Any]:
    def function(*_: object, **__: object) -> None:
        raise error

    return function


def test_version_and_help(call: Callable[..., Outcome]) -> None:
    assert call("--version").out == f"provenance {provenance.__version__}\n"
    assert "Usage: provenance" in call("--help").out
    assert "Usage: provenance trace" in call("trace", "-h").out


@pytest.mark.parametrize(
    "arguments",
    [
        ["trace"],
        ["trace", "a.txt", "--format", "xml"],
        ["tarce", "a.txt"],
        ["ingest", "a.txt", "--limit", "0"],
        ["dedup", "a.jsonl"],
        ["trace", "-", "-"],
        ["forget", "a.txt", "--maybe"],
    ],
)
def test_wrong_usage_is_2(call: Callable[..., Outcome], library: SimpleNamespace, arguments: list[str]) -> None:
    assert library is provenance.pipeline
    outcome = call(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err


def test_one_answer_is_an_object_and_several_are_a_list(
    call: Callable[..., Outcome], library: SimpleNamespace, example: Trace
) -> None:
    library.trace = returning(example)
    one = call("trace", "a.txt", "--format", "json", "-q")
    assert json.loads(one.out)["article"]["id"] == "copy.txt"
    library.trace = returning(example, example, example)
    assert [entry["article"]["id"] for entry in json.loads(call("trace", "a", "--format", "json").out)] == [
        "copy.txt"
    ] * 3
    lines = call("trace", "a", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["verdict"]["status"] for line in lines] == ["decided"] * 3


def test_the_table_is_the_default_whatever_stdout_is(
    call: Callable[..., Outcome], library: SimpleNamespace, example: Trace
) -> None:
    library.trace = returning(example)
    outcome = call("trace", "a.txt")
    assert outcome.code == 0
    assert "The Associated Press" in outcome.out
    assert not outcome.out.startswith("{")


@pytest.mark.parametrize(
    ("failed", "answered", "code"), [(0, 1, 0), (1, 1, 5), (1, 0, 1), (0, 0, 1)], ids=["all", "some", "none", "empty"]
)
def test_trace_counts_what_failed(
    call: Callable[..., Outcome], library: SimpleNamespace, example: Trace, failed: int, answered: int, code: int
) -> None:
    library.trace = returning(*[example] * answered, *[MISSING] * failed)
    outcome = call("trace", "a", "b", "--format", "jsonl")
    assert outcome.code == code
    assert outcome.out.count("\n") == answered
    assert outcome.err.count("gone.txt: no such file") == failed
    assert ("1 of 2 inputs could not be read" in outcome.err) == (code == 5)


def test_nothing_found_is_3_unless_one_article_has_evidence(
    call: Callable[..., Outcome], library: SimpleNamespace, example: Trace
) -> None:
    bare = replace(example, matches=(), credits=())
    library.trace = returning(bare, bare)
    assert call("trace", "a", "b").code == 3
    library.trace = returning(bare, replace(example, matches=()))
    assert call("trace", "a", "b").code == 0
    library.trace = returning(bare, MISSING)
    assert call("trace", "a", "b").code == 5


def test_without_a_database_trace_says_so(
    call: Callable[..., Outcome],
    library: SimpleNamespace,
    example: Trace,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    given: list[object] = []

    def trace(inputs: list[str], database: object, **_: object) -> Iterator[Trace]:
        given.extend([inputs, database])
        yield example

    library.trace = trace
    outcome = call("trace", "a.txt")
    assert given == [["a.txt"], None]
    assert "no database yet" in outcome.err
    assert "no database yet" not in call("trace", "a.txt", "--quiet").err


def test_field_options_reach_the_reader(call: Callable[..., Outcome], library: SimpleNamespace, example: Trace) -> None:
    seen: list[Any] = []

    def trace(_: object, __: object, *, options: object, registry: object, **___: object) -> Iterator[Trace]:
        seen.extend([options, registry])
        yield example

    library.trace = trace
    call("trace", "a.jsonl", "--text-field", "content", "--limit", "7", "--id-field", "key")
    assert (seen[0].text_field, seen[0].limit, seen[0].id_field) == ("content", 7, "key")
    assert seen[1].source("ap") is not None


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (InputError("a.txt: no such file", "check the name"), 1, ["Error: a.txt: no such file", "  check the name"]),
        (DatabaseError("old.db: made by a newer version"), 4, ["Error: old.db: made by a newer version"]),
        (KeyboardInterrupt(), 130, ["Interrupted: nothing was changed"]),
        (MemoryError(), 1, ["Error: out of memory"]),
        (OSError(errno.ENOSPC, "No space left on device", "out.db"), 1, ["Error: out.db: No space left on device"]),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 1, ["Error: x: Permission denied"]),
        (ZeroDivisionError("by zero"), 1, ["this is a bug", "ZeroDivisionError: by zero", "PROVENANCE_DEBUG=1"]),
        (BrokenPipeError(), 0, []),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_every_end_has_one_message_and_no_traceback(
    call: Callable[..., Outcome], library: SimpleNamespace, error: BaseException, code: int, words: list[str]
) -> None:
    library.trace = raising(error)
    outcome = call("trace", "a.txt", "--quiet")
    assert outcome.code == code
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    for word in words:
        assert word in outcome.err
    assert bool(outcome.err) == bool(words)


def test_a_bug_can_be_looked_at(
    call: Callable[..., Outcome], library: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVENANCE_DEBUG", "1")
    library.trace = raising(ZeroDivisionError("by zero"))
    assert "Traceback" in call("trace", "a.txt").err


def test_a_hostile_file_name_is_shown_escaped(call: Callable[..., Outcome], library: SimpleNamespace) -> None:
    library.trace = returning(Unreadable("\x1b[31mred.txt", "no such file"))
    outcome = call("trace", "x")
    assert "\x1b" not in outcome.err
    assert "\\x1b[31mred.txt" in outcome.err


def ingest_report(**counts: int) -> SimpleNamespace:
    names = ("read", "stored", "updated", "known", "skipped", "undated", "failed", "traced")
    values = dict.fromkeys(names, 0) | counts
    return SimpleNamespace(run=1, failures=(MISSING,) * values["failed"], seconds=0.1, **values)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"read": 2, "stored": 2, "traced": 2}, 0),
        ({"read": 2, "known": 2}, 0),
        ({"read": 2, "stored": 1, "failed": 1}, 5),
        ({"read": 1, "failed": 1}, 1),
    ],
)
def test_ingest_reports_and_counts(
    call: Callable[..., Outcome], library: SimpleNamespace, counts: dict[str, int], code: int
) -> None:
    library.ingest = lambda *_, **__: ingest_report(**counts)
    outcome = call("ingest", "a", "--db", "x.db")
    assert outcome.code == code
    assert f"{counts['read']} read" in outcome.out
    assert ("gone.txt: no such file" in outcome.err) == ("failed" in counts)
    assert call("ingest", "a", "--db", "x.db", "--quiet").out == ""


def test_an_interrupted_ingest_says_what_is_kept(call: Callable[..., Outcome], library: SimpleNamespace) -> None:
    library.ingest = raising(KeyboardInterrupt())
    outcome = call("ingest", "a", "--db", "x.db")
    assert outcome.code == 130
    assert "what was stored is kept" in outcome.err
    assert "run the same command again" in outcome.err


def test_dedup_reports(call: Callable[..., Outcome], library: SimpleNamespace) -> None:
    seen: list[Any] = []

    def dedup(corpora: list[str], out: Path, *, settings: object, **_: object) -> SimpleNamespace:
        seen.extend([corpora, str(out), settings])
        return SimpleNamespace(
            read=3,
            kept=2,
            removed=1,
            clusters=1,
            failed=0,
            failures=(),
            seconds=0.1,
            stored=0,
            dropped=0,
            shared=0,
            database=None,
            was_complete=False,
        )

    library.dedup = dedup
    outcome = call("dedup", "a.jsonl", "-o", "clean", "--threshold", "0.7")
    assert outcome.code == 0
    assert "2 kept, 1 removed, 1 cluster," in outcome.out
    assert seen[:2] == [["a.jsonl"], "clean"]
    assert (seen[2].threshold, seen[2].fast) == (0.7, False)
    assert call("dedup", "a.jsonl", "-o", "clean", "--fast").code == 0
    assert seen[-1].fast


def test_doctor_with_findings_is_1(call: Callable[..., Outcome], library: SimpleNamespace) -> None:
    library.check = lambda _: ()
    assert call("doctor") == Outcome(0, "no fault found\n", "")
    library.check = lambda _: (SimpleNamespace(what="a text is damaged", hint="ingest it again"),)
    outcome = call("doctor")
    assert (outcome.code, outcome.out) == (1, "a text is damaged\n  ingest it again\n")
    assert json.loads(call("doctor", "-f", "json").out) == [{"what": "a text is damaged", "hint": "ingest it again"}]


def test_show_has_ledger_and_card(call: Callable[..., Outcome], library: SimpleNamespace, example: Trace) -> None:
    library.show = lambda _, what, **__: replace(example, article=replace(example.article, id=what))
    outcome = call("show", "17")
    assert "GULLHAVEN (AP)" in outcome.out
    assert "confidence 88%" in outcome.out
    assert json.loads(call("show", "17", "-f", "json").out)["article"]["id"] == "17"


def test_forget_asks_first(
    call: Callable[..., Outcome], library: SimpleNamespace, example: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (example.matches[0].other,)
    monkeypatch.setattr(FakeDatabase, "find_articles", lambda *_: found, raising=False)
    forgotten: list[str] = []

    def forget(_: object, what: str, *, corrections: bool) -> SimpleNamespace:
        assert not corrections
        forgotten.append(what)
        return SimpleNamespace(articles=found, retraced=2, corrections=3)

    library.forget = forget
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    refused = call("forget", "wire.html")
    assert (refused.code, forgotten) == (2, [])
    assert "--yes" in refused.err
    assert call("forget", "wire.html", "--yes").out == "1 deleted, 2 others traced anew; 3 corrections kept\n"
    assert forgotten == ["wire.html"]


def test_sources_are_listed_shown_and_checked(call: Callable[..., Outcome], tmp_path: Path) -> None:
    wires = json.loads(call("sources", "list", "--kind", "wire", "-f", "json").out)
    assert {"ap", "reuters", "afp"} <= {entry["id"] for entry in wires}
    assert {entry["kind"] for entry in wires} == {"wire"}
    assert "Reuters" in call("sources", "list").out
    assert call("sources", "list", "--kind", "circus").code == 2
    assert "apnews.com" in call("sources", "show", "ap").out
    unknown = call("sources", "show", "nobody-knows")
    assert (unknown.code, unknown.out) == (1, "")
    wrong = tmp_path / "mine.toml"
    wrong.write_text('[gull]\nname = "The Gull"\nkind = "circus"\n', encoding="utf-8")
    checked = call("sources", "check", str(wrong))
    assert checked.code == 1
    assert "mine.toml" in checked.err
    assert call("sources", "check").code == 0


def test_bad_sources_stop_a_command_before_it_starts(
    call: Callable[..., Outcome], library: SimpleNamespace, tmp_path: Path
) -> None:
    library.trace = raising(AssertionError("started all the same"))
    wrong = tmp_path / "mine.toml"
    wrong.write_text("[gull\n", encoding="utf-8")
    outcome = call("trace", "a.txt", "--sources", str(wrong))
    assert outcome.code == 1
    assert "mine.toml" in outcome.err


@pytest.mark.parametrize(("asked", "columns"), [("60", 60), ("0", 100), ("many", 100), ("", 100)])
def test_what_is_piped_has_the_columns_that_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, asked: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", asked)
    assert console().width == columns


LOADING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
import provenance.cli

class Stop:
    def find_spec(self, name, *_):
        if name == {name!r}:
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Stop())
sys.argv[1:] = ["stats"]
provenance.cli.main()
"""


@pytest.mark.parametrize("name", ["typer", "provenance.cli.running", "provenance.cli.stats", "provenance.store"])
def test_an_interruption_while_it_loads_is_one_line(name: str) -> None:
    code = LOADING.format(name=name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (130, b"Interrupted: nothing was changed\n")


def test_an_interruption_outside_of_a_command_is_said(
    call: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("provenance.cli.running._Commands.make_context", interrupted)
    done = call("stats")
    assert (done.code, done.err) == (130, "Interrupted: nothing was changed\n")
