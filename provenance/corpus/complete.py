"""A run that is asked to go on where another one is done already.

Invariant: a folder counts as what this run would make only where its report names the same corpus, by
what every document says, and the same settings, and its files are as long as they were; nothing is written then.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.parts import identity_of
from provenance.corpus.result import DedupReport
from provenance.corpus.written.output import PAGE, REPORT
from provenance.counts import counted
from provenance.errors import OutputError
from provenance.model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from provenance.corpus.gathering.documents import Report
    from provenance.reading import Record

__all__ = ["CorpusDigest", "complete_run"]

_SIZE = 16
# what a report says of its run, in words; in the order in which differences are told
_MADE_BY = {
    "versions": "by another version of the program",
    "options": "with its rows read otherwise (fields, limits)",
    "settings": "with other settings",
    "clean": "with --clean, or this run is",
    "format": "in another format",
}


_KINDS = {
    **dict.fromkeys(("read", "kept", "removed", "clusters", "failed", "unreadable", "stored", "dropped"), int),
    **dict.fromkeys(("relations", "sizes", "files"), dict),
    **dict.fromkeys(("failures", "notes"), list),
}


class CorpusDigest:
    """The digest of all that a corpus says, in any order: the sum of its documents' digests, and their number."""

    def __init__(self) -> None:
        """Start with no document."""
        self.count = self._sum = 0

    def add(self, identity: bytes) -> None:
        """Take a document by the digest of what the input says of it."""
        self.count += 1
        self._sum += int.from_bytes(identity)

    def told(self) -> str:
        """The digest, as a report says it."""
        return (self._sum % (1 << 8 * _SIZE)).to_bytes(_SIZE).hex()


def complete_run(
    out: Path,
    records: Iterable[Record | Unreadable],
    made_by: Mapping[str, Any],
    tell: Report,
    *,
    html: bool,
    alone: bool,
) -> DedupReport:
    """The report of a folder that is complete, where this run would make the same.

    Args:
        out: the folder.
        records: the corpus, which is read once.
        made_by: what a report of this run would say of how it was made, as JSON has it.
        tell: told how many documents are read.
        html: whether this run makes a page of the whole.
        alone: whether no database is read or written, of which nobody could tell what it had then.

    Raises:
        OutputError: it would make something else, or that cannot be told.
    """
    if not alone:
        message = f"{out}: is complete; whether its database is as it was cannot be told"
        hint = "use it as it is; with --store, verdicts still due come with the next `provenance ingest`"
        raise OutputError(message, f"{hint}; else name a folder that is not there yet, or remove this one")
    said = _said(out)
    other = next((words for name, words in _MADE_BY.items() if said.get(name) != made_by[name]), None)
    if other is not None:
        raise _another(out, f"it was made {other}{_which(said, made_by)}")
    for name, size in {**said["sizes"], **({PAGE: None} if html else {})}.items():
        if not (out / name).is_file():
            raise _another(out, f"it has no {name}")
        if size is not None and (out / name).stat().st_size != size:
            raise _another(out, f"its {name} is not what was written")
    digest, unreadable = CorpusDigest(), 0
    for record in records:
        if isinstance(record, Unreadable):
            unreadable += 1
        else:
            digest.add(identity_of(record))
            tell("reading", digest.count, said["read"])
    if (digest.told(), digest.count, unreadable) != (said.get("corpus"), said["read"], said["unreadable"]):
        difference = "the input is not what it was"
        if digest.count != said["read"]:
            difference += f": {counted(said['read'], 'document')} then, {digest.count:,} now"
        raise _another(out, difference)
    return _report(said)


def _said(out: Path) -> dict[str, Any]:
    try:
        said = json.loads((out / REPORT).read_bytes())
        _report(said)
        sound = all(isinstance(said[name], kind) for name, kind in _KINDS.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{out}: exists already, and its {REPORT} does not say what it was made of"
        raise OutputError(message, "name a folder that is not there yet, or remove this one") from error
    if not sound:
        message = f"{out}: exists already, and its {REPORT} is not as it was written"
        raise OutputError(message, "name a folder that is not there yet, or remove this one")
    return dict(said)


def _which(said: Mapping[str, Any], made_by: Mapping[str, Any]) -> str:
    before, now = said.get("settings"), made_by["settings"]
    if said.get("versions") != made_by["versions"] or not isinstance(before, dict) or before == now:
        return ""
    changed = [f"{name} {before.get(name)}, not {value}" for name, value in now.items() if before.get(name) != value]
    return f": {'; '.join(changed)}"


def _another(out: Path, difference: str) -> OutputError:
    message = f"{out}: is complete, and is not what this run would make: {difference}"
    return OutputError(message, "name a folder that is not there yet, or remove this one")


def _report(said: Mapping[str, Any]) -> DedupReport:
    """What a run reported, as its file says it."""
    return DedupReport(
        said["read"],
        said["kept"],
        said["removed"],
        said["clusters"],
        said["failed"],
        tuple(Unreadable(**failure) for failure in said["failures"]),
        seconds=0.0,
        reasons=said["relations"],
        notes=tuple(said["notes"]),
        stored=said["stored"],
        dropped=said["dropped"],
        shared=said["shared"] or 0,
        format=said["format"],
        files=(said["files"]["kept"], said["files"]["removed"]),
        was_complete=True,
    )
