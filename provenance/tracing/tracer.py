"""One article through all of tracing: candidates, matches, verdict, chain, damage.

Invariant: tracing reads the library and changes nothing; the answer depends on the article and
on the sets of stored articles and of corrections. What is derived from a stored article's own
page is kept in a bounded cache, which changes the time of an answer and never the answer.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.fingerprint import passages_of
from provenance.model import CreditType, Relation, SourceKind, Status, Trace
from provenance.settings import Scheme, TraceSettings
from provenance.sources.credits import cited_sources
from provenance.sources.staff import shared_with_agencies
from provenance.tracing.candidates import Asked, candidates
from provenance.tracing.chain import chain_of
from provenance.tracing.corrected import as_corrected, holds_for, said_again, with_named, word_of
from provenance.tracing.coverage import NO_DATABASE, coverage_text
from provenance.tracing.damage import compare, join_findings, summarise
from provenance.tracing.damage.alone.phrases import book_of
from provenance.tracing.declared import reporter_claim
from provenance.tracing.derived import Derived
from provenance.tracing.houses import house_key, is_house
from provenance.tracing.judged import as_judged, best_matches, block_as_judged
from provenance.tracing.known_names import of_one_house
from provenance.tracing.library import StoredArticle
from provenance.tracing.matched import Relative, followed, writers_of
from provenance.tracing.matching import match_stories, may_match
from provenance.tracing.origin import Evidence, decide, with_relation
from provenance.tracing.own_work import is_first, own_work
from provenance.tracing.side_by_side import group_pairs
from provenance.tracing.taken import taken_from
from provenance.tracing.times import is_before
from provenance.tracing.witnesses import Quoting, with_witnesses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.index import Index
    from provenance.model import ArticleMatch, Correction, DamageSummary, Finding, Verdict
    from provenance.sources.registry import Registry
    from provenance.tracing.damage.alone.phrases import PhraseBook
    from provenance.tracing.declared import Declared
    from provenance.tracing.library import Library, OwnPage
    from provenance.tracing.matched import Writer

__all__ = ["Tracer"]

_KEPT = 512
_MOSTLY = 0.5
# Words replaced in a hundred: machine copies of invented stories had 12 and more.
_PLAIN = 10.0


class Tracer:
    """Traces analysed articles against a library; without one it has the page alone."""

    def __init__(
        self,
        registry: Registry,
        library: Library | None = None,
        index: Index | None = None,
        settings: TraceSettings | None = None,
        *,
        persons: bool = True,
    ) -> None:
        """Trace with this registry against these stored articles; without ``persons`` whatever people said of them."""
        self._registry = registry
        self._library = library
        self._index = index
        self._settings = settings or TraceSettings()
        self._persons = persons
        self._pages: OrderedDict[int, tuple[StoredArticle, Derived]] = OrderedDict()
        self._seen = 0

    @cached_property
    def _book(self) -> PhraseBook | None:
        """The phrases that the library's own articles show to be damaged; they change by learning only."""
        return None if self._library is None else book_of(self._library.damaged_phrases())

    def trace(self, own: OwnPage, *, heed: bool = True) -> Trace:
        """Say where an article came from.

        Args:
            own: what its own page says, just analysed or stored.
            heed: whether a person's word on this very article counts; on others it always does.

        Returns:
            Verdict, chain, matches and damage with all their evidence.
        """
        self._look_for_corrections()
        return self._trace_all([self._page(own)], covered=True, heed=heed)[0]

    def trace_stored(self, numbers: Sequence[int]) -> tuple[Trace, ...]:
        """Trace stored articles, given by number, each against all others, with one look-up.

        Their coverage is left empty: it grows old while other articles come, so it is said when
        a verdict is read.
        """
        self._look_for_corrections()
        return self._trace_all([self._stored(number)[1] for number in numbers], covered=False)

    def _look_for_corrections(self) -> None:
        """Keep nothing that was read before somebody corrected a verdict, perhaps in another process."""
        seen = 0 if self._library is None else self._library.corrections_seen()
        if seen != self._seen:
            self._pages.clear()
            self._seen = seen

    def _page(self, own: OwnPage) -> Derived:
        return Derived(own, self._registry, self._settings, self._book)

    def _stored(self, number: int) -> tuple[StoredArticle, Derived]:
        """A stored article, kept for as long as it is among the last that were asked for."""
        known = self._pages.get(number)
        if known is None:
            if self._library is None:
                message = "there is no library to read from"
                raise LookupError(message)
            stored = self._library.stored(number)
            known = (stored, self._page(stored))
            self._pages[number] = known
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return known

    def _trace_all(self, pages: Sequence[Derived], *, covered: bool, heed: bool = True) -> tuple[Trace, ...]:
        if self._library is None or self._index is None:
            return tuple(self._covered(self._trace(page, ()), page, 0) for page in pages)
        itself = [self._library.same(page.own.article) for page in pages]
        asked = [
            Asked(passages_of(page.own.blocks, page.own.credits, Scheme().min_words), page.own.article.published, own)
            for page, own in zip(pages, itself, strict=True)
        ]
        found = candidates(asked, self._index, self._library, self._settings.candidates)
        said = [self._correction(page, own) if heed else None for page, own in zip(pages, itself, strict=True)]
        traced = (
            self._trace(page, with_named(numbers, word, own), word)
            for page, numbers, own, word in zip(pages, found, itself, said, strict=True)
        )
        if not covered:
            return tuple(traced)
        return tuple(self._covered(each, page, len(own)) for each, page, own in zip(traced, pages, itself, strict=True))

    def _covered(self, traced: Trace, page: Derived, stored: int) -> Trace:
        coverage = self._coverage(page.own, stored, traced.likely)
        return replace(traced, verdict=replace(traced.verdict, coverage=coverage))

    def _correction(self, page: Derived, itself: Sequence[int]) -> Correction | None:
        """What a person said of an article, stored or asked about."""
        if isinstance(page.own, StoredArticle):
            return page.own.correction
        return None if self._library is None else self._library.correction_of(itself)

    def _trace(self, page: Derived, found: Sequence[int], correction: Correction | None = None) -> Trace:
        settings, own, claims = self._settings, page.own, self._claims(page)
        published = own.article.published
        relatives, near = self._relatives(page, found)
        claims, relatives = of_one_house(own, claims, relatives, settings.origin)
        writers = writers_of(own, relatives, settings.origin, broken=page.broken)
        applied = correction is not None and holds_for(correction, own, settings.origin)
        told = word_of(correction, settings.origin) if correction is not None and applied else ()
        claims = followed(claims, relatives, settings.origin)
        signed = own_work(own, settings.origin, broken=page.broken) if is_first(own, relatives) else None
        shared = shared_with_agencies(own.blocks)
        evidence = Evidence(own.site, published, claims, writers, relatives, "", signed, shared)
        verdict = decide(evidence, settings.origin)
        if correction is not None:
            verdict = as_corrected(verdict, correction, own.site, writers, settings.origin, applied=applied)
        reference = _reference(verdict, relatives)
        earlier = _earlier(page, relatives) if verdict.status is Status.ABSTAINED else None
        if reference is not None:
            findings, damage = _against(page, reference)
        elif earlier is not None:
            findings, damage = _against(page, earlier)
            damage = _undecided(damage, earlier)
        else:
            findings, damage = page.alone.findings, summarise(own.blocks, page.alone)
        verdict = with_relation(verdict, _match_of(verdict, relatives), damage)
        if correction is not None:
            verdict = said_again(verdict, correction)
        # an original is from nobody; who has its paragraphs stands among the matches
        best = {} if verdict.relation is Relation.ORIGINAL else best_matches(relatives, verdict, settings.origin)
        origins = {place: block_as_judged(match, damage) for place, match in best.items()}
        chain = chain_of(own.site, own.credits, claims, verdict, self._registry)
        return Trace(
            article=own.article,
            blocks=own.blocks,
            credits=own.credits,
            site=own.site,
            verdict=verdict,
            chain=chain,
            matches=tuple(as_judged(relative.match, damage) for relative in relatives),
            cited=cited_sources(own.credits),
            origins=origins,
            findings=findings,
            damage=damage,
            sources_of=_sources(relatives),
            near=near,
            taken_from=taken_from(own, verdict, chain, claims, relatives, settings.origin, broken=page.broken),
            likely=_likely(told or claims, () if told else writers, self._registry),
        )

    def _claims(self, page: Derived) -> tuple[Declared, ...]:
        """Whom the page names; where it names nobody, whom those who signed it are known to write for."""
        if self._library is None or any(claim.whole for claim in page.claims):
            return page.claims
        houses = self._library.houses_of(page.own.persons)
        known = reporter_claim(page.own, houses, self._registry, self._settings.origin) if houses else None
        return page.claims if known is None else (known, *page.claims)

    def _relatives(self, page: Derived, found: Sequence[int]) -> tuple[tuple[Relative, ...], tuple[int, ...]]:
        """The linked ones of the candidates, the closest first, and those that may be linked from their side."""
        relatives, near = [], []
        for number in found:
            stored, other = self._stored(number)
            least = self._settings.link.citations
            cites, cited = _citations(page, other) >= least, _citations(other, page) >= least
            match = match_stories(page.story, other.story, stored.ref, self._settings, cites=cites)
            if match is not None:
                relatives.append(self._relative(match, stored, other))
            elif may_match(page.story, other.story, self._settings, cites=cited):
                near.append(number)
        relatives.sort(key=_closeness)
        return with_witnesses(lambda: page.quotations, relatives, self._quoting, self._settings), tuple(near)

    def _quoting(self, number: int) -> Quoting:
        page = self._stored(number)[1]
        return Quoting(page.story, page.quotations)

    def _relative(self, match: ArticleMatch, stored: StoredArticle, other: Derived) -> Relative:
        """A linked article with its own page's claims, or with a person's word in their place."""
        said = other.correction if self._persons else None
        claims = other.claims if said is None else word_of(said, self._settings.origin)
        return Relative(match, stored, claims, other.broken, said)

    def _coverage(self, own: OwnPage, stored: int, likely: str | None) -> str:
        """What the database holds of the likely origin; the asked article, ``stored`` so many times, is none of it."""
        if self._library is None:
            return NO_DATABASE
        entry = self._registry.source(likely)
        held = self._library.coverage(likely, own.article.published)
        its_own = own.site.source == likely if likely is not None else own.site.kind is SourceKind.WIRE
        return coverage_text(held, None if entry is None else entry.name, itself=stored, its_own=its_own)


