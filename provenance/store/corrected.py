"""The part of a database that keeps what people said of verdicts.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import correcting, corrections
from provenance.store.told import Told
from provenance.store.values import array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Correction
    from provenance.store.corrections import StoredCorrection

__all__ = ["Corrected"]


class Corrected(Told):
    """What people said of verdicts; nothing of it is ever changed."""

    def correction_of(self, articles: Sequence[int]) -> Correction | None:
        """The last word of a person on some articles that are one, unless it was taken back."""
        with self._translated:
            return corrections.correction_of(self._handle, articles)

    def corrections_seen(self) -> int:
        """A number that grows with every correction."""
        with self._translated:
            return corrections.corrections_seen(self._handle)

    def corrections(self) -> tuple[StoredCorrection, ...]:
        """All that was ever said, the newest first."""
        with self._translated:
            return tuple(corrections.corrections(self._handle))

    def corrections_on(self, number: int) -> tuple[StoredCorrection, ...]:
        """All that was ever said of one stored article, the newest first."""
        with self._translated:
            return tuple(corrections.corrections(self._handle, number))

    def add_correction(self, number: int, correction: Correction) -> None:
        """Write down what a person said of a stored article; its verdict is due."""
        with self.transaction():
            correcting.add(self._handle, number, correction)

    def drop_corrections(self, numbers: Sequence[int]) -> int:
        """Delete all that was said of some articles; how much that was."""
        with self.transaction():
            return correcting.drop(self._handle, array(numbers))
