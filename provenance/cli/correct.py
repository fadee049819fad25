"""``provenance correct``: a person confirms or corrects a verdict.

Invariant: nothing that was said before is changed; what is said is honoured by every later answer.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.common import bundled, existing_database, registry
from provenance.cli.options import DatabaseOption, Format, QuietOption, SourcesOption
from provenance.cli.output import note, print_json, print_renderable, say, speak_json
from provenance.counts import counted
from provenance.errors import ExitCode, UsageError
from provenance.model import Relation, Status
from provenance.report.contract import to_json
from provenance.report.printable import clip, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Correction, Verdict
    from provenance.pipeline import CorrectionReport, Reliability
    from provenance.sources.registry import Registry
    from provenance.store import Database, StoredCorrection

__all__ = ["correct"]

_REASON_WIDTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a verdict, or that all that was said is to be listed."""

    origin: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="Whose text it is: an id of the registry, a name, a domain."),
    ] = None
    origin_article: Annotated[
        str | None, typer.Option(metavar="ARTICLE", help="The stored article that it was taken from.")
    ] = None
    unknown: Annotated[bool, typer.Option("--unknown", help="Its origin cannot be said.")] = False
    relation: Annotated[
        Relation | None, typer.Option(metavar="RELATION", help="How it stands to its origin; else the texts show it.")
    ] = None
    confirmed: Annotated[bool, typer.Option("--confirm", help="The verdict is right as it stands.")] = False
    withdrawn: Annotated[bool, typer.Option("--withdraw", help="Take back what was said of it last.")] = False
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="How you know; one line.")] = None
    author: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who says so; else PROVENANCE_AUTHOR, else the system's user."),
    ] = None
    listed: Annotated[bool, typer.Option("--list", help="List what was said, and how often the program was right.")] = (
        False
    )

    @property
    def chosen(self) -> list[str]:
        """What of all that excludes each other was given."""
        flags = {
            "--confirm": self.confirmed,
            "--withdraw": self.withdrawn,
            "--unknown": self.unknown,
            "--list": self.listed,
            "--origin": self.origin is not None or self.origin_article is not None,
        }
        return [name for name, on in flags.items() if on]


