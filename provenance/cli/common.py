"""What the commands share: bundles of options as one parameter, the way to the database, exit codes.

Invariant: heavy libraries are imported only when a command runs.
"""

from __future__ import annotations

import inspect
import signal
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, get_type_hints

from provenance.errors import ExitCode, ProvenanceError, UsageError
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provenance.sources.registry import Registry
    from provenance.store import Database

__all__ = [
    "InterruptedRunError",
    "bundled",
    "day",
    "ended_tidily",
    "existing_database",
    "exit_code",
    "help_text",
    "made_for_something",
    "registry",
    "standard_input",
]

Result = TypeVar("Result")

_LABELS = ("Start:", "Example:", "Exit codes:")


class InterruptedRunError(ProvenanceError):
    """The user stopped a command; the message says what is kept."""

    exit_code = ExitCode.INTERRUPTED


def bundled(command: Callable[..., Result]) -> Callable[..., Result]:
    """Let a command take a dataclass of options as one parameter.

    Args:
        command: a function of which some parameters are annotated with a dataclass whose
            fields are Typer options.

    Returns:
        The same command, with those options in its signature, for Typer to read.
    """
    own = inspect.signature(command, eval_str=True).parameters.values()
    bundles: dict[str, Any] = {
        parameter.name: parameter.annotation for parameter in own if is_dataclass(parameter.annotation)
    }
    flat = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in own if parameter.name not in bundles]
    for bundle in bundles.values():
        hints = get_type_hints(bundle, include_extras=True)
        flat += [
            inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name])
            for f in fields(bundle)
        ]

    def run(**values: Any) -> Result:  # noqa: ANN401 - Typer has checked the values
        built = {
            name: bundle(**{field.name: values.pop(field.name) for field in fields(bundle)})
            for name, bundle in bundles.items()
        }
        return command(**values, **built)

    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in flat}
    return run


def help_text(command: Callable[..., Any]) -> str:
    """A command's docstring for Typer: a paragraph with a label keeps its line breaks.

    Args:
        command: a function whose docstring may have paragraphs such as ``Example:`` and
            ``Exit codes:``.

    Returns:
        The docstring with Click's mark (a backspace) before each such paragraph.
    """
    paragraphs = (inspect.getdoc(command) or "").split("\n\n")
    return "\n\n".join(f"\b\n{text}" if text.startswith(_LABELS) else text for text in paragraphs)


def day(text: str | None) -> str | None:
    """A day as the user gave it, checked.

    Raises:
        UsageError: it is no date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"{text}: not a date"
        raise UsageError(message, "write it as 2024-05-31") from None


def existing_database(named: Path | None, *, write: bool = False) -> Database:
    """Open the database that a command works on; it must be there already.

    Raises:
        DatabaseError: it is missing, too new, damaged or not ours.
    """
    from provenance import open_database

    return open_database(database_path(named)[0], write=write)


@contextmanager
def ended_tidily() -> Iterator[None]:
    """Take a wish that the process ends (SIGTERM) for an interruption, so that nothing temporary is left."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@dataclass(slots=True)
class Made:
    """Whether a database that a command may have made is worth keeping."""

    keeps: bool = True


@contextmanager
def made_for_something(path: Path) -> Iterator[Made]:
    """Take a database away again that a command made and put nothing into; one that was there stays.

    Args:
        path: where the database is, or will be.

    Yields:
        Where the command notes that it put nothing into it; open the database inside.
    """
    fresh, made = not path.exists(), Made()
    try:
        yield made
    finally:
        if fresh and not made.keeps:
            for file in (path, *(path.with_name(f"{path.name}-{side}") for side in ("wal", "shm"))):
                with suppress(OSError):  # where nothing could be made nothing is to be taken away
                    file.unlink(missing_ok=True)


def registry(extra: list[Path] | None) -> Registry:
    """The shipped sources and the user's own.

    Raises:
        RegistryError: an entry is wrong; the message has file and line.
    """
    from provenance.sources.registry import load_registry

    return load_registry(tuple(extra or ()))


def standard_input(inputs: list[str]) -> BinaryIO | None:
    """What ``-`` reads, where it stands among the inputs.

    Raises:
        UsageError: it stands there more than once, and can be read once only.
    """
    if inputs.count("-") > 1:
        message = "-: standard input is named more than once"
        raise UsageError(message, "name - once")
    return sys.stdin.buffer if "-" in inputs else None


def exit_code(*, done: int, failed: int) -> ExitCode:
    """What a run over many documents ends with.

    Args:
        done: how many documents were handled.
        failed: how many could not be read.

    Returns:
        Done, partial, or failure where nothing could be handled.
    """
    if done == 0:
        return ExitCode.FAILURE
    return ExitCode.PARTIAL if failed else ExitCode.DONE
