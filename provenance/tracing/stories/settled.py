"""What stories are made from: articles with what their stored verdicts say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from provenance.model import Relation

__all__ = ["UNDATED", "Settled", "clock"]

_OWN = frozenset({Relation.ORIGINAL, Relation.VERSION})
UNDATED = "9"  # behind every date


@dataclass(frozen=True, slots=True)
class Settled:
    """An article with what its stored verdict says.

    ``identity`` is a name that no ingest changes. ``outlet`` names its site, ``source`` is the
    site's in the registry. ``origin`` and ``origin_name`` are the verdict's where it is decided,
    ``taken_from`` is the number of the stored text that it was made from.
    """

    number: int
    identity: tuple[str, str, str]
    title: str | None
    published: str | None
    outlet: str | None
    source: str | None
    relation: Relation
    origin: str | None
    origin_name: str | None
    taken_from: int | None

    @property
    def is_original(self) -> bool:
        """Whether its verdict says that its own house wrote it."""
        return self.origin_name is not None and self.relation in _OWN

    @property
    def order(self) -> tuple[str, tuple[str, str, str]]:
        """By time, as far as it is known, then by name."""
        return clock(self.published), self.identity


def clock(published: str | None) -> str:
    """A time as a text that sorts: in UTC where it has an offset."""
    if published is None:
        return UNDATED
    try:
        time = datetime.fromisoformat(published)
    except ValueError:
        return UNDATED
    if time.tzinfo is None or time.year in {1, 9999}:
        return published
    return time.astimezone(UTC).isoformat()