@bundled
def correct(
    what: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help="Its number, id, path or URL.", show_default=False)
    ] = None,
    *,
    said: Said,
    more_sources: SourcesOption = None,
    db: DatabaseOption = None,
    output_format: Annotated[
        Format, typer.Option("--format", "-f", help="table for people; json: one value; jsonl: one line a correction.")
    ] = Format.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Confirm or correct the verdict on an article.

    Your word decides the verdict from then on, also for what is stored later, and counts as
    evidence for copies of the article. Nothing is overwritten: all that was said is kept
    with its author, time and reason, and the newest is in force.

    Example:  provenance correct 17 --origin ap --reason "the paper's print edition credits AP"
              provenance correct copy.html --origin-article wire.html --reason "same photo, a day later"
              provenance correct 17 --confirm
              provenance correct 17 --withdraw --reason "I looked at the wrong page"
              provenance correct --list

    Exit codes: 0 done; 2 usage, several articles, or what cannot be; 3 no such article,
                nothing to list; 4 no database, or another program writes to it.
    """
    from provenance import pipeline

    _refuse_unclear(what, said)
    if what is None or said.listed:
        with existing_database(db) as database:
            _list(pipeline.corrections(database, what), output_format)
        return
    known = registry(more_sources)
    with existing_database(db, write=True) as database:
        report = _say(database, what, said, known)
    if output_format is not Format.TABLE:
        _write([_report_object(report)], output_format)
    elif not quiet:
        for line in report.notes:
            note(line)
        say(printable(_summary(report)))


def _say(database: Database, what: str, said: Said, known: Registry) -> CorrectionReport:
    """Write down what a person says."""
    from provenance import pipeline

    if said.confirmed:
        return pipeline.confirm(database, what, reason=said.reason, author=said.author, registry=known)
    reason = said.reason or ""
    if said.withdrawn:
        return pipeline.withdraw(database, what, reason=reason, author=said.author, registry=known)
    right = pipeline.TrueOrigin(said.origin, said.origin_article, said.relation)
    return pipeline.correct(database, what, right, reason=reason, author=said.author, registry=known)


def _refuse_unclear(what: str | None, said: Said) -> None:
    """Refuse a call that says nothing, or several things.

    Raises:
        UsageError: one of them.
    """
    chosen = said.chosen
    if len(chosen) != 1:
        message = f"{' and '.join(chosen)} cannot be said at once" if chosen else "say what is right"
        raise UsageError(
            message, "--origin SOURCE, --origin-article ARTICLE, --unknown, --confirm or --withdraw; or --list"
        )
    if what is None and chosen != ["--list"]:
        message = "name the article"
        raise UsageError(message, "by its number, id, path or URL, as `provenance show` takes it")
    if said.relation is not None and chosen != ["--origin"]:
        message = f"--relation cannot be said with {chosen[0]}"
        raise UsageError(message, "--relation goes with --origin or --origin-article")
    if said.reason is None and chosen[0] in {"--origin", "--unknown", "--withdraw"}:
        message = "a reason is missing"
        raise UsageError(message, 'give --reason "how you know"; others will read it beside the verdict')


def _summary(report: CorrectionReport) -> str:
    title = report.article.title or report.article.id
    others = f"{counted(report.retraced, 'other')} traced anew"
    kind, author = report.correction.kind, report.correction.author
    return f"{report.article.key} ({title}): {kind} by {author}: {_verdict(report.verdict)}; {others}"


def _verdict(verdict: Verdict) -> str:
    if verdict.status is Status.ABSTAINED or verdict.origin is None:
        return "origin cannot be said"
    relation = "" if verdict.relation is Relation.UNKNOWN else f", {verdict.relation.replace('_', ' ')}"
    return f"{verdict.origin.name}{relation}, confidence {verdict.confidence:.0%}"


def _list(said: Sequence[StoredCorrection], output_format: Format) -> None:
    """Write all that was said, newest first.

    Raises:
        typer.Exit: nothing was.
    """
    from provenance.pipeline import reliability

    rows = reliability(said)
    if output_format is Format.JSON:
        corrections = [_stored_object(each) for each in said]
        print_json({"corrections": corrections, "reliability": [asdict(row) for row in rows]})
    elif output_format is Format.JSONL:
        _write([_stored_object(each) for each in said], output_format)
    elif said:
        _print_list(said)
        if rows:
            say("")
            _print_reliability(rows)
    else:
        note("nobody has confirmed or corrected a verdict yet")
    if not said:
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def _write(values: Sequence[dict[str, Any]], output_format: Format) -> None:
    if output_format is Format.JSON:
        print_json(values[0])
        return
    speak_json()
    for value in values:
        say(to_json(value))


def _print_list(said: Sequence[StoredCorrection]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("when, who", no_wrap=True)
    table.add_column("state", min_width=max(len(_state(each)) for each in said))
    table.add_column("article, and what was said of it", overflow="fold", ratio=1)
    for each in said:
        correction = each.correction
        text = Text(printable(_name(each)), style="bold")
        text.append(f"\n{printable(_said(correction))}", style="not bold")
        if correction.reason:
            text.append(f"\n{clip(correction.reason, _REASON_WIDTH)}", style="italic not bold")
        when = f"{correction.time[:16].replace('T', ' ')}\n{clip(correction.author, 24)}"
        table.add_row(when, _state(each), text)
    print_renderable(table)


def _name(each: StoredCorrection) -> str:
    if each.article is None:
        return each.url or each.id
    return f"{each.article.key}  {each.article.title or each.article.id}"


def _state(each: StoredCorrection) -> str:
    if each.correction.kind == "withdrawn":
        return "taken back"
    if each.in_force:
        return "in force"
    if not each.newest:
        return "replaced"
    return "not stored" if each.article is None else "earlier text"


def _said(correction: Correction) -> str:
    """What a person said, and what the program had said."""
    said, origin = correction.said, correction.origin
    program = f"{said.name} {said.confidence:.0%}" if said.name is not None else "cannot be said"
    if correction.kind == "withdrawn":
        return f"withdrawn; the program says: {program}"
    right = "origin cannot be said" if origin is None else origin.name
    if origin is not None and origin.article is not None:
        right += f", text {origin.article.key}"
    if correction.relation is not None:
        right += f", {correction.relation.replace('_', ' ')}"
    return f"{correction.kind}: {right}; the program had said: {program}"


def _print_reliability(rows: Sequence[Reliability]) -> None:
    from rich.table import Table

    title = "How often the program was right by itself, without what people said of other articles"
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=title, title_justify="left")
    table.add_column("it was sure by")
    for heading in ("verdicts", "right", "share"):
        table.add_column(heading, justify="right")
    for row in rows:
        band = "abstained" if row.low is None or row.high is None else f"{row.low:.0%} to {row.high:.0%}"
        table.add_row(band, f"{row.verdicts:,}", f"{row.right:,}", f"{row.right / row.verdicts:.0%}")
    print_renderable(table)


def _correction_object(correction: Correction) -> dict[str, Any]:
    origin = correction.origin
    article = None if origin is None or origin.article is None else asdict(origin.article)
    return {
        "kind": correction.kind,
        "author": correction.author,
        "time": correction.time,
        "reason": correction.reason,
        "origin": origin and {"source": origin.source, "name": origin.name, "article": article},
        "relation": correction.relation,
        "said": asdict(correction.said),
    }


def _stored_object(each: StoredCorrection) -> dict[str, Any]:
    article = None if each.article is None else asdict(each.article)
    named = {"id": each.id, "url": each.url, "article": article, "state": _state(each)}
    return named | _correction_object(each.correction)


def _report_object(report: CorrectionReport) -> dict[str, Any]:
    from provenance.report.contract import verdict_object

    return {
        "article": asdict(report.article),
        "correction": _correction_object(report.correction),
        "verdict": verdict_object(report.verdict),
        "retraced": report.retraced,
        "notes": list(report.notes),
    }
