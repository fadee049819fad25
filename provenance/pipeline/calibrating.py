"""How often the program was right, by what people confirmed and corrected.

Invariant: each article counts once, by the last word on it; a word that was taken back does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from provenance.model import Status
from provenance.tracing.houses import house_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model import Correction
    from provenance.store.corrections import StoredCorrection

__all__ = ["Reliability", "reliability"]

_EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Verdicts of one band of confidence, from ``low`` to below ``high``, the last one with 1.

    ``right`` are those whose origin a person found right, ``confidence`` is their mean. In the
    row of the abstentions, which has no band, a person found that the origin cannot be said.
    """

    low: float | None
    high: float | None
    verdicts: int
    right: int
    confidence: float | None


def reliability(said: Iterable[StoredCorrection]) -> tuple[Reliability, ...]:
    """What the program had said, held against the last word of people.

    Args:
        said: all that was said of verdicts, the newest first.

    Returns:
        A row for each band of confidence in which anything was judged, the surest first, then
        one for what the program abstained on.
    """
    return tuple(_rows([each.correction for each in said if each.newest]))


def _rows(judged: list[Correction]) -> Iterator[Reliability]:
    decided = [each for each in judged if each.said.status is Status.DECIDED]
    for low, high in reversed(list(pairwise(_EDGES))):
        last = high == _EDGES[-1]
        held = [c for c in decided if low <= c.said.confidence and (last or c.said.confidence < high)]
        if held:
            mean = sum(each.said.confidence for each in held) / len(held)
            yield Reliability(low, high, len(held), sum(map(_is_right, held)), round(mean, 4))
    abstained = [each for each in judged if each.said.status is Status.ABSTAINED]
    if abstained:
        yield Reliability(None, None, len(abstained), sum(each.origin is None for each in abstained), None)


def _is_right(correction: Correction) -> bool:
    origin, said = correction.origin, correction.said
    if origin is None:
        return False
    return said.name is not None and house_key(origin.source, origin.name) == house_key(said.source, said.name)
