"""Writing verdicts, and which are due.

Invariant: a verdict and all that it rests on are written together and go together; an
article that was put, or whose evidence changed, is pending until its verdict is settled; then
the verdict on its site is due.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from provenance.store.sources import know_sources
from provenance.store.values import Row, array, credit_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from provenance.model import BlockMatch, Finding, Reference, Trace

__all__ = ["mark_pending", "pending", "pending_count", "settle"]

_PUT_VERDICT: Final = (
    "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # all columns
)


def pending(connection: sqlite3.Connection, limit: int | None) -> tuple[int, ...]:
    """The articles whose verdict is due, by number, at most so many."""
    rows = connection.execute("SELECT article FROM pending ORDER BY article LIMIT ?", (-1 if limit is None else limit,))
    return tuple(number for (number,) in rows)


def pending_count(connection: sqlite3.Connection) -> int:
    """How many articles wait for their verdict."""
    (number,) = connection.execute("SELECT count(*) FROM pending").fetchone()
    return int(number)


def mark_pending(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Have the verdicts of these articles made again; unknown numbers are passed over."""
    connection.execute(
        "INSERT OR IGNORE INTO pending SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))",
        (array(int(number) for number in numbers),),
    )


def settle(connection: sqlite3.Connection, number: int, trace: Trace, run: int) -> None:
    """Write an article's verdict with its evidence, in place of an earlier one.

    What it says of coverage is not written: that grows old, and is said anew at reading. Its
    story is due after this.

    Args:
        connection: inside a transaction.
        number: the article's number.
        trace: its ``matches`` and ``origins`` name stored articles by number.
        run: the run that made it.
    """
    connection.execute("DELETE FROM verdict WHERE article = ?", (number,))
    know_sources(connection, _named(trace))
    _put_verdict(connection, number, trace, run)
    _put_chain(connection, number, trace)
    _put_matches(connection, number, trace)
    _put_damage(connection, number, trace)
    connection.execute("DELETE FROM pending WHERE article = ?", (number,))
    connection.execute("INSERT OR IGNORE INTO _story_due VALUES (?)", (number,))
    connection.execute("DELETE FROM site_verdict WHERE site = (SELECT site FROM article WHERE id = ?)", (number,))


def _named(trace: Trace) -> Iterator[tuple[str | None, str | None]]:
    """The sources that a trace names, as (id, name)."""
    if trace.verdict.origin is not None:
        yield trace.verdict.origin.source, trace.verdict.origin.name
    yield trace.likely, None
    for hop in trace.chain:
        yield hop.source, hop.name
        for credit in hop.evidence:
            yield credit.source, credit.name
    for source in trace.sources_of.values():
        yield source, None


def _put_verdict(connection: sqlite3.Connection, number: int, trace: Trace, run: int) -> None:
    """Write the verdict's own row."""
    verdict, damage = trace.verdict, trace.damage
    origin = verdict.origin
    row = (
        number,
        verdict.status,
        verdict.relation,
        None if origin is None else origin.source,
        None if origin is None else origin.name,
        None if origin is None or origin.article is None else origin.article.key,
        verdict.confidence,
        array(verdict.reasons),
        None if verdict.runner_up is None else json.dumps(asdict(verdict.runner_up), ensure_ascii=False),
        damage.machine_paraphrase,
        damage.substitutions_per_100,
        damage.findings,
        damage.per_1000_words,
        array(damage.reasons),
        run,
        trace.likely,
        None if trace.taken_from is None else trace.taken_from.key,
        None if verdict.correction is None else json.dumps(asdict(verdict.correction), ensure_ascii=False),
        damage.quotes,
        damage.quotes_kept,
        damage.facts_changed,
    )
    connection.execute(_PUT_VERDICT, row)


def _put_chain(connection: sqlite3.Connection, number: int, trace: Trace) -> None:
    """Write the hops, and the credits that each rests on (they may stand in another article)."""
    connection.executemany(
        "INSERT INTO hop VALUES (?, ?, ?, ?, ?, ?)",
        [(number, step, hop.source, hop.name, hop.kind, hop.domain) for step, hop in enumerate(trace.chain)],
    )
    connection.executemany(
        'INSERT INTO evidence (article, step, number, type, source, name, domain, block, "start", "end", text, weight, '
        "rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, step, order, *credit_row(credit))
            for step, hop in enumerate(trace.chain)
            for order, credit in enumerate(hop.evidence)
        ],
    )


def _put_matches(connection: sqlite3.Connection, number: int, trace: Trace) -> None:
    """Write the matched articles and blocks; the best match of a block is marked."""
    connection.executemany(
        'INSERT INTO "match" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (
                number,
                order,
                match.other.key,
                trace.sources_of.get(match.other.key),
                match.relation,
                match.share,
                match.containment,
                match.jaccard,
                match.substitutions_per_100,
            )
            for order, match in enumerate(trace.matches)
        ],
    )
    connection.executemany(
        "INSERT INTO block_match VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, order, *row) for order, row in enumerate(_block_rows(trace))],
    )


def _block_rows(trace: Trace) -> Iterator[Row]:
    """The rows of all block matches: those of each article match, then best ones that stand in none."""
    best = dict(trace.origins)
    for order, match in enumerate(trace.matches):
        for block in match.blocks:
            chosen = best.get(block.position) == block
            if chosen:
                del best[block.position]
            yield _block_row(trace, block, order, chosen=chosen)
    for position in sorted(best):
        yield _block_row(trace, best[position], None, chosen=True)


def _block_row(trace: Trace, block: BlockMatch, order: int | None, *, chosen: bool) -> Row:
    """One block match as a row, without its article and number."""
    return (
        block.position,
        block.other.key,
        block.other_position,
        trace.sources_of.get(block.other.key),
        block.relation,
        block.measures.char5,
        block.measures.word1,
        block.measures.containment,
        block.quoted,
        block.moved,
        order,
        chosen,
    )


def _put_damage(connection: sqlite3.Connection, number: int, trace: Trace) -> None:
    """Write the damaged spans, each with the article that its original stands in."""
    connection.executemany(
        "INSERT INTO damage VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
        "(SELECT site FROM article WHERE id = ?1))",
        [
            (
                number,
                order,
                finding.block,
                finding.kind,
                finding.severity,
                finding.text,
                finding.original,
                finding.start,
                finding.end,
                None if finding.reference is None else _referred(trace, finding, finding.reference),
                None if finding.reference is None else finding.reference.start,
                None if finding.reference is None else finding.reference.end,
                finding.change,
            )
            for order, finding in enumerate(trace.findings)
        ],
    )


def _referred(trace: Trace, finding: Finding, reference: Reference) -> int:
    """The number of the article that a finding refers to: the block's own best match before any other."""
    best = trace.origins.get(finding.block)
    refs = [] if best is None else [best.other]
    refs += [match.other for match in trace.matches]
    refs += [trace.origins[position].other for position in sorted(trace.origins)]
    if trace.verdict.origin is not None and trace.verdict.origin.article is not None:
        refs.append(trace.verdict.origin.article)
    for ref in refs:
        if ref.id == reference.article:
            return ref.key
    message = f"{trace.article.id}: a finding refers to {reference.article}, which is no match"
    raise ValueError(message)
