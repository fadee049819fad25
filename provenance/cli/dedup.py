"""``provenance dedup``: one copy of each text, and it is the origin.

Invariant: OUT appears whole or not at all; every input row stands in exactly one output file.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import InterruptedRunError, bundled, existing_database, exit_code, standard_input
from provenance.cli.options import Fields, FolderOption, QuietOption, ReportFormat, ReportFormatOption
from provenance.cli.output import complain_of, note, print_json, progress_bar, say
from provenance.cli.sizes import bytes_of
from provenance.counts import counted
from provenance.settings import DedupSettings, Keep, Level, OutputFormat, Room

if TYPE_CHECKING:
    from provenance.corpus import DedupReport

__all__ = ["dedup"]

_DEFAULTS = DedupSettings()

Corpora = Annotated[
    list[str], typer.Argument(metavar="CORPUS", help="A corpus: a file, folder or pattern, - for stdin.")
]
Threshold = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Share of common word runs (Jaccard) from which two are copies.")
]
Shingle = Annotated[int, typer.Option(min=1, max=20, help="Words in such a run.")]
Containment = Annotated[
    float,
    typer.Option(
        min=0.0, max=1.0, help="Share of its own words that an excerpt has in common with what it is taken from."
    ),
]
KeepOption = Annotated[
    Keep,
    typer.Option(
        help="Which copy is kept: the origin, as far as the pages say so; the one with the fewest signs of damage; "
        "the one published first, or the longest, for which no page is looked into, which is quicker."
    ),
]
DropDamagedOption = Annotated[
    bool,
    typer.Option(
        "--drop-damaged",
        help="Remove what a machine reworded, by what shows in its own text, even where no other copy is there. "
        "Every page is looked into, which takes longer; some pages that people wrote go too.",
    ),
]
AgainstOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A database: what it has is removed too, and the article of it is named. All its texts are read once.",
    ),
]
MemoryOption = Annotated[
    int | None,
    typer.Option(
        metavar="SIZE",
        parser=bytes_of,
        help="Memory that may be taken, about, as 2G or 500M; what is more goes to files in FOLDER.partial. "
        "Else as much as half the machine has. No result depends on it.",
        show_default=False,
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on from what an interrupted run left in FOLDER.partial. The input and the options must be the same; "
        "where they are not, it is said and all is made anew.",
    ),
]
LevelOption = Annotated[
    Level,
    typer.Option(
        help="paragraph: find paragraphs too that kept documents have in common, and list them in paragraphs.jsonl."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is written."""

    output_format: Annotated[
        OutputFormat,
        typer.Option(
            help="What the rows are written as. auto: as the inputs are, compressed as they are; inputs of several "
            "formats and single pages as JSON Lines. jsonl and json hold every input, the others only their like."
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


@bundled
def dedup(
    corpora: Corpora,
    out: FolderOption,
    fields: Fields,
    output: Output,
    threshold: Threshold = _DEFAULTS.threshold,
    shingle: Shingle = _DEFAULTS.shingle,
    containment: Containment = _DEFAULTS.containment,
    *,
    keep: KeepOption = _DEFAULTS.keep,
    level: LevelOption = _DEFAULTS.level,
    drop_damaged: DropDamagedOption = False,
    against: AgainstOption = None,
    memory: MemoryOption = None,
    resume: ResumeOption = False,
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
              provenance dedup crawl/*.jsonl -o clean --memory 2G --resume

    Exit codes: 0 done; 1 failure (FOLDER exists, no space left, nothing could be read);
                4 the database is missing or not ours; 5 some rows could not be read; 130 interrupted (no FOLDER).
    """
    from provenance import pipeline

    place, stdin = None if output.dry_run else out, standard_input(corpora)
    settings = DedupSettings(threshold, shingle, containment, keep=keep, drop_damaged=drop_damaged, level=level)
    with (
        nullcontext() if against is None else existing_database(against) as database,
        progress_bar(quiet=quiet) as progress,
    ):
        try:
            report = pipeline.dedup(
                corpora,
                place,
                settings=settings,
                options=fields.options(notice=None if quiet else note),
                against=database,
                clean=output.clean,
                html=output.html,
                output_format=output.output_format,
                room=Room(memory, resume),
                progress=progress,
                stdin=stdin,
            )
        except KeyboardInterrupt:
            kept = place is not None and out.with_name(f"{out.name}.partial").exists()
            message = "nothing was found out" if place is None else f"{out} was not made"
            how = "with --resume; it goes on from there" if kept else "again; it starts anew"
            raise InterruptedRunError(message, f"run the same command {how}") from None
    complain_of(report.failures, report.failed)
    if report_format is ReportFormat.JSON:
        print_json(report)
    elif not quiet:
        say(_summary(report, place))
    raise typer.Exit(exit_code(done=report.kept + report.removed, failed=report.failed))


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
    place = "nothing was written" if out is None else out
    return f"{place}: {report.read} read in {report.seconds:.1f} s: {counts}"
