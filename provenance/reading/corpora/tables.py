"""What the readers of tables with a header share: the reasons why a whole file has no documents.

Invariant: what is wrong with a header is said once for the file, with the columns that it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import extra_hint
from provenance.model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.reading.corpora.names import CorpusName

__all__ = ["listed", "needs_extra", "without_column", "without_text"]

_LISTED = 40
_LONGEST = 60


def without_column(name: CorpusName, absent: Sequence[str], there: Sequence[str]) -> Unreadable:
    """Say that columns are not there which the user named."""
    named = ", ".join(f"`{column}`" for column in absent)
    return Unreadable(name.given, f"no column {named}", f"it has: {listed(there)}")


def without_text(name: CorpusName, there: Sequence[str]) -> Unreadable:
    """Say that no column can be taken for the text."""
    hint = f"name one with --text-field or --html-field; it has: {listed(there)}"
    return Unreadable(name.given, "no column with text in it by the usual names", hint)


def needs_extra(name: CorpusName, extra: str, package: str) -> Unreadable:
    """Say that a format is read with a package that is not installed."""
    return Unreadable(name.given, f"reading it needs {package}", extra_hint(extra))


def listed(names: Sequence[str], most: int = _LISTED) -> str:
    """Column names for people, not all of a flood."""
    short = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names[:most]]
    return ", ".join(short) + (f" and {len(names) - most:,} more" if len(names) > most else "")
