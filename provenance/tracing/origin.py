"""The verdict: both channels joined, or an abstention that says why.

Invariant: the two channels, what the page declares and what its text matches, stay apart until
here; where they disagree the reasons say so and the loser is the runner-up. A tie abstains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model import Origin, Relation, RunnerUp, SourceKind, Status, Verdict
from provenance.tracing.declared import Share
from provenance.tracing.houses import house_key, is_house
from provenance.tracing.times import days_between, is_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleMatch, ArticleRef, DamageSummary, SiteVerdict
    from provenance.settings import OriginSettings
    from provenance.tracing.declared import Declared
    from provenance.tracing.matched import Relative, Writer

__all__ = ["Evidence", "decide", "with_relation"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict rests on.

    ``claims`` is the first channel, whom the page names; ``writers`` the second, whom the
    matched text speaks for. ``relatives`` are the linked stored articles; ``coverage`` says
    what the database holds of the likely origin. ``own`` is what the page says for its own house
    where nothing says otherwise, ``shared`` its words that agencies wrote a part.
    """

    site: SiteVerdict
    published: str | None
    claims: Sequence[Declared]
    writers: Sequence[Writer]
    relatives: Sequence[Relative]
    coverage: str
    own: Declared | None = None
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: str | None
    name: str
    confidence: float
    article: ArticleRef | None
    reasons: tuple[str, ...]


def decide(evidence: Evidence, settings: OriginSettings) -> Verdict:
    """Say where an article came from.

    Args:
        evidence: both channels and what surrounds them.
        settings: when an origin is decided.

    Returns:
        The verdict. Its relation is ``unknown`` until ``with_relation`` has seen the text.
    """
    claims, writers, coverage = evidence.claims, evidence.writers, evidence.coverage
    whole = [claim for claim in claims if claim.whole]
    if _is_origin_itself(evidence.site, whole):
        return _own(evidence, whole, settings)
    ranked = _join(whole, writers, settings)
    partial = next((claim for claim in claims if claim.share in {Share.JOINT, Share.PART}), None)
    if not ranked:
        signed = None if claims else evidence.own
        return _without_origin(evidence, partial, settings) if signed is None else _own_work(evidence, signed, settings)
    best, rest = _doubted(ranked[0], writers, settings), ranked[1:]
    runner_up = (
        RunnerUp(rest[0].source, rest[0].name, rest[0].confidence, rest[0].reasons[0]) if rest else _partial(partial)
    )
    if best.confidence < settings.decided:
        named = RunnerUp(best.source, best.name, best.confidence, best.reasons[0])
        return _abstain((f"the evidence for {best.name} is too weak to decide", *best.reasons), named, coverage)
    if rest and best.confidence - rest[0].confidence < settings.margin:
        tie = f"the evidence for {best.name} and for {rest[0].name} is about equally strong"
        return _abstain((tie, *best.reasons, *rest[0].reasons), runner_up, coverage)
    reasons = best.reasons + _conflict(whole, writers)
    origin = Origin(best.source, best.name, best.article)
    itself = best.article is None or all(r.match.other != best.article for r in evidence.relatives)
    if itself and is_house(evidence.site, best.source, best.name):
        origin = replace(origin, article=None)
        return Verdict(Status.DECIDED, Relation.ORIGINAL, origin, best.confidence, reasons, runner_up, coverage)
    return Verdict(Status.DECIDED, Relation.UNKNOWN, origin, best.confidence, reasons, runner_up, coverage)


def with_relation(verdict: Verdict, match: ArticleMatch | None, damage: DamageSummary) -> Verdict:
    """Add how the text stands to its origin, from the match with the origin's text and the damage.

    A paraphrase by machine needs the damage verdict too: people replace words as well, but
    they move and cut while they do.
    """
    if verdict.status is Status.ABSTAINED or verdict.relation is not Relation.UNKNOWN:
        return verdict
    if damage.machine_paraphrase:
        return replace(verdict, relation=Relation.MACHINE_PARAPHRASE)
    if match is None:
        return verdict
    relation = Relation.REWRITE if match.relation is Relation.MACHINE_PARAPHRASE else match.relation
    return replace(verdict, relation=relation)


def _is_origin_itself(site: SiteVerdict, whole: Sequence[Declared]) -> bool:
    """A known agency's own page, or a page whose only credits name its own site."""
    if site.source is None:
        return False
    others = [claim for claim in whole if claim.source != site.source]
    return not others and (site.kind is SourceKind.WIRE or bool(whole))


def _own(evidence: Evidence, whole: Sequence[Declared], settings: OriginSettings) -> Verdict:
    site = evidence.site
    name = site.name or site.domain or ""
    reasons = (f"the page stands on {name}’s own site", *(reason for claim in whole for reason in claim.reasons))
    confidence = min(max([settings.own_page, *(claim.confidence for claim in whole)]), settings.most)
    return _by_itself(evidence, Origin(site.source, name), confidence, reasons, settings)


def _own_work(evidence: Evidence, own: Declared, settings: OriginSettings) -> Verdict:
    """A text that its own house signs and nothing gives to another."""
    reasons = (*own.reasons, "nothing on the page and no earlier stored article says otherwise")
    return _by_itself(evidence, Origin(own.source, own.name), own.confidence, reasons, settings)


