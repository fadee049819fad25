"""The formats of the field as a user asks for them: each command's own, to stdout and to a file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY
from export_samples import dot_boxes, mermaid_boxes, ninjs_faults, page_faults, read_csv
from test_report_formats_jsonld import expanded

from provenance.cli.export import ExportFormat
from provenance.cli.show import ShowFormat
from provenance.cli.site import SiteFormat
from provenance.cli.story import StoryFormat
from provenance.cli.trace import TraceFormat
from provenance.model import MatchRow
from provenance.report.formats import Format
from provenance.store.records import RankedSite

prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

    from conftest import Run

COPY = "cable-aggregator.txt"


@pytest.fixture(scope="module")
def database(run_together: Run, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("formats") / "news.db"
    done = run_together("ingest", *sorted(samples.glob("cable-*")), "--db", path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def copy(samples: Path) -> Path:
    return samples / COPY


@pytest.mark.parametrize("formats", [ShowFormat, TraceFormat, StoryFormat, SiteFormat, ExportFormat])
def test_every_name_is_one_of_the_formats(formats: type[StrEnum]) -> None:
    assert {each.value for each in formats} <= {each.value for each in Format}


def test_show_writes_each_format(run_together: Run, database: Path, copy: Path, tmp_path: Path) -> None:
    texts = {}
    for form in ("prov", "ninjs", "jsonld", "mermaid", "dot", "html"):
        done = run_together("show", copy, "--db", database, "-f", form)
        assert (done.returncode, done.stderr) == (0, b"")
        texts[form] = done.stdout.decode()
    assert texts["html"].startswith("<!doctype html>")
    out = tmp_path / "out.json"
    assert run_together("show", copy, "--db", database, "-f", "prov", "-o", out).returncode == 0
    assert out.read_text(encoding="utf-8") == texts["prov"]
    document = prov.ProvDocument.deserialize(content=texts["prov"])
    assert len(list(document.get_records(prov.ProvDerivation))) > 10
    assert ninjs_faults(json.loads(texts["ninjs"])) == []
    assert expanded(json.loads(texts["jsonld"]))["@type"] == ["https://schema.org/NewsArticle"]
    assert list(mermaid_boxes(texts["mermaid"])) == list(dot_boxes(texts["dot"])) == ["hop2", "hop1", "page"]


def test_trace_writes_each_format_of_one_and_of_several(run_together: Run, database: Path, samples: Path) -> None:
    several = (samples / COPY, samples / "cable-portal-excerpt.html")
    for form in ("ninjs", "jsonld"):
        one = json.loads(run_together("trace", several[0], "--db", database, "-f", form).stdout)
        both = json.loads(run_together("trace", *several, "--db", database, "-f", form).stdout)
        assert isinstance(one, dict)
        assert both[0] == one
        assert len(both) == 2
    done = run_together("trace", *several, "--db", database, "-f", "prov")
    entities = list(prov.ProvDocument.deserialize(content=done.stdout.decode()).get_records(prov.ProvEntity))
    verdicts = [each for each in entities if str(each.identifier).endswith("#verdict")]
    assert (done.returncode, len(verdicts)) == (0, 2)
    for form, boxes in (("mermaid", mermaid_boxes), ("dot", dot_boxes)):
        drawn = boxes(run_together("trace", *several, "--db", database, "-f", form).stdout.decode())
        assert list(drawn) == ["g1hop2", "g1hop1", "g1page", "g2hop1", "g2page"]


def test_trace_says_what_could_not_be_read_beside_any_format(run_together: Run, database: Path, copy: Path) -> None:
    for form in ("prov", "mermaid", "ninjs"):
        done = run_together("trace", copy, "gone.txt", "--db", database, "-f", form)
        assert done.returncode == 5
        assert b"gone.txt" in done.stderr
        assert done.stdout


def test_story_writes_each_format(run_together: Run, database: Path, copy: Path, tmp_path: Path) -> None:
    texts = {}
    for form in ("prov", "mermaid", "dot", "html"):
        done = run_together("story", copy, "--db", database, "-f", form)
        assert (done.returncode, done.stderr) == (0, b"")
        texts[form] = done.stdout.decode()
    out = tmp_path / "out.html"
    assert run_together("story", copy, "--db", database, "-f", "html", "-o", out).returncode == 0
    assert out.read_text(encoding="utf-8") == texts["html"]
    assert mermaid_boxes(texts["mermaid"]) == dot_boxes(texts["dot"])
    assert page_faults(texts["html"]) == []
    prov.ProvDocument.deserialize(content=texts["prov"])
    done = run_together("story", "--list", "--db", database, "-f", "mermaid")
    assert (done.returncode, b"--format mermaid is of one story" in done.stderr) == (2, True)
    listed = run_together("story", "--list", "--db", database, "-f", "jsonl", "-o", tmp_path / "l.jsonl")
    assert (listed.returncode, listed.stdout) == (0, b"")
    assert json.loads((tmp_path / "l.jsonl").read_text())["articles"] == 9


def test_site_writes_a_page_and_tables(run_together: Run, database: Path, tmp_path: Path) -> None:
    page = run_together("site", "apnews.com", "--db", database, "-f", "html")
    assert (page.returncode, page_faults(page.stdout.decode())) == (0, [])
    out = tmp_path / "rows.csv"
    assert run_together("site", "apnews.com", "--db", database, "-f", "csv", "-o", out).returncode == 0
    assert [row.site for row in read_csv(out.read_bytes())] == ["The Associated Press"] * 2
    ranked = run_together("site", "--rank", "--db", database, "-f", "csv")
    assert {row.site for row in read_csv(ranked.stdout, RankedSite)} >= {"newsbeamtoday.example"}
    for arguments, code, said in (
        (["--rank", "-f", "html"], 2, b"--format html is of one site"),
        (["nobody.example", "-f", "csv"], 3, b"no article of this site is stored"),
        (["nobody.example", "-f", "html"], 3, b"no article of this site is stored"),
    ):
        done = run_together("site", *arguments, "--db", database)
        assert (done.returncode, done.stdout) == (code, b"")
        assert said in done.stderr


def test_export_writes_each_format(run_together: Run, database: Path, tmp_path: Path) -> None:
    ask = ("export", "--db", database, "--format")
    articles = read_csv(run_together(*ask, "csv").stdout)
    assert len(articles) == 11
    done = run_together(*ask, "parquet", "-o", tmp_path / "a.parquet")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"11 articles in " in done.stderr
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 11
    matches = run_together(*ask, "csv", "--table", "matches", "-q")
    assert (matches.stderr, len(read_csv(matches.stdout, MatchRow)) > 20) == (b"", True)
    piped = run_together(*ask, "parquet", "--table", "matches", "-q").stdout
    assert pq.read_table(io.BytesIO(piped)).num_rows == len(read_csv(matches.stdout, MatchRow))
    prov.ProvDocument.deserialize(content=run_together(*ask, "prov").stdout.decode())
    for form in ("ninjs", "jsonld"):
        assert len([json.loads(line) for line in run_together(*ask, form).stdout.splitlines()]) == 11


def test_export_refuses_what_means_nothing(run_together: Run, database: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    for arguments, code, said in (
        (["--table", "matches"], 2, b"--table is of csv and parquet"),
        (["-f", "prov", "--table", "articles"], 2, b"--table is of csv and parquet"),
        (["-f", "csv", "-o", there], 1, b"is there already"),
        (["-f", "csv", "-o", database, "--force"], 2, b"the database itself"),
        (["-f", "html"], 2, b"html"),
    ):
        done = run_together("export", "--db", database, *arguments)
        assert (done.returncode, done.stdout) == (code, b"")
        assert said in done.stderr
    assert there.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "package"),
    [
        (("show", COPY, "-f", "prov"), "prov"),
        (("trace", COPY, "-f", "prov"), "prov"),
        (("story", COPY, "-f", "prov"), "prov"),
        (("export", "-f", "prov"), "prov"),
        (("export", "-f", "parquet", "-o", "out.parquet"), "pyarrow"),
        (("site", "newsbeamtoday.example", "-f", "parquet", "-o", "out.parquet"), "pyarrow"),
    ],
)
def test_a_missing_library_is_named_with_what_to_install(
    database: Path, samples: Path, tmp_path: Path, arguments: tuple[str, ...], package: str
) -> None:
    named = [str(samples / each) if each == COPY else each for each in arguments]
    code = (
        f"import sys; sys.modules[{package!r}] = None; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from provenance.cli import main\n"
        f"sys.argv[1:] = {[*named, '--db', str(database)]!r}\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=tmp_path, timeout=300)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"needs {'the library ' if package == 'prov' else ''}{package}".encode() in done.stderr
    assert b"pip install 'news-provenance[exports]'" in done.stderr
    assert list(tmp_path.iterdir()) == [], "no file is begun"


@pytest.mark.parametrize("form", ["csv", "prov", "ninjs", "parquet"])
def test_a_reader_that_goes_away_ends_it_quietly(database: Path, form: str) -> None:
    command = [sys.executable, "-m", "provenance.cli", "export", "-q", "-f", form, "--db", str(database)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=300) == 0
