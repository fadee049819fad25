"""The commands as Typer has them, and how a run of one ends.

Invariant: a user never sees a traceback; whatever happens ends in one message on stderr that
says what to do, and in an exit code of ``ExitCode``; a reader that closes the pipe ends it quietly.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance import __version__
from provenance.cli.common import InterruptedRunError, help_text
from provenance.cli.folding import FoldedCommand, FoldedGroup
from provenance.cli.output import complain, say
from provenance.errors import ExitCode, ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command_line", "run_command_line"]

_PACKAGE = "provenance.cli"
_DEBUG = "PROVENANCE_DEBUG"
_COLLECTED = 50_000  # objects between two collections; at Python's 700 start-up spends a tenth of its time on them


class _ClosedPipeError(Exception):
    """The reader of stdout has gone."""


class _Commands(FoldedGroup):
    """The group of commands; two things that Typer would end by itself are left to ``main``."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the type belongs to the Click inside Typer
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            message = "nothing was changed"
            raise InterruptedRunError(message) from None
        except BrokenPipeError:
            raise _ClosedPipeError from None


# each is a module, with a function or a group of that name
_COMMANDS = (
    "trace",
    "ingest",
    "watch",
    "browse",
    "show",
    "correct",
    "story",
    "quotes",
    "damage",
    "clean",
    "dedup",
    "merge",
    "export",
    "import_",
    "site",
    "coverage",
    "furniture",
    "forget",
    "stats",
    "doctor",
    "sources",
)


def command_line(wanted: str | None = None) -> typer.Typer:
    """The command line, as Typer has it.

    Args:
        wanted: the first word that the user gave; where that is a command, no other is loaded, for to load
            all takes longer than most of them take to answer.
    """
    made = typer.Typer(
        cls=_Commands,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    modules = {name.strip("_"): name for name in _COMMANDS}
    for name in [modules[wanted]] if wanted in modules else _COMMANDS:
        command: typer.Typer | Callable[..., None] = getattr(import_module(f"{_PACKAGE}.{name}"), name)
        if isinstance(command, typer.Typer):
            made.add_typer(command, name=name)
        else:
            made.command(help=help_text(command), cls=FoldedCommand)(command)
    made.callback(help=help_text(_provenance))(_provenance)
    return made


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback gets the option's value
    if wanted:
        say(f"provenance {__version__}")
        raise typer.Exit


def _provenance(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Says where a news text came from.

    Who wrote it first, through which hops it came, which lines are furniture, what was damaged.

    Start:  provenance ingest pages/            fill a database
            provenance trace pages/story.html   ask about one article

    Exit codes: 0 done; 1 failure; 2 usage; 3 nothing found; 4 database;
                5 some inputs failed; 130 interrupted.
    """


def run_command_line() -> int:
    """Run the command line.

    Returns:
        The exit code; whatever there was to say of it has been said.
    """
    gc.set_threshold(_COLLECTED)
    _open_what_is_closed()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    code: int
    try:
        code = _run()
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        code = _explain(error)
    except KeyboardInterrupt:
        code = _explain(InterruptedRunError("nothing was changed"))
    _close_stdout()
    return code


def _run() -> int:
    try:
        command_line(next(iter(sys.argv[1:]), None))(prog_name="provenance")
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:  # Typer says nothing of an interruption outside of a command
            message = "nothing was changed"
            raise InterruptedRunError(message) from None
        return end.code if isinstance(end.code, int) else 0
    return 0


def _explain(error: Exception) -> int:
    """Say what happened, once, and return the exit code for it."""
    if isinstance(error, (BrokenPipeError, _ClosedPipeError)):
        return ExitCode.DONE
    if os.environ.get(_DEBUG):
        traceback.print_exception(error)
    if isinstance(error, InterruptedRunError):
        complain(str(error), error.hint, word="Interrupted")
        return error.exit_code
    if isinstance(error, ProvenanceError):
        complain(str(error), error.hint)
        return error.exit_code
    if isinstance(error, MemoryError):
        complain("out of memory", "give fewer or smaller documents at once")
    elif isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
        complain(f"{error.filename or 'output'}: {error.strerror}", "make room, or write to another disk")
    elif isinstance(error, OSError):
        complain(f"{error.filename or 'output'}: {error.strerror or error}")
    else:
        complain(
            f"this is a bug in provenance: {type(error).__name__}: {error}",
            f"set {_DEBUG}=1 to see where it happened, and report that",
        )
    return ExitCode.FAILURE


def _open_what_is_closed() -> None:
    """A standard stream that the caller closed (``>&-``) is ``None``; the null device stands in for it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the very end


def _close_stdout() -> None:
    """Let the interpreter's own flush at exit find nothing to complain about."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