def _by_itself(
    evidence: Evidence, origin: Origin, confidence: float, reasons: tuple[str, ...], settings: OriginSettings
) -> Verdict:
    """The verdict on a house's own text: its original, or an update of its earlier one."""
    coverage, first = evidence.coverage, _earlier_version(evidence, settings)
    if first is None:
        return Verdict(Status.DECIDED, Relation.ORIGINAL, origin, confidence, reasons, None, coverage)
    reasons, origin = (*reasons, _updates(first)), replace(origin, article=first.match.other)
    return Verdict(Status.DECIDED, Relation.VERSION, origin, confidence, reasons, None, coverage)


def _earlier_version(evidence: Evidence, settings: OriginSettings) -> Relative | None:
    """The earlier text of the page's own house that it is an update of, if one is stored."""
    earlier = [
        r
        for r in evidence.relatives
        if is_house(evidence.site, r.stored.site.source, r.stored.site.name, r.stored.site.domain)
        and r.match.containment >= settings.version
        and is_before(r.stored.article.published, evidence.published)
        and (days_between(r.stored.article.published, evidence.published) or 0) <= settings.version_days
    ]
    earlier.sort(key=lambda r: (-r.match.share, r.stored.article.published or "", r.stored.ref.id))
    if not earlier or earlier[0].match.relation in {Relation.QUOTE_ONLY, Relation.PARTIAL}:
        return None
    return earlier[0]


def _updates(first: Relative) -> str:
    title = first.stored.ref.title or first.stored.ref.id
    return f"it updates “{title}” of the same source, dated {first.stored.article.published}"


def _join(whole: Sequence[Declared], writers: Sequence[Writer], settings: OriginSettings) -> list[_Candidate]:
    """One candidate for each source, its two channels joined as independent evidence."""
    joined: dict[tuple[str | None, str], _Candidate] = {}
    for claim in whole:
        one = _Candidate(claim.source, claim.name, claim.confidence, None, claim.reasons)
        joined.setdefault(house_key(claim.source, claim.name), one)
    for writer in writers:
        key = house_key(writer.source, writer.name)
        known = joined.get(key)
        if known is None:
            joined[key] = _Candidate(writer.source, writer.name, writer.confidence, writer.article, writer.reasons)
        else:
            both = min(1 - (1 - known.confidence) * (1 - writer.confidence), settings.most)
            reasons = (*known.reasons, *writer.reasons)
            joined[key] = replace(known, confidence=both, article=writer.article, reasons=reasons)
    return sorted(joined.values(), key=lambda c: (-c.confidence, c.source or "", c.name))


def _doubted(best: _Candidate, writers: Sequence[Writer], settings: OriginSettings) -> _Candidate:
    """A weak claim is weaker where the text speaks for somebody else and not for it."""
    key = house_key(best.source, best.name)
    speaks = [house_key(writer.source, writer.name) for writer in writers]
    if not writers or key in speaks or best.confidence >= settings.doubted:
        return best
    return replace(best, confidence=best.confidence * (1 - settings.doubt * writers[0].confidence))


def _conflict(whole: Sequence[Declared], writers: Sequence[Writer]) -> tuple[str, ...]:
    if (
        whole
        and writers
        and house_key(writers[0].source, writers[0].name)
        not in {house_key(claim.source, claim.name) for claim in whole}
    ):
        return (f"the page names {whole[0].name}, its text matches {writers[0].name}",)
    return ()


def _without_origin(evidence: Evidence, partial: Declared | None, settings: OriginSettings) -> Verdict:
    """An abstention that says what the text is all the same: an update, or only quotations in common."""
    first = _earlier_version(evidence, settings)
    known = () if first is None else (_updates(first),)
    joint = [claim for claim in evidence.claims if claim.share is Share.JOINT]
    together = (_together(joint), *(claim.reasons[0] for claim in joint)) if joint else ()
    verdict = _abstain((*known, *(together or _nothing(evidence, partial))), _partial(partial), evidence.coverage)
    if first is not None:
        return replace(verdict, relation=Relation.VERSION)
    quoted = evidence.relatives and all(r.match.relation is Relation.QUOTE_ONLY for r in evidence.relatives)
    return replace(verdict, relation=Relation.QUOTE_ONLY) if quoted else verdict


def _together(joint: Sequence[Declared]) -> str:
    names = " and ".join(dict.fromkeys(claim.name for claim in joint))
    return f"{names} are credited together" if len(joint) > 1 else f"{names} is credited together with another"


def _nothing(evidence: Evidence, partial: Declared | None) -> tuple[str, ...]:
    shared = f"“{evidence.shared}” says that agencies wrote a part of it, and does not name them"
    unnamed = () if evidence.shared is None else (shared,)
    if partial is not None:
        return f"{partial.name} is credited with a part only", *unnamed
    nobody = "no credit says that another source wrote it"
    where = "no stored article shows where the text is from"
    return (*unnamed, where) if unnamed else (f"{nobody}, and {where}",)


def _partial(partial: Declared | None) -> RunnerUp | None:
    if partial is None:
        return None
    return RunnerUp(partial.source, partial.name, partial.confidence, partial.reasons[0])


def _abstain(reasons: tuple[str, ...], runner_up: RunnerUp | None, coverage: str) -> Verdict:
    return Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, reasons, runner_up, coverage)
