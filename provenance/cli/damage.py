"""``provenance damage``: what a paraphraser broke in a text.

Invariant: without ``--learn`` and ``--take`` it only reads.
"""

from __future__ import annotations

import sys
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TypeVar

import typer

from provenance.cli.common import bundled, existing_database, exit_code, standard_input
from provenance.cli.options import DatabaseOption, Fields, Format, OutOption, QuietOption, Web
from provenance.cli.output import (
    JsonList,
    complain,
    into,
    note,
    print_json,
    print_renderable,
    progress_bar,
    say,
    speak_json,
)
from provenance.counts import counted
from provenance.errors import ExitCode, UsageError
from provenance.model import Unreadable
from provenance.report.contract import to_json
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import RenderableType

    from provenance.model import Trace
    from provenance.pipeline import HeldAgainst
    from provenance.reading import ReadOptions

__all__ = ["damage"]

Result = TypeVar("Result")


def _phrases(help_text: str, *names: str, **more: Any) -> Any:  # noqa: ANN401 - Typer types its own options so
    return typer.Option(*names, help=help_text, rich_help_panel="Instead of documents", **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What is asked for in the place of documents."""

    detectors: Annotated[bool, _phrases("List the detectors with their measured rates.", "--detectors")] = False
    learn: Annotated[
        bool, _phrases("Learn from the database's machine paraphrases which set phrases they break.", "--learn")
    ] = False
    phrases: Annotated[bool, _phrases("List the learned phrases; -o FILE.toml writes a list.", "--phrases")] = False
    take: Annotated[
        str | None,
        _phrases("Look for the phrases of this list too, as --phrases writes it.", "--take", metavar="FILE"),
    ] = None

    def asked(self) -> list[str]:
        """The names of the options that are given."""
        return [f"--{name}" for name, value in asdict(self).items() if value]


@bundled
def damage(
    fields: Fields,
    web: Web,
    instead: Instead,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT", help="A file, folder or pattern, an address (https://…), a corpus, - for stdin."
        ),
    ] = None,
    original: Annotated[
        str | None,
        typer.Option("--original", metavar="FILE", help="Hold the inputs against this text, a file or address."),
    ] = None,
    db: DatabaseOption = None,
    output_format: Annotated[
        Format,
        typer.Option("--format", "-f", help="table: for people. html: a page. json: one value. jsonl: one line each."),
    ] = Format.TABLE,
    *,
    out: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show what a paraphraser broke, beside the original or alone.

    Beside its original a text is shown paragraph by paragraph, with the original under it.

    Without it only what is broken in itself shows: each finding in its sentence, with how many
    pages that people wrote show the same.

    Example:  provenance damage copy.html --original wire.html
              provenance damage copy.html
              provenance damage --detectors
              provenance damage --learn --db news.db
              provenance damage --phrases -o phrases.toml

    Exit codes: 0 done, or damage found; 1 no input could be read, or the file cannot be written;
                2 usage; 3 nothing found; 4 the database is missing or not ours;
                5 some inputs could not be read.
    """
    given = inputs or []
    _check(given, instead, original, output_format)
    if instead.learn or instead.take is not None:
        _learn(db, instead.take, output_format, quiet=quiet)
        return
    texts = [*given, *([original] if original else [])]
    options = fields.options(web.options(), None if quiet else note)
    with into(out, [*texts, database_path(db)[0]]):
        if instead.detectors:
            code = _detectors(output_format)
        elif instead.phrases:
            code = _list_phrases(db, output_format, as_list=out is not None)
        elif original is not None:
            code = _beside(given, original, options, standard_input(texts), output_format)
        else:
            code = _alone(given, db, options, standard_input(texts), output_format)
    raise typer.Exit(code)


def _check(given: list[str], instead: Instead, original: str | None, output_format: Format) -> None:
    """Refuse what cannot be asked for at once.

    Raises:
        UsageError: nothing is asked for, or two things that do not go together.
    """
    asked = instead.asked()
    if bool(given) == bool(asked) or len(asked) > (2 if instead.learn and instead.take is not None else 1):
        message = f"{' and '.join([*given[:1], *asked])}: one at a time" if given or asked else "nothing to look at"
        raise UsageError(message, "give INPUT, or one of --detectors, --learn, --take and --phrases")
    if original is not None and not given:
        message = "--original: nothing to hold against it"
        raise UsageError(message, "name the copy: provenance damage COPY --original FILE")
    if asked and output_format is Format.HTML:
        message = f"{asked[0]}: not as html"
        raise UsageError(message, "take table, json or jsonl")


def _beside(
    given: list[str], original: str, options: ReadOptions, stdin: BinaryIO | None, output_format: Format
) -> ExitCode:
    """Hold the inputs against their original."""
    from provenance import pipeline
    from provenance.report.contract import answer
    from provenance.report.damage import beside_card

    results = pipeline.hold_against(given, original, options=options, stdin=stdin)
    if output_format is Format.HTML:
        return _page(results)
    return _each(
        results,
        output_format,
        lambda held: answer(held.trace),
        lambda held: beside_card(held.trace, held.original, held.match),
        lambda held: held.match is not None,
    )


def _alone(
    given: list[str], db: Path | None, options: ReadOptions, stdin: BinaryIO | None, output_format: Format
) -> ExitCode:
    """Show what the inputs show by themselves."""
    from provenance import pipeline
    from provenance.report.damage import alone_card, alone_object

    path, named = database_path(db)
    with existing_database(db) if named or path.exists() else nullcontext() as database:
        if output_format is Format.HTML:
            return _page(pipeline.trace(given, database, options=options, stdin=stdin, texts=True))
        return _each(
            pipeline.examine(given, database, options=options, stdin=stdin),
            output_format,
            lambda seen: alone_object(seen.article, seen.blocks, seen.alone, seen.damage),
            lambda seen: alone_card(seen.article, seen.blocks, seen.alone, seen.damage),
            lambda seen: bool(seen.damage.findings or seen.damage.machine_paraphrase),
        )


def _each(
    results: Iterable[Result | Unreadable],
    output_format: Format,
    as_object: Callable[[Result], dict[str, Any]],
    as_card: Callable[[Result], RenderableType],
    shows: Callable[[Result], bool],
) -> ExitCode:
    """Write every answer, and say on stderr what could not be read."""
    done = failed = found = 0
    json_list = JsonList()
    if output_format is not Format.TABLE:
        speak_json()
    try:
        for result in results:
            if isinstance(result, Unreadable):
                complain(f"{result.id}: {result.reason}", result.hint)
                failed += 1
                continue
            done += 1
            found += shows(result)
            if output_format is Format.TABLE:
                print_renderable(as_card(result))
            elif output_format is Format.JSON:
                json_list.add(as_object(result))
            else:
                say(to_json(as_object(result)))
    finally:
        json_list.close()  # an interrupted list is still JSON
    return _code(done, failed, found)


def _page(results: Iterable[HeldAgainst | Trace | Unreadable]) -> ExitCode:
    """Write one page with all answers."""
    from provenance.pipeline import HeldAgainst
    from provenance.report.html import HtmlReport

    speak_json()
    done = failed = found = 0
    with closing(HtmlReport()) as report:
        for result in results:
            if isinstance(result, Unreadable):
                complain(f"{result.id}: {result.reason}", result.hint)
                report.fail(result)
                failed += 1
                continue
            trace = result.trace if isinstance(result, HeldAgainst) else result
            report.add(trace)
            done += 1
            found += bool(trace.findings)
        report.write(sys.stdout)
    return _code(done, failed, found)


def _code(done: int, failed: int, found: int) -> ExitCode:
    if failed and done:
        note(f"{failed} of {counted(failed + done, 'input')} could not be read")
    code = exit_code(done=done, failed=failed)
    return ExitCode.NOTHING_FOUND if code is ExitCode.DONE and not found else code


def _rows(rows: Sequence[dict[str, Any]], output_format: Format) -> None:
    """Rows as one value, or one line each."""
    if output_format is Format.JSON:
        print_json(list(rows))
    else:
        speak_json()
        for row in rows:
            say(to_json(row))


def _detectors(output_format: Format) -> ExitCode:
    from provenance.report.damage import detector_rows, detector_table

    rows = detector_rows()
    if output_format is Format.TABLE:
        print_renderable(detector_table(rows))
    else:
        _rows(rows, output_format)
    return ExitCode.DONE


def _learn(db: Path | None, listed: str | None, output_format: Format, *, quiet: bool) -> None:
    """Learn from the database's paraphrases, with the phrases of a list where one is given."""
    from provenance import pipeline
    from provenance.pipeline.phrase_lists import read_phrases

    given = None if listed is None else read_phrases(Path(listed))
    with existing_database(db, write=True) as database, progress_bar(quiet=quiet) as progress:
        report = pipeline.learn_phrases(database, given=given, progress=progress)
    if output_format is not Format.TABLE:
        print_json(report)
        return
    found = counted(report.phrases, "damaged phrase of several stories", "damaged phrases of several stories")
    where = counted(report.paraphrases, "machine paraphrase", "machine paraphrases")
    others = counted(report.compared, "other article", "other articles")
    say(f"{found} in {where} with a held original; {report.used:,} looked for from now on; {others} searched")
    if report.retraced:
        say(f"{counted(report.retraced, 'verdict')} made anew")


def _list_phrases(db: Path | None, output_format: Format, *, as_list: bool) -> ExitCode:
    """List the learned phrases; as a list to take elsewhere where a file is named and no format."""
    with existing_database(db) as database:
        learned = database.damaged_phrases()
    if output_format is not Format.TABLE:
        _rows([{**asdict(phrase), "used": phrase.used} for phrase in learned.phrases], output_format)
    elif as_list:
        from provenance.pipeline.phrase_lists import phrases_toml

        say(phrases_toml(learned.phrases).rstrip())
    elif learned.phrases:
        from provenance.report.phrases import phrase_table

        print_renderable(phrase_table(learned))
    if not learned.phrases:
        note("no damaged phrase is known; `provenance damage --learn` learns them from machine paraphrases")
        return ExitCode.NOTHING_FOUND
    return ExitCode.DONE