def _citations(page: Derived, other: Derived) -> int:
    """How often a page cites the house that another stands on, or that the other says it is by."""
    cited = (c for c in page.own.credits if c.type in {CreditType.CITATION, CreditType.TOLD})
    credited = {house_key(claim.source, claim.name) for claim in other.claims if claim.whole}
    return sum(is_house(other.own.site, c.source, c.name) or house_key(c.source, c.name) in credited for c in cited)


def _likely(claims: Sequence[Declared], writers: Sequence[Writer], registry: Registry) -> str | None:
    """The source that the article is most likely from, whatever the verdict says of it."""
    named = [claim.source for claim in claims] + [writer.source for writer in writers]
    likely = next((source for source in named if source is not None), None)
    return likely if registry.source(likely) is not None else None


def _against(page: Derived, reference: Relative) -> tuple[tuple[Finding, ...], DamageSummary]:
    """The damage beside the original's text, with what shows without it."""
    groups = group_pairs(reference.match.blocks)
    comparison = compare(page.own.blocks, reference.stored.blocks, groups, reference.stored.ref.id)
    findings = join_findings(page.shown.findings, comparison.findings)
    return findings, summarise(page.own.blocks, page.shown, findings, comparison)


def _closeness(relative: Relative) -> tuple[bool, float, float, str, str]:
    match = relative.match
    return (
        match.relation is Relation.QUOTE_ONLY,
        -round(match.share, 4),
        -round(match.containment, 4),
        match.other.id,
        match.other.url or "",
    )


