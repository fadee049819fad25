"""Where on an HTML page the headline, the story and the menus stand.

Invariant: what is said of a line here follows from its markup and from its place among the
lines that the extractor took; positions are indices of pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.article.markup import HEADINGS
from provenance.article.pieces import Piece, key
from provenance.article.places import is_sentence
from provenance.article.roles import is_title
from provenance.characters import line_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.article.forms import Hit
    from provenance.model import Article

__all__ = ["Parts", "page_parts"]

STORY_WORDS = 8  # a sentence of this length is story
PART_WORDS = 3  # a part of a title with fewer words is too common to know a headline by
MENU_WORDS = 4
ALL_LINK = 0.9
FEW_LINKS = 0.3
LONGEST_TITLE = 500  # characters
STORY_BOXES = frozenset({None, "article", "main"})
STORY_TAGS = frozenset({"p", "li", "td", "dd", "b"})
STANDING_OUT = HEADINGS | {"b"}
TITLE_BREAK = re.compile(r"\s[|–—»·:-]{1,2}\s|\s?\|\s?")


@dataclass(frozen=True, slots=True)
class Parts:
    """Places on a page.

    ``first`` and ``last`` are the ends of the story; where there is none, ``first`` is behind
    the last piece. ``menus`` are short links side by side.
    """

    first: int
    last: int
    headlines: frozenset[int]
    menus: frozenset[int]


def page_parts(pieces: Sequence[Piece], hits: Sequence[Sequence[Hit]], article: Article) -> Parts:
    """Find the parts of a page.

    Args:
        pieces: in the order of the page.
        hits: what forms each of them has.
        article: the page, for its title and the name of its site.
    """
    story = [index for index, piece in enumerate(pieces) if piece.line.extracted and _is_prose(piece, hits[index])]
    first, last = (story[0], story[-1]) if story else (len(pieces), len(pieces) - 1)
    headlines = frozenset(_headlines(pieces, first, article))
    return Parts(
        first=first,
        last=last,
        headlines=headlines,
        menus=frozenset(index for index in range(len(pieces)) if _is_in_menu(pieces, index)),
    )


def _is_prose(piece: Piece, hits: Sequence[Hit]) -> bool:
    """Whether a line reads as story: whole sentences, few links, no form of furniture."""
    return (
        piece.role is None
        and line_words(piece.text) >= STORY_WORDS
        and is_sentence(piece.text)
        and piece.line.link_density < FEW_LINKS
        and all(hit.edge for hit in hits)
    )


def _headlines(pieces: Sequence[Piece], first: int, article: Article) -> Iterator[int]:
    """The main headings, and the lines that say what the title says.

    A title is often the headline and the site's name in one, in either order. Where no
    heading shows which is which, the part that stands nearer to the story is the headline.
    """
    title, site = key(article.title or ""), key(article.publisher or "")
    found = [
        index
        for index, piece in enumerate(pieces)
        if len(piece.text) <= LONGEST_TITLE
        and (piece.line.tag == "h1" or (len(piece.text) <= 2 * len(title) + 8 and is_title(key(piece.text), title)))
    ]
    parts = [part for part in map(key, TITLE_BREAK.split(article.title or "")) if line_words(part) >= PART_WORDS]
    nearer = next((index for index in reversed(range(first)) if _begins_as(pieces[index], parts)), None)
    headings = any(pieces[index].line.tag in {"h1", *HEADINGS} for index in found)
    if nearer is not None and not headings and nearer not in found:
        return iter([nearer])
    named = [index for index in found if key(pieces[index].text) != site]
    return iter(named or found)


def _begins_as(piece: Piece, parts: Sequence[str]) -> bool:
    """Whether a line that stands out begins with a part of the title."""
    if piece.line.tag not in STANDING_OUT:
        return False
    name = key(piece.text)
    return any(name == part or name.startswith(f"{part} ") for part in parts)


def _is_in_menu(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a short line is one of several links, or stands in a box for them."""
    region = pieces[index].line.region
    if region == "breadcrumb" or line_words(pieces[index].text) > MENU_WORDS:
        return False
    near = [pieces[at] for at in (index - 1, index, index + 1) if 0 <= at < len(pieces)]
    labels = sum(each.line.link_density >= ALL_LINK and line_words(each.text) <= MENU_WORDS for each in near)
    return region == "nav" or (pieces[index].line.link_density >= ALL_LINK and labels > 1)
