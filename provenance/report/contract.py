"""The machine-readable answer, version 1.

Invariant: keys, their order and the vocabularies are the contract that others rely on; every
offset is a code point into ``article.text``; unknown is ``null``; measures have four digits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance.characters import count_words

if TYPE_CHECKING:
    from provenance.model import (
        ArticleMatch,
        ArticleRef,
        Block,
        BlockMatch,
        CorrectionNote,
        Credit,
        Fetch,
        Finding,
        Hop,
        SiteVerdict,
        Trace,
        Verdict,
    )

__all__ = ["answer", "finding_object", "match_object", "ref_object", "to_json", "verdict_object"]

_DIGITS = 4


def answer(trace: Trace) -> dict[str, Any]:
    """The answer for one article as plain values, ready for JSON.

    Args:
        trace: what tracing found.

    Returns:
        ``article``, ``site``, ``verdict``, ``chain``, ``matches``, ``cited``, ``credits``,
        ``blocks``, ``damage`` and ``story``, in this order.
    """
    article, story = trace.article, trace.story
    findings: dict[int, list[Finding]] = {}
    for finding in trace.findings:
        findings.setdefault(finding.block, []).append(finding)
    return {
        "article": {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            "published": article.published,
            "words": count_words(article.text),
            "text": article.text,
            "fetch": None if article.fetch is None else _fetch(article.fetch, article.canonical),
        },
        "site": _site(trace.site),
        "verdict": verdict_object(trace.verdict),
        "chain": [_hop(hop) for hop in trace.chain],
        "matches": [match_object(match) for match in trace.matches],
        "cited": [{"source": c.source, "name": c.name, "block": c.block, "text": c.text} for c in trace.cited],
        "credits": [_credit(credit) for credit in trace.credits],
        "blocks": [_block(block, trace, findings.get(block.position, [])) for block in trace.blocks],
        "damage": {
            "machine_paraphrase": trace.damage.machine_paraphrase,
            "substitutions_per_100": _rounded(trace.damage.substitutions_per_100),
            "findings": trace.damage.findings,
            "per_1000_words": _rounded(trace.damage.per_1000_words),
            "quotes": trace.damage.quotes,
            "quotes_kept": trace.damage.quotes_kept,
            "facts_changed": trace.damage.facts_changed,
            "reasons": list(trace.damage.reasons),
        },
        "story": story and {"id": story.id, "title": story.title, "articles": story.articles},
    }


def to_json(value: object, *, indent: int | None = None) -> str:
    """JSON as this program writes it: readable characters, keys in their given order, no NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)


def ref_object(ref: ArticleRef) -> dict[str, Any]:
    """A stored article as it is named in an answer."""
    return {"id": ref.id, "url": ref.url, "title": ref.title}


def _fetch(fetch: Fetch, canonical: str | None) -> dict[str, Any]:
    """The three addresses of a page, kept apart, and the way from the first to the second."""
    return {
        "requested": fetch.requested,
        "final": fetch.final,
        "canonical": canonical,
        "redirects": [{"url": redirect.url, "status": redirect.status} for redirect in fetch.redirects],
        "fetched": fetch.fetched,
    }


def _site(site: SiteVerdict) -> dict[str, Any]:
    return {
        "domain": site.domain,
        "name": site.name,
        "kind": site.kind.value,
        "aggregator": site.aggregator,
        "confidence": _rounded(site.confidence),
        "reasons": list(site.reasons),
    }


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it stands in an answer."""
    origin, second = verdict.origin, verdict.runner_up
    return {
        "status": verdict.status.value,
        "relation": verdict.relation.value,
        "origin": origin
        and {"source": origin.source, "name": origin.name, "article": origin.article and ref_object(origin.article)},
        "confidence": _rounded(verdict.confidence),
        "reasons": list(verdict.reasons),
        "runner_up": second
        and {
            "source": second.source,
            "name": second.name,
            "confidence": _rounded(second.confidence),
            "reason": second.reason,
        },
        "coverage": verdict.coverage,
        "correction": verdict.correction and _correction(verdict.correction),
    }


def _correction(note: CorrectionNote) -> dict[str, Any]:
    return {
        "kind": note.kind.value,
        "author": note.author,
        "time": note.time,
        "reason": note.reason,
        "applied": note.applied,
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "source": hop.source,
        "name": hop.name,
        "kind": hop.kind.value,
        "domain": hop.domain,
        "evidence": [_credit(credit) for credit in hop.evidence],
    }


def match_object(match: ArticleMatch) -> dict[str, Any]:
    """Another article that shares text, as it stands in an answer."""
    return {
        "article": ref_object(match.other),
        "relation": match.relation.value,
        "share": _rounded(match.share),
        "containment": _rounded(match.containment),
        "jaccard": _rounded(match.jaccard),
        "blocks": len(match.blocks),
    }


def _credit(credit: Credit) -> dict[str, Any]:
    return {
        "type": credit.type.value,
        "source": credit.source,
        "name": credit.name,
        "block": credit.block,
        "start": credit.start,
        "end": credit.end,
        "text": credit.text,
        "weight": _rounded(credit.weight),
    }


def _block(block: Block, trace: Trace, findings: list[Finding]) -> dict[str, Any]:
    origin = trace.origins.get(block.position)
    return {
        "position": block.position,
        "role": block.role.value,
        "start": block.start,
        "end": block.end,
        "text": block.text,
        "origin": origin and _origin(origin, trace.sources_of.get(origin.other.key)),
        "damage": [finding_object(finding) for finding in findings],
    }


def _origin(match: BlockMatch, source: str | None) -> dict[str, Any]:
    return {
        "article": match.other.id,
        "position": match.other_position,
        "source": source,
        "relation": match.relation.value,
        "char5": _rounded(match.measures.char5),
        "word1": _rounded(match.measures.word1),
        "containment": _rounded(match.measures.containment),
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """A damaged span as it stands in an answer."""
    reference = finding.reference
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "original": finding.original,
        "reference": reference and {"article": reference.article, "start": reference.start, "end": reference.end},
        "change": finding.change and finding.change.value,
    }
