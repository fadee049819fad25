"""From an answer to its comparisons: the article beside each text that it is from.

Invariant: the origin's own text comes first and opened; the others follow by how many
paragraphs are from them, and of each the page shows every paragraph of its story.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.model import DamageKind
from provenance.report.html.pieces import Mark, cut, language_tag, link
from provenance.report.html.view import Cell, Change, CompareFold, CompareRow, CompareView
from provenance.report.printable import clip, printable
from provenance.report.wording import GRAVITY, change_words, moment, percent, words
from provenance.tracing.side_by_side import COMPARED, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import ArticleMatch, Block, Finding, OtherArticle, Trace
    from provenance.tracing.side_by_side import Row, Span

__all__ = ["compare_view", "compare_views"]

_TITLE = 160
_CHANGED = 240
_CHANGES_SHOWN = 12
_LITTLE = 0.25  # with less of its words there an article is another text that shares something
_FOLDED = 6  # so many paragraphs in a row that only one side has are folded; where nothing is shared, each
_OWN = 0.6  # headlines and credits that differ in more are two texts and no changed one


def compare_views(trace: Trace, names: Mapping[str, str], anchor: str) -> tuple[CompareView, ...]:
    """The article beside each text that it is from, as far as the answer holds them.

    Args:
        trace: what tracing found, with ``others``.
        names: the names of sources by id.
        anchor: what the anchors begin with.
    """
    origin = trace.verdict.origin.article if trace.verdict.origin is not None else None
    counts = Counter(match.other.key for match in trace.origins.values())
    held = [match for match in trace.matches if match.other.key in trace.others]
    order = sorted(range(len(held)), key=lambda at: (held[at].other != origin, -counts[held[at].other.key], at))
    return tuple(
        compare_view(trace, held[at], names, f"{anchor}-c{number}", number) for number, at in enumerate(order, 1)
    )


def compare_view(
    trace: Trace, match: ArticleMatch, names: Mapping[str, str], anchor: str, number: int = 1
) -> CompareView:
    """The article beside one other.

    Args:
        trace: what tracing found.
        match: one of its matches whose text ``trace.others`` holds.
        names: the names of sources by id.
        anchor: what the anchors begin with.
        number: its place among the comparisons of this article.
    """
    other = trace.others[match.other.key]
    held = side_by_side(trace.blocks, other.blocks, match)
    rows = tuple(_row(row, trace, match, f"{anchor}-r{at}") for at, row in enumerate(held.rows, 1))
    places = {cell.position: row.anchor for row in rows for cell in row.here}
    origin = trace.verdict.origin
    return CompareView(
        anchor=anchor,
        number=number,
        key=match.other.key,
        source=clip(_source(trace, match, other, names), _TITLE),
        title=clip(match.other.title or match.other.id, _TITLE),
        article=link(match.other.url or match.other.id, match.other.url or match.other.id),
        published=None if other.article.published is None else clip(moment(other.article.published), _TITLE),
        facts=_facts(match, held.replaced),
        is_origin=origin is not None and origin.article == match.other,
        opened=number == 1,
        changes=tuple(
            _change(finding, places) for finding in sorted(held.changes, key=lambda f: GRAVITY.index(f.severity))
        ),
        changes_shown=_CHANGES_SHOWN,
        shared=_shared(match, rows),
        left_out=_left_out(rows, whole=all(row.differences.whole for row in held.rows)),
        rows=rows,
        folds=tuple(_folds(rows, _FOLDED if match.blocks else 1)),
        here_language=language_tag(trace.article.language),
        there_language=language_tag(other.article.language),
    )


def _source(trace: Trace, match: ArticleMatch, other: OtherArticle, names: Mapping[str, str]) -> str:
    """Whose text the other article is: whom it credits, else whose page it is."""
    credited = names.get(trace.sources_of.get(match.other.key) or "")
    page = other.site.name or other.site.domain
    if credited is not None and page is not None and other.site.source is None and credited != page:
        return f"{credited}, on {page}"
    return credited or page or "a source not known"


def _facts(match: ArticleMatch, replaced: float | None) -> tuple[str, ...]:
    facts = [words(match.relation), f"{percent(match.share)} of this article’s words outside quotations stand there"]
    if replaced is not None:
        facts.append(f"{replaced:.1f} words in 100 replaced" if replaced else "no word replaced")
    return tuple(facts)


def _shared(match: ArticleMatch, rows: Sequence[CompareRow]) -> str:
    """How much two articles have in common, by their paragraphs."""
    if not match.blocks:
        return "These two share nothing: no paragraph of the one is like a paragraph of the other."
    both = [row for row in rows if row.state in {"same", "changed"}]
    here, there = sum(len(row.here) for row in both), sum(len(row.there) for row in both)
    all_here, all_there = sum(len(row.here) for row in rows), sum(len(row.there) for row in rows)
    little = "These two share little: " if match.share < _LITTLE else ""
    said = f"{here:,} of {counted(all_here, 'paragraph')} here and {there:,} of {all_there:,} there"
    return f"{little}{said} belong together."


def _left_out(rows: Sequence[CompareRow], *, whole: bool) -> str | None:
    """What the page says where paragraphs are too long to be compared to their ends."""
    if whole and not any(cell.more for row in rows for cell in (*row.here, *row.there)):
        return None
    return (
        f"Of a long paragraph only the first {COMPARED:,} characters are compared and shown, and the changes counted; "
        "the rest stands in the articles themselves."
    )


def _folds(rows: Sequence[CompareRow], longest: int) -> Iterator[CompareFold]:
    """The rows, with long runs of those that only one side has folded."""
    for alone, run in groupby(rows, lambda row: row.state in {"here", "there"}):
        found = tuple(run)
        yield CompareFold(_run(found) if alone and len(found) >= longest else None, found)


def _run(rows: Sequence[CompareRow]) -> str:
    counts = [(sum(row.state == state for row in rows), state) for state in ("here", "there")]
    return ", ".join(f"{counted(number, 'paragraph')} only {state}" for number, state in counts if number)


def _change(finding: Finding, places: Mapping[int, str]) -> Change:
    return Change(
        kind=change_words(finding),
        severity=finding.severity.value,
        here=None if finding.kind is DamageKind.DROPPED else clip(finding.text, _CHANGED),
        there=None if finding.original is None else clip(finding.original, _CHANGED),
        target=places.get(finding.block),
        block=finding.block,
    )


def _row(row: Row, trace: Trace, match: ArticleMatch, anchor: str) -> CompareRow:
    state = _state(row)
    apart = state == "apart"
    return CompareRow(
        anchor=anchor,
        state=state,
        note="each has its own" if apart else _note(row, trace, match),
        here=_cells(row.here, () if apart else row.differences.here, "ins"),
        there=_cells(row.there, () if apart else row.differences.there, "del"),
    )


def _state(row: Row) -> str:
    if not row.there:
        return "here"
    if not row.here:
        return "there"
    if not row.pairs and min(_share(row.here, row.differences.here), _share(row.there, row.differences.there)) > _OWN:
        return "apart"
    return "changed" if row.differences.here or row.differences.there else "same"


def _share(blocks: Sequence[Block], spans: Sequence[Span]) -> float:
    """How much of some blocks' text is marked, in [0, 1]."""
    return sum(end - start for start, end in spans) / max(1, sum(len(block.text) for block in blocks))


