"""The counts that come of holding a copy against its original, and what they say of the hand.

Invariant: the answer depends on counts only; every answer names the figures that it rests on.
Measured (invented stories with every kind of copy): machine copies replace 12 words and more in
a hundred, in runs of 1.1 to 2.0 words (a third to three quarters of the runs one word for one),
or keep none of the quotations; journalists' rewrites replace as many, but in runs of 2.5 words
and more, keep the quotations, and take at most three quarters of their text from the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import Finding

__all__ = ["Comparison"]

_DENSITY_HIGH = 6.0
_DENSITY_LOW = 5.0
_SHORT_RUN = 2.25
_SINGLE_SHARE = 0.25
_KEPT = 0.45
_MIN_QUOTES = 2
_MANY_QUOTES = 3
_ALTERED = 0.7
_WHOLE = 0.85
_MIN_SENTENCES = 8
_TOLD = 0.62
_IN_ORDER = 0.9
_MIN_FACTS = 5
_MOSTLY = 0.6  # of a story that is from elsewhere in half, the quotations may be its own


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of holding a copy against its original, counted in words of the copy.

    ``body_words`` stand in the copy's body, ``aligned_words`` of them in aligned blocks,
    ``kept_words`` unchanged and in place, ``substitutions`` for another word each, in
    ``runs`` of which ``single_runs`` are one word for one word. A quotation of three words
    and more counts as kept where the original article has it word for word, else as altered.
    Of the original's ``sentences`` so many are ``told``, and ``in_order`` of these in the
    original's order. ``facts`` are the findings of facts and meanings.
    """

    findings: tuple[Finding, ...]
    substitutions: int
    aligned_words: int
    kept_words: int
    quotes_kept: int
    quotes_altered: int
    body_words: int = 0
    runs: int = 0
    single_runs: int = 0
    sentences: int = 0
    told: int = 0
    in_order: int = 0
    facts: int = 0

    @property
    def substitutions_per_100(self) -> float | None:
        """Words replaced in a hundred aligned ones; ``None`` where nothing was aligned."""
        return 100 * self.substitutions / self.aligned_words if self.aligned_words else None

    @property
    def aligned_share(self) -> float:
        """Share of the body's words that stand in aligned blocks, in [0, 1]."""
        return min(1.0, self.aligned_words / self.body_words) if self.body_words else 0.0

    @property
    def _sentence_by_sentence(self) -> bool:
        """Whether most of the original is told again, one sentence after the other: a person picks and rearranges."""
        most = self.told >= _TOLD * self.sentences and self.in_order >= _IN_ORDER * self.told
        return self.sentences >= _MIN_SENTENCES and most

    def by_machine(self) -> tuple[bool | None, str]:
        """Whether the words were replaced by a machine, and the figures that say so.

        Returns:
            ``True``, ``False`` or ``None`` where it cannot be said; and the reason.
        """
        density = self.substitutions_per_100
        if density is None:
            return None, "nothing is aligned with the original"
        replaced = f"{density:.1f} of 100 aligned words replaced"
        if density < _DENSITY_LOW:
            return False, replaced
        machine, manner = self._manner()
        if machine and density < _DENSITY_HIGH:
            return None, f"{replaced}: between a careful editor and a machine"
        return machine, f"{replaced}, {manner}"

    def _manner(self) -> tuple[bool | None, str]:
        """How the words were replaced: one at a time, sentence by sentence, or as a journalist does."""
        length = self.substitutions / self.runs
        kept = self.kept_words >= _KEPT * self.aligned_words
        if kept and length <= _SHORT_RUN and self.single_runs >= _SINGLE_SHARE * self.runs:
            return True, f"word by word ({length:.1f} at a time)"
        quotes = self.quotes_kept + self.quotes_altered
        spoken = f"{self.quotes_altered} of {quotes} quoted passages altered"
        altered = self.quotes_altered >= _ALTERED * quotes
        many = quotes >= _MANY_QUOTES and self.aligned_share >= _MOSTLY
        if altered and not kept and (many or (quotes >= _MIN_QUOTES and self.aligned_share >= _WHOLE)):
            return True, spoken
        if self._sentence_by_sentence:
            return self._retold()
        if quotes >= _MIN_QUOTES and not altered:
            return False, f"but only {spoken}: a journalist rewrites and keeps the quotations"
        if self.aligned_share < _WHOLE and not kept:
            return False, f"but only {100 * self.aligned_share:.0f} % of the text comes from the original"
        return None, f"in runs of {length:.1f} words"

    def _retold(self) -> tuple[bool | None, str]:
        """What a story says that tells another one sentence by sentence: machines change facts on their way."""
        told = f"{100 * self.told / self.sentences:.0f} % of the original's sentences told one by one in its order"
        if self.facts >= _MIN_FACTS:
            return True, f"{told}, {self.facts} facts changed"
        return None, f"{told}: a machine, or a careful hand"
