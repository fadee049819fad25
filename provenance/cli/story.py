"""``provenance story``: articles derived from each other, as a tree.

Invariant: it only reads.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.common import day, existing_database, registry
from provenance.cli.options import DatabaseOption, OutOption, SourcesOption
from provenance.cli.output import into, note, print_json, print_renderable, say, speak_json
from provenance.errors import ExitCode, UsageError
from provenance.report.contract import to_json
from provenance.report.formats import Format
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.store import Database
    from provenance.tracing.stories import StorySummary

__all__ = ["story"]


class StoryFormat(StrEnum):
    """How a story is written."""

    TABLE = Format.TABLE
    JSON = Format.JSON
    JSONL = Format.JSONL
    HTML = Format.HTML
    PROV = Format.PROV
    MERMAID = Format.MERMAID
    DOT = Format.DOT


_FormatOption = Annotated[
    StoryFormat,
    typer.Option(
        "--format",
        "-f",
        help="table for people; json: one value; jsonl: one line each. Of one story also html: a page; prov: for "
        "other programs; mermaid, dot: its tree as a drawing.",
    ),
]
_LISTS = frozenset({StoryFormat.TABLE, StoryFormat.JSON, StoryFormat.JSONL})


def story(
    what: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help="An article's number, id, path or URL, or a story's id.")
    ] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="List stories, as without an ARTICLE.")] = False,
    newest: Annotated[bool, typer.Option("--newest", help="List the newest first, not the largest.")] = False,
    least: Annotated[int, typer.Option("--min", metavar="N", min=2, help="List those of so many articles.")] = 2,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="List those with an article of this day or later.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="List those that a source wrote, or has an article in.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="List at most so many.")] = 20,
    more_sources: SourcesOption = None,
    db: DatabaseOption = None,
    output_format: _FormatOption = StoryFormat.TABLE,
    out: OutOption = None,
) -> None:
    """Show a story: who was first, who copied whom, what was lost.

    Each copy stands under the text that it was made from. Share is how much of it stands there, kept
    how much of that text stands in it. What cannot be put in an order says so. Without an ARTICLE the
    largest stories are listed.

    Example:  provenance story pages/story.html
              provenance story pages/story.html --format html -o story.html
              provenance story --newest --source ap --since 2024-05-01

    Exit codes: 0 done; 1 the file cannot be written; 2 usage, several articles are meant, or a library is not
                installed; 3 no such article, it stands alone, or no such story; 4 no database.
    """
    from provenance import pipeline

    if what is not None and (listed or newest or since or source):
        message = "name an article or list stories, one of the two"
        raise UsageError(message, "provenance story ARTICLE; provenance story --list")
    if what is None and output_format not in _LISTS:
        message = f"--format {output_format} is of one story"
        raise UsageError(message, "name an article of it, or its id")
    with existing_database(db) as database, into(out, [database_path(db)[0]]):
        if what is not None:
            return _show(database, what, output_format)
        found = pipeline.stories(
            database,
            least=least,
            since=day(since),
            source=source,
            limit=limit,
            newest=newest,
            registry=registry(more_sources) if source is not None else None,
        )
        _list(found, output_format)
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NOTHING_FOUND)


def _list(found: Sequence[StorySummary], output_format: StoryFormat) -> None:
    from provenance.report.stories import story_table, summary_object

    if output_format is not StoryFormat.TABLE:
        _print([summary_object(each) for each in found], output_format)
    elif found:
        print_renderable(story_table(found))
    else:
        note("no such story is stored")


def _show(database: Database, what: str, output_format: StoryFormat) -> None:
    """One story, with a line on its quotations."""
    from provenance import pipeline
    from provenance.pipeline.filing import QUOTED
    from provenance.report.stories import story_card, story_object

    with database.snapshot():
        one = pipeline.story(database, what)
        if output_format in {StoryFormat.JSON, StoryFormat.JSONL}:
            return _print([story_object(one)], output_format, single=True)
        if output_format not in _LISTS:
            speak_json()
            sys.stdout.write(pipeline.story_file(database, one, Format(output_format)))
            return None
        # of a larger story `provenance quotes` is asked for them
        quoted = pipeline.quotes_of(database, one) if one.summary.articles <= QUOTED else None
    return print_renderable(story_card(one, quoted))


def _print(values: Sequence[dict[str, Any]], output_format: StoryFormat, *, single: bool = False) -> None:
    if output_format is StoryFormat.JSON:
        print_json(values[0] if single else list(values))
        return
    speak_json()
    for value in values:
        say(to_json(value))
