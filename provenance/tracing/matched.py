"""The second channel: whose text this is, by what the database holds.

Invariant: a stored article speaks only through its own page (its site and its credits) or, where
there is one, through a person's correction of its verdict, and only where it is linked by words
that a reporter wrote. Who copied whom is decided from evidence that each reason names; without
any the pair stays undirected.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.characters import count_words
from provenance.counts import moment, per_cent
from provenance.model import CreditType, Relation, Role, SourceKind
from provenance.tracing.declared import Declared
from provenance.tracing.houses import house_key, is_house, naming
from provenance.tracing.quotes.third import NO_SIGN, QuoteSign
from provenance.tracing.times import is_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import ArticleMatch, ArticleRef, Correction, Credit
    from provenance.settings import OriginSettings
    from provenance.tracing.library import OwnPage, StoredArticle

__all__ = ["LINKS", "Relative", "Writer", "copy_signs", "followed", "linked_of", "writers_of"]

LINKS = frozenset(
    {Relation.VERBATIM, Relation.EXCERPT, Relation.REWRITE, Relation.MACHINE_PARAPHRASE, Relation.PARTIAL}
)
_COLLECTS = frozenset({SourceKind.AGGREGATOR, SourceKind.PORTAL})
# by these a page names the house that it has its text from
_FROM = frozenset(
    {
        CreditType.AGENCY_LINE,
        CreditType.SOURCE_LINK,
        CreditType.COPYRIGHT,
        CreditType.DATELINE,
        CreditType.FEED_DISCLAIMER,
        CreditType.META,
    }
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A linked stored article and what its page declares.

    ``broken``: its text is a machine's paraphrase by itself, or hides behind look-alike letters.
    ``correction`` is a person's word that holds for its text; then that alone is declared.
    ``quoted``: whether other reports have its quotations in its words, or in the asked one's.
    """

    match: ArticleMatch
    stored: StoredArticle
    declared: tuple[Declared, ...]
    broken: bool = False
    correction: Correction | None = None
    quoted: QuoteSign = NO_SIGN


@dataclass(frozen=True, slots=True)
class Writer:
    """A source that the matched text speaks for; ``article`` is its own text where it is held."""

    source: str | None
    name: str
    confidence: float
    article: ArticleRef | None
    reasons: tuple[str, ...]


def linked_of(relatives: Sequence[Relative], settings: OriginSettings) -> list[Relative]:
    """Those that share so much of what reporters wrote that they may speak of its origin."""
    return [r for r in relatives if r.match.relation in LINKS and r.match.share >= settings.share]


