"""What a reader has to say beside its documents: guesses, and what it passed over.

Invariant: a corpus's mapping is told once however many shards it has, and what was passed over
is counted in one line at the end of the input.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

from provenance.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Notes", "is_chosen"]

_WHOLE = 1 << 64
_NAMED = 3


class Notes:
    """The notices about one input as the user named it."""

    def __init__(self, given: str, tell: Callable[[str], None] | None) -> None:
        """Take the input's name and who is to be told."""
        self._given = given
        self._tell = tell
        self._mappings: set[str] = set()
        self._passed: Counter[tuple[str, str]] = Counter()
        self._named: dict[tuple[str, str], list[str]] = {}
        self._dateless = False
        self._undated = 0
        self._unnamed: Counter[str] = Counter()

    def mapping(self, name: str, mapping: str, more: str = "") -> None:
        """Tell which columns mean what, where it is not what another file of the input has.

        Args:
            name: the file.
            mapping: what means what.
            more: said after it; it may differ from file to file.
        """
        if mapping not in self._mappings:
            self._mappings.add(mapping)
            self.say(f"{name}: {mapping}{more}")

    def without_dates(self, name: str) -> None:
        """Tell once that a file has no column of dates although a day was asked for."""
        if not self._dateless:
            self._dateless = True
            self.say(f"{name}: no column of dates was found, so --since lets every row in; name one with --date-field")

    def undated(self) -> None:
        """Count a row that was read although nothing says whether it is old enough to be passed over."""
        self._undated += 1

    def unnamed(self, name: str) -> None:
        """Count a row of a file whose id is neither text nor a number, so that the row is named by its place."""
        self._unnamed[name] += 1

    def passed(self, what: str, several: str | None = None, name: str | None = None) -> None:
        """Count what is passed over.

        Args:
            what: what it is, as it follows a one.
            several: as it follows other numbers; else ``what`` too.
            name: a file, of which the first few are named.
        """
        kind = what, several or what
        self._passed[kind] += 1
        if name is not None and self._passed[kind] <= _NAMED:
            self._named.setdefault(kind, []).append(name)

    def say(self, line: str) -> None:
        """Tell one line."""
        if self._tell is not None:
            self._tell(line)

    def close(self) -> None:
        """Tell what was passed over, what was not for want of a date, and what has no id that can be one."""
        if self._passed:
            passed = ", ".join(self._counted(kind, count) for kind, count in sorted(self._passed.items()))
            self.say(f"{self._given}: passed over: {passed}")
            self._passed.clear()
            self._named.clear()
        if self._undated:
            self.say(f"{self._given}: --since let {counted(self._undated, 'row')} in without a date that can be read")
            self._undated = 0
        for name, count in sorted(self._unnamed.items()):
            rows = counted(count, "row has", "rows have")
            self.say(f"{name}: {rows} no text or number as id and go by their place")
        self._unnamed.clear()

    def _counted(self, kind: tuple[str, str], count: int) -> str:
        """How many of a kind were passed over, with the names of the first few files."""
        names = self._named.get(kind, [])
        named = f" ({', '.join(names)}{', …' if count > len(names) else ''})" if names else ""
        return f"{counted(count, *kind)}{named}"


def is_chosen(share: float, file: str, identity: str) -> bool:
    """Whether a document falls into the sample.

    Args:
        share: of all documents, in (0, 1].
        file: the name of its file, without what leads to it.
        identity: its id within the file.
    """
    digest = blake2b(f"{file}\n{identity}".encode("utf-8", "backslashreplace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * _WHOLE
