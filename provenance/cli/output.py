"""Where the commands write: results on stdout, everything else on stderr.

Invariant: with a JSON format stdout carries UTF-8 JSON and nothing else; what is shown to a
person never carries a control character from a page or a file's name.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import UsageError
from provenance.report.contract import to_json
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console, RenderableType

    from provenance.model import Unreadable
    from provenance.pipeline import Progress

__all__ = [
    "JsonList",
    "complain",
    "complain_of",
    "console",
    "into",
    "note",
    "print_json",
    "print_renderable",
    "progress_bar",
    "say",
    "speak_json",
]

_WIDTH = 100  # of a table that goes to a file or a pipe, where COLUMNS does not say another
_DIGITS = 5
_FAILURES_SHOWN = 20


def complain(message: str, hint: str | None = None, *, word: str = "Error") -> None:
    """One line on stderr about what went wrong, and one about what to do."""
    sys.stderr.write(f"{word}: {printable(message)}\n")
    if hint:
        sys.stderr.write(f"  {printable(hint)}\n")


def complain_of(failures: Sequence[Unreadable], total: int) -> None:
    """Name the first documents that could not be read, and how many there were in all."""
    for failure in failures[:_FAILURES_SHOWN]:
        complain(f"{failure.id}: {failure.reason}", failure.hint)
    if total:
        more = f"; the first {_FAILURES_SHOWN} are named above" if total > _FAILURES_SHOWN else ""
        note(f"{total} could not be read{more}")


def note(message: str) -> None:
    """One line on stderr that is no error."""
    sys.stderr.write(f"{printable(message)}\n")


def say(line: str) -> None:
    """One line of the result on stdout."""
    sys.stdout.write(f"{line}\n")


def console() -> Console:
    """A console on stdout: the width of the terminal, else ``COLUMNS``, else 100; colour only on a terminal."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout,
        width=None if terminal else _asked_width(),
        force_terminal=None if terminal else False,
        no_color=None if terminal else True,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _asked_width() -> int:
    """The columns that the user's shell names, else 100."""
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS and int(asked) else _WIDTH


@contextmanager
def into(out: Path | None, inputs: Iterable[str | Path] = ()) -> Iterator[None]:
    """Have the results written to a file, which appears when it is whole.

    Args:
        out: the file; ``None`` leaves the results on stdout.
        inputs: what is read, and must not be written over.

    Raises:
        UsageError: the file is one of the inputs.
        OutputError: it cannot be written.
    """
    if out is None:
        yield
        return
    from pathlib import Path

    from provenance.pipeline.sinks import sink

    if out.exists() and any(Path(each).is_file() and out.samefile(each) for each in inputs):
        message = f"{out}: this is an input"
        raise UsageError(message, "name another file")
    with sink(out) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)
        try:
            with redirect_stdout(text):
                yield
        finally:
            text.detach()


def print_renderable(*renderables: RenderableType) -> None:
    """Show something to a person.

    Rich only renders: it would end the process itself when the reader of a pipe has gone.
    """
    output = console()
    with output.capture() as rendered:
        for renderable in renderables:
            output.print(renderable)
    sys.stdout.write("\n".join(line.rstrip() for line in rendered.get().split("\n")))


def speak_json() -> None:
    """Make stdout UTF-8 with bare line feeds, whatever the locale.

    A lone surrogate, which UTF-8 cannot hold, comes out as its JSON escape.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """One JSON value on stdout, indented; a dataclass becomes an object."""
    speak_json()
    say(to_json(asdict(value) if is_dataclass(value) and not isinstance(value, type) else value, indent=2))


class JsonList:
    """Writes values as they come: one value bare, several as a list.

    Nothing is written before the second value or ``close``, so a single answer is an object.
    """

    def __init__(self) -> None:
        """Start with nothing written."""
        self._first: str | None = None
        self._several = False

    def add(self, value: dict[str, Any]) -> None:
        """Write the next value, or keep it while it is the only one."""
        text = to_json(value, indent=2)
        if self._first is None:
            self._first = text
            return
        if not self._several:
            sys.stdout.write(f"[\n{self._first}")
            self._several = True
        sys.stdout.write(f",\n{text}")

    def close(self) -> None:
        """End the list, or write the only value."""
        if self._several:
            say("\n]")
        elif self._first is not None:
            say(self._first)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar on stderr where stderr is a terminal; ``None`` elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(progress: Progress) -> None:
            stage = progress.stage
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=progress.total)
            label = stage if progress.total is not None else f"{stage} {progress.done:,}"
            bar.update(tasks[stage], completed=progress.done, total=progress.total, description=label)

        yield show
