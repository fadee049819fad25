"""The second channel: whose text this is, by what the database holds.

Invariant: a stored article speaks only through its own page (its site and its credits), and
only where it is linked by words that a reporter wrote. Who copied whom is decided from
evidence that each reason names; without any the pair stays undirected.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from provenance.model import Relation, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Article, ArticleMatch, ArticleRef, DamageSummary
    from provenance.settings import OriginSettings
    from provenance.tracing.declared import Declared
    from provenance.tracing.library import OwnPage, StoredArticle

__all__ = ["Relative", "Writer", "writers_of"]

_LINKS = frozenset(
    {Relation.VERBATIM, Relation.EXCERPT, Relation.REWRITE, Relation.MACHINE_PARAPHRASE, Relation.PARTIAL}
)
_COLLECTS = frozenset({SourceKind.AGGREGATOR, SourceKind.PORTAL})


@dataclass(frozen=True, slots=True)
class Relative:
    """A linked stored article, what its page declares, and how damaged its own text is."""

    match: ArticleMatch
    stored: StoredArticle
    declared: tuple[Declared, ...]
    damage: DamageSummary


@dataclass(frozen=True, slots=True)
class Writer:
    """A source that the matched text speaks for; ``article`` is its own text where it is held."""

    source: str | None
    name: str
    confidence: float
    article: ArticleRef | None
    reasons: tuple[str, ...]


def writers_of(
    page: OwnPage, damage: DamageSummary, relatives: Sequence[Relative], settings: OriginSettings
) -> tuple[Writer, ...]:
    """Whom the relatives name as the writer of the shared text.

    Args:
        page: the asked article.
        damage: what stands damaged in it without any reference.
        relatives: the linked stored articles.
        settings: the weights.

    Returns:
        Writers, the surest first.
    """
    linked = [r for r in relatives if r.match.relation in _LINKS and r.match.share >= settings.share]
    copies = _later_copies(linked)
    voices: dict[tuple[str | None, str], list[tuple[float, Relative, str]]] = defaultdict(list)
    for relative in linked:
        spoken = None if relative in copies else _voice(page, damage, relative, settings)
        if spoken is not None:
            source, name, weight, reason = spoken
            voices[source, name].append((weight, relative, reason))
    writers = [_writer(source, name, heard, settings) for (source, name), heard in voices.items()]
    return tuple(sorted(writers, key=lambda w: (-w.confidence, w.source or "", w.name)))


def _speaks_for_itself(relative: Relative) -> bool:
    """Whether nothing says that its text is by an agency or by anyone else."""
    return relative.stored.site.kind is not SourceKind.WIRE and not any(claim.whole for claim in relative.declared)


def _later_copies(linked: Sequence[Relative]) -> list[Relative]:
    """Of several outlets that credit nobody all but the first: the rest have the text from it, or as it has."""
    unsigned = [relative for relative in linked if _speaks_for_itself(relative)]
    return [one for one in unsigned if any(_before(other.stored.article, one.stored.article) for other in unsigned)]


def _before(one: Article, other: Article) -> bool:
    """Whether an article is surely the earlier one: by its day, within a day by times with an offset."""
    if one.published is None or other.published is None:
        return False
    if one.published[:10] != other.published[:10]:
        return one.published[:10] < other.published[:10]
    try:
        first, second = datetime.fromisoformat(one.published), datetime.fromisoformat(other.published)
    except ValueError:  # a database that was brought in may hold any text
        return False
    return first.tzinfo is not None and second.tzinfo is not None and first < second


def _voice(
    page: OwnPage, damage: DamageSummary, relative: Relative, settings: OriginSettings
) -> tuple[str | None, str, float, str] | None:
    """One relative's word: source, name, weight in [0, 1] and the reason."""
    stored, match = relative.stored, relative.match
    share = min(1.0, match.share / settings.whole)
    title = stored.ref.title or stored.ref.id
    percent = f"{100 * match.share:.0f} % of the text"
    whole = next((claim for claim in relative.declared if claim.whole), None)
    if whole is not None and whole.source != stored.site.source:
        reason = f"{percent} stands in “{title}” ({stored.ref.id}), which credits {whole.name}"
        return whole.source, whole.name, whole.confidence * share * settings.sibling, reason
    if stored.site.kind in _COLLECTS or stored.site.aggregator:
        return None
    name = stored.site.name or stored.site.domain
    if name is None:
        return None
    if stored.site.kind is SourceKind.WIRE or whole is not None:
        reason = f"{percent} stands in “{title}” ({stored.ref.id}) on {name}’s own page"
        return stored.site.source, name, settings.own_page * share, reason
    signs = _signs(page, damage, relative)
    if not signs:
        return None
    reason = f"{percent} stands in “{title}” ({stored.ref.id}) of {name}; " + ", ".join(signs)
    return stored.site.source, name, min(settings.undeclared * len(signs), settings.undeclared_most) * share, reason


def _signs(page: OwnPage, damage: DamageSummary, relative: Relative) -> list[str]:
    """The signs that the asked article is the copy and the stored one is not."""
    stored = relative.stored
    if _before(page.article, stored.article):
        return []
    signs = []
    if damage.machine_paraphrase and not relative.damage.machine_paraphrase:
        signs.append("this text is damaged and that one is not")
    if page.site.aggregator:
        signs.append("this site is an aggregator")
    if relative.match.relation is Relation.EXCERPT:
        signs.append("this text is an excerpt of that one")
    if _before(stored.article, page.article):
        signs.append(f"that one is dated {stored.article.published}, this one {page.article.published}")
    if _signed(stored) and not _signed(page):
        signs.append("that one has a byline and this one has none")
    return signs


def _signed(page: OwnPage) -> bool:
    return any(block.role is Role.BYLINE for block in page.blocks)


def _writer(
    source: str | None, name: str, heard: list[tuple[float, Relative, str]], settings: OriginSettings
) -> Writer:
    """Join the voices for one source: the strongest counts whole, each further one half as much."""
    heard.sort(key=lambda voice: (-voice[0], voice[1].stored.ref.id, voice[1].stored.ref.url or ""))
    doubt = 1.0
    for rank, (weight, _, _) in enumerate(heard):
        doubt *= 1 - weight * 0.5**rank
    own = [relative for _, relative, _ in heard if relative.stored.site.source == source and source is not None]
    own = own or [relative for _, relative, _ in heard if source is None]
    own.sort(key=lambda r: (-r.match.share, r.stored.article.published or "9", r.stored.ref.id, r.stored.ref.url or ""))
    article = own[0].match.other if own else None
    return Writer(source, name, min(1 - doubt, settings.most), article, tuple(reason for _, _, reason in heard[:3]))
