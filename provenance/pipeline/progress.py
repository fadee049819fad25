"""How long runs say how far they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Progress", "Report", "silent"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long run is. ``total`` is ``None`` where unknown.

    ``stage`` is reading (bytes), tracing (articles), judging, writing or storing (documents).
    """

    stage: str
    done: int
    total: int | None = None


Report = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Report to nobody."""