def _note(row: Row, trace: Trace, match: ArticleMatch) -> str:
    """What a row is, in words."""
    if not row.here:
        return "only there"
    if not row.there:
        best = trace.origins.get(row.here[0].position)
        if best is None or best.other == match.other:
            return "only here"
        return f"not there; stands in “{clip(best.other.title or best.other.id, _TITLE)}”"
    notes = []
    if row.pairs:
        notes.append(f"{percent(max(pair.measures.char5 for pair in row.pairs))} alike")
    if _state(row) == "same":
        notes = ["the same words"]
    if len(row.here) > 1 or len(row.there) > 1:
        notes.append(f"{_paragraphs(row.here)} here, {_paragraphs(row.there)} there")
    if row.moved:
        notes.append("stands elsewhere there")
    if not row.differences.whole:
        notes = ["the same words at the beginning" if note == "the same words" else note for note in notes]
        notes.append("too long: only its beginning is compared")
    return printable("; ".join(notes))


def _paragraphs(blocks: Sequence[Block]) -> str:
    return "1 paragraph" if len(blocks) == 1 else f"{len(blocks)} paragraphs"


def _cells(blocks: Sequence[Block], spans: Sequence[Span], change: str) -> tuple[Cell, ...]:
    marks = [Mark(start, end, {"change": change}) for start, end in spans]
    return tuple(
        Cell(
            block.position,
            words(block.role),
            cut(block.text[:COMPARED], block.start, marks),
            max(0, len(block.text) - COMPARED),
        )
        for block in blocks
    )
