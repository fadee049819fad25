"""``provenance watch``: fetch what feeds list, once or every so often, until they are watched no longer.

Invariant: a round ends with everything that it names stored and traced; an interrupted or
killed watch goes on where it was.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.common import InterruptedRunError, bundled, day, existing_database, exit_code, registry
from provenance.cli.options import ArchiveOption, DatabaseOption, QuietOption, SourcesOption, Web
from provenance.cli.output import complain, complain_of, note, print_renderable, progress_bar, say, speak_json
from provenance.counts import counted
from provenance.errors import ExitCode, UsageError
from provenance.report.contract import to_json
from provenance.report.printable import printable
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.table import Table

    from provenance.pipeline import FeedRound, WatchOptions, WatchRound
    from provenance.reading.web.options import WebOptions
    from provenance.sources import Registry

__all__ = ["watch"]

_ARRIVALS = 40  # named after a round; jsonl has all


class WatchFormat(StrEnum):
    """How the rounds of a watch are written."""

    TABLE = "table"
    JSONL = "jsonl"


def _rounds(help_text: str, **more: Any) -> Any:  # noqa: ANN401 - Typer types its own options so
    return typer.Option(help=help_text, rich_help_panel="Rounds", **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """How often feeds are looked at, and how much is fetched."""

    every: Annotated[float | None, _rounds("Look again so often, until interrupted.", metavar="MINUTES", min=0.0)] = (
        None
    )
    rounds: Annotated[int | None, _rounds("End after so many rounds.", metavar="N", min=1)] = None
    limit: Annotated[int | None, _rounds("Fetch at most so many pages a round.", metavar="N", min=1)] = None
    since: Annotated[str | None, _rounds("Leave out what a feed dates earlier.", metavar="DATE")] = None

    def options(self, web: WebOptions) -> WatchOptions:
        """The same for the pipeline."""
        from provenance.pipeline import WatchOptions

        every = None if self.every is None else self.every * 60
        return WatchOptions(every=every, rounds=self.rounds, limit=self.limit, since=day(self.since), web=web)


@bundled
def watch(
    rounds: Rounds,
    web: Web,
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEED", help="The address of a feed, a sitemap or a home page, or a source's id."),
    ] = None,
    db: DatabaseOption = None,
    output_format: Annotated[
        WatchFormat, typer.Option("--format", "-f", help="table for people, jsonl: one line a round.")
    ] = WatchFormat.TABLE,
    more_sources: SourcesOption = None,
    *,
    seeds: Annotated[
        bool, typer.Option("--seeds", help="All agencies and broadcasters whose feeds the registry knows.")
    ] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="Say what is watched and how it stands, and fetch nothing.")
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Watch the named feeds no longer; what they listed is kept.")
    ] = False,
    archive: ArchiveOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch what feeds and news sitemaps list.

    When each item was first seen is kept. The database is made where there is none. Without a name, the feeds that the
    database watches already are looked at again.

    A home page gives way to the feeds that it names.

    Example:  provenance watch https://www.example.org/rss.xml
              provenance watch ap bbc --every 15
              provenance watch --seeds --limit 500
              provenance watch --remove https://www.example.org/rss.xml

    Exit codes: 0 done; 1 no feed could be read; 2 nothing to watch; 3 nothing to remove;
                4 the database is too new or not ours; 5 some feeds or pages could not be read;
                130 interrupted (what is stored is kept).
    """
    from provenance import open_database, pipeline

    known = registry(more_sources)
    if remove or listing:
        if remove:
            _remove(feeds or [], db, known, output_format, seeds=seeds, listing=listing)
        else:
            _write_feeds(db, output_format)
        return
    named = pipeline.feeds_of(feeds or (), known, seeds=seeds)
    options = rounds.options(web.options(archive=archive))
    path = database_path(db)[0]
    with open_database(path, write=True, create=bool(named)) as database, progress_bar(quiet=quiet) as progress:
        found = pipeline.watch(named, database, options=options, registry=known, progress=progress)
        code = _write_all(found, output_format, quiet=quiet)
    raise typer.Exit(code)


def _write_all(rounds: Iterable[WatchRound], output_format: WatchFormat, *, quiet: bool) -> ExitCode:
    """Each round as it ends; what the whole watch ends with."""
    done = failed = 0
    try:
        for found in rounds:
            _write(found, output_format, quiet=quiet)
            done += len(found.feeds) - found.broken + len(found.arrivals)
            failed += found.broken + found.failed
    except KeyboardInterrupt:
        message = "what was stored is kept"
        raise InterruptedRunError(message, "`provenance watch` goes on with the same feeds") from None
    return exit_code(done=done, failed=failed)


