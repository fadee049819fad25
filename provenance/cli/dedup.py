"""``provenance dedup``: one copy of each text, and it is the origin.

Invariant: OUT appears whole or not at all; every input row stands in exactly one output file.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import (
    InterruptedRunError,
    bundled,
    ended_tidily,
    existing_database,
    exit_code,
    made_for_something,
    standard_input,
)
from provenance.cli.options import Fields, FolderOption, QuietOption, ReportFormat, ReportFormatOption
from provenance.cli.output import complain_of, note, print_json, progress_bar, say
from provenance.cli.sizes import bytes_of
from provenance.counts import counted
from provenance.settings import DedupSettings, Keep, Level, OutputFormat, Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.corpus import DedupReport
    from provenance.corpus.result import ClustersStored
    from provenance.store import Database

__all__ = ["dedup"]

_DEFAULTS = DedupSettings()

Corpora = Annotated[
    list[str], typer.Argument(metavar="CORPUS", help="A corpus: a file, folder or pattern, - for stdin.")
]
AgainstOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A database: what it has is removed too, and the article of it is named. All its texts are read once.",
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A database, made if there is none: keep the clusters there to browse them, and as articles, with their "
        "verdicts, the documents that have a copy or are removed.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What counts as a copy, and which copy is kept."""

    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of common word runs (Jaccard) from which two are copies.")
    ] = _DEFAULTS.threshold
    shingle: Annotated[int, typer.Option(min=1, max=20, help="Words in such a run.")] = _DEFAULTS.shingle
    containment: Annotated[
        float,
        typer.Option(
            min=0.0, max=1.0, help="Share of its own words that an excerpt has in common with what it is taken from."
        ),
    ] = _DEFAULTS.containment
    keep: Annotated[
        Keep,
        typer.Option(
            help="Which copy is kept: the origin, as far as the pages say so; the one with the fewest signs of "
            "damage; the one published first, or the longest, for which no page is looked into, which is quicker."
        ),
    ] = _DEFAULTS.keep
    level: Annotated[
        Level,
        typer.Option(
            help="paragraph: find paragraphs too that kept documents have in common, and list them in paragraphs.jsonl."
        ),
    ] = _DEFAULTS.level
    fast: Annotated[
        bool,
        typer.Option(
            "--fast",
            help="Sign texts by one permutation instead of 128: a twentieth of the run's time less, where no page is "
            "looked into. What is found is measured as exactly, but more may be missed: none of 4,362 near pairs of "
            "an invented corpus, 6 of 872 of a news wire, where 2 others were found.",
        ),
    ] = _DEFAULTS.fast
    drop_damaged: Annotated[
        bool,
        typer.Option(
            "--drop-damaged",
            help="Remove what a machine reworded, by what shows in its own text, even where no other copy is there. "
            "Every page is looked into, which takes longer; some pages that people wrote go too.",
        ),
    ] = _DEFAULTS.drop_damaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is written."""

    output_format: Annotated[
        OutputFormat,
        typer.Option(
            help="What the rows are written as. auto: as the inputs are, compressed as they are; inputs of several "
            "formats and single pages as JSON Lines. All but warc hold every input; what does not fit is named."
        ),
    ] = OutputFormat.AUTO
    clean: Annotated[
        bool,
        typer.Option(
            "--clean",
            help="Add to each kept row its story without furniture and footers, as `provenance clean` gives it, "
            "as provenance.clean; the row's own text stays.",
        ),
    ] = False
    html: Annotated[
        bool,
        typer.Option(
            "--html",
            help="Make report.html too: what was removed and why, with charts, and some clusters to judge by eye.",
        ),
    ] = False
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be kept and removed, and make no folder.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the run may take, and where it begins."""

    memory: Annotated[
        int | None,
        typer.Option(
            metavar="SIZE",
            parser=bytes_of,
            help="Memory that may be taken, about, as 2G or 500M; what is more goes to files in FOLDER.partial. "
            "Else 4G, or half of what the machine has where that is less. No result depends on it.",
            show_default=False,
        ),
    ] = None
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on from what an interrupted run left in FOLDER.partial. The input and the options must be the "
            "same; where they are not, it is said and all is made anew. Where FOLDER is complete, nothing is done.",
        ),
    ] = False


