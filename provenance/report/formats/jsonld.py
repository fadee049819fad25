"""An article as schema.org's ``NewsArticle`` in JSON-LD.

Invariant: the context is inline, so nothing has to be fetched to read it; a name that is not
schema.org's has the prefix ``pv``. What is known of the origin stands there only where the
verdict is decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provenance.characters import count_words
from provenance.model import SourceKind, Status
from provenance.report.formats.parties import (
    copyright_holder,
    copyright_notice,
    headline,
    is_copy,
    match_of,
    origin_party,
    page_party,
    shipped_sources,
    stations,
    story_text,
    undecided,
)
from provenance.report.formats.values import (
    STORIES,
    TERMS,
    article_uri,
    finite,
    host_address,
    local_name,
    published,
    sound_tree,
)
from provenance.report.html.pieces import language_tag, web_address
from provenance.sources.reporters import names_of

if TYPE_CHECKING:
    from provenance.model import ArticleMatch, ArticleRef, Trace
    from provenance.report.formats.parties import Party, Station
    from provenance.sources import Registry

__all__ = ["CONTEXT", "jsonld_object"]

CONTEXT: Final[dict[str, Any]] = {
    "@vocab": "https://schema.org/",
    "pv": TERMS,
    "url": {"@type": "@id"},
}
"""What the names mean."""
_NEWS_MEDIA: Final = frozenset({SourceKind.WIRE, SourceKind.BROADCASTER, SourceKind.OUTLET, SourceKind.STATION})


def jsonld_object(trace: Trace, registry: Registry | None = None) -> dict[str, Any]:
    """What an answer says, as a JSON-LD object.

    Args:
        trace: what tracing found.
        registry: tells people from sources in a byline; the shipped one where none is given.
    """
    article, text, time = trace.article, story_text(trace), published(trace.article.published)
    authors = names_of(article, trace.blocks, registry or shipped_sources())
    story = trace.story
    values = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": article_uri(article),
        "url": web_address(article.url),
        "identifier": article.id,
        "headline": headline(trace),
        "datePublished": None if time is None else time.isoformat(),
        "inLanguage": language_tag(article.language),
        "author": [{"@type": "Person", "name": name} for name in authors],
        "publisher": _organization(page_party(trace.site)),
        "sourceOrganization": _organization(origin_party(trace)),
        "copyrightHolder": _named(copyright_holder(trace)),
        "copyrightNotice": copyright_notice(trace),
        "isBasedOn": _based_on(trace),
        "citation": list(dict.fromkeys(cited.name for cited in trace.cited)),
        "isPartOf": None
        if story is None
        else {"@type": "Collection", "@id": f"{STORIES}{local_name(story.id)}", "name": story.title},
        "wordCount": count_words(text) or None,
        "articleBody": text,
        "pv:verdict": _verdict(trace),
        "pv:passedOnBy": [_organization(station.party) for station in stations(trace) if not station.is_origin],
        "pv:sharesTextWith": [_article(match.other, match) for match in undecided(trace)],
    }
    return _known(values)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = sound_tree({name: value for name, value in values.items() if value not in (None, "", [])})
    return known


def _organization(party: Party | None) -> dict[str, Any] | None:
    if party is None:
        return None
    kind = "NewsMediaOrganization" if party.kind in _NEWS_MEDIA else "Organization"
    return _known({"@type": kind, "@id": party.uri, "name": party.name, "url": host_address(party.domain)})


def _named(name: str | None) -> dict[str, Any] | None:
    return None if name is None else {"@type": "Organization", "name": name}


def _based_on(trace: Trace) -> list[dict[str, Any]]:
    """The texts that this one is from: the one that it was made from, and the origin's, held or not."""
    if not is_copy(trace):
        return []
    found, done = [], set()
    origin: Station = stations(trace)[-1]
    for ref in (trace.taken_from, origin.held):
        if ref is not None and ref.key not in done:
            done.add(ref.key)
            found.append(_article(ref, match_of(trace, ref)))
    if origin.held is None:
        found.append(_known({"@type": "NewsArticle", "publisher": _organization(origin.party)}))
    return found


def _article(ref: ArticleRef, match: ArticleMatch | None) -> dict[str, Any]:
    measures = {} if match is None else {"pv:relation": match.relation.value, "pv:share": finite(match.share)}
    return _known(
        {
            "@type": "NewsArticle",
            "@id": article_uri(ref),
            "url": web_address(ref.url),
            "identifier": ref.id,
            "headline": ref.title,
            **measures,
        }
    )


def _verdict(trace: Trace) -> dict[str, Any]:
    verdict, damage = trace.verdict, trace.damage
    return _known(
        {
            "@type": "pv:Verdict",
            "pv:status": verdict.status.value,
            "pv:relation": verdict.relation.value,
            "pv:confidence": finite(verdict.confidence) if verdict.status is Status.DECIDED else None,
            "pv:reason": list(verdict.reasons),
            "pv:machineParaphrase": damage.machine_paraphrase,
            "pv:substitutionsPer100": finite(damage.substitutions_per_100),
            "pv:factsChanged": damage.facts_changed,
        }
    )
