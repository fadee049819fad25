"""The documents of a corpus as columns: some tens of bytes a document in memory, whatever their names.

Invariant: a document taken out is the one that was put in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, overload

from provenance.corpus.result import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Columns", "DocumentPart", "Documents", "Strings", "strings"]

IDENTITY = 16  # bytes
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Strings:
    """Many strings: UTF-8, one after the other in ``data`` (uint8), by ``starts`` (int64[n + 1])."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]

    def slice(self, first: int, beyond: int) -> list[str]:
        """Some that follow each other."""
        bounds = (self.starts[first : beyond + 1] - self.starts[first]).tolist()
        data = self.data[self.starts[first] : self.starts[beyond]].tobytes()
        return [data[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]


def strings(values: Sequence[str]) -> Strings:
    """Many strings as columns."""
    import numpy as np

    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum(list(map(len, encoded)), out=starts[1:])
    return Strings(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)


@dataclass(frozen=True, slots=True)
class Columns:
    """``n`` documents, without their numbers.

    ``identities``: uint8[n, 16]. ``outlets``: int32[n] into ``names``, -1 for none. ``published``: empty for none.
    ``failed``: why some have no text, by place.
    """

    ids: Strings
    identities: NDArray[np.uint8]
    outlets: NDArray[np.int32]
    names: tuple[str, ...]
    published: Strings
    failed: Mapping[int, str]

    def __len__(self) -> int:
        """How many documents."""
        return len(self.outlets)


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """Documents that follow each other, with the numbers of their texts: int64, -1 for none."""

    columns: Columns
    texts: NDArray[np.int64]

    def some(self, first: int, beyond: int, before: int, chosen: Sequence[int] | None = None) -> list[Document]:
        """The documents from one place to another.

        Args:
            first: the first place.
            beyond: the one after the last.
            before: the number of the document at place 0.
            chosen: which of them, counted from ``first``; all where it is not said.
        """
        columns = self.columns
        identities = columns.identities[first:beyond].tobytes()
        ids, published = columns.ids.slice(first, beyond), columns.published.slice(first, beyond)
        outlets, texts = columns.outlets[first:beyond].tolist(), self.texts[first:beyond].tolist()
        names, failed = columns.names, columns.failed
        return [
            Document(
                before + first + place,
                ids[place],
                identities[IDENTITY * place : IDENTITY * (place + 1)],
                None if outlets[place] < 0 else names[outlets[place]],
                None if texts[place] < 0 else texts[place],
                failed.get(first + place),
                published[place] or None,
            )
            for place in (range(beyond - first) if chosen is None else chosen)
        ]


class Documents(Sequence[Document]):
    """The documents of a corpus in their order, made when they are asked for."""

    def __init__(self, parts: Sequence[DocumentPart]) -> None:
        """Take the parts in their order."""
        import numpy as np

        self._parts = parts
        self._before = [0]
        for part in parts:
            self._before.append(self._before[-1] + len(part.columns))
        self.texts: NDArray[np.int64] = np.concatenate([np.zeros(0, np.int64), *(part.texts for part in parts)])

    def __len__(self) -> int:
        """How many documents."""
        return self._before[-1]

    def __iter__(self) -> Iterator[Document]:
        """All of them, some thousand in memory at a time."""
        for part, before in zip(self._parts, self._before, strict=False):
            for first in range(0, len(part.columns), _AT_ONCE):
                yield from part.some(first, min(first + _AT_ONCE, len(part.columns)), before)

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        """One by its number, or some."""
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        at = bisect_right(self._before, number) - 1
        place = number - self._before[at]
        return self._parts[at].some(place, place + 1, self._before[at])[0]

    def some(self, wanted: NDArray[np.bool_]) -> Iterator[Document]:
        """Those that are wanted, by a mask over all."""
        import numpy as np

        for part, before in zip(self._parts, self._before, strict=False):
            for first in range(0, len(part.columns), _AT_ONCE):
                beyond = min(first + _AT_ONCE, len(part.columns))
                chosen = np.flatnonzero(wanted[before + first : before + beyond]).tolist()
                if chosen:
                    yield from part.some(first, beyond, before, chosen)

    def identities(self, first: int, beyond: int) -> list[bytes]:
        """Those of documents that follow each other."""
        found: list[bytes] = []
        for part, before in zip(self._parts, self._before, strict=False):
            begin, end = max(first - before, 0), min(beyond - before, len(part.columns))
            if begin < end:
                raw = part.columns.identities[begin:end].tobytes()
                found += [raw[at : at + IDENTITY] for at in range(0, len(raw), IDENTITY)]
        return found

    def failed(self) -> dict[int, str]:
        """Why documents have no text, by their numbers."""
        return {
            before + place: why
            for part, before in zip(self._parts, self._before, strict=False)
            for place, why in part.columns.failed.items()
        }

    def ids(self) -> Iterator[list[str]]:
        """The id of each document, in order, some thousand at a time."""
        for part in self._parts:
            for first in range(0, len(part.columns), _AT_ONCE):
                yield part.columns.ids.slice(first, min(first + _AT_ONCE, len(part.columns)))

    def mask(self, numbers: Iterable[int]) -> NDArray[np.bool_]:
        """Which documents have one of these numbers: bool[documents]."""
        import numpy as np

        wanted = np.zeros(len(self), dtype=np.bool_)
        wanted[list(numbers)] = True
        return wanted

    def count_outlets(self, kept: NDArray[np.bool_]) -> dict[str | None, tuple[int, int]]:
        """How many documents of each outlet are kept, and how many are not; ``None`` for those without an outlet.

        Args:
            kept: bool[documents].
        """
        import numpy as np

        found: dict[str | None, tuple[int, int]] = {}
        for part, before in zip(self._parts, self._before, strict=False):
            names, here = (*part.columns.names, None), kept[before : before + len(part.columns)]
            codes = part.columns.outlets % len(names)  # of none the last one
            own = [np.bincount(codes[which], minlength=len(names)) for which in (here, ~here)]
            for name, *counts in zip(names, *(each.tolist() for each in own), strict=True):
                if any(counts):
                    there = found.get(name, (0, 0))
                    found[name] = (there[0] + counts[0], there[1] + counts[1])
        return found