def _match_of(verdict: Verdict, relatives: Sequence[Relative]) -> ArticleMatch | None:
    article = verdict.origin.article if verdict.origin is not None else None
    return next((r.match for r in relatives if article is not None and r.match.other == article), None)


def _reference(verdict: Verdict, relatives: Sequence[Relative]) -> Relative | None:
    """The text to hold damage against: the origin's own, else a sound copy of it."""
    if verdict.status is Status.ABSTAINED or verdict.origin is None or verdict.relation is not Relation.UNKNOWN:
        return None
    if verdict.origin.article is not None:
        return next((r for r in relatives if r.match.other == verdict.origin.article), None)
    wanted = house_key(verdict.origin.source, verdict.origin.name)
    copies = (
        r
        for r in relatives
        if any(house_key(claim.source, claim.name) == wanted for claim in r.declared if claim.whole)
        and not r.broken
        and r.match.relation not in {Relation.QUOTE_ONLY, Relation.PARTIAL}
    )
    return next(copies, None)


def _earlier(page: Derived, relatives: Sequence[Relative]) -> Relative | None:
    """The closest sound text that most of the page stands in and that was published before it.

    Where nobody can say who wrote a text first, what changed since then can still be shown.
    """
    return next(
        (
            relative
            for relative in relatives
            if relative.match.relation not in {Relation.QUOTE_ONLY, Relation.PARTIAL}
            and relative.match.share >= _MOSTLY
            and not relative.broken
            and is_before(relative.stored.article.published, page.own.article.published)
        ),
        None,
    )


def _undecided(damage: DamageSummary, earlier: Relative) -> DamageSummary:
    """What is said beside a text that may not be the original: a machine only where that is plain."""
    ref = earlier.match.other
    said = f"held against the earlier “{ref.title or ref.id}” ({ref.id}); who wrote it first is undecided"
    plain = (damage.substitutions_per_100 or 0.0) >= _PLAIN
    machine = damage.machine_paraphrase if plain or not damage.machine_paraphrase else None
    return replace(damage, machine_paraphrase=machine, reasons=(said, *damage.reasons))


def _sources(relatives: Sequence[Relative]) -> dict[int, str | None]:
    """Whom each matched article credits, else whose page it is, by its number; a person's word before both."""
    credited = {r.match.other.key: next((c.source for c in r.declared if c.whole), None) for r in relatives}
    return {
        r.match.other.key: credited[r.match.other.key] or (r.stored.site.source if r.correction is None else None)
        for r in relatives
    }
