"""Every check of the project; ``nox`` runs those that belong to each change.

The default sessions run in the environment that nox was started from, so one
``pip install -e '.[test,lint,types]'`` serves them all. ``nox -l`` lists the rest.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "types", "docs", "gate", "tests"]
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = [
    version
    for classifier in PROJECT["classifiers"]
    if (version := classifier.removeprefix("Programming Language :: Python :: ")).startswith("3.")
]
# a page that is made by the program -> the module that prints it
PAGES = {"docs/commands.md": "provenance.cli.reference", "db/schema.sql": "provenance.store.schema"}


def here(session: nox.Session, *arguments: str, silent: bool = False) -> str:
    """Run Python in the environment that nox was started from.

    What is compiled is kept: the tests and the gate start the program hundreds of times, and each start would compile
    all its modules, which takes as long again.
    """
    env = {"PYTHONDONTWRITEBYTECODE": None}
    return str(session.run(sys.executable, *arguments, env=env, external=True, silent=silent))


@nox.session(python=False)
def tests(session: nox.Session) -> None:
    """The tests, on this Python, as many at a time as there are processors."""
    # file by file in the order of tests/conftest.py, and not those of many tests first
    together = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    here(session, "-m", "pytest", *(session.posargs or together))


@nox.session(python=PYTHONS, default=False)
def matrix(session: nox.Session) -> None:
    """The tests on every Python of the classifiers that is installed."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=False)
def alpha(session: nox.Session) -> None:
    """The tests of the pages under the newest alpha of Datasette 1.0, in an environment of their own."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pip", "uninstall", "--quiet", "-y", "datasette-search-all", "datasette-vega")
    session.install("--pre", "--upgrade", "datasette")
    pages = sorted(str(path) for path in (ROOT / "tests").glob("test_browse_*.py"))
    # what an alpha says will go is no fault yet
    session.run("python", "-m", "pytest", *(session.posargs or ["-W", "default", "-m", "not slow", *pages]))


@nox.session(python=False)
def lint(session: nox.Session) -> None:
    """Rules and format; `nox -s lint -- --fix` mends what can be mended."""
    here(session, "-m", "ruff", "check", *session.posargs, ".")
    here(session, "-m", "ruff", "format", *([] if session.posargs else ["--check"]), ".")


@nox.session(python=False)
def types(session: nox.Session) -> None:
    """Static types."""
    here(session, "-m", "mypy", *session.posargs)


@nox.session(python=False)
def docs(session: nox.Session) -> None:
    """The pages that the program makes are as it makes them; `-- --write` makes them anew."""
    for name, module in PAGES.items():
        made, page = here(session, "-m", module, silent=True), ROOT / name
        if "--write" in session.posargs:
            page.write_text(made, encoding="utf-8")
        elif not page.is_file() or page.read_text(encoding="utf-8") != made:
            session.error(f"{name} is not what the program makes: run `nox -s docs -- --write`")


@nox.session(python=False)
def gate(session: nox.Session) -> None:
    """Accuracy has not fallen below its floors; `-- --update` raises them."""
    here(session, "tests/gate/run.py", *session.posargs)
    here(session, "tests/gate/false_alarms.py")


@nox.session(default=False)
def wheel(session: nox.Session) -> None:
    """The wheel has all that it needs: installed alone, it traces a sample that it ships."""
    folder = Path(session.create_tmp())
    session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    newest = max(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    session.install("--force-reinstall", str(newest))
    with session.chdir(folder):
        find = "from provenance.settings import seeds_folder; print(seeds_folder() / 'articles')"
        samples = Path(str(session.run("python", "-c", find, silent=True)).strip())
        database = folder / "wheel.db"
        database.unlink(missing_ok=True)
        session.run("provenance", "ingest", *map(str, sorted(samples.glob("*.html"))), "--db", str(database))
        sample = str(min(samples.glob("*.html")))
        session.run("provenance", "trace", sample, "--db", str(database))
        session.run("provenance", "trace", sample, "--db", str(database), "--format", "html", "-o", "wheel.html")


@nox.session(python=False, default=False)
def bench(session: nox.Session) -> None:
    """Speed beside datasketch's index, plain libraries' reading, trafilatura's cleaning, dedup's peers; of the pages.

    `-- --full` measures all that docs/bench/dedup.md shows and writes it anew, which takes hours.
    """
    here(session, "tests/bench/run.py")
    here(session, "tests/bench/lookup.py")
    here(session, "tests/bench/reading.py")
    here(session, "tests/bench/cleaning.py")
    here(session, "tests/bench/dedup.py")
    here(session, "tests/bench/storing.py", "--documents", "2000")
    here(session, "tests/bench/signing.py")
    here(session, "tests/bench/peers/run.py", *session.posargs)
    here(session, "tests/bench/browse.py")


@nox.session(python=False, default=False)
def screenshots(session: nox.Session) -> None:
    """Pictures of the HTML report and of the pages in Chromium, two widths, light and dark: `-- FOLDER`."""
    if len(session.posargs) != 1:
        session.error("name the folder to write to: nox -s screenshots -- FOLDER")
    here(session, "tests/screenshots.py", *session.posargs)
    here(session, "tests/browse_screenshots.py", *session.posargs)
