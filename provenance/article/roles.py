"""Roles of a plain text's lines: from wording, place and repetition.

Invariant: a role other than body comes with the flag of the rule that gave it; a piece that no
rule can tell from the story is body, because losing story is worse than keeping furniture.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from provenance.article.forms import Hit, find_forms
from provenance.article.pieces import Piece, key, may_say
from provenance.article.places import is_sentence, is_table_row, place_head, place_middle, place_tail
from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["assign_text_roles", "is_title"]

DATELINE_LEAD = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ.’' /-]{2,40}(?:, [A-Z][\w. ]{1,30}){0,2}(?:, \w{3,9}\.? \d{1,2})? ?"
    r"(?:\([\w /,.-]{2,40}\) ?)?(?:[–—]|--?) \w"
)
SENTENCE_BREAK = re.compile(r"[a-zß-ÿ0-9][.!?][\"”’']? [A-ZÀ-Þ]")

# words by which furniture speaks of the page that it stands on, or to the reader
OF_THE_PAGE = re.compile(
    r"\b(?:this|these|our|us|we|you|your|contents?|articles?|stor(?:y|ies)|posts?|pages?|(?:web)?sites?|news|publish\w{0,5}"
    r"|readers?|authors?|copyright|disclaimer|feed|material|subscri\w{1,6}|newsletters?|contribut\w{1,6})\b",
    re.IGNORECASE,
)
# what a headline opens with on a page of pictures or films; further down such a line is a link
HEADLINE_LABEL = re.compile(r"(?:Watch|WATCH|Listen|LISTEN|In pictures|Video|VIDEO) ?[:|] ?[A-ZÀ-Þ]")
REPORTED = re.compile(
    r"\b(?:said|told|asked|joked|warned|announced|sagten?|teilten? mit|erklärten?|a(?:vait)? (?:dit|déclaré|raconté)"
    r"|dijo|dijeron|contó|disse|disseram|contou|ha (?:detto|raccontato))\b|ने (?:कहा|बताया)"
)
QUOTES = "“„«‘\"'「"
PARAGRAPH_WORDS = 15
STORY_WORDS = 8  # a sentence of this length is story
STORY_LONG = 25  # and a line of this length without an end
HEADLINE_WORDS = range(3, 41)
TITLE_LETTERS = 20  # a line shorter than this is a title only where it is all of it
SITE_LETTERS = 40  # what a site puts after a title: " | The Name of the Site"
LONGEST_TITLE = 500  # characters
STRONG = 0.7
REPEATS = 3  # a short line that stands so often is part of the page
REPEATED_WORDS = 4


def assign_text_roles(pieces: Sequence[Piece], title: str | None) -> None:
    """Give every piece of a plain text its role.

    Args:
        pieces: in the order of the text; those that have a role keep it.
        title: the title that came with the text, if any.
    """
    hits = [[] if piece.role else find_forms(piece.text) for piece in pieces]
    _mark_titles(pieces, hits, title)
    first, last = _story_bounds(pieces, hits)
    if not any(piece.role is Role.HEADLINE for piece in pieces):
        _mark_first_headline(pieces, hits, first)
    for index, piece in enumerate(pieces):
        outside = not first <= index <= last
        best = next((hit for hit in hits[index] if outside or not hit.edge), None)
        if piece.role is None and best is not None:
            piece.take(best.role, best.rule, best.weight, (best.start, best.end))
    _mark_repeats(pieces)
    place_head(pieces[: first + 1])
    place_middle(pieces[first : last + 1])
    place_tail(pieces[last + 1 :])
    for piece in pieces:
        piece.role = piece.role or Role.BODY


def is_title(name: str, title: str) -> bool:
    """Whether a line is the title, or the title without the site's name after it.

    Args:
        name: the line's key.
        title: the title's key.
    """
    if not name or name == title:
        return bool(name)
    return len(name) > TITLE_LETTERS and title.startswith(name) and len(title) - len(name) < SITE_LETTERS


def _mark_titles(pieces: Sequence[Piece], hits: Sequence[Sequence[Hit]], title: str | None) -> None:
    """Mark every line that says what the title says, or what a headline says that was cut out."""
    names = {key(piece.text) for piece in pieces if piece.role is Role.HEADLINE}
    wanted = key(title or "")
    said = names | {wanted}
    for piece, found in zip(pieces, hits, strict=True):
        if piece.role is not None or len(piece.text) > LONGEST_TITLE or _is_strong(found):
            continue
        if not may_say(piece.text, said):
            continue
        name = key(piece.text)
        if name in names or (wanted and is_title(name, wanted)):
            piece.take(Role.HEADLINE, "says_the_title", 0.9)


def _is_strong(hits: Sequence[Hit]) -> bool:
    """Whether the wording says by itself that a line is no headline."""
    return any(hit.weight >= STRONG and not hit.edge for hit in hits)


def _is_story(piece: Piece, hits: Sequence[Hit]) -> bool:
    """Whether a piece reads as story by its length and its end."""
    if piece.role is not None or any(not hit.edge for hit in hits):
        return False
    words = piece.words
    return words >= STORY_LONG or (
        words >= STORY_WORDS and (is_sentence(piece.text) or DATELINE_LEAD.match(piece.text) is not None)
    )


def _story_bounds(pieces: Sequence[Piece], hits: Sequence[Sequence[Hit]]) -> tuple[int, int]:
    """The first and last piece of the story; without one, all that follows the headline."""
    story = [index for index, piece in enumerate(pieces) if _is_story(piece, hits[index])]
    if not story:
        head = next((index for index, piece in enumerate(pieces) if piece.role is Role.HEADLINE), -1)
        return min(head + 1, len(pieces) - 1), len(pieces) - 1
    first = next((index for index in story if not hits[index] or _is_lead(pieces[index], hits[index])), story[0])
    last = next((index for index in reversed(story) if not hits[index]), story[-1])
    after = next((index for index in story if index > last), None)
    goes_on = after is not None and _goes_on(pieces[last : after + 1], hits[last : after + 1])
    return min(first, last), after if after is not None and goes_on else last


def _is_lead(piece: Piece, hits: Sequence[Hit]) -> bool:
    """Whether a paragraph with a doubtful form can open a story."""
    return len({hit.role for hit in hits}) == 1 and not _speaks_of_its_page(piece.text)


def _speaks_of_its_page(text: str) -> bool:
    """Whether a line speaks of its page or to its reader, and does not report what somebody said."""
    return text[0] not in QUOTES and OF_THE_PAGE.search(text) is not None and REPORTED.search(text) is None


def _goes_on(pieces: Sequence[Piece], hits: Sequence[Sequence[Hit]]) -> bool:
    """Whether the last of the pieces, which has words of furniture too, belongs to the story before it.

    It does where nothing that closes a story stands between, where it has the length of a
    paragraph and a single doubtful form, and where it speaks neither of its page nor to its reader.
    """
    if any(piece.role is not None or _is_strong(found) for piece, found in zip(pieces, hits, strict=True)):
        return False
    text, roles = pieces[-1].text, {hit.role for hit in hits[-1]}
    return len(roles) == 1 and pieces[-1].words > PARAGRAPH_WORDS and not _speaks_of_its_page(text)


def _mark_first_headline(pieces: Sequence[Piece], hits: Sequence[Sequence[Hit]], first: int) -> None:
    """Mark the first line above the story that can be a headline, and its repeats."""
    above = itertools.takewhile(lambda index: not is_table_row(pieces[index].text), range(first))
    name = next((key(pieces[index].text) for index in above if _could_be_headline(pieces[index], hits[index])), None)
    for piece in pieces:
        if name is not None and piece.role is None and may_say(piece.text, {name}) and key(piece.text) == name:
            piece.take(Role.HEADLINE, "first_line", 0.8)


def _could_be_headline(piece: Piece, hits: Sequence[Hit]) -> bool:
    """A line of a headline's length, in one sentence without its end, that is nothing else."""
    labelled = piece.start == 0 and HEADLINE_LABEL.match(piece.text) is not None
    if piece.role is not None or (any(hit.weight >= STRONG for hit in hits) and not labelled):
        return False
    words = piece.words
    return (
        words in HEADLINE_WORDS and piece.text[-1] not in ".:;,。：；，、" and SENTENCE_BREAK.search(piece.text) is None
    )


def _mark_repeats(pieces: Sequence[Piece]) -> None:
    """Mark short lines that stand on the page again and again."""
    short = [piece for piece in pieces if piece.role is None and piece.words <= REPEATED_WORDS]
    often = Counter(piece.text for piece in short)
    for piece in short:
        if often[piece.text] >= REPEATS and not is_sentence(piece.text):
            piece.take(Role.NAVIGATION, "repeated_line", 0.6)
