"""The page on formats: its examples are what the program writes, its lists are complete."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY

from provenance.cli.export import ExportFormat
from provenance.cli.show import ShowFormat
from provenance.cli.site import SiteFormat
from provenance.cli.story import StoryFormat
from provenance.cli.trace import TraceFormat
from provenance.model import ArticleRow, MatchRow
from provenance.pipeline import ingest, open_database, show
from provenance.report.formats import Format, article_text

pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from enum import StrEnum

    from provenance.model import Trace

PAGE = (REPOSITORY / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: (\w+) -->\n```\w+\n(.*?)```", PAGE, re.DOTALL))
SAMPLE = "seeds/articles/cable-portal-excerpt.html"
MORE = "…"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, samples: object) -> Trace:
    assert samples
    with (
        pytest.MonkeyPatch.context() as patch,
        open_database(tmp_path_factory.mktemp("docs") / "samples.db", write=True, create=True) as database,
    ):
        patch.chdir(REPOSITORY)
        ingest(["seeds/articles"], database)
        return show(database, SAMPLE)


def differences(shown: object, real: object, place: str = "") -> list[str]:
    """Where an example is not what it is an example of; an ellipsis stands for what is left out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        known = {name: value for name, value in shown.items() if name != MORE}
        lacking = [] if MORE in shown else sorted(set(real) - set(shown))
        found = [f"{place}: without {name}" for name in lacking]
        for name, value in known.items():
            found += differences(value, real.get(name), f"{place}.{name}")
        return found
    if isinstance(shown, list) and isinstance(real, list):
        known_items = shown[:-1] if shown[-1:] == [MORE] else shown
        found = [] if len(known_items) == len(real) or known_items != shown else [f"{place}: {len(real)} are there"]
        for number, (one, other) in enumerate(zip(known_items, real, strict=False)):
            found += differences(one, other, f"{place}[{number}]")
        return found
    if isinstance(shown, str) and isinstance(real, str) and shown.endswith(MORE):
        return [] if real.startswith(shown[:-1].rstrip()) else [f"{place}: {real!r}"]
    return [] if shown == real else [f"{place}: {real!r}"]


def test_there_is_an_example_of_each_format_for_an_article() -> None:
    assert list(EXAMPLES) == ["prov", "ninjs", "jsonld", "mermaid", "dot"]


@pytest.mark.parametrize("name", ["prov", "ninjs", "jsonld"])
def test_an_example_is_what_the_program_writes(sample: Trace, name: str) -> None:
    shown, real = json.loads(EXAMPLES[name]), json.loads(article_text(sample, Format(name)))
    assert differences(shown, real) == []


@pytest.mark.parametrize("name", ["mermaid", "dot"])
def test_a_drawing_is_whole(sample: Trace, name: str) -> None:
    assert EXAMPLES[name] == article_text(sample, Format(name))


@pytest.mark.parametrize(
    ("shown", "real"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "c": 3}, {"a": 1}),
        ([1], [1, 2]),
        ([2, MORE], [1, 2]),
        ("Few …", "Some ferries"),
        ("Few", "Few ferries"),
    ],
)
def test_the_comparison_finds_what_differs(shown: object, real: object) -> None:
    assert differences(shown, real)


def test_the_table_of_commands_is_right() -> None:
    head, _, *rows = [line for line in PAGE.split("\n") if line.startswith("|")][:11]
    offered: dict[str, type[StrEnum]] = {
        "trace": TraceFormat, "show": ShowFormat, "story": StoryFormat, "site": SiteFormat, "export": ExportFormat,
    }  # fmt: skip
    columns = [cell.strip(" `") for cell in head.strip("|").split("|")]
    assert columns[1:] == list(offered)
    listed: dict[str, set[str]] = {name: set() for name in offered}
    for row in rows:
        name, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        for command, cell in zip(offered, cells, strict=True):
            if cell:
                listed[command] |= set(re.findall(r"`(\w+)`", name))
    assert listed == {command: {each.value for each in formats} for command, formats in offered.items()}


@pytest.mark.parametrize(("table", "row"), [("articles", ArticleRow), ("matches", MatchRow)])
def test_every_column_is_named(table: str, row: type[ArticleRow | MatchRow]) -> None:
    (line,) = re.findall(rf"^\| `{table}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", line) == [field.name for field in fields(row)]
