"""The options that several commands have, and bundles of them.

Invariant: an option that several commands have is declared here once, so it has one name, one
meaning and one help text.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.common import day
from provenance.errors import UsageError
from provenance.reading.records import InputFormat
from provenance.report.formats import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.reading import ReadOptions
    from provenance.reading.web.options import WebOptions

__all__ = [
    "ArchiveOption",
    "DatabaseOption",
    "Fields",
    "FolderOption",
    "Format",
    "Inputs",
    "ListFormat",
    "ListFormatOption",
    "OutOption",
    "QuietOption",
    "ReportFormat",
    "ReportFormatOption",
    "SourceFiles",
    "SourcesOption",
    "Web",
]

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="A file, folder or pattern, an address (https://…), a corpus (JSONL, CSV, Parquet, WARC), - for stdin.",
    ),
]
DatabaseOption = Annotated[
    Path | None,
    typer.Option(
        "--db", metavar="FILE", help="The database; else PROVENANCE_DB, else db/ here, else your data folder."
    ),
]
ArchiveOption = Annotated[bool, typer.Option("--archive", help="Keep each fetched page as it came, beside its text.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors and results.")]
FolderOption = Annotated[
    Path, typer.Option("--out", "-o", metavar="FOLDER", help="The folder to make; it must not exist.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Where to; what is there is replaced. Else stdout."),
]
SourceFiles = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE", help="Your own TOML files; else the shipped ones.")
]
SourcesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--sources", metavar="FILE", help="More sources: a TOML file beside the shipped ones. May be repeated."
    ),
]


class Format(StrEnum):
    """How answers are written."""

    TABLE = names.Format.TABLE
    JSON = names.Format.JSON
    JSONL = names.Format.JSONL
    HTML = names.Format.HTML


class ListFormat(StrEnum):
    """How what may be listed is written."""

    TABLE = names.Format.TABLE
    JSON = names.Format.JSON
    JSONL = names.Format.JSONL


ListFormatOption = Annotated[
    ListFormat, typer.Option("--format", "-f", help="table for people; json: one value; jsonl: one line each.")
]


class ReportFormat(StrEnum):
    """How the report of a command is written."""

    TABLE = names.Format.TABLE
    JSON = names.Format.JSON


ReportFormatOption = Annotated[
    ReportFormat, typer.Option("--format", "-f", help="table for people, json for programs.")
]


def _column(help_text: str) -> Any:  # noqa: ANN401 - Typer types its own options so
    return typer.Option(metavar="NAME", help=help_text, rich_help_panel="Corpus columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which columns of a corpus hold what; ``None`` lets the reader guess."""

    id_field: Annotated[str | None, _column("Column with the row's id.")] = None
    url_field: Annotated[str | None, _column("Column with the page's address.")] = None
    text_field: Annotated[str | None, _column("Column with plain text.")] = None
    html_field: Annotated[str | None, _column("Column with HTML.")] = None
    title_field: Annotated[str | None, _column("Column with the headline.")] = None
    date_field: Annotated[str | None, _column("Column with the time of publication.")] = None
    publisher_field: Annotated[str | None, _column("Column with the publisher's name.")] = None
    as_format: Annotated[
        InputFormat, typer.Option("--input-format", help="What to read inputs as, where their names do not say.")
    ] = InputFormat.AUTO
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Read at most this many documents.")] = None
    sample: Annotated[
        float | None,
        typer.Option(metavar="SHARE", min=0.0, max=1.0, help="Read this share of a corpus, as 0.01, always the same."),
    ] = None
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Pass over what was published before this day.")] = (
        None
    )

    def options(self, web: WebOptions | None = None, notice: Callable[[str], None] | None = None) -> ReadOptions:
        """The same for the reading stage, which has its own guesses where none is named.

        Raises:
            UsageError: a date is none, or the sample is empty.
        """
        from provenance.reading import ReadOptions
        from provenance.reading.web.options import WebOptions

        if self.sample == 0:
            message = "--sample 0 reads nothing"
            raise UsageError(message, "give a share as 0.01")
        named = {field.name: getattr(self, field.name) for field in fields(self)} | {"since": day(self.since)}
        given = {name: value for name, value in named.items() if value is not None}
        return ReadOptions(**given, notice=notice, web=web or WebOptions())


def _web(help_text: str, *names: str, **more: Any) -> Any:  # noqa: ANN401 - Typer types its own options so
    return typer.Option(*names, help=help_text, rich_help_panel="The web", **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How pages are fetched."""

    allow_private: Annotated[
        list[str] | None,
        _web(
            "A private address or network that may be fetched from, as 10.0.0.0/8. May be repeated.", metavar="ADDRESS"
        ),
    ] = None
    ignore_robots: Annotated[
        bool, _web("Fetch what robots.txt asks not to; only where you may.", "--ignore-robots")
    ] = False
    pace: Annotated[float, _web("Time between two requests to one site.", metavar="SECONDS", min=0.0)] = 1.0
    timeout: Annotated[float, _web("Give a page up after this time.", metavar="SECONDS", min=0.1)] = 60.0
    max_age: Annotated[
        float, _web("Take a page that was fetched so lately from the cache.", metavar="MINUTES", min=0.0)
    ] = 60.0
    user_agent: Annotated[str | None, _web("How to introduce yourself to sites.", metavar="TEXT")] = None
    proxy: Annotated[
        str | None,
        _web(
            "Fetch over this proxy (http); HTTP_PROXY and its like are not followed.",
            "--proxy",
            metavar="URL",
            envvar="PROVENANCE_PROXY",
        ),
    ] = None

    def options(self, *, archive: bool = False) -> WebOptions:
        """The same for the reading stage; pages are kept in the user's cache folder.

        Raises:
            UsageError: the proxy is none.
        """
        from provenance.reading.web.options import WebOptions
        from provenance.settings import cache_folder

        if self.proxy:
            from provenance.reading.web.proxies import parse_proxy

            parse_proxy(self.proxy)
        return WebOptions(
            allow=tuple(self.allow_private or ()),
            robots=not self.ignore_robots,
            pace=self.pace,
            total=self.timeout,
            cache=cache_folder(),
            max_age=self.max_age * 60,
            user_agent=self.user_agent,
            archive=archive,
            proxy=self.proxy or None,
        )
