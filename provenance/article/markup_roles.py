"""Roles of the lines of an HTML page: markup, extractor and wording together.

Invariant: a line that the extractor took is story unless its wording or its place says strongly
that it is not; a line that it left is furniture, of the kind that its wording or its place
says, unless it stands among the story as a heading or as whole sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.article.forms import Hit, find_forms
from provenance.article.markup import HEADINGS
from provenance.article.page_parts import Parts, page_parts
from provenance.article.pieces import is_link_elsewhere
from provenance.article.places import SOURCE_LINE, is_sentence
from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.pieces import Piece
    from provenance.model import Article

__all__ = ["assign_html_roles"]

REGION_ROLES = {
    "breadcrumb": Role.BREADCRUMB,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
    "date": Role.DATE_STAMP,
    "figcaption": Role.CAPTION,
    "figure": Role.CAPTION,
    "promotion": Role.PROMOTION,
}
# of these the second holds what is said of an author too
SIGNING_REGIONS = frozenset({"byline", "author"})
# wording that is believed of a line that the extractor took for story
STRONG = 0.85
# words up to which wording that stories use too is believed of such a line
SHORT = 15
# wording that goes before what the markup calls a line that the extractor left
LIKELY = 0.7
STRONG_ROLES = frozenset(Role) - {Role.BODY, Role.HEADLINE, Role.SUBHEADING, Role.BREADCRUMB}
UNDER_HEADLINE = range(4, 21)  # words of a line under the headline that says more of what it says
BOLD_HEADING = 12  # words
SIGNED = 14  # words of a line that names its writers, at most
ALL_LINK = 0.9
LINK_WORDS = 12
LABEL = re.compile(r":\s{0,3}$")


def assign_html_roles(pieces: Sequence[Piece], article: Article) -> None:
    """Give every piece of a page its role.

    Args:
        pieces: in the order of the page; those that have a role keep it.
        article: the page, for its title and the name of its site.
    """
    for piece in pieces:
        if piece.role is None and is_link_elsewhere(piece.line):
            piece.take(Role.NAVIGATION, "link_elsewhere", 0.8)
    hits = [[] if piece.role is not None else find_forms(piece.text) for piece in pieces]
    parts = page_parts(pieces, hits, article)
    for index, piece in enumerate(pieces):
        if piece.role is not None:
            continue
        line = _Line(pieces, index, hits[index], parts)
        if index in parts.headlines:
            piece.take(Role.HEADLINE, "main_heading", 0.9 if piece.line.extracted else 0.8)
        elif piece.line.extracted:
            line.place_story()
        else:
            line.place_furniture()


@dataclass(slots=True)
class _Line:
    """A line at its place on the page."""

    pieces: Sequence[Piece]
    index: int
    hits: Sequence[Hit]
    parts: Parts

    def place_story(self) -> None:
        """A line that the extractor took."""
        piece = self.pieces[self.index]
        best = self._strong()
        if best is not None:
            piece.take(best.role, best.rule, best.weight, (best.start, best.end))
        elif self.index > self.parts.last and SOURCE_LINE.match(piece.text):
            piece.take(Role.BYLINE, "source_after_story", 0.7)
        elif self._is_link_beside():
            piece.take(Role.NAVIGATION, "link_beside_story", 0.7)
        elif piece.line.tag in HEADINGS:
            piece.take(Role.SUBHEADING, "heading", 0.9)
        elif self._is_bold_heading():
            piece.take(Role.SUBHEADING, "bold_line", 0.7)
        elif self._is_masthead():
            piece.take(Role.NAVIGATION, "before_headline", 0.5)
        elif self._is_signed():
            piece.take(Role.BYLINE, f"region_{piece.line.region}", 0.7)
        elif self._says_more():
            piece.take(Role.SUBHEADING, "line_under_headline", 0.6)
        else:
            piece.role = Role.BODY
            if piece.line.rule is not None:
                piece.take(Role.BODY, piece.line.rule, piece.line.weight)

    def place_furniture(self) -> None:
        """A line that the extractor left."""
        piece = self.pieces[self.index]
        menu = self.index in self.parts.menus
        best = next((hit for hit in self.hits if not (menu and hit.role is Role.BREADCRUMB)), None)
        region = Role.BYLINE if self._is_signed() else REGION_ROLES.get(piece.line.region or "")
        if best is not None and best.weight >= LIKELY:
            piece.take(best.role, best.rule, best.weight, (best.start, best.end))
        elif region is not None:
            piece.take(region, f"region_{piece.line.region}", 0.7)
        elif best is not None:
            piece.take(best.role, best.rule, best.weight, (best.start, best.end))
        else:
            piece.take(Role.NAVIGATION, piece.line.rule or "not_extracted", piece.line.weight or 0.5)

    def _strong(self) -> Hit | None:
        """The wording that goes before the extractor; outside the story less is asked of it."""
        short = self.pieces[self.index].words <= SHORT
        outside = not self.parts.first <= self.index <= self.parts.last
        enough = LIKELY if outside and short else STRONG
        return next(
            (hit for hit in self.hits if hit.weight >= enough and hit.role in STRONG_ROLES and (short or not hit.edge)),
            None,
        )

    def _is_link_beside(self) -> bool:
        """Whether a short line above or below the story is nothing but a link to somewhere else."""
        piece = self.pieces[self.index]
        return (
            not self.parts.first <= self.index <= self.parts.last
            and piece.line.link_density >= ALL_LINK
            and piece.words <= LINK_WORDS
            and not is_sentence(piece.text)
        )

    def _is_bold_heading(self) -> bool:
        """A short bold line between two paragraphs of the story."""
        text = self.pieces[self.index].text
        return (
            self.pieces[self.index].line.tag == "b"
            and self.pieces[self.index].words <= BOLD_HEADING
            and text[-1] not in ".,;"
            and self.parts.first < self.index < self.parts.last
            and self.pieces[self.index + 1].line.tag != "b"
        )

    def _is_masthead(self) -> bool:
        """A short line above the headline that is no sentence."""
        text = self.pieces[self.index].text
        above = self.index < min(self.parts.headlines, default=0) and self.index < self.parts.first
        return above and self.pieces[self.index].words <= BOLD_HEADING and not is_sentence(text)

    def _is_signed(self) -> bool:
        """Whether a line above the story stands in a box for those who wrote it, and is of names more than of words."""
        piece = self.pieces[self.index]
        return (
            piece.line.region in SIGNING_REGIONS
            and self.index < self.parts.first
            and piece.words <= SIGNED
            and _has_names(piece.text)
            and not is_sentence(piece.text)
        )

    def _says_more(self) -> bool:
        """A line without the end of a sentence between headline and story."""
        text = self.pieces[self.index].text
        headline = min(self.parts.headlines, default=self.index)
        return (
            headline < self.index < self.parts.first
            and self.pieces[self.index].words in UNDER_HEADLINE
            and not is_sentence(text)
            and LABEL.search(text) is None
        )


def _has_names(text: str) -> bool:
    """Whether at most half of a line's words begin with a small letter."""
    words = text.split()
    return 2 * sum(word[0].islower() for word in words) <= len(words)
