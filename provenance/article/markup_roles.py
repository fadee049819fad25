"""Roles of the lines of an HTML page: markup, extractor and wording together.

Invariant: a line that the extractor took is story unless its wording says strongly that it is
not; a line that it left is furniture, of the kind that its wording or its place says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.article.forms import Hit, find_forms
from provenance.article.pieces import Piece, key
from provenance.article.roles import is_title
from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["assign_html_roles"]

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
REGION_ROLES = {
    "breadcrumb": Role.BREADCRUMB,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
    "date": Role.DATE_STAMP,
    "figcaption": Role.CAPTION,
    "figure": Role.CAPTION,
    "promotion": Role.PROMOTION,
}
# wording that is believed of a line that the extractor took for story
STRONG = 0.85
# words up to which wording that stories use too is believed of such a line
SHORT = 15
# wording that goes before what the markup calls a line that the extractor left
LIKELY = 0.7
STRONG_ROLES = frozenset(
    {
        Role.COPYRIGHT,
        Role.CONTRIBUTOR,
        Role.DISCLAIMER,
        Role.SOCIAL_EMBED,
        Role.IMAGE_FILE,
        Role.SOURCE_LINK,
        Role.DATE_STAMP,
        Role.BYLINE,
        Role.PROMOTION,
        Role.CAPTION,
        Role.NAVIGATION,
    }
)


def assign_html_roles(pieces: Sequence[Piece], title: str | None) -> None:
    """Give every piece of a page its role.

    Args:
        pieces: in the order of the page; those that have a role keep it.
        title: the page's title.
    """
    name = key(title or "")
    for piece in pieces:
        if piece.role is not None:
            continue
        hits = find_forms(piece.text)
        if piece.line.extracted:
            _place_story(piece, hits, name)
        else:
            _place_furniture(piece, hits, name)


def _is_headline(piece: Piece, title: str) -> bool:
    """Whether a line is the page's main heading or says what its title says."""
    return piece.line.tag == "h1" or is_title(key(piece.text), title)


def _place_story(piece: Piece, hits: Sequence[Hit], title: str) -> None:
    """A line that the extractor took."""
    short = piece.text.count(" ") < SHORT
    strong = next((h for h in hits if h.weight >= STRONG and h.role in STRONG_ROLES and (short or not h.edge)), None)
    if _is_headline(piece, title):
        piece.take(Role.HEADLINE, "main_heading", 0.9)
    elif strong is not None:
        piece.take(strong.role, strong.rule, strong.weight, (strong.start, strong.end))
    elif piece.line.tag in HEADINGS:
        piece.take(Role.SUBHEADING, "heading", 0.9)
    else:
        piece.role = Role.BODY


def _place_furniture(piece: Piece, hits: Sequence[Hit], title: str) -> None:
    """A line that the extractor left."""
    best = hits[0] if hits else None
    region = REGION_ROLES.get(piece.line.region or "")
    if _is_headline(piece, title):
        piece.take(Role.HEADLINE, "main_heading", 0.8)
    elif best is not None and best.weight >= LIKELY:
        piece.take(best.role, best.rule, best.weight, (best.start, best.end))
    elif region is not None:
        piece.take(region, f"region_{piece.line.region}", 0.7)
    elif best is not None:
        piece.take(best.role, best.rule, best.weight, (best.start, best.end))
    else:
        piece.take(Role.NAVIGATION, "not_extracted", 0.5)
