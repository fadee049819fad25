"""One family of errors, each with the exit code that the command line ends with.

Invariant: everything that a user can cause is raised as a ``ProvenanceError`` whose message
names the input and whose ``hint`` says what to do; anything else is a bug.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

__all__ = [
    "DatabaseError",
    "DocumentError",
    "ExitCode",
    "FetchError",
    "FetchFailure",
    "InputError",
    "NotFoundError",
    "OutputError",
    "ProvenanceError",
    "RegistryError",
    "UsageError",
    "extra_hint",
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


def extra_hint(extra: str) -> str:
    """How an extra of the program is installed, from wherever the program came."""
    return f"in its clone: pip install '.[{extra}]'; from an index: pip install 'news-provenance[{extra}]'"


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


class FetchFailure(StrEnum):
    """Why a page could not be fetched; stored with the failure."""

    BAD_ADDRESS = "bad address"
    UNSAFE_ADDRESS = "unsafe address"
    NAME_NOT_FOUND = "name not found"
    NOT_REACHED = "not reached"
    CERTIFICATE = "certificate"
    TIMED_OUT = "timed out"
    ROBOTS = "robots"
    REDIRECTS = "redirects"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    GONE = "gone"
    LEGAL = "legal"
    TOO_MANY_REQUESTS = "too many requests"
    CLIENT_ERROR = "client error"
    SERVER_ERROR = "server error"
    NOT_A_PAGE = "not a page"
    TOO_LARGE = "too large"
    BROKEN_ANSWER = "broken answer"
    WALL = "wall"

    @property
    def passing(self) -> bool:
        """Whether the same request may well succeed later."""
        return self in _PASSING


_PASSING = frozenset(
    {
        FetchFailure.NAME_NOT_FOUND,
        FetchFailure.NOT_REACHED,
        FetchFailure.TIMED_OUT,
        FetchFailure.TOO_MANY_REQUESTS,
        FetchFailure.SERVER_ERROR,
        FetchFailure.BROKEN_ANSWER,
    }
)


class FetchError(DocumentError):
    """A page could not be fetched; ``failure`` says why."""

    def __init__(self, message: str, failure: FetchFailure, hint: str | None = None) -> None:
        """Keep what happened (naming the address), why, and what to do about it."""
        super().__init__(message, hint)
        self.failure = failure


class OutputError(ProvenanceError):
    """A result cannot be written: no space left, a read-only folder, a folder that exists."""


class RegistryError(ProvenanceError):
    """An entry of the source registry is wrong; the message has file and line."""


class DatabaseError(ProvenanceError):
    """The database is missing, not ours, too new, damaged, or its scheme differs."""

    exit_code = ExitCode.DATABASE
