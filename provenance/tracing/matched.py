"""The second channel: whose text this is, by what the database holds.

Invariant: a stored article speaks only through its own page (its site and its credits), and
only where it is linked by words that a reporter wrote. Who copied whom is decided from
evidence that each reason names; without any the pair stays undirected.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import Relation, SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleMatch, ArticleRef, DamageSummary, SiteVerdict
    from provenance.settings import OriginSettings
    from provenance.tracing.declared import Declared
    from provenance.tracing.library import StoredArticle

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
    published: str | None,
    site: SiteVerdict,
    damage: DamageSummary,
    relatives: Sequence[Relative],
    settings: OriginSettings,
) -> tuple[Writer, ...]:
    """Whom the relatives name as the writer of the shared text.

    Args:
        published: the asked article's date, ISO 8601.
        site: the asked article's site.
        damage: what stands damaged in it without any reference.
        relatives: the linked stored articles.
        settings: the weights.

    Returns:
        Writers, the surest first.
    """
    voices: dict[tuple[str | None, str], list[tuple[float, Relative, str]]] = defaultdict(list)
    for relative in relatives:
        if relative.match.relation not in _LINKS or relative.match.share < settings.share:
            continue
        spoken = _voice(published, site, damage, relative, settings)
        if spoken is not None:
            source, name, weight, reason = spoken
            voices[source, name].append((weight, relative, reason))
    writers = [_writer(source, name, heard, settings) for (source, name), heard in voices.items()]
    return tuple(sorted(writers, key=lambda w: (-w.confidence, w.source or "", w.name)))


def _voice(
    published: str | None, site: SiteVerdict, damage: DamageSummary, relative: Relative, settings: OriginSettings
) -> tuple[str | None, str, float, str] | None:
    """One relative's word: source, name, weight in [0, 1] and the reason."""
    stored, match = relative.stored, relative.match
    share = min(1.0, match.share / settings.whole)
    title = stored.ref.title or stored.ref.id
    percent = f"{100 * match.share:.0f} % of the text"
    whole = next((claim for claim in relative.declared if claim.whole), None)
    if whole is not None and whole.source != stored.site.source:
        reason = f"{percent} stands in “{title}”, which credits {whole.name}"
        return whole.source, whole.name, whole.confidence * share * settings.sibling, reason
    if stored.site.kind in _COLLECTS or stored.site.aggregator:
        return None
    name = stored.site.name or stored.site.domain
    if name is None:
        return None
    if stored.site.kind is SourceKind.WIRE or whole is not None:
        reason = f"{percent} stands in “{title}” on {name}’s own page"
        return stored.site.source, name, settings.own_page * share, reason
    signs = _later(published, site, damage, relative)
    if not signs:
        return None
    reason = f"{percent} stands in “{title}” of {name}; " + ", ".join(signs)
    return stored.site.source, name, min(settings.undeclared * len(signs), settings.undeclared_most) * share, reason


def _later(published: str | None, site: SiteVerdict, damage: DamageSummary, relative: Relative) -> list[str]:
    """The signs that the asked article is the copy and the stored one is not."""
    match, stored = relative.match, relative.stored
    signs = []
    if damage.machine_paraphrase and not relative.damage.machine_paraphrase:
        signs.append("this text is damaged and that one is not")
    if site.aggregator:
        signs.append("this site is an aggregator")
    if match.relation is Relation.EXCERPT:
        signs.append("this text is an excerpt of that one")
    theirs = stored.article.published
    if published is not None and theirs is not None:
        if published[:10] < theirs[:10]:
            return []
        if published[:10] > theirs[:10]:
            signs.append(f"that one is dated {theirs[:10]}, this one {published[:10]}")
    return signs


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
