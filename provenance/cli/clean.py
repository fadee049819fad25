"""``provenance clean``: the story of each page, without its wrapping.

Invariant: the results go to one place and nothing else goes there; what was there before is
replaced only with ``--force``.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from provenance.cli.common import InterruptedRunError, bundled, existing_database, exit_code, standard_input
from provenance.cli.options import Fields, Inputs, QuietOption, Web
from provenance.cli.output import complain, note, progress_bar, speak_json
from provenance.model import Role, Unreadable
from provenance.pipeline.article_files import ArticleFolder
from provenance.pipeline.sinks import refuse_existing, sink
from provenance.reading.formats import by_name
from provenance.reading.records import InputFormat
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.pipeline import CleanArticle

__all__ = ["clean"]

_BETWEEN = "\n---\n\n"  # two stories in one stream


class CleanFormat(StrEnum):
    """How clean articles are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSONL = "jsonl"


_SUFFIXES = {CleanFormat.TEXT: ".txt", CleanFormat.MARKDOWN: ".md", CleanFormat.JSONL: ".jsonl"}


@bundled
def clean(
    inputs: Inputs,
    fields: Fields,
    web: Web,
    output_format: Annotated[
        CleanFormat,
        typer.Option("--format", "-f", help="text: paragraphs. markdown: with headings. jsonl: one object an article."),
    ] = CleanFormat.TEXT,
    keep: Annotated[list[Role] | None, typer.Option(help="Keep lines of this role too. May be repeated.")] = None,
    drop: Annotated[list[Role] | None, typer.Option(help="Leave lines of this role out. May be repeated.")] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="FILE|FOLDER", help="Where to; a folder gets one file an article. Else stdout."
        ),
    ] = None,
    *,
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="FILE", help="A database: lines that sites are known to repeat are left out too."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Give the story of each page, without its wrapping.

    Headline, subheadings and body stay; bylines, captions, footers, menus, promotion go.

    OUT is a folder where it is one, ends in a slash, or has no suffix and several articles
    come; else a file: stories stand there one after the other, with a line --- between them.

    Example:  provenance clean story.html
              provenance clean pages/ --format markdown -o stories/
              provenance clean crawl.warc.gz --format jsonl --keep dateline -o clean.jsonl.zst

    Exit codes: 0 done; 1 failure (nothing could be read, OUT is there already or cannot be written);
                2 usage, as an unknown role; 4 the database is missing or not ours; 5 some inputs could not be read;
                130 interrupted (a file does not appear; a folder keeps what it has).
    """
    from provenance import pipeline

    stdin = standard_input(inputs)
    kept, dropped = keep or [], drop or []
    options = fields.options(web.options(), None if quiet else note)
    with (
        nullcontext() if db is None else existing_database(db) as database,
        progress_bar(quiet=quiet or (out is None and sys.stdout.isatty())) as progress,
        _place(out, inputs, output_format, force=force) as write,
    ):
        try:
            results = pipeline.clean(
                inputs, database, keep=kept, drop=dropped, options=options, progress=progress, stdin=stdin
            )
            done, failed = _write(results, write, _renderer(output_format, blocks=bool(kept or dropped)))
        except KeyboardInterrupt:
            message = "no file was made" if out is not None else "the rest was not cleaned"
            raise InterruptedRunError(message) from None
    if failed and done:
        note(f"{failed} of {failed + done} could not be cleaned")
    raise typer.Exit(exit_code(done=done, failed=failed))


def _write(
    results: Iterator[CleanArticle | Unreadable],
    write: Callable[[CleanArticle, str], Unreadable | None],
    render: Callable[[CleanArticle], str],
) -> tuple[int, int]:
    """Write every story; how many there were, and how many inputs gave none."""
    done = failed = 0
    for result in results:
        failure = result if isinstance(result, Unreadable) else write(result, render(result))
        if failure is None:
            done += 1
        else:
            complain(f"{failure.id}: {failure.reason}", failure.hint)
            failed += 1
    return done, failed


def _renderer(output_format: CleanFormat, *, blocks: bool) -> Callable[[CleanArticle], str]:
    """What an article is written as."""
    from provenance.report.clean import as_markdown, as_row, as_text
    from provenance.report.contract import to_json

    if output_format is CleanFormat.JSONL:
        return lambda article: f"{to_json(as_row(article, blocks=blocks))}\n"
    return as_markdown if output_format is CleanFormat.MARKDOWN else as_text


@contextmanager
def _place(
    out: str | None, inputs: list[str], output_format: CleanFormat, *, force: bool
) -> Iterator[Callable[[CleanArticle, str], Unreadable | None]]:
    """Where stories go: a function that takes the next one, and says why where it could not be put there."""
    if out is not None and _is_folder(out, inputs, output_format):
        yield _into_folder(out, output_format, force=force)
        return
    path = None if out is None else Path(out)
    if path is not None:
        refuse_existing(path, force=force)
    between = "" if output_format is CleanFormat.JSONL else _BETWEEN
    with ExitStack() as stack:
        put: Callable[[str], object] | None = None

        def write(_article: CleanArticle, text: str) -> None:
            nonlocal put
            if put is None:  # without a story no file appears
                put = _on_stdout() if path is None else _into_file(stack.enter_context(sink(path)))
                put(text)
            else:
                put(between + text)

        yield write


def _is_folder(out: str, inputs: list[str], output_format: CleanFormat) -> bool:
    """Whether a place is a folder, by its name and by what is to be cleaned."""
    if Path(out).is_dir() or out.endswith(("/", os.sep)):
        return True
    several = len(inputs) > 1 or any(Path(each).is_dir() or "*" in each or _is_corpus(each) for each in inputs)
    return several and not Path(out).suffix and output_format is not CleanFormat.JSONL


def _is_corpus(name: str) -> bool:
    """Whether an input's name says that it holds several documents."""
    return by_name(name) not in {None, InputFormat.HTML, InputFormat.TEXT, InputFormat.MARKDOWN}


def _into_folder(
    out: str, output_format: CleanFormat, *, force: bool
) -> Callable[[CleanArticle, str], Unreadable | None]:
    folder = ArticleFolder(Path(out), _SUFFIXES[output_format], force=force)

    def write(article: CleanArticle, text: str) -> Unreadable | None:
        if folder.add(article, text) is not None:
            return None
        reason = f"a file for it is in {out} already, and stays"
        return Unreadable(article.id, reason, "name another folder, or replace files with --force")

    return write


def _into_file(raw: BinaryIO) -> Callable[[str], object]:
    return lambda text: raw.write(text.encode("utf-8", "replace"))


def _on_stdout() -> Callable[[str], object]:
    """Standard output: as it is to a program, with what could harm a terminal as escapes to a person."""
    if sys.stdout.isatty():
        return lambda text: sys.stdout.write(printable(text))
    speak_json()
    return sys.stdout.write
