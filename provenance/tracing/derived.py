"""An article and what is derived from its own page alone.

Invariant: each part is made when it is first asked for, and depends on the page, the registry and
the settings only; ``alone`` also on the phrases that the library learned.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.model import DamageKind
from provenance.tracing.corrected import holds_for
from provenance.tracing.damage import look_alone, summarise
from provenance.tracing.declared import claims_of
from provenance.tracing.library import StoredArticle
from provenance.tracing.matching import story
from provenance.tracing.paragraphs import paragraphs_of
from provenance.tracing.quotes.spoken import quotations_of

if TYPE_CHECKING:
    from provenance.model import Correction
    from provenance.settings import TraceSettings
    from provenance.sources.registry import Registry
    from provenance.tracing.damage import Alone
    from provenance.tracing.damage.alone.phrases import PhraseBook
    from provenance.tracing.declared import Declared
    from provenance.tracing.library import OwnPage
    from provenance.tracing.matching import Story
    from provenance.tracing.quotes.spoken import Spoken

__all__ = ["Derived"]

_DISGUISE = frozenset({DamageKind.MIXED_SCRIPT, DamageKind.INVISIBLE_CHARACTER})


@dataclass(frozen=True)
class Derived:
    """An article and what is derived from its own page alone, each part when it is first asked for."""

    own: OwnPage
    registry: Registry
    settings: TraceSettings
    book: PhraseBook | None = None

    @cached_property
    def story(self) -> Story:
        """Its paragraphs, as they are held against others."""
        return story(paragraphs_of(self.own.blocks, self.own.credits))

    @cached_property
    def claims(self) -> tuple[Declared, ...]:
        """Whom the page names as where it is from."""
        return claims_of(self.own, self.registry, self.settings.origin)

    @cached_property
    def correction(self) -> Correction | None:
        """A person's word on a stored article, where it holds for its text."""
        said = self.own.correction if isinstance(self.own, StoredArticle) else None
        return said if said is not None and holds_for(said, self.own, self.settings.origin) else None

    @cached_property
    def shown(self) -> Alone:
        """What it shows by itself, whatever was learned from others."""
        return look_alone(self.own.blocks)

    @cached_property
    def alone(self) -> Alone:
        """The same with learned phrases, for where there is no original to hold it against."""
        return self.shown if self.book is None else look_alone(self.own.blocks, self.book)

    @cached_property
    def quotations(self) -> tuple[Spoken, ...]:
        """Its quotations with their speakers."""
        return quotations_of(self.own.blocks, self.own.credits)

    @cached_property
    def broken(self) -> bool:
        """Whether it is a machine's paraphrase, or look-alike letters stand in several of its words.

        Learned phrases do not count: they were learned from who was made from whom.
        """
        disguised = sum(finding.kind in _DISGUISE for finding in self.shown.findings)
        machine = summarise(self.own.blocks, self.shown).machine_paraphrase
        return bool(machine) or disguised >= self.settings.origin.disguises
