"""Two articles side by side: aligned paragraph by paragraph, what changed on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.browse.page import Page, registry
from provenance.browse.pages.listed import listed
from provenance.pipeline.recalling import beside
from provenance.report.comparison import comparison_object
from provenance.report.html import compare_view
from provenance.report.printable import clip
from provenance.report.wording import source_names

if TYPE_CHECKING:
    from provenance.browse.page import Asked

__all__ = ["compare"]

_TITLE = 160


def compare(asked: Asked) -> Page:
    """An article beside another one."""
    number, other = int(asked.parts["number"]), int(asked.parts["other"])
    trace, match = beside(asked.database, number, other, registry=registry())
    view = compare_view(trace, match, source_names(trace), "c")
    own = clip(trace.article.title or trace.article.id, _TITLE)
    at = asked.addresses
    return Page(
        "browse/compare.html",
        f"{own} beside {view.title}",
        {
            "view": view,
            "own": own,
            "sides": listed(asked.connection, [number, other]),
            "url": trace.article.url,
            "number": number,
            "other": other,
            "linked": bool(match.blocks),
            "quotes": (trace.damage.quotes, trace.damage.quotes_kept) if view.is_origin else (None, None),
        },
        lambda: comparison_object(trace, match),
        here="article",
        notes={"json": f"{at.compare(number, other)}.json"},
    )
