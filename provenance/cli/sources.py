"""``provenance sources``: the registry of agencies, outlets and aggregators.

Invariant: it only reads; a wrong entry is named with file and line.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import help_text, registry
from provenance.cli.folding import FoldedCommand, FoldedGroup
from provenance.cli.options import ReportFormat, ReportFormatOption, SourceFiles, SourcesOption
from provenance.cli.output import complain, note, print_json, print_renderable, say
from provenance.counts import counted
from provenance.errors import ExitCode, InputError, RegistryError
from provenance.model import SourceKind
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.sources.registry import Registry, Source

__all__ = ["sources"]

_MEDIA = {"paper": "papers", "tv": "television stations", "college": "student papers", "magazine": "magazines"}

sources = typer.Typer(
    cls=FoldedGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Show the registry of sources, and check your own entries.",
)


def list_sources(
    more_sources: SourcesOption = None,
    kind: Annotated[
        SourceKind | None, typer.Option(metavar="KIND", help="Only this kind: wire, outlet, aggregator, ...")
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="Only those with this in name, domain, owner or mark; in the table of US outlets too."
        ),
    ] = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """List the sources that are known.

    The outlets of the United States, a table of their own, are listed only with --find.

    Example:  provenance sources list --find scripps

    Exit codes: 0 done; 1 a wrong entry; 3 none of this kind, or with this text.
    """
    known = registry(more_sources)
    every = (*known, *_outlets(known)) if find else tuple(known)
    found = [s for s in every if kind in (None, s.kind) and (find is None or _holds(s, find.casefold()))]
    if report_format is ReportFormat.JSON:
        print_json([asdict(source) for source in found])
    elif found:
        _print_table(found)
    if find is None and kind in (None, SourceKind.OUTLET, SourceKind.STATION) and known.outlets is not None:
        media = ", ".join(f"{count:,} {_MEDIA[medium]}" for medium, count in known.outlets.media.items())
        note(f"and {media} of the United States: `provenance sources list --find TEXT` looks among them too")
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NOTHING_FOUND)


def _outlets(known: Registry) -> Iterator[Source]:
    """The further outlets as sources; those whose call sign the registry has itself are left out."""
    return (outlet.source for outlet in known.outlets or ())


def _holds(source: Source, text: str) -> bool:
    """Whether a source has a text, in lower case, in any of its names."""
    return any(
        text in name.casefold()
        for name in (source.id, *source.names, *source.domains, *source.marks, *source.holders, source.owner or "")
    )


def show_source(
    source_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The source's id, as `sources list` prints it; or a domain, a name, a call sign."
        ),
    ],
    more_sources: SourcesOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Show all that is known of one source.

    Example:  provenance sources show ap

    Exit codes: 0 done; 1 no such source.
    """
    known = registry(more_sources)
    found = (
        known.source(source_id)
        or known.by_domain(source_id.removeprefix("www."))
        or known.by_call_sign(source_id.upper())
        or known.by_name(source_id)
    )
    if found is None:
        message = f"{source_id}: no such source"
        raise InputError(message, "`provenance sources list --find TEXT` looks for a part of a name")
    entry = asdict(found)
    outlet = known.outlets.by_id(found.id) if known.outlets is not None else None
    if outlet is not None:
        entry |= {"medium": outlet.medium, "state": outlet.state}
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
    """Check files of sources; every fault has its file and line.

    Example:  provenance sources check my-sources.toml

    Exit codes: 0 all right; 1 a wrong entry.
    """
    from provenance.sources.checking import check_examples
    from provenance.sources.registry import load_registry, shipped_sources

    faults = 0
    for checked in [[file] for file in files or ()] or [[]]:
        name = ", ".join(map(str, checked)) or "shipped sources"
        try:
            known = load_registry(checked, check=True)
            check_examples(checked or [shipped_sources()], known)
        except RegistryError as error:
            complain(str(error), error.hint)
            faults += 1
        else:
            say(f"{printable(name)}: all right; {counted(len(known), 'source')} in all")
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
    sources.command(_name, help=help_text(_command), cls=FoldedCommand)(_command)
