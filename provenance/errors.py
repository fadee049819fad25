"""One family of errors, each with the exit code that the command line ends with.

Invariant: everything that a user can cause is raised as a ``ProvenanceError`` whose message
names the input and whose ``hint`` says what to do; anything else is a bug.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "DatabaseError",
    "DocumentError",
    "ExitCode",
    "InputError",
    "NotFoundError",
    "OutputError",
    "ProvenanceError",
    "RegistryError",
    "UsageError",
]


class ExitCode(IntEnum):
    """What a process ends with."""

    DONE = 0
    FAILURE = 1
    USAGE = 2
    NOTHING_FOUND = 3
    DATABASE = 4
    PARTIAL = 5
    INTERRUPTED = 130


class ProvenanceError(Exception):
    """The base of the family: a message for people and, where there is one, a way out."""

    exit_code: ExitCode = ExitCode.FAILURE

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep what happened (naming the input) and what to do about it."""
        super().__init__(message)
        self.hint = hint


class UsageError(ProvenanceError):
    """The command was called in a way that cannot mean anything."""

    exit_code = ExitCode.USAGE


class NotFoundError(ProvenanceError):
    """Nothing stored is meant by what the user named."""

    exit_code = ExitCode.NOTHING_FOUND


class InputError(ProvenanceError):
    """An input as a whole cannot be read: no such file, a truncated archive, no article in it."""


class DocumentError(ProvenanceError):
    """One document cannot be read; a run counts it, names it and goes on."""


class OutputError(ProvenanceError):
    """A result cannot be written: no space left, a read-only folder, a folder that exists."""


class RegistryError(ProvenanceError):
    """An entry of the source registry is wrong; the message has file and line."""


class DatabaseError(ProvenanceError):
    """The database is missing, not ours, too new, damaged, or its scheme differs."""

    exit_code = ExitCode.DATABASE
