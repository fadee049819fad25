"""What the place of a line says, where its wording does not.

Invariant: only pieces without a role get one, but for ``Source: X``, whose meaning is its
place: under a headline or picture it credits the picture, after the story it credits the story.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.pieces import Piece

__all__ = ["is_sentence", "place_head", "place_middle", "place_tail"]

ENDED = re.compile(r"[.!?…][\"”’'»)\]]{0,3}$|[\"”]$")
NAMES = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]{0,30})"
    r"(?: (?:[A-ZÀ-Þ\d][\w.’'-]{0,30}|(?:and|de|von|van|der|bin|al|la|le|of|del|da|y|&)\b)){1,9}"
    r"(?: in [A-ZÀ-Þ][\w.’' -]{1,40})?(?:, (?:in )?[A-ZÀ-Þ]?[\w.’' -]{1,50}){0,3}\s?[•|,]?$"
)
PERSON = re.compile(r"[A-ZÀ-Þ][\w.’'-]{1,30}(?: [A-ZÀ-Þ][\w.’'-]{0,30}){1,3}$")
SOURCE_LINE = re.compile(r"(?:Source|Sources|SOURCE) ?[:–-] ?\S.{0,60}$")
CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ.,’' /-]{2,40}$")
PICTURE_NAME = re.compile(r"[A-Za-z]{1,12}[-_]?\d{1,8}[a-z]?$")
BRACKETS = re.compile(r"\([^()]{1,200}\)$")
NOT_A_HEADING = re.compile(r"[.!…:;,\"”’')]$|[a-zß-ÿ]\?$")

STORY_WORDS = 8
HEADING_WORDS = 10
NAME_WORDS = 14
TAIL_WORDS = 9
# after one of these the story is over, and what follows is the page's
CLOSING_ROLES = frozenset(
    {Role.NAVIGATION, Role.COPYRIGHT, Role.DISCLAIMER, Role.SOURCE_LINK, Role.PROMOTION, Role.BYLINE}
)
PICTURE_NEIGHBOURS = frozenset({Role.HEADLINE, Role.IMAGE_FILE, Role.CAPTION})
ABOVE_CAPTION = frozenset({Role.BYLINE, Role.DATE_STAMP, Role.IMAGE_FILE})


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or a quotation does."""
    return ENDED.search(text[-6:]) is not None


def _words(piece: Piece) -> int:
    return piece.text.count(" ") + 1


def _is_picture_name(piece: Piece, following: Piece | None) -> bool:
    """Whether a line is a picture's name, by the caption that follows it."""
    return following is not None and following.role is Role.CAPTION and PICTURE_NAME.match(piece.text) is not None


def place_head(pieces: Sequence[Piece]) -> None:
    """Roles of what stands above the story.

    Args:
        pieces: all up to the first of the story, which is the last here and stays as it is.
    """
    seen: set[Role] = set()
    before: Role | None = None
    has_headline = any(piece.role is Role.HEADLINE for piece in pieces)
    for piece, following in itertools.pairwise(pieces):
        if SOURCE_LINE.match(piece.text) and before in PICTURE_NEIGHBOURS and piece.role is not Role.SOURCE_LINK:
            piece.take(Role.CAPTION, "source_under_picture", 0.9)
        elif piece.role is None and _is_picture_name(piece, following):
            piece.take(Role.IMAGE_FILE, "name_before_caption", 0.7)
        elif piece.role is None and Role.HEADLINE in seen:
            _place_under_headline(piece, seen, into_story=following is pieces[-1] and following.role is None)
        elif piece.role is None and has_headline and not is_sentence(piece.text):
            piece.take(Role.NAVIGATION, "before_headline", 0.4)
        before = piece.role
        seen |= {piece.role} if piece.role is not None else set()


def _place_under_headline(piece: Piece, seen: set[Role], *, into_story: bool) -> None:
    """A line between headline and story that no wording explains."""
    text, words = piece.text, _words(piece)
    if is_sentence(text) and words >= 3:  # noqa: PLR2004 - a sentence is story, however short
        return
    if CAPITALS.match(text) and words <= 4 and into_story and Role.BYLINE in seen:  # noqa: PLR2004 - a city's name
        piece.take(Role.DATELINE, "capitals_before_story", 0.6)
    elif words <= NAME_WORDS and NAMES.match(text):
        piece.take(Role.BYLINE, "name_under_headline", 0.6)
    elif words > 4 and seen & ABOVE_CAPTION:  # noqa: PLR2004 - shorter lines are labels
        piece.take(Role.CAPTION, "line_before_story", 0.5)
    elif words > 3:  # noqa: PLR2004
        piece.take(Role.SUBHEADING, "line_under_headline", 0.5)
    else:
        piece.take(Role.NAVIGATION, "label_under_headline", 0.3)


def place_middle(pieces: Sequence[Piece]) -> None:
    """Subheadings, and names of picture files, inside the story.

    Args:
        pieces: from the first of the story to its last.
    """
    for piece, following in itertools.pairwise(pieces):
        if piece.role is not None:
            continue
        if _is_picture_name(piece, following):
            piece.take(Role.IMAGE_FILE, "name_before_caption", 0.7)
        elif (
            _words(piece) <= HEADING_WORDS
            and following.role is None
            and _words(following) > STORY_WORDS
            and not piece.text[0].islower()
            and NOT_A_HEADING.search(piece.text) is None
        ):
            piece.take(Role.SUBHEADING, "short_line_in_story", 0.5)


def place_tail(pieces: Sequence[Piece]) -> None:
    """Roles of what stands below the story.

    Args:
        pieces: all that follow the last of the story.
    """
    closed = False
    before: Role | None = Role.BODY
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if SOURCE_LINE.match(piece.text) and piece.role in {None, Role.CAPTION}:
            piece.take(Role.BYLINE, "source_after_story", 0.7)
        elif piece.role is None and _is_picture_name(piece, following):
            piece.take(Role.IMAGE_FILE, "name_before_caption", 0.7)
        elif piece.role is None and before in {Role.HEADLINE, Role.SOURCE_LINK} and PERSON.match(piece.text):
            piece.take(Role.BYLINE, "name_after_link", 0.7)
        elif piece.role is None and _is_left_over(piece, closed=closed):
            piece.take(Role.NAVIGATION, "line_after_story", 0.4)
        closed = closed or piece.role in CLOSING_ROLES
        before = piece.role


def _is_left_over(piece: Piece, *, closed: bool) -> bool:
    """Whether a line below the story is too short, or too far down, to belong to it."""
    if BRACKETS.match(piece.text) and not closed:
        return False
    short = _words(piece) <= TAIL_WORDS
    return short if is_sentence(piece.text) and closed else not is_sentence(piece.text) and (short or closed)