def writers_of(
    page: OwnPage, relatives: Sequence[Relative], settings: OriginSettings, *, broken: bool = False
) -> tuple[Writer, ...]:
    """Whom the relatives name as the writer of the shared text.

    Args:
        page: the asked article.
        relatives: the linked stored articles.
        settings: the weights.
        broken: as of a relative, whether its text is.

    Returns:
        Writers, the surest first.
    """
    linked = linked_of(relatives, settings)
    copies = _later_copies(linked)
    onward = _onward(linked)
    heard: list[_Voice] = []
    for relative in linked:
        if relative.correction is not None:
            spoken = _corrected_voice(relative, relative.correction, linked, settings)
        else:
            spoken = None if relative in copies else _voice(page, relative, settings, broken=broken)
        if spoken is not None:
            heard.append(_followed(spoken, onward))
    voices: dict[tuple[str | None, str], list[_Voice]] = defaultdict(list)
    for voice in heard:
        left = 1 - settings.person if _is_overruled(voice, heard, settings) else 1.0
        voices[house_key(voice.source, voice.name)].append(replace(voice, weight=voice.weight * left))
    writers = [_writer(joined, linked, settings) for joined in voices.values()]
    return tuple(sorted(writers, key=lambda w: (-w.confidence, w.source or "", w.name)))


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one relative says of who wrote the shared text."""

    source: str | None
    name: str
    weight: float
    relative: Relative
    reason: str


def _onward(linked: Sequence[Relative]) -> dict[tuple[str | None, str], Declared]:
    """Of the houses whose own page has the text and says that another wrote it: whom they name."""
    found: dict[tuple[str | None, str], Declared] = {}
    for relative in sorted(linked, key=_distance):
        site = relative.stored.site
        whole = next((claim for claim in relative.declared if claim.whole), None)
        if whole is None or is_house(site, whole.source, whole.name):
            continue
        for name in (site.name, site.domain):
            if name is not None:
                found.setdefault(house_key(site.source, name), whole)
    return found


def followed(
    claims: Sequence[Declared], relatives: Sequence[Relative], settings: OriginSettings
) -> tuple[Declared, ...]:
    """What a page declares, where the house that it names says on its own page that another wrote it.

    Args:
        claims: whom the page names.
        relatives: the linked stored articles.
        settings: the weights.

    Returns:
        The claims, such a one for that other.
    """
    onward = _onward(linked_of(relatives, settings))
    found = []
    for claim in claims:
        for further in _way(claim.source, claim.name, onward) if claim.whole else ():
            reasons = (*claim.reasons, f"{claim.name}’s own page has it from {further.name}")
            sure = claim.confidence * settings.sibling
            claim = replace(claim, source=further.source, name=further.name, confidence=sure, reasons=reasons)  # noqa: PLW2901 - the same claim, a step on
        found.append(claim)
    return tuple(found)


def _followed(voice: _Voice, onward: Mapping[tuple[str | None, str], Declared]) -> _Voice:
    """A voice for a house that itself says that another wrote it is one for that other."""
    for further in _way(voice.source, voice.name, onward):
        reason = f"{voice.reason}, and that has it from {further.name}"
        voice = replace(voice, source=further.source, name=further.name, reason=reason)
    return voice


def _way(source: str | None, name: str, onward: Mapping[tuple[str | None, str], Declared]) -> list[Declared]:
    """Whom a house names, whom that one names, and so on to the end; a circle shows nothing."""
    key, way = house_key(source, name), list[Declared]()
    passed = {key}
    while key in onward:
        way.append(onward[key])
        key = house_key(way[-1].source, way[-1].name)
        if key in passed:
            return []
        passed.add(key)
    return way


def _is_overruled(voice: _Voice, heard: Sequence[_Voice], settings: OriginSettings) -> bool:
    """Whether a person said of the text that a voice speaks of that it is by somebody else."""
    if voice.relative.correction is not None:
        return False
    return any(
        other.relative.correction is not None
        and house_key(other.source, other.name) != house_key(voice.source, voice.name)
        and other.relative.match.share >= settings.whole
        and _is_as_close(other.relative, voice.relative, settings)
        for other in heard
    )


def _is_as_close(one: Relative, other: Relative, settings: OriginSettings) -> bool:
    """Whether the asked text has as much in common with one relative as with another."""
    return one.match.share >= settings.sibling * other.match.share and one.match.containment >= other.match.containment


def _speaks_for_itself(relative: Relative) -> bool:
    """Whether nothing says that its text is by an agency or by anyone else."""
    return relative.stored.site.kind is not SourceKind.WIRE and not any(claim.whole for claim in relative.declared)


def _later_copies(linked: Sequence[Relative]) -> list[Relative]:
    """Of several outlets that credit nobody all but the first: the rest have the text from it, or as it has."""
    unsigned = [relative for relative in linked if _speaks_for_itself(relative)]
    return [one for one in unsigned if any(_is_before(other.stored, one.stored) for other in unsigned)]


def _is_before(one: OwnPage, other: OwnPage) -> bool:
    return is_before(one.article.published, other.article.published)


def _voice(page: OwnPage, relative: Relative, settings: OriginSettings, *, broken: bool) -> _Voice | None:
    """One relative's word on the writer; ``None`` where it has none."""
    stored = relative.stored
    share, where = _share(relative, settings)
    whole = next((claim for claim in relative.declared if claim.whole), None)
    if whole is not None and not is_house(stored.site, whole.source, whole.name):
        later = settings.sibling_later if _is_before(page, stored) else 1.0
        weight = whole.confidence * share * settings.sibling * later * _reach(relative, settings)
        return _Voice(whole.source, whole.name, weight, relative, f"{where}, which credits {whole.name}")
    if is_house(page.site, stored.site.source, stored.site.name, stored.site.domain):
        return None  # a house is no witness for itself
    here = naming(stored.credits, page.site, _FROM)
    there = naming(page.credits, stored.site, _FROM)
    if here is not None and there is None:
        own = page.site.name or page.site.domain or here.name
        reason = f"{where}, which names {own}: “{here.text}”"
        return _Voice(page.site.source, own, settings.named * share, relative, reason)
    return _own_voice(page, relative, settings, broken=broken, named=there if here is None else None)


def _own_voice(
    page: OwnPage, relative: Relative, settings: OriginSettings, *, broken: bool, named: Credit | None
) -> _Voice | None:
    """What a relative says for its own house, where it credits no other; ``named``: where the page names that house."""
    stored = relative.stored
    name = stored.site.name or stored.site.domain
    if name is None or stored.site.kind in _COLLECTS or stored.site.aggregator or relative.broken:
        return None
    share, where = _share(relative, settings)
    if stored.site.kind is SourceKind.WIRE or any(claim.whole for claim in relative.declared):
        weight = settings.own_page * share
        return _Voice(stored.site.source, name, weight, relative, f"{where} on {name}’s own page")
    weight, signs = copy_signs(page, relative, settings, broken=broken)
    if named is not None and not _is_before(page, stored):
        weight = settings.named + settings.named_more * len(signs)
        signs = [f"the page names {name}: “{named.text}”", *signs]
    if not signs:
        return None
    reason = f"{where} of {name}; " + ", ".join(signs)
    return _Voice(stored.site.source, name, min(weight, settings.most) * share, relative, reason)


