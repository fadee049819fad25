"""A stretch of a corpus as it was read and hashed: what is kept of it in memory, or in a file.

Invariant: a segment that was saved and loaded is equal to the one in memory. Segments of a part follow
each other, and how a corpus is cut into them changes no result.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.columns import IDENTITY, Columns, Strings, strings
from provenance.corpus.gathering.lines import ADDED, Places, checksum
from provenance.corpus.machine.arrays import save_arrays
from provenance.corpus.near.textparts import TextPart
from provenance.model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from provenance.corpus.machine.holding import Holding
    from provenance.reading.corpora.blocks import RowBlock
    from provenance.reading.records import PageMaker, Record

__all__ = ["Segment", "SegmentBuilder", "load_segment", "save_segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Some documents that follow each other.

    ``texts`` has one number for each document. ``unreadable``: what could not be read, each with how many
    documents stand before it. ``places``: ``None`` where some row cannot be copied from its file. ``taken``:
    documents and what could not be read, together. ``last``: the part ends with it. ``compiled``: whether
    kernels hashed the texts. ``notices``: what reading them had to say.
    """

    columns: Columns
    texts: TextPart
    unreadable: tuple[tuple[int, Unreadable], ...]
    places: Places | None
    taken: int
    last: bool
    compiled: bool
    notices: tuple[str, ...] = ()

    def failures(self) -> list[Unreadable]:
        """All that has no text, in the order of the input."""
        ids = self.columns.ids
        without = [
            (place, Unreadable(ids.slice(place, place + 1)[0], why)) for place, why in self.columns.failed.items()
        ]
        return [each for _, each in sorted((*self.unreadable, *without), key=itemgetter(0))]


class SegmentBuilder:
    """Takes documents one by one."""

    def __init__(self) -> None:
        """Start without one."""
        self.ids: list[str] = []
        self.identities: list[bytes] = []
        self.outlets = array("i")
        self.names: dict[str, int] = {}
        self.published: list[str] = []
        self.failed: dict[int, str] = {}
        self.unreadable: list[tuple[int, Unreadable]] = []
        self._spots = array("q")
        self._files: list[tuple[str, tuple[Any, ...]]] = []
        self._maker: object = None
        self._placed = True

    def __len__(self) -> int:
        """How many documents."""
        return len(self.ids)

    def take(self, record: Record, identity: bytes, outlet: str | None, failed: str | None) -> None:
        """Take a document; ``failed`` says why it has no text."""
        page = record.page
        if failed is not None:
            self.failed[len(self.ids)] = failed
        self.ids.append(page.id)
        self.identities.append(identity)
        self.outlets.append(-1 if outlet is None else self.names.setdefault(outlet, len(self.names)))
        self.published.append(page.published or "")
        if self._placed:
            self._place(record)

    def take_block(self, block: RowBlock, outlets: Iterable[str | None]) -> None:
        """Take documents that all have a text, with their outlets."""
        self.ids.extend(block.ids)
        self.identities.extend(map(checksum, block.lines()))
        names = self.names
        self.outlets.extend(-1 if outlet is None else names.setdefault(outlet, len(names)) for outlet in outlets)
        self.published.extend(each or "" for each in block.published)
        if not self._placed:
            return
        if ADDED in block.columns:
            self._placed = False
            return
        which = self._file(block.pages.name.location or "", block.pages)
        for number, (start, beyond) in enumerate(pairwise(block.starts), block.number):
            self._spots.extend((which, block.at + start, beyond - start, number))

    def refuse(self, unreadable: Unreadable) -> None:
        """Take something that could not be read."""
        self.unreadable.append((len(self.ids), unreadable))

    def _place(self, record: Record) -> None:
        place, raw = record.place, record.raw
        if place is None or raw is None or not record.row or ADDED in record.row:
            self._placed = False
            return
        path, start, number, maker = place
        self._spots.extend((self._file(path, maker), start, len(raw), number))

    def _file(self, path: str, maker: PageMaker) -> int:
        """The place of a file among those of this segment."""
        if maker is not self._maker:
            self._maker = maker
            name = maker.name
            self._files.append((path, (name.given, name.location, name.within, name.found)))
        return len(self._files) - 1

    def build(self, texts: TextPart, *, last: bool, compiled: bool, notices: Sequence[str]) -> Segment:
        """What was taken.

        Args:
            texts: of the documents that did not fail, in their order.
            last: whether the part ends here.
            compiled: whether kernels hashed the texts.
            notices: what reading had to say.
        """
        import numpy as np

        count = len(self.ids)
        numbers = np.full(count, -1, dtype=np.int64)
        wanted = np.ones(count, dtype=np.bool_)
        wanted[list(self.failed)] = False
        numbers[wanted] = texts.numbers
        for place in np.flatnonzero(numbers < 0).tolist():  # of which some failed, others have no word
            self.failed.setdefault(place, "no text in it")
        places = None
        if self._placed:
            places = Places(np.array(self._spots, dtype=np.int64).reshape(-1, 4), tuple(self._files))
        return Segment(
            Columns(
                strings(self.ids),
                np.frombuffer(b"".join(self.identities), dtype=np.uint8).reshape(count, IDENTITY),
                np.array(self.outlets, dtype=np.int32),
                tuple(self.names),
                strings(self.published),
                self.failed,
            ),
            replace(texts, numbers=numbers),
            tuple(self.unreadable),
            places,
            count + len(self.unreadable),
            last,
            compiled,
            tuple(notices),
        )


def save_segment(path: Path, segment: Segment) -> None:
    """Write a segment.

    Raises:
        OutputError: there is no room.
    """
    columns, places = segment.columns, segment.places
    arrays = {f"texts.{field.name}": getattr(segment.texts, field.name) for field in fields(TextPart)}
    arrays |= {
        "ids": columns.ids.data,
        "id_starts": columns.ids.starts,
        "identities": columns.identities,
        "outlets": columns.outlets,
        "published": columns.published.data,
        "published_starts": columns.published.starts,
    }
    if places is not None:
        arrays["spots"] = places.spots
    words = {
        "names": columns.names,
        "failed": list(columns.failed.items()),
        "unreadable": [(at, each.id, each.reason, each.hint) for at, each in segment.unreadable],
        "files": None if places is None else places.files,
        "taken": segment.taken,
        "last": segment.last,
        "compiled": segment.compiled,
        "notices": segment.notices,
    }
    save_arrays(path, arrays, words)


def load_segment(path: Path, holding: Holding) -> Segment:
    """Read a segment; its arrays stay on the disk but for those that are small.

    Raises:
        OutputError: it cannot be read.
    """
    arrays, words = holding.load(path)
    places = None
    if words["files"] is not None:
        places = Places(arrays["spots"], tuple((file, tuple(name)) for file, name in words["files"]))
    return Segment(
        Columns(
            Strings(arrays["ids"], arrays["id_starts"]),
            arrays["identities"],
            arrays["outlets"],
            tuple(words["names"]),
            Strings(arrays["published"], arrays["published_starts"]),
            dict(words["failed"]),
        ),
        TextPart(**{field.name: arrays[f"texts.{field.name}"] for field in fields(TextPart)}),
        tuple((at, Unreadable(name, reason, hint)) for at, name, reason, hint in words["unreadable"]),
        places,
        words["taken"],
        words["last"],
        words["compiled"],
        tuple(words["notices"]),
    )
