"""What several test files share: an example answer, the command line as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from itertools import count, cycle, repeat
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
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).resolve().parents[1]
WARM = Path(__file__).with_name("warm.py")


Run = Callable[..., subprocess.CompletedProcess[bytes]]

# the files that take longest begin, so that no processor is left with one at the end
LONGEST = (
    "test_readme.py",
    "test_cli_bad_input.py",
    "test_corpus_gathering_workers.py",
    "test_cli_strange_articles.py",
    "test_article_linear.py",
    "test_browse_browser.py",
    "test_cli_loading.py",
    "test_cli_formats.py",
    "test_browse_routes.py",
    "test_cli_exchange.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Register our own markers; a law is not a timed test, and no test has the width of somebody's terminal."""
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    settings.register_profile("laws", deadline=None)
    settings.load_profile("laws")
    config.addinivalue_line("markers", "slow: takes more than ten seconds; left out with -m 'not slow'")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; each file's tests stay in their order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


@pytest.fixture(scope="session")
def data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New empty folders; ``mktemp`` would look through all that there are for each."""
    folder = tmp_path_factory.mktemp("data")
    return (made for number in count() if (made := folder / str(number)).mkdir() is None)


@pytest.fixture(autouse=True)
def _no_database_of_the_user(monkeypatch: pytest.MonkeyPatch, data_folders: Iterator[Path]) -> None:
    """Keep every test away from the databases of whoever runs it."""
    monkeypatch.delenv("PROVENANCE_DB", raising=False)
    monkeypatch.delenv("PROVENANCE_DEBUG", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(next(data_folders)))


def start(
    folder: Path,
    *arguments: object,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    before: str = "",
    warm: Iterator[str] | None = None,
    anew: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own.

    Args:
        folder: where it runs.
        arguments: the command and its options.
        stdin: what it can read.
        environment: beside that of the tests.
        before: Python that its process runs first.
        warm: where the program waits, loaded; without it the process loads it, as a user's does, which costs a
            second. So it does with an environment or with Python before it, which may change what is loaded.
        anew: has it loaded all the same.
    """
    path = None if warm is None or anew or before or environment is not None else next(warm)
    if path:
        command = [sys.executable, "-IS", str(WARM), path]
    elif before:
        then = "import runpy; runpy.run_module('provenance.cli', run_name='__main__', alter_sys=True)"
        command = [sys.executable, "-c", f"{before}\n{then}"]
    else:
        command = [sys.executable, "-m", "provenance.cli"]
    return subprocess.run(
        [*command, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
        timeout=300,
    )


def limited(file_size: int) -> str:
    """What limits every file that a process writes, in bytes, to be run before the program."""
    return f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({file_size}, {file_size}))"


@pytest.fixture(scope="session")
def warm() -> Iterator[Iterator[str]]:
    """Where the loaded program waits, in two processes by turns, so that no two starts in a row order sets alike."""
    if not hasattr(os, "fork"):
        yield repeat("")
        return
    with ExitStack() as stack:
        # a socket's name must be short
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="warm-")))
        paths = [str(folder / str(number)) for number in range(2)]
        command, environment = [sys.executable, str(WARM)], {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        servers = [
            stack.enter_context(
                subprocess.Popen([*command, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
            )
            for path in paths
        ]
        for server in servers:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
        yield cycle(paths)


@pytest.fixture
def run(tmp_path: Path, warm: Iterator[str]) -> Run:
    """The command line as a user starts it, in an empty folder."""
    return partial(start, tmp_path, warm=warm)


@pytest.fixture(scope="module")
def run_together(tmp_path_factory: pytest.TempPathFactory, warm: Iterator[str]) -> Run:
    """The same, in one folder for all tests of a file."""
    return partial(start, tmp_path_factory.mktemp("together"), warm=warm)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample articles that the program ships."""
    folder = REPOSITORY / "seeds" / "articles"
    if not (folder / "manifest.json").is_file():
        pytest.skip("the sample articles are not in this checkout")
    return folder


def once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A file that is made once for all test processes."""
    from filelock import FileLock

    base = temporary.getbasetemp()
    path = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            make(path.with_suffix(".partial"))
            path.with_suffix(".partial").rename(path)
    return path


@pytest.fixture(scope="session")
def begun(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What databases of very many articles are copied from."""
    del samples
    from multiplied import begin

    return once(tmp_path_factory, "begun.db", begin)


@pytest.fixture(scope="session")
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 50,000 articles, made once for all test processes; ``PROVENANCE_LARGE`` names one made before."""
    if named := os.environ.get("PROVENANCE_LARGE"):
        return Path(named)
    from multiplied import fill

    begun: Path = request.getfixturevalue("begun")
    return once(tmp_path_factory, "large.db", partial(fill, begun=begun))


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
