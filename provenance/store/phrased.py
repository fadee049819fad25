"""The part of a database that knows damaged phrases.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import phrases
from provenance.store.corrected import Corrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.store.phrases import PhraseText, Replaced
    from provenance.tracing.damage.alone.phrases import LearnedPhrase, LearnedPhrases

__all__ = ["Phrased"]


class Phrased(Corrected):
    """What machine paraphrases put in the place of other words."""

    def damaged_phrases(self) -> LearnedPhrases:
        """The phrases that machine paraphrases have in the place of others, as they were last learned."""
        with self._translated:
            return phrases.learned_phrases(self._handle)

    def put_damaged_phrases(self, known: Iterable[LearnedPhrase], compared: int) -> None:
        """Write all damaged phrases in place of the known ones, and in how many articles they were looked for."""
        with self.transaction():
            phrases.put_phrases(self._handle, known, compared)

    def drop_damaged_phrases(self, damaged: Iterable[str]) -> tuple[int, ...]:
        """Forget phrases that were learned, not those that were given; the articles in which they were found."""
        with self.transaction():
            return phrases.drop_phrases(self._handle, damaged)

    def replaced_words(self) -> Iterator[Replaced]:
        """Every span of a machine paraphrase that stands for other words of a held original, by article and place."""
        with self._translated:
            yield from phrases.replaced_words(self._handle)

    def texts_to_search(self) -> Iterator[PhraseText]:
        """The blocks of all articles in which a phrase may stand, by article and place."""
        with self._translated:
            yield from phrases.texts_to_search(self._handle)
