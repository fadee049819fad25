"""PROV documents by the ``prov`` library: an article, what it was made from, by whom, and who says so.

Invariant: an order of two texts is stated only where the verdict is decided; what the program
itself found out is an entity of its own, attributed to the program or to the person who spoke.
What is known of a relation stands on it as an attribute in the namespace ``pv``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.model import CorrectionKind, Relation, Status
from provenance.report.formats.parties import (
    headline,
    match_of,
    origin_party,
    own_text,
    page_party,
    stations,
    undecided,
)
from provenance.report.formats.prov_terms import (
    Attributes,
    evidence,
    new_document,
    numbers,
    party_name,
    text_name,
    texts,
    time,
    types,
)
from provenance.report.formats.values import article_uri, finite, local_name, part_uri, sound
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prov.model import ProvDocument

    from provenance.model import ArticleMatch, ArticleRef, BlockMatch, Credit, Trace
    from provenance.report.formats.parties import Party, Station
    from provenance.tracing.stories import StoryWithTree

__all__ = ["article_document", "story_document"]

_ACTIVITIES: Final = {
    Relation.VERBATIM: "Copying",
    Relation.EXCERPT: "Excerpting",
    Relation.VERSION: "Updating",
    Relation.REWRITE: "Rewriting",
    Relation.MACHINE_PARAPHRASE: "Paraphrasing",
    Relation.PARTIAL: "Compiling",
}
_QUOTED: Final = frozenset({Relation.VERBATIM, Relation.EXCERPT, Relation.QUOTE_ONLY})
_NO_PRIMARY: Final = frozenset({Relation.VERSION})  # of an update its own house's first text is no source


def article_document(trace: Trace, *, passages: bool = True, others: bool = True) -> ProvDocument:
    """What an answer says, as a PROV document.

    Args:
        trace: what tracing found.
        passages: with the paragraphs that are known to come from another text, and that one's.
        others: with what is said of each other article; without it they are named only, as where
            each has a document of its own.

    Raises:
        UsageError: the library ``prov`` is not installed.
    """
    document = new_document()
    _Article(document, trace, others=others).write(passages=passages)
    return document


def story_document(story: StoryWithTree) -> ProvDocument:
    """A story as a collection of its articles, which have documents of their own.

    Raises:
        UsageError: the library ``prov`` is not installed.
    """
    document, summary = new_document(), story.summary
    identifier = f"story:{local_name(summary.id)}"
    facts = [*types(document, "prov:Collection", "pv:Story"), ("prov:label", sound(summary.title))]
    facts += [("pv:articles", summary.articles), ("pv:sites", summary.sites)]
    document.entity(identifier, facts)
    for each in story.articles:
        document.membership(identifier, text_name(article_uri(each.ref)))
    return document


class _Article:
    """Writes one answer into a document."""

    def __init__(self, document: ProvDocument, trace: Trace, *, others: bool) -> None:
        self._document = document
        self._trace = trace
        self._others = others
        self._uri = article_uri(trace.article)
        self._id = text_name(self._uri)
        self._known: set[str] = set()
        self._parted: frozenset[int] = frozenset()  # the other articles of which passages are named
        self._stations = stations(trace)

    def write(self, *, passages: bool) -> None:
        document, trace = self._document, self._trace
        directed = {ref.key for ref in self._sources()}
        taken = [match for _, match in sorted(trace.origins.items()) if match.other.key in directed] if passages else []
        self._parted = frozenset(match.other.key for match in taken)
        self._put_article(collection=bool(taken))
        self._put_way()
        for match in undecided(trace):
            document.alternate(self._id, self._other(match.other))
        self._put_verdict()
        for each in taken:
            self._put_passage(each)

    def _sources(self) -> list[ArticleRef]:
        """The held texts that the article is known to come from."""
        found = [station.held for station in self._stations if station.held is not None]
        return [*found, *([self._trace.taken_from] if self._stations and self._trace.taken_from is not None else [])]

    def _put_article(self, *, collection: bool) -> None:
        article, site = self._trace.article, page_party(self._trace.site)
        facts = types(self._document, "pv:Article", *(["prov:Collection"] if collection else []))
        facts += texts({"prov:label": headline(self._trace) or article.id, "pv:id": article.id})
        facts += texts({"schema:url": article.url, "schema:inLanguage": article.language})
        facts += time(self._document, article.published)
        self._document.entity(self._id, facts)
        self._known.add(self._id)
        if site is not None:
            self._attribute(self._id, site, "publisher")
        origin = origin_party(self._trace)
        if origin is not None and own_text(self._trace):
            self._attribute(self._id, origin, "writer")

    def _put_way(self) -> None:
        """The texts before this one: each derived from the next, the origin's being the primary source."""
        if not self._stations:
            return
        taken = self._trace.taken_from
        apart = taken is not None and all(s.held is None or s.held.key != taken.key for s in self._stations)
        no_primary = self._trace.verdict.relation in _NO_PRIMARY
        before = self._id
        if apart and taken is not None:
            self._derive(self._id, self._other(taken), match_of(self._trace, taken), ())
        for number, station in enumerate(self._stations, 1):
            text = self._text_at(station, number)
            # what speaks for the origin stands on the primary source, where there is one
            credited = station.hop.evidence if no_primary or not station.is_origin else ()
            if before == self._id and not apart:
                self._derive(before, text, match_of(self._trace, station.held), credited)
            elif self._tells(number) and (before != self._id or len(self._stations) > 1):
                self._document.derivation(before, text, other_attributes=evidence(credited))
            before = text
        if not no_primary:
            facts: Attributes = [("pv:confidence", finite(self._trace.verdict.confidence) or 0.0)]
            facts += [("pv:relation", self._trace.verdict.relation.value), *evidence(self._stations[-1].hop.evidence)]
            self._document.primary_source(self._id, before, other_attributes=facts)

    def _tells(self, number: int) -> bool:
        """Whether it is for this article to say where the text before a station has it from."""
        return self._others or number == 1 or self._stations[number - 2].held is None

    def _text_at(self, station: Station, number: int) -> str:
        """The identifier of a text on the way; one that is not held is made known by whose it is."""
        if station.held is not None:
            text = self._other(station.held)
        else:
            text = text_name(part_uri(self._uri, "origin" if station.is_origin else f"hop-{number}"))
            label = f"the text as {station.hop.name} {'wrote it' if station.is_origin else 'passed it on'}"
            facts = [*types(self._document, "pv:UnheldText"), *texts({"prov:label": label})]
            self._document.entity(text, facts)
        if station.party is not None and (station.held is None or self._others):
            self._attribute(text, station.party, "writer" if station.is_origin else "publisher")
        return text

    def _derive(self, text: str, source: str, match: ArticleMatch | None, credited: Iterable[Credit]) -> None:
        """How the article was made: the activity, what it used, who did it, and the derivation with its measures."""
        verdict, damage = self._trace.verdict, self._trace.damage
        relation = verdict.relation
        if match is not None and (verdict.origin is None or match.other != verdict.origin.article):
            relation = match.relation
        activity = text_name(part_uri(self._uri, "made"))
        document = self._document
        document.activity(activity, other_attributes=types(document, f"pv:{_ACTIVITIES.get(relation, 'Deriving')}"))
        document.generation(text, activity)
        document.usage(activity, source)
        site = page_party(self._trace.site)
        if site is not None:
            document.association(activity, self._agent(site))
        facts: Attributes = [("pv:relation", relation.value), ("pv:confidence", finite(verdict.confidence) or 0.0)]
        if match is not None:
            facts += numbers({"share": match.share, "containment": match.containment, "jaccard": match.jaccard})
        facts += numbers({"substitutionsPer100": damage.substitutions_per_100})
        counts = {"quotes": damage.quotes, "quotesKept": damage.quotes_kept, "factsChanged": damage.facts_changed}
        facts += [(f"pv:{name}", count) for name, count in counts.items() if count is not None]
        if damage.machine_paraphrase is not None:
            facts.append(("pv:machineParaphrase", damage.machine_paraphrase))
        facts += evidence(credited)
        make = document.derivation
        if relation in _QUOTED:
            make = document.quotation
        elif relation is Relation.VERSION:
            make = document.revision
        make(text, source, activity, other_attributes=facts)

    def _put_verdict(self) -> None:
        """What was found out, and who says so."""
        verdict, document = self._trace.verdict, self._document
        identifier = text_name(part_uri(self._uri, "verdict"))
        facts = types(document, "pv:Verdict")
        facts += [("pv:status", verdict.status.value), ("pv:relation", verdict.relation.value)]
        facts += numbers({"confidence": verdict.confidence if verdict.status is Status.DECIDED else None})
        facts += [("pv:reason", sound(reason)) for reason in verdict.reasons]
        facts += texts({"pv:coverage": verdict.coverage or None})
        if verdict.runner_up is not None:
            facts += texts({"pv:runnerUp": f"{verdict.runner_up.name}: {verdict.runner_up.reason}"})
        document.entity(identifier, facts)
        document.derivation(identifier, self._id)
        program = f"program:{__version__}"
        document.agent(program, [*types(document, "prov:SoftwareAgent"), ("prov:label", f"provenance {__version__}")])
        document.attribution(identifier, program)
        note = verdict.correction
        if note is not None and note.applied and note.kind is not CorrectionKind.WITHDRAWN:
            person = f"name:{local_name(note.author)}"
            document.agent(person, [*types(document, "prov:Person"), *texts({"prov:label": note.author})])
            said: Attributes = [("pv:role", note.kind.value), *texts({"pv:reason": note.reason})]
            document.attribution(identifier, person, other_attributes=said)

    def _put_passage(self, match: BlockMatch) -> None:
        """A paragraph and the one that it is from."""
        document, block = self._document, next(b for b in self._trace.blocks if b.position == match.position)
        here = text_name(part_uri(self._uri, f"block-{match.position}"))
        whole = self._other(match.other)
        there = text_name(part_uri(article_uri(match.other), f"block-{match.other_position}"))
        facts = [*types(document, "pv:Passage"), ("pv:block", match.position), ("pv:role", block.role.value)]
        document.entity(here, [*facts, ("prov:value", sound(block.text))])
        if there not in self._known:
            self._known.add(there)
            document.entity(there, [*types(document, "pv:Passage"), ("pv:block", match.other_position)])
            if self._others:
                document.membership(whole, there)
        document.membership(self._id, here)
        measures: Attributes = [("pv:relation", match.relation.value)]
        alike = match.measures
        measures += numbers({"char5": alike.char5, "word1": alike.word1, "containment": alike.containment})
        make = document.quotation if match.relation in _QUOTED else document.derivation
        make(here, there, other_attributes=measures)

    def _other(self, ref: ArticleRef) -> str:
        """The identifier of another article, which is made known at its first mention."""
        identifier = text_name(article_uri(ref))
        if identifier not in self._known and self._others:
            self._known.add(identifier)
            facts = types(self._document, "pv:Article", *(["prov:Collection"] if ref.key in self._parted else []))
            facts += texts({"prov:label": ref.title or ref.id, "pv:id": ref.id, "schema:url": ref.url})
            self._document.entity(identifier, facts)
        return identifier

    def _attribute(self, text: str, party: Party, role: str) -> None:
        self._document.attribution(text, self._agent(party), other_attributes=[("pv:role", role)])

    def _agent(self, party: Party) -> str:
        identifier = party_name(party)
        if identifier not in self._known:
            self._known.add(identifier)
            facts = types(self._document, "prov:Organization")
            facts += texts({"prov:label": party.name, "pv:kind": party.kind, "pv:domain": party.domain})
            self._document.agent(identifier, facts)
        return identifier