def _remove(
    names: list[str],
    db: Path | None,
    known: Registry,
    output_format: WatchFormat,
    *,
    seeds: bool,
    listing: bool,
) -> None:
    """Watch feeds no longer, and say of each what is kept."""
    from provenance import pipeline

    if listing or not (names or seeds):
        message = "--remove and --list exclude each other" if listing else "--remove: no feed is named"
        raise UsageError(message, "`provenance watch --list` names those that are watched")
    with existing_database(db, write=True) as database:
        removed = pipeline.unwatch(names, database, registry=known, seeds=seeds)
    if output_format is WatchFormat.JSONL:
        speak_json()
    for feed in removed:
        if output_format is WatchFormat.JSONL:
            say(to_json(asdict(feed)))
            continue
        kept = f"{counted(feed.items, 'item')} that it listed kept" if feed.items else "it never listed anything"
        say(f"no longer watched: {printable(feed.url)} ({kept})")
    if not removed:
        note("none of these feeds is watched")


def _write(found: WatchRound, output_format: WatchFormat, *, quiet: bool) -> None:
    """One round: for programs whole, for people the feeds, what came in, and a sum."""
    if output_format is WatchFormat.JSONL:
        speak_json()
        say(to_json(asdict(found)))
        sys.stdout.flush()
        return
    for feed in found.feeds:
        if feed.failure is not None:
            complain(f"{feed.url}: {feed.failure}", feed.hint)
        if feed.leads_to:
            note(f"{feed.url}: a page; watched in its place: {', '.join(feed.leads_to)}")
        if feed.undated:
            note(f"{feed.url}: --since lets {counted(feed.undated, 'item')} in that the feed gives no date for")
    complain_of(found.failures, found.failed)
    if not quiet:
        print_renderable(_round(found), "")
        say(_sum(found))
        sys.stdout.flush()


def _round(found: WatchRound) -> Table:
    """The feeds with something new, then the articles that came in."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for feed in found.feeds:
        if feed.new or feed.changed or feed.vanished:
            table.add_row(f"{feed.new} new", f"{printable(feed.title or feed.url)}{_more(feed)}")
    for arrival in found.arrivals[:_ARRIVALS]:
        published = (arrival.published or "undated")[:16].replace("T", " ")
        changed = " (changed)" if arrival.updated else ""
        table.add_row(published, f"{printable(arrival.title or arrival.url)}{changed}")
    if len(found.arrivals) > _ARRIVALS:
        table.add_row("", f"and {len(found.arrivals) - _ARRIVALS} more")
    return table


def _more(feed: FeedRound) -> str:
    """What else changed in a feed."""
    parts = [f"{feed.listed} listed"]
    parts += [f"{feed.changed} changed"] if feed.changed else []
    parts += [f"{feed.vanished} no longer listed"] if feed.vanished else []
    return f" ({', '.join(parts)})"


def _sum(found: WatchRound) -> str:
    updated = sum(arrival.updated for arrival in found.arrivals)
    counts = f"{len(found.arrivals) - updated} new, {updated} updated, {found.known} known"
    counts += f", {found.failed} failed" if found.failed or not found.broken else ""
    waiting = f", {found.waiting} waiting" if found.waiting else ""
    again = f"; next round at {_clock(found.next_round)}" if found.next_round else ""
    broken = f" ({found.broken} failed)" if found.broken else ""
    looked = f"{counted(len(found.feeds), 'feed')}{broken} in {found.seconds:.1f} s"
    return f"{_clock(found.started)}, round {found.number}: {looked}: {counts}{waiting}{again}"


def _clock(time: str) -> str:
    """A time of the clock for people."""
    return f"{time[:16].replace('T', ' ')} UTC"


def _write_feeds(db: Path | None, output_format: WatchFormat) -> None:
    """The feeds that a database watches, and those that it watched."""
    with existing_database(db) as database:
        standings = database.feed_standings()
    if output_format is WatchFormat.JSONL:
        speak_json()
        for standing in standings:
            say(to_json(asdict(standing)))
        return
    if not standings:
        note("no feed is watched yet; name one")
        return
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("feed", "last answer"):
        table.add_column(name, overflow="fold")
    for name in ("items", "stored", "due", "failed"):
        table.add_column(name, justify="right")
    for standing in standings:
        named = f"{printable(standing.title)}\n{printable(standing.url)}" if standing.title else printable(standing.url)
        answered = (standing.answered or "never")[:16].replace("T", " ")
        reason = f"\n{printable(standing.failure)}" if standing.failure else ""
        if standing.stopped:
            reason = f"\nnot watched since {standing.stopped[:16].replace('T', ' ')}"
        numbers = (standing.items, standing.stored, standing.due, standing.failed)
        table.add_row(named, f"{answered}{reason}", *(f"{number:,}" for number in numbers))
    print_renderable(table)
