"""What the place of a line says, where its wording does not.

Invariant: only pieces without a role get one, but for ``Source: X``, whose meaning is its
place: under a headline or picture it credits the picture, after the story it credits the story.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from provenance.article.notices import is_claim
from provenance.characters import line_words
from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.pieces import Piece

__all__ = ["SOURCE_LINE", "is_sentence", "is_table_row", "place_head", "place_middle", "place_tail"]

# the full stops of Latin, Devanagari, Chinese and Arabic script, and what closes a quotation
ENDED = re.compile(r"[.!?…।॥。！？؟۔][\"”’'»)\]」』]{0,3}$|[\"”」』]$")
UNSTOPPED = re.compile("[\u0e00-\u0eff]")
NAMES = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]{0,30})"
    r"(?: (?:[A-ZÀ-Þ\d][\w.’'-]{0,30}|(?:and|de|von|van|der|bin|al|la|le|of|del|da|y|&)\b)){1,9}"
    r"(?: in [A-ZÀ-Þ][\w.’' -]{1,40})?(?:, (?:in )?[A-ZÀ-Þ]?[\w.’' -]{1,50}){0,3}\s?[•|,]?$"
)
PERSON = re.compile(r"[A-ZÀ-Þ][\w.’'-]{1,30}(?: [A-ZÀ-Þ][\w.’'-]{0,30}){1,3}$")
SOURCE_LINE = re.compile(
    r"(?:Sources?|SOURCES?|Quellen?|QUELLE|Fuentes?|FUENTE|Fontes?|FONTE|Fonti|स्रोत|स्त्रोत|सोर्स) ?[:–-] ?\S.{0,60}$"
)
CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ.,’' /-]{2,40}$")
PICTURE_NAME = re.compile(r"[A-Za-z]{1,12}[-_]?\d{1,8}[a-z]?$")
BRACKETS = re.compile(r"\([^()]{1,200}\)$")
FIGURE = re.compile(r"[$€£+(-]{0,2}\d[\d.,/:-]{0,20}%?\)?$")
# a sentence's end, a line that goes on, an item of a list, a price
NOT_A_HEADING = re.compile(r"[.!…:;,\"”’'/)]$|[a-zß-ÿ]\?$|\b(?:and|or|und|oder|et|ou|y|o|e)$|^[^\w¿¡«“\"]|[$€£]\s?\d")

STORY_WORDS = 8
HEADING_WORDS = 10
TABLE_FIGURES = 2
TABLE_SHARE = 0.25
PARAGRAPH_WORDS = 15  # without the end of a sentence, so many words are a paragraph
LABEL_REPEATS = 3  # lines that begin alike so often are items of a list
LABEL_START = 2  # words
NAME_WORDS = 14
TAIL_WORDS = 9
# after one of these the story is over, and what follows is the page's
CLOSING_ROLES = frozenset(
    {Role.NAVIGATION, Role.COPYRIGHT, Role.DISCLAIMER, Role.SOURCE_LINK, Role.PROMOTION, Role.BYLINE}
)
PICTURE_NEIGHBOURS = frozenset({Role.HEADLINE, Role.IMAGE_FILE, Role.CAPTION})
ABOVE_CAPTION = frozenset({Role.BYLINE, Role.DATE_STAMP, Role.IMAGE_FILE})


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or a quotation does; Thai and Lao have no full stop, but length."""
    return ENDED.search(text[-6:]) is not None or (
        UNSTOPPED.search(text[-1:]) is not None and line_words(text) >= PARAGRAPH_WORDS
    )


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
    table = False
    has_headline = any(piece.role is Role.HEADLINE for piece in pieces)
    for piece, following in itertools.pairwise(pieces):
        if SOURCE_LINE.match(piece.text) and before in PICTURE_NEIGHBOURS and piece.role is not Role.SOURCE_LINK:
            piece.take(Role.CAPTION, "source_under_picture", 0.9)
        elif piece.role is None and _is_picture_name(piece, following):
            piece.take(Role.IMAGE_FILE, "name_before_caption", 0.7)
        elif piece.role is None and Role.HEADLINE in seen:
            table = table or is_table_row(piece.text)
            if not table:
                _place_under_headline(piece, seen, into_story=following is pieces[-1] and following.role is None)
        elif piece.role is None and has_headline and not is_sentence(piece.text):
            piece.take(Role.NAVIGATION, "before_headline", 0.4)
        before = piece.role
        seen |= {piece.role} if piece.role is not None else set()


def is_table_row(text: str) -> bool:
    """Whether a line is one of a table: results of a company, prices, scores.

    Args:
        text: a line.
    """
    words = text.split()
    numbers = sum(FIGURE.match(word) is not None for word in words)
    return numbers >= TABLE_FIGURES and numbers >= TABLE_SHARE * len(words)


def _place_under_headline(piece: Piece, seen: set[Role], *, into_story: bool) -> None:
    """A line between headline and story that no wording explains."""
    text, words = piece.text, piece.words
    if (is_sentence(text) or text.endswith(":")) and words >= 3:  # noqa: PLR2004 - story, however short
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
    starts = Counter(_start(piece) for piece in pieces if piece.words <= HEADING_WORDS)
    for (before, piece), (_, following) in itertools.pairwise(itertools.pairwise([None, *pieces])):
        if piece is None or piece.role is not None:
            continue
        if _is_picture_name(piece, following):
            piece.take(Role.IMAGE_FILE, "name_before_caption", 0.7)
        elif _is_heading(before, piece, following) and starts[_start(piece)] < LABEL_REPEATS:
            piece.take(Role.SUBHEADING, "short_line_in_story", 0.5)


def _start(piece: Piece) -> tuple[str, ...]:
    """The words that lines of a list begin with alike."""
    return tuple(piece.text.casefold().split()[:LABEL_START])


def _is_heading(before: Piece | None, piece: Piece, following: Piece | None) -> bool:
    """Whether a short line stands between two paragraphs as a heading does."""
    return (
        piece.words <= HEADING_WORDS
        and following is not None
        and following.role is None
        and _is_paragraph(following)
        and (before is None or before.role is not None or _is_paragraph(before) or is_sentence(before.text))
        and not piece.text[0].islower()
        and NOT_A_HEADING.search(piece.text) is None
    )


def _is_paragraph(piece: Piece) -> bool:
    """Whether a piece is running text: of some length, and ended as sentences are."""
    return piece.words >= PARAGRAPH_WORDS or (piece.words > STORY_WORDS and is_sentence(piece.text))


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
        elif piece.role is None and before is Role.COPYRIGHT and is_claim(piece.text):
            piece.take(Role.COPYRIGHT, "claim_after_notice", 0.7)
        elif piece.role is None and before in {Role.HEADLINE, Role.SOURCE_LINK} and PERSON.match(piece.text):
            piece.take(Role.BYLINE, "name_after_link", 0.7)
        elif piece.role is None and _is_left_over(piece, closed=closed):
            piece.take(Role.NAVIGATION, "line_after_story", 0.4)
        closed = closed or piece.role in CLOSING_ROLES
        before = piece.role


def _is_left_over(piece: Piece, *, closed: bool) -> bool:
    """Whether a line below the story is too short, or too far down, to belong to it."""
    if (BRACKETS.match(piece.text) or is_table_row(piece.text)) and not closed:
        return False
    short = piece.words <= TAIL_WORDS
    return short if is_sentence(piece.text) and closed else not is_sentence(piece.text) and (short or closed)
