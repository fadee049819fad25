"""Reading verdicts back with their evidence.

Invariant: what comes back equals what ``settle`` was given, so an answer can be shown again
without tracing again; but coverage is counted at reading, so that it never grows old.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from provenance.model import (
    ArticleMatch,
    ArticleRef,
    BlockMatch,
    BlockMeasures,
    Change,
    CorrectionKind,
    CorrectionNote,
    DamageKind,
    DamageSummary,
    Finding,
    Hop,
    Origin,
    Reference,
    Relation,
    RunnerUp,
    Severity,
    SourceKind,
    Status,
    Verdict,
)
from provenance.store.coverage import coverage_of
from provenance.store.values import credit_from, texts, truth

if TYPE_CHECKING:
    import sqlite3

    from provenance.model import Credit

__all__ = ["StoredVerdict", "verdict_of"]

_VERDICT: Final = """
SELECT
    v.run, v.status, v.relation, v.confidence, v.reasons, v.runner_up, v.likely, v.origin_source, v.origin_name,
    v.machine_paraphrase, v.substitutions_per_100, v.findings, v.per_1000_words, v.damage_reasons, v.correction,
    v.quotes, v.quotes_kept, v.facts_changed,
    t.id, t."key", t.url, t.title, o.id, o."key", o.url, o.title
FROM verdict AS v
LEFT JOIN article AS o ON o.id = v.origin_article
LEFT JOIN article AS t ON t.id = v.taken_from
WHERE v.article = ?
"""
_EVIDENCE: Final = """
SELECT step, type, source, name, domain, block, "start", "end", text, weight, rule
FROM evidence
WHERE article = ?
ORDER BY step, number
"""
_BLOCK_MATCHES: Final = """
SELECT
    b."match", b.best, b.source, b.position, b.other_position, b.relation, b.char5, b.word1, b.containment, b.quoted,
    b.moved, o.id, o."key", o.url, o.title
FROM block_match AS b
JOIN article AS o ON o.id = b.other
WHERE b.article = ?
ORDER BY b.number
"""
_MATCHES: Final = """
SELECT
    m.number, m.source, m.relation, m.share, m.containment, m.jaccard, m.substitutions_per_100,
    o.id, o."key", o.url, o.title
FROM "match" AS m
JOIN article AS o ON o.id = m.other
WHERE m.article = ?
ORDER BY m.number
"""
_FINDINGS: Final = """
SELECT
    d.kind, d.severity, d.block, d."start", d."end", d.text, d.original, d.reference_start, d.reference_end, o."key",
    d."change"
FROM damage AS d
LEFT JOIN article AS o ON o.id = d.reference_article
WHERE d.article = ?
ORDER BY d.number
"""


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """All of a trace that does not stand on the article's own page, and the run that made it."""

    run: int
    verdict: Verdict
    chain: tuple[Hop, ...]
    matches: tuple[ArticleMatch, ...]
    origins: dict[int, BlockMatch]
    findings: tuple[Finding, ...]
    damage: DamageSummary
    sources_of: dict[int, str | None]
    taken_from: ArticleRef | None = None
    likely: str | None = None


def verdict_of(connection: sqlite3.Connection, number: int) -> StoredVerdict | None:
    """An article's verdict with its evidence; ``None`` where it is not made yet."""
    row = connection.execute(_VERDICT, (number,)).fetchone()
    if row is None:
        return None
    run, status, relation, confidence, reasons, runner_up, likely, source, name = row[:9]
    paraphrase, substitutions, findings, density, damage_reasons, correction, *beside = row[9:18]
    taken, ref = list(row[18:22]), list(row[22:])
    origin = None if name is None else Origin(source, name, None if ref[0] is None else ArticleRef(*ref))
    matches, origins, sources_of = _matches(connection, number)
    return StoredVerdict(
        run,
        Verdict(
            Status(status),
            Relation(relation),
            origin,
            confidence,
            texts(reasons),
            None if runner_up is None else RunnerUp(**json.loads(runner_up)),
            coverage_of(connection, number, likely),
            None if correction is None else _note(json.loads(correction)),
        ),
        _chain(connection, number),
        matches,
        origins,
        _findings(connection, number),
        DamageSummary(truth(paraphrase), substitutions, findings, density, texts(damage_reasons), *beside),
        sources_of,
        None if taken[0] is None else ArticleRef(*taken),
        likely,
    )


def _note(value: dict[str, Any]) -> CorrectionNote:
    """Who corrected a verdict, as ``settle`` wrote it."""
    return CorrectionNote(**{**value, "kind": CorrectionKind(value["kind"])})


def _chain(connection: sqlite3.Connection, number: int) -> tuple[Hop, ...]:
    """The hops from the page to the origin, each with its credits."""
    evidence: dict[int, list[Credit]] = {}
    for step, *credit in connection.execute(_EVIDENCE, (number,)):
        evidence.setdefault(step, []).append(credit_from(tuple(credit)))
    rows = connection.execute(
        "SELECT step, source, name, kind, domain FROM hop WHERE article = ? ORDER BY step", (number,)
    )
    return tuple(
        Hop(source, name, SourceKind(kind), domain, tuple(evidence.get(step, ())))
        for step, source, name, kind, domain in rows
    )


def _matches(
    connection: sqlite3.Connection, number: int
) -> tuple[tuple[ArticleMatch, ...], dict[int, BlockMatch], dict[int, str | None]]:
    """The matched articles with their blocks, the best match of each block, and whose the articles are."""
    blocks: dict[int | None, list[BlockMatch]] = {}
    origins: dict[int, BlockMatch] = {}
    sources_of: dict[int, str | None] = {}
    for row in connection.execute(_BLOCK_MATCHES, (number,)):
        match, best, source, position, other_position, relation, char5, word1, containment, quoted, moved, *ref = row
        block = BlockMatch(
            position,
            ArticleRef(*ref),
            other_position,
            BlockMeasures(char5, word1, containment),
            Relation(relation),
            quoted,
            bool(moved),
        )
        blocks.setdefault(match, []).append(block)
        sources_of[block.other.key] = source
        if best:
            origins[position] = block
    matches: list[ArticleMatch] = []
    for row in connection.execute(_MATCHES, (number,)):
        order, source, relation, share, containment, jaccard, substitutions, *ref = row
        other = ArticleRef(*ref)
        sources_of[other.key] = source
        matches.append(
            ArticleMatch(
                other, Relation(relation), share, containment, jaccard, substitutions, tuple(blocks.get(order, ()))
            )
        )
    return tuple(matches), dict(sorted(origins.items())), dict(sorted(sources_of.items()))


def _findings(connection: sqlite3.Connection, number: int) -> tuple[Finding, ...]:
    """The damaged spans, in their order."""
    rows = connection.execute(_FINDINGS, (number,))
    return tuple(
        Finding(
            DamageKind(kind),
            Severity(severity),
            block,
            start,
            end,
            text,
            original,
            None if key is None else Reference(key, reference_start, reference_end),
            None if change is None else Change(change),
        )
        for kind, severity, block, start, end, text, original, reference_start, reference_end, key, change in rows
    )
