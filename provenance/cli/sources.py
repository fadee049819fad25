"""``provenance sources``: the registry of agencies, outlets and aggregators.

Invariant: it only reads; a wrong entry is named with file and line.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import help_text, registry
from provenance.cli.options import ReportFormat, ReportFormatOption, SourceFiles, SourcesOption
from provenance.cli.output import complain, print_json, print_renderable, say
from provenance.errors import ExitCode, InputError, RegistryError
from provenance.model import SourceKind  # noqa: TC001 - typer reads it at run time
from provenance.report.printable import printable

if TYPE_CHECKING:
    from provenance.sources.registry import Source

__all__ = ["sources"]

sources = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The registry of agencies, outlets and aggregators, and your own entries.",
)


def list_sources(
    more_sources: SourcesOption = None,
    kind: Annotated[
        SourceKind | None, typer.Option(metavar="KIND", help="Only this kind: wire, outlet, aggregator, ...")
    ] = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """List the sources that are known.

    Example:  provenance sources list --kind wire

    Exit codes: 0 done; 1 a wrong entry; 3 none of this kind.
    """
    found = [source for source in registry(more_sources) if kind in (None, source.kind)]
    if report_format is ReportFormat.JSON:
        print_json([asdict(source) for source in found])
    elif found:
        _print_table(found)
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NOTHING_FOUND)


def show_source(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The source's id, as `sources list` prints it.")],
    more_sources: SourcesOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Show all that is known of one source.

    Example:  provenance sources show ap

    Exit codes: 0 done; 1 no such source.
    """
    found = registry(more_sources).source(source_id)
    if found is None:
        message = f"{source_id}: no such source"
        raise InputError(message, "`provenance sources list` names all of them")
    entry = asdict(found)
    if report_format is ReportFormat.JSON:
        print_json(entry)
        return
    for name, value in entry.items():
        if name == "feeds":
            for number, feed in enumerate(found.feeds):
                say(f"{'' if number else name:<12}  {printable(feed)}")
            continue
        text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        if text:
            say(f"{name:<12}  {printable(str(text))}")


def check_sources(files: SourceFiles = None) -> None:
    """Check files of sources before you use them; every fault has its file and line.

    Example:  provenance sources check my-sources.toml

    Exit codes: 0 all right; 1 a wrong entry.
    """
    from provenance.sources.checking import check_examples
    from provenance.sources.registry import shipped_sources

    faults = 0
    for checked in [[file] for file in files or ()] or [[]]:
        name = ", ".join(map(str, checked)) or "shipped sources"
        try:
            known = registry(checked)
            check_examples(checked or [shipped_sources()], known)
        except RegistryError as error:
            complain(str(error), error.hint)
            faults += 1
        else:
            say(f"{printable(name)}: all right; {len(known)} sources in all")
    raise typer.Exit(ExitCode.FAILURE if faults else ExitCode.DONE)


def _print_table(found: list[Source]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("id", "name", "kind", "domains"):
        table.add_column(heading, overflow="fold")
    for source in found:
        table.add_row(source.id, printable(source.name), source.kind.value, ", ".join(source.domains))
    print_renderable(table)


for _name, _command in (("list", list_sources), ("show", show_source), ("check", check_sources)):
    sources.command(_name, help=help_text(_command))(_command)
