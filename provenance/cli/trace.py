"""``provenance trace``: where articles came from.

Invariant: tracing changes nothing that is stored; answers come in the order of the inputs.
"""

from __future__ import annotations

import sys
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.common import bundled, exit_code, registry, standard_input
from provenance.cli.options import DatabaseOption, Fields, Inputs, OutOption, QuietOption, SourcesOption, Web
from provenance.cli.output import JsonList, complain, into, note, print_renderable, say, speak_json
from provenance.counts import counted
from provenance.errors import ExitCode
from provenance.model import Trace
from provenance.report.contract import to_json
from provenance.report.formats import Format, article_object
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from provenance.model import Unreadable
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["trace"]


class TraceFormat(StrEnum):
    """How answers are written."""

    TABLE = Format.TABLE
    JSON = Format.JSON
    JSONL = Format.JSONL
    HTML = Format.HTML
    PROV = Format.PROV
    NINJS = Format.NINJS
    JSONLD = Format.JSONLD
    MERMAID = Format.MERMAID
    DOT = Format.DOT


# written as a whole when the last answer is there
_WHOLE = frozenset({TraceFormat.HTML, TraceFormat.PROV, TraceFormat.MERMAID, TraceFormat.DOT})


@bundled
def trace(
    inputs: Inputs,
    fields: Fields,
    web: Web,
    db: DatabaseOption = None,
    output_format: Annotated[
        TraceFormat,
        typer.Option(
            "--format",
            "-f",
            help="table: a card for people. html: a page with the texts side by side. json: one value. "
            "jsonl: one line an article. prov, ninjs, jsonld: for other programs. mermaid, dot: chains as a drawing.",
        ),
    ] = TraceFormat.TABLE,
    out: OutOption = None,
    more_sources: SourcesOption = None,
    *,
    quiet: QuietOption = False,
) -> None:
    """Say where articles came from, and what was damaged.

    Origin, chain of hops, matches, cited sources, furniture lines, damaged spans.

    Nothing is stored. Without a database the answer rests on the page's own credits.

    The HTML file is whole in itself: it loads nothing, needs no script, and prints well.

    Example:  provenance trace story.html
              provenance trace https://www.example.org/2024/05/story.html
              provenance trace pages/ --format jsonl > answers.jsonl
              provenance trace story.html --format html -o report.html

    Exit codes: 0 some evidence found; 1 no input could be read, or the file cannot be written;
                3 nothing found: no match and no credit, in any input;
                4 the named database is missing, too new or not ours;
                5 some inputs could not be read.
    """
    from provenance import pipeline

    stdin = standard_input(inputs)
    sources = registry(more_sources)
    database = _database(db, quiet=quiet)
    try:
        options = fields.options(web.options(), None if quiet else note)
        texts = output_format is TraceFormat.HTML
        results = pipeline.trace(inputs, database, options=options, registry=sources, stdin=stdin, texts=texts)
        with into(out, [*inputs, database_path(db)[0]]):
            whole = output_format in _WHOLE
            code = _write_whole(results, output_format) if whole else _write(results, output_format, sources)
    finally:
        if database is not None:
            database.close()
    raise typer.Exit(code)


def _database(named: Path | None, *, quiet: bool) -> Database | None:
    """The database to ask, or ``None`` where the user named none and there is none yet."""
    from provenance import open_database

    path, is_named = database_path(named)
    if is_named or path.exists():
        return open_database(path)
    if not quiet:
        note(f"{path}: no database yet, so the answer rests on credits alone; `provenance ingest` makes one")
    return None


def _write_whole(results: Iterable[Trace | Unreadable], output_format: TraceFormat) -> ExitCode:
    from provenance.report.formats.reports import report_of

    speak_json()
    with closing(report_of(Format(output_format))) as report:
        code = _each(results, report.add, report.fail)
        report.write(sys.stdout)
    return code


def _write(results: Iterable[Trace | Unreadable], output_format: TraceFormat, sources: Registry) -> ExitCode:
    if output_format is TraceFormat.TABLE:
        return _each(results, _write_card)

    def as_object(result: Trace) -> dict[str, Any]:
        return article_object(result, Format(output_format), sources)

    speak_json()
    if output_format is TraceFormat.JSONL:
        return _each(results, lambda result: _write_line(as_object(result)))
    json_list = JsonList()
    try:
        return _each(results, lambda result: json_list.add(as_object(result)))
    finally:
        json_list.close()  # an interrupted list is still JSON


def _each(
    results: Iterable[Trace | Unreadable],
    write: Callable[[Trace], None],
    fail: Callable[[Unreadable], None] = lambda _: None,
) -> ExitCode:
    """Hand every answer on, and say on stderr what could not be read."""
    done = failed = found = 0
    for result in results:
        if isinstance(result, Trace):
            write(result)
            done += 1
            found += bool(result.matches or result.credits)
        else:
            complain(f"{result.id}: {result.reason}", result.hint)
            fail(result)
            failed += 1
    if failed and done:
        note(f"{failed} of {counted(failed + done, 'input')} could not be read")
    code = exit_code(done=done, failed=failed)
    return ExitCode.NOTHING_FOUND if code is ExitCode.DONE and not found else code


def _write_line(value: dict[str, Any]) -> None:
    say(to_json(value))
    sys.stdout.flush()  # whoever reads line by line need not wait for a full buffer


def _write_card(result: Trace) -> None:
    from provenance.report.terminal import card

    print_renderable(card(result))
