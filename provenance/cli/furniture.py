"""``provenance furniture``: the lines that sites repeat on unrelated pages.

Invariant: it only reads.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, ReportFormat, ReportFormatOption
from provenance.cli.output import note, print_json, print_renderable, say
from provenance.errors import ExitCode
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.pipeline.furniture import Explanation
    from provenance.store.repeated import RepeatedLine, SiteLines

__all__ = ["furniture"]

_SHOWN = 160  # characters of a line; JSON has all


def furniture(
    site: Annotated[
        str | None, typer.Argument(metavar="SITE", help="A site's domain or name; else what many sites carry.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="LINE", help="Say why this line is furniture, or why not.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many lines.")] = 50,
    db: DatabaseOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """List the lines that a site repeats on unrelated pages.

    Counted over distinct stories: fifty copies of one wire story count once.

    Example:  provenance furniture example.com
              provenance furniture example.com --explain "Sign up for our newsletter"

    Exit codes: 0 done; 3 no such site, or nothing known of it; 4 no database.
    """
    from provenance.pipeline.furniture import explain_line
    from provenance.pipeline.furniture import furniture as repeated

    with existing_database(db) as database:
        if explain is not None:
            _print_explanation(explain_line(database, explain, site), report_format)
            return
        found, sites = repeated(database, site, limit=limit)
    if report_format is ReportFormat.JSON:
        print_json({**asdict(found), "sites": [asdict(each) for each in sites]})
    else:
        _print_lines(found.lines, "sites" if site is None else "stories")
        _print_sites(sites)
        if not found.lines and not sites:
            note("no line is known that repeats on unrelated pages")
    raise typer.Exit(ExitCode.DONE if found.lines or sites else ExitCode.NOTHING_FOUND)


def _print_explanation(explanation: Explanation, report_format: ReportFormat) -> None:
    if report_format is ReportFormat.JSON:
        print_json(explanation)
        return
    say(f"{'furniture' if explanation.furniture else 'no furniture'}: {printable(explanation.form or '(no words)')}")
    for reason in explanation.reasons:
        say(f"  - {printable(reason)}")


def _print_lines(lines: Sequence[RepeatedLine], counted: str) -> None:
    if not lines:
        return
    from rich.table import Table

    from provenance.store.furniture import SAMPLE

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("articles", justify="right")
    table.add_column(counted, justify="right")
    table.add_column("on pages it is", overflow="fold", max_width=24)
    table.add_column("line", overflow="fold")
    for line in lines:
        text = _shown(line.text)
        roles = ", ".join(role.replace("_", " ") for role in line.roles[:3])
        table.add_row(f"{line.articles:,}", f"{line.stories}{'+' * (line.stories >= SAMPLE)}", roles, printable(text))
    print_renderable(table)


def _shown(text: str) -> str:
    """A line as it is counted: where its names change from page to page, they are slots, and so are its dates."""
    from provenance.article.lines import line_form

    form = line_form(text) or ""
    if "@" in form:
        text = form.replace("@", "<name>").replace("#", "<date or number>")
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _print_sites(sites: Sequence[SiteLines]) -> None:
    if not sites:
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("site", overflow="fold")
    table.add_column("articles", justify="right")
    table.add_column("repeated lines", justify="right")
    for each in sites:
        table.add_row(printable(each.site), f"{each.articles:,}", f"{each.lines:,}")
    print_renderable("", table)