@bundled
def dedup(
    corpora: Corpora,
    out: FolderOption,
    rules: Rules,
    fields: Fields,
    output: Output,
    machine: Machine,
    *,
    against: AgainstOption = None,
    store: StoreOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Keep the origin of each cluster of copies.

    Every row is written out as it came, with what was decided and why: kept and removed (.jsonl, .parquet, …),
    clusters.jsonl and report.json.

    Example:  provenance dedup corpus.jsonl.gz -o clean
              provenance dedup a.jsonl b.jsonl -o clean --threshold 0.7 --shingle 5
              provenance dedup shards/*.jsonl -o clean --keep first
              provenance dedup today.jsonl -o new --against stories.db
              provenance ingest new/kept.jsonl --db stories.db
              provenance dedup crawl/*.jsonl -o clean --memory 2G --resume

    Exit codes: 0 done; 1 failure (FOLDER exists, no space left, nothing could be read);
                4 a database is missing or not ours; 5 some rows could not be read; 130 interrupted (no FOLDER).
    """
    from provenance import pipeline

    place = None if output.dry_run else out
    with _databases(against, None if output.dry_run else store) as (known, kept), progress_bar(quiet=quiet) as progress:
        try:
            with ended_tidily():
                report = pipeline.dedup(
                    corpora,
                    place,
                    settings=DedupSettings(**asdict(rules)),
                    options=fields.options(notice=None if quiet else note),
                    against=known,
                    store=kept,
                    clean=output.clean,
                    html=output.html,
                    output_format=output.output_format,
                    room=Room(machine.memory, machine.resume),
                    progress=progress,
                    stdin=standard_input(corpora),
                )
        except KeyboardInterrupt:
            raise _interrupted(place, store) from None
    complain_of(report.failures, report.failed)
    if report_format is ReportFormat.JSON:
        print_json(report)
    elif not quiet:
        _say(report, place, store)
    raise typer.Exit(exit_code(done=report.kept + report.removed, failed=report.failed))


def _say(report: DedupReport, out: Path | None, store: Path | None) -> None:
    say(_summary(report, out))
    if report.database is not None:
        say(f"{store}: {_stored(report.database)}")


def _interrupted(out: Path | None, store: Path | None) -> InterruptedRunError:
    if out is None:
        return InterruptedRunError("nothing was found out", "run the same command again; it starts anew")
    if out.exists():
        due = f"the next `provenance ingest` into {store} makes the verdicts that are still due"
        return InterruptedRunError(f"{out} is complete", None if store is None else due)
    kept = out.with_name(f"{out.name}.partial").exists()
    how = "with --resume; it goes on from there" if kept else "again; it starts anew"
    return InterruptedRunError(f"{out} was not made", f"run the same command {how}")


@contextmanager
def _databases(against: Path | None, store: Path | None) -> Iterator[tuple[Database | None, Database | None]]:
    """What the corpus is held against, and what keeps the clusters."""
    with ExitStack() as opened:
        # first what is written, because an older database is brought up to date by that
        kept = None if store is None else opened.enter_context(_made(store))
        yield None if against is None else opened.enter_context(existing_database(against)), kept


@contextmanager
def _made(path: Path) -> Iterator[Database]:
    """A database to write to; one that was made and got nothing is taken away again."""
    from provenance import open_database

    with made_for_something(path) as made:
        made.keeps = False
        with open_database(path, write=True, create=True) as database:
            try:
                yield database
            finally:
                made.keeps = not database.is_untouched()


def _stored(stored: ClustersStored) -> str:
    counts = f"{counted(stored.new, 'article')} new, {stored.updated} updated, {stored.known} known"
    if stored.failed:
        counts += f", {counted(stored.failed, 'document')} no article"
    return f"clusters as deduplication {stored.dedup}: {counts}; {stored.traced} traced"


def _summary(report: DedupReport, out: Path | None) -> str:
    counts = (
        f"{report.kept} kept, {report.removed} removed, {counted(report.clusters, 'cluster')}, {report.failed} failed"
    )
    if report.stored:
        counts += f", {report.stored} of the removed stored already"
    if report.dropped:
        counts += f", {report.dropped} of the removed without another copy, but reworded by a machine"
    if report.shared:
        counts += f", {counted(report.shared, 'paragraph')} shared by kept documents"
    if report.was_complete:
        return f"{out}: is complete, nothing to do: {report.read} read before: {counts}"
    place = "nothing was written" if out is None else out
    return f"{place}: {report.read} read in {report.seconds:.1f} s: {counts}"
