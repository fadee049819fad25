"""What a reader has to say beside its documents: guesses, and what it passed over.

Invariant: a corpus's mapping is told once however many shards it has, and what was passed over
is counted in one line at the end of the input.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

from provenance.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Notes", "is_chosen", "merged"]

_WHOLE = 1 << 64
_NAMED = 3
# what is told of each part of a file that is read in several
_MAPPING = re.compile(r"(?P<file>.*?): .* \(guessed\)(?:; not used: .*)?", re.DOTALL)
_UNNAMED = "no text or number as id and go by their place"
_COUNTED = re.compile(
    rf"(?P<file>.*): (?P<before>--since let )?(?P<count>[\d,]+) rows?(?: has| have)? "
    rf"(?P<after>{_UNNAMED}|in without a date that can be read)",
    re.DOTALL,
)
_PASSED = re.compile(r"(?P<file>.*): passed over: (?P<counts>[\d,]+ [^(]+)", re.DOTALL)
_PART = re.compile(r"(?P<count>\d[\d,]*) (?P<what>.*)", re.DOTALL)


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
            self.say(f"{name}: {rows} {_UNNAMED}")
        self._unnamed.clear()

    def _counted(self, kind: tuple[str, str], count: int) -> str:
        """How many of a kind were passed over, with the names of the first few files."""
        names = self._named.get(kind, [])
        named = f" ({', '.join(names)}{', …' if count > len(names) else ''})" if names else ""
        return f"{counted(count, *kind)}{named}"


def merged(lines: Iterable[str]) -> tuple[str, ...]:
    """The notices about a corpus of which each file was read in parts: each once for a file, with their counts.

    Args:
        lines: as ``Notes`` told them, in the order of the parts.

    Returns:
        The same, those of one kind about one file as one.
    """
    mappings: dict[str, dict[str, None]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    order: dict[tuple[str, str], str] = {}
    for line in lines:
        if (found := _MAPPING.fullmatch(line)) is not None:
            mappings.setdefault(found["file"], {})[line] = None
            order.setdefault((found["file"], ""), line)
        elif (found := _COUNTED.fullmatch(line)) is not None:
            kind = found["file"], found["after"]
            counts[kind] += _number(found["count"])
            order.setdefault(kind, line)
        elif (found := _PASSED.fullmatch(line)) is not None:
            for part in filter(None, map(_PART.fullmatch, found["counts"].split(", "))):
                counts[found["file"], part["what"]] += _number(part["count"])
            order.setdefault((found["file"], "passed over"), line)
        else:
            order.setdefault((line, line), line)
    return tuple(_once(kind, line, mappings, counts) for kind, line in order.items())


def _once(
    kind: tuple[str, str], line: str, mappings: dict[str, dict[str, None]], counts: Counter[tuple[str, str]]
) -> str:
    file, what = kind
    if not what:
        others = len(mappings[file]) - 1
        return (
            f"{line}; {counted(others, 'other set of columns', 'other sets of columns')} further on" if others else line
        )
    if what == _UNNAMED:
        return f"{file}: {counted(counts[kind], 'row has', 'rows have')} {what}"
    if kind in counts:
        return f"{file}: --since let {counted(counts[kind], 'row')} {what}"
    if what == "passed over":
        several = {other for name, other in counts if name == file} - {_UNNAMED, "in without a date that can be read"}
        return f"{file}: passed over: {', '.join(f'{counts[file, each]:,} {each}' for each in sorted(several))}"
    return line


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))


def is_chosen(share: float, file: str, identity: str) -> bool:
    """Whether a document falls into the sample.

    Args:
        share: of all documents, in (0, 1].
        file: the name of its file, without what leads to it.
        identity: its id within the file.
    """
    digest = blake2b(f"{file}\n{identity}".encode("utf-8", "backslashreplace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * _WHOLE
