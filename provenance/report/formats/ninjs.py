"""An article as a news object of IPTC's ninjs 3.1, with its verdict as far as that can say it.

Invariant: every object is valid by the published schema: its fields and types, nothing else
beside them. What ninjs has no field for stands as words in ``edNote``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provenance.characters import count_words
from provenance.model import Status
from provenance.report.formats.parties import (
    by_line,
    copyright_holder,
    copyright_notice,
    headline,
    is_copy,
    match_of,
    origin_party,
    own_text,
    page_party,
    shipped_sources,
    stations,
    story_text,
    undecided,
)
from provenance.report.formats.values import article_uri, host_address, published, sound_tree, zoned
from provenance.report.html.pieces import language_tag
from provenance.report.wording import RELATIONS, damage_words, percent, words
from provenance.sources.reporters import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import ArticleMatch, ArticleRef, Trace
    from provenance.report.formats.parties import Party
    from provenance.sources import Registry

__all__ = ["SCHEMA", "ninjs_object"]

SCHEMA: Final = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
"""Where IPTC publishes the schema."""

# IPTC NewsCodes, "Content Production Party Role"
_ROLES: Final = "http://cv.iptc.org/newscodes/contentprodpartyrole/"
_WROTE: Final = f"{_ROLES}origcont"
_PASSED_ON: Final = f"{_ROLES}distributor"
_INFORMED: Final = f"{_ROLES}originfo"
_STANDARD: Final = {"name": "ninjs", "version": "3.1", "schema": SCHEMA}
_PLAIN: Final = "text/plain"


def ninjs_object(trace: Trace, registry: Registry | None = None) -> dict[str, Any]:
    """What an answer says, as a ninjs object ready for JSON.

    Args:
        trace: what tracing found.
        registry: tells people from sources in a byline; the shipped one where none is given.
    """
    article, text, title = trace.article, story_text(trace), headline(trace)
    by = by_line(trace) or ", ".join(names_of(article, trace.blocks, registry or shipped_sources()))
    values: dict[str, Any] = {
        "uri": article_uri(article),
        "type": "text",
        "representationType": "partial",
        "standard": dict(_STANDARD),
        "versionCreated": zoned(article.published),
        "language": language_tag(article.language),
        "title": article.title or title,
        "headlines": [{"role": "main", "contentType": _PLAIN, "value": title}] if title else [],
        "by": by,
        "copyrightHolder": copyright_holder(trace),
        "copyrightNotice": copyright_notice(trace),
        "bodies": [_body(text)] if text else [],
        "infoSources": list(_sources(trace)),
        "associations": list(_associations(trace)),
        "altIds": _ids(article.id, article.url, article.canonical),
        "edNote": _note(trace),
    }
    return _known(values)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """What is known of some fields: the schema has no null."""
    known: dict[str, Any] = sound_tree({name: value for name, value in values.items() if value not in (None, "", [])})
    return known


def _body(text: str) -> dict[str, Any]:
    return {
        "role": "main",
        "contentType": _PLAIN,
        "charCount": len(text),
        "wordCount": count_words(text),
        "value": text,
    }


def _sources(trace: Trace) -> Iterator[dict[str, Any]]:
    """Who wrote the text, who passed it on, who is cited in it; each once in each role."""
    roles: list[tuple[Party | None, str]] = [(origin_party(trace), _WROTE)]
    roles += [(station.party, _PASSED_ON) for station in reversed(stations(trace)) if not station.is_origin]
    if not own_text(trace):
        roles.append((page_party(trace.site), _PASSED_ON))
    seen = set()
    for party, role in roles:
        if party is not None and (party.uri, role) not in seen:
            seen.add((party.uri, role))
            address = host_address(party.domain)
            yield _known({"name": party.name, "role": role, "uri": address, "literal": party.source})
    for source, name in dict.fromkeys((cited.source, cited.name) for cited in trace.cited):
        yield _known({"name": name, "role": _INFORMED, "literal": source})


def _associations(trace: Trace) -> Iterator[dict[str, Any]]:
    """The texts that this one is known to come from, and those of which no order is known."""
    origin, taken = trace.verdict.origin, trace.taken_from
    done = set()
    if is_copy(trace) and origin is not None:
        for ref in (taken, origin.article):
            if ref is not None and ref.key not in done:
                done.add(ref.key)
                yield _association(ref, "derivedFrom", match_of(trace, ref))
    for match in undecided(trace):
        yield _association(match.other, "sharesText", match)


def _association(ref: ArticleRef, rel: str, match: ArticleMatch | None) -> dict[str, Any]:
    """The schema wants a name and an identifier."""
    note = None if match is None else f"{words(match.relation)}, share {percent(match.share)}"
    return _known(
        {
            "name": ref.title or ref.id or "an article",
            "uri": article_uri(ref),
            "rel": rel,
            "type": "text",
            "altIds": _ids(ref.id, ref.url, None),
            "edNote": note,
        }
    )


def _ids(id_: str, url: str | None, canonical: str | None) -> list[dict[str, str]]:
    named = (("id", id_), ("url", url), ("canonical", canonical))
    return [{"role": role, "value": value} for role, value in named if value]


def _note(trace: Trace) -> str:
    """The verdict in words, and what else has no field."""
    verdict, day = trace.verdict, trace.article.published
    if verdict.status is Status.DECIDED and verdict.origin is not None:
        said = (
            f"Origin: {verdict.origin.name} ({RELATIONS[verdict.relation]}), confidence {percent(verdict.confidence)}."
        )
    else:
        said = "Origin: cannot be said."
    parts = [said, *(f"- {reason}" for reason in verdict.reasons), f"Damage: {damage_words(trace.damage)}."]
    if day is not None and zoned(day) is None:
        parts.append(f"Published: {day} ({'no date' if published(day) is None else 'no time or no zone'}).")
    return "\n".join(parts)
