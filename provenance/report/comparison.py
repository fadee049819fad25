"""Two articles side by side, as plain values.

Invariant: offsets are code points into the article that a part is said of; measures have four digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.report.contract import finding_object, match_object, ref_object
from provenance.tracing.side_by_side import side_by_side

if TYPE_CHECKING:
    from provenance.model import ArticleMatch, Trace
    from provenance.tracing.side_by_side import Row

__all__ = ["comparison_object"]

_DIGITS = 4


def comparison_object(trace: Trace, match: ArticleMatch) -> dict[str, Any]:
    """An article beside another one, ready for JSON.

    Args:
        trace: the answer for the article, with the other one among its ``others``.
        match: how the two stand to each other.

    Returns:
        ``article`` and ``other``, each with its text; ``match``; ``changes`` of facts and meaning;
        ``replaced`` words in a hundred; ``rows`` of blocks that belong together, by position, with
        the spans that only one side has.
    """
    other = trace.others[match.other.key]
    held = side_by_side(trace.blocks, other.blocks, match)
    article = trace.article
    return {
        "article": {"id": article.id, "url": article.url, "title": article.title, "text": article.text},
        "other": {**ref_object(match.other), "text": other.article.text},
        "match": match_object(match),
        "changes": [finding_object(finding) for finding in held.changes],
        "replaced": None if held.replaced is None else round(held.replaced, _DIGITS),
        "rows": [_row(row) for row in held.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "here": [block.position for block in row.here],
        "there": [block.position for block in row.there],
        "moved": row.moved,
        "only_here": [list(span) for span in row.differences.here],
        "only_there": [list(span) for span in row.differences.there],
        "whole": row.differences.whole,
    }