def _share(relative: Relative, settings: OriginSettings) -> tuple[float, str]:
    """How far a relative may speak by how much of the text it has, and the words for that."""
    match, ref = relative.match, relative.stored.ref
    where = f"{per_cent(match.share)} % of the text stands in “{ref.title or ref.id}” ({ref.id})"
    return min(1.0, match.share / settings.whole), where


def _reach(relative: Relative, settings: OriginSettings) -> float:
    """How far what a relative says of its text holds for the shared part of it, in [0, 1].

    A page of two sources credits one of them. What is shared has its lead, or most of its words.
    """
    body = [block for block in relative.stored.blocks if block.role is Role.BODY]
    blocks = [b for b in relative.match.blocks if b.relation is not Relation.QUOTE_ONLY]
    shared = {b.other_position for b in blocks}
    alike = {b.other_position for b in blocks if b.measures.word1 >= settings.lead}
    if not shared or not body or body[0].position in alike:
        return 1.0
    words = sum(count_words(block.text) for block in body)
    held = sum(count_words(block.text) for block in body if block.position in shared)
    return 1.0 if held >= settings.reach * words else settings.beyond


def _corrected_voice(
    relative: Relative, correction: Correction, linked: Sequence[Relative], settings: OriginSettings
) -> _Voice | None:
    """The word of a person on a relative; nothing where that is that its origin cannot be said."""
    origin = correction.origin
    if origin is None:
        return None
    share, where = _share(relative, settings)
    reason = f"{where}, which is by {origin.name} by the word of {correction.author} on {correction.time[:10]}"
    closest = all(_is_as_close(relative, other, settings) for other in linked if other.correction is None)
    weight = (settings.person if closest else settings.person_aside) * share * _reach(relative, settings)
    apart = origin.article is not None and all(other.match.other != origin.article for other in linked)
    if apart and relative.match.share < settings.same:
        weight *= settings.beyond  # what is shared may be another part than the one that is from there
    return _Voice(origin.source, origin.name, weight, relative, reason)


def copy_signs(page: OwnPage, relative: Relative, settings: OriginSettings, *, broken: bool) -> tuple[float, list[str]]:
    """The signs that the asked article is the copy and the stored one is not, and what they weigh together."""
    stored = relative.stored
    if _is_before(page, stored) or relative.quoted.for_ours:
        return 0.0, []
    theirs, ours = (moment(each.article.published or "") for each in (stored, page))
    dates = f"that one is dated {theirs}, this one {ours}"
    signs = (
        (relative.quoted.for_theirs, settings.quoted, relative.quoted.words),
        (broken and not relative.broken, settings.damaged, "this text is damaged and that one is not"),
        (page.site.aggregator, settings.collected, "this site is an aggregator"),
        (relative.match.relation is Relation.EXCERPT, settings.excerpted, "this text is an excerpt of that one"),
        (_is_before(stored, page), settings.dated, dates),
        (_signed(stored) and not _signed(page), settings.signed, "that one has a byline and this one has none"),
    )
    found = [(weight, words) for holds, weight, words in signs if holds]
    return min(sum(weight for weight, _ in found), settings.undeclared_most), [words for _, words in found]


def _signed(page: OwnPage) -> bool:
    return any(block.role is Role.BYLINE for block in page.blocks)


def _distance(relative: Relative) -> tuple[float, str, str, str]:
    """An order of a house's texts: the closest first, among equally close ones the earliest."""
    match, stored = relative.match, relative.stored
    close = round(match.share + match.jaccard, 3)
    return -close, stored.article.published or "9", stored.ref.id, stored.ref.url or ""


def _writer(heard: list[_Voice], linked: Sequence[Relative], settings: OriginSettings) -> Writer:
    """Join the voices for one house: the strongest counts whole, each further one half as much.

    Its text is the closest that stands on its own site, whether or not that speaks.
    """
    heard.sort(key=lambda voice: (-voice.weight, *_distance(voice.relative)))
    doubt = 1.0
    for rank, voice in enumerate(heard):
        doubt *= 1 - voice.weight * 0.5**rank
    source, name = heard[0].source, heard[0].name
    own = sorted((r for r in linked if is_house(r.stored.site, source, name)), key=_distance)
    article = own[0].match.other if own else _named_text(heard)  # which may be the asked text itself
    return Writer(source, name, min(1 - doubt, settings.most), article, tuple(voice.reason for voice in heard[:3]))


def _named_text(heard: Sequence[_Voice]) -> ArticleRef | None:
    """The text that a person names as the origin of a relative."""
    said = [voice.relative.correction for voice in heard]
    named = [each.origin.article for each in said if each is not None and each.origin is not None]
    return next((article for article in named if article is not None), None)
