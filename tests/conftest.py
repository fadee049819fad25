"""What several test files share: an example answer, the command line as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from provenance.model import (
    Article,
    ArticleMatch,
    ArticleRef,
    Block,
    BlockMatch,
    BlockMeasures,
    Citation,
    Credit,
    CreditType,
    DamageKind,
    DamageSummary,
    Finding,
    Hop,
    Line,
    Origin,
    Reference,
    Relation,
    Role,
    RunnerUp,
    Severity,
    SiteVerdict,
    SourceKind,
    Status,
    Trace,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).resolve().parents[1]


Run = Callable[..., subprocess.CompletedProcess[bytes]]


def pytest_configure(config: pytest.Config) -> None:
    """Register our own markers; a law is not a timed test."""
    settings.register_profile("laws", deadline=None)
    settings.load_profile("laws")
    config.addinivalue_line("markers", "slow: takes more than ten seconds; left out with -m 'not slow'")


@pytest.fixture(autouse=True)
def _no_database_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep every test away from the databases of whoever runs it."""
    monkeypatch.delenv("PROVENANCE_DB", raising=False)
    monkeypatch.delenv("PROVENANCE_DEBUG", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))


def start(
    folder: Path,
    *arguments: object,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    file_size: int | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own; ``file_size`` limits every file that it writes."""
    command = [sys.executable, "-m", "provenance.cli", *map(str, arguments)]
    if file_size is not None:
        limit = f"import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, ({file_size}, {file_size}))"
        command[1:3] = ["-c", f"{limit}; runpy.run_module('provenance.cli', run_name='__main__', alter_sys=True)"]
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
        timeout=300,
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command line as a user starts it, in an empty folder."""
    return partial(start, tmp_path)


@pytest.fixture(scope="module")
def run_together(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same, in one folder for all tests of a file."""
    return partial(start, tmp_path_factory.mktemp("together"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample articles that the program ships."""
    folder = REPOSITORY / "seeds" / "articles"
    if not (folder / "manifest.json").is_file():
        pytest.skip("the sample articles are not in this checkout")
    return folder


@pytest.fixture(scope="session")
def large(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 50,000 articles, made once for all test processes; ``PROVENANCE_LARGE`` names one made before."""
    del samples
    if named := os.environ.get("PROVENANCE_LARGE"):
        return Path(named)
    from filelock import FileLock
    from multiplied import fill

    base = tmp_path_factory.getbasetemp()
    path = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "large.db"
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            fill(path.with_suffix(".partial"))
            path.with_suffix(".partial").rename(path)
    return path


@pytest.fixture
def example() -> Trace:
    """An answer in which every part of the contract is filled."""
    lead, footer = "GULLHAVEN (AP) — Some ferries sailed. on Friday.", "Copyright 2031 Gullhaven Media Co."
    text = f"Ferries sail again\n{lead}\n{footer}"
    at, end = text.index(lead), text.index(lead) + len(lead)
    blocks = (
        Block(0, Role.HEADLINE, 0, 18, text[:18]),
        Block(1, Role.BODY, at, end, lead),
        Block(2, Role.COPYRIGHT, end + 1, len(text), footer),
    )
    original = ArticleRef(7, "wire.html", "https://apnews.com/article/ferries", "Few ferries sail")
    dateline = Credit(
        CreditType.DATELINE, "ap", "The Associated Press", 1, at, at + 14, text[at : at + 14], 0.9, "mark"
    )
    holder = Credit(CreditType.COPYRIGHT, None, "Gullhaven Media Co.", 2, end + 1, len(text), footer, 0.1, "holder")
    link = BlockMatch(1, original, 3, BlockMeasures(0.51234, 0.6, 0.7), Relation.MACHINE_PARAPHRASE)
    polarity = Finding(
        DamageKind.POLARITY, Severity.MEANING, 1, at + 17, at + 21, "Some", "Few", Reference("wire.html", 40, 43)
    )
    broken = Finding(DamageKind.BROKEN_SENTENCE, Severity.WORDING, 1, at + 37, at + 41, text[at + 37 : at + 41])
    return Trace(
        article=Article(
            "copy.txt", text, (Line(0, 18), Line(at, end)), url="https://copies.example/f", title="Ferries"
        ),
        blocks=blocks,
        credits=(dateline, holder),
        site=SiteVerdict(
            "copies.example", "Copies", SourceKind.AGGREGATOR, aggregator=True, confidence=0.95, reasons=("it says so",)
        ),
        verdict=Verdict(
            Status.DECIDED,
            Relation.MACHINE_PARAPHRASE,
            Origin("ap", "The Associated Press", original),
            0.876543,
            ("the dateline names it",),
            RunnerUp("reuters", "Reuters", 0.2, "is cited"),
            "1 article of The Associated Press",
        ),
        chain=(
            Hop(None, "Copies", SourceKind.AGGREGATOR, "copies.example"),
            Hop(None, "Gullhaven Media Co.", SourceKind.STATION, None, (holder,)),
            Hop("ap", "The Associated Press", SourceKind.WIRE, "apnews.com", (dateline,)),
        ),
        matches=(ArticleMatch(original, Relation.MACHINE_PARAPHRASE, 0.9, 0.4, 0.3, 11.5, (link,)),),
        cited=(Citation("reuters", "Reuters", 1, "Reuters reported"),),
        origins={1: link},
        findings=(polarity, broken),
        damage=DamageSummary(
            machine_paraphrase=True,
            substitutions_per_100=11.5,
            findings=2,
            per_1000_words=117.647,
            reasons=("many words replaced one by one",),
        ),
        sources_of={7: "ap"},
    )
