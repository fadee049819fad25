"""Standings kept in files: by a run that goes on from there, and to hold the stories outside of the memory.

Invariant: standings that were saved and loaded are equal to those that were made, but that what is long in
them lies on the disk.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.columns import Strings, strings
from provenance.corpus.machine.arrays import save_arrays
from provenance.corpus.origins.standing import Rank, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.gathering.columns import Documents
    from provenance.corpus.machine.holding import Holding
    from provenance.corpus.origins.standing import Packed
    from provenance.tracing.anchors import Anchors

__all__ = ["load_standings", "pack_anchors", "save_standings", "unpack_anchors"]

# what JSON holds of a standing, in this order
_PLAIN = ("why", "aggregator", "time", "length", "source", "credited", "paraphrased", "damage", "dropped")


def pack_anchors(anchors: Anchors) -> bytes:
    """Anchors as bytes, which take a tenth of their room."""
    told = (sorted(anchors.capitals), anchors.count, anchors.words, sorted(anchors.figures))
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpack_anchors(packed: Packed) -> Anchors:
    """The anchors again."""
    from provenance.tracing.anchors import Anchors

    capitals, count, words, figures = json.loads(bytes(packed).decode("utf-8", "surrogatepass"))
    return Anchors(frozenset(capitals), count, words, frozenset(figures))


def save_standings(path: Path, standings: Sequence[Standing]) -> None:
    """Write the standings of some documents.

    Raises:
        OutputError: there is no room.
    """
    import numpy as np

    stories = [np.zeros(0, np.uint32) if each.story is None else each.story for each in standings]
    packed = [b"" if each.anchors is None else bytes(each.anchors) for each in standings]
    plain = strings([json.dumps([getattr(each, name) for name in _PLAIN]) for each in standings])
    arrays = {
        "numbers": np.array([each.document.number for each in standings], dtype=np.int64),
        "ranks": np.array([each.rank for each in standings], dtype=np.int64),
        "told": np.array([each.story is not None for each in standings], dtype=np.bool_),
        "stories": np.concatenate([np.zeros(0, np.uint32), *stories]),
        "story_starts": np.cumsum([0, *map(len, stories)]),
        "anchors": np.frombuffer(b"".join(packed), dtype=np.uint8),
        "anchor_starts": np.cumsum([0, *map(len, packed)]),
        "plain": plain.data,
        "plain_starts": plain.starts,
    }
    save_arrays(path, arrays, {})


def load_standings(
    path: Path, documents: Documents, asked: NDArray[np.int64], holding: Holding
) -> list[Standing] | None:
    """Read standings; ``None`` where they are not those of the documents that are asked about next.

    Args:
        path: the file.
        documents: of the corpus.
        asked: int64, the numbers of the documents that are asked about, as many or more than the file has.
        holding: holds its arrays.

    Raises:
        OutputError: the file cannot be read.
    """
    import numpy as np

    arrays, _ = holding.load(path)
    numbers = arrays["numbers"]
    if not np.array_equal(np.sort(numbers), asked[: len(numbers)]):
        return None
    plain = Strings(arrays["plain"], arrays["plain_starts"]).slice(0, len(numbers))
    ends = list(pairwise(arrays["story_starts"].tolist())), list(pairwise(arrays["anchor_starts"].tolist()))
    standings = []
    for place, (number, rank, told) in enumerate(
        zip(numbers.tolist(), arrays["ranks"].tolist(), arrays["told"].tolist(), strict=True)
    ):
        fields: dict[str, Any] = dict(zip(_PLAIN, json.loads(plain[place]), strict=True))
        fields["credited"] = tuple(fields["credited"])
        story = arrays["stories"][slice(*ends[0][place])] if told else None
        anchors = arrays["anchors"][slice(*ends[1][place])]
        standings.append(
            Standing(documents[number], Rank(rank), story=story, anchors=anchors if anchors.size else None, **fields)
        )
    return standings
