"""Where a line that holds two things is to be cut.

Invariant: a seam lies at white space, at a sign between two parts, or directly behind a label;
each side of it is something by itself, and what reads as story is never given another role here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.article.forms import LONGEST, REMEMBERED, Glued, Hit, find_forms, glued_forms
from provenance.article.stamps import date_stamp_span, has_digit, may_end_a_stamp, no_stamp_before
from provenance.characters import line_words
from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Part", "behind", "front_label", "label_row", "name_and_stamp", "parts_of"]

REACH = 700  # characters at the end of a paragraph that are looked at
SENTENCES = 8
SHORTEST_STORY = 40  # characters before what was glued behind
LONGER_STORY = 120  # before a bare sign and name, which captions have too
SHORTEST_PARAGRAPH = 8  # words behind a label
STRONG = 0.85
LONGEST_ROW = 240
ROW_WORDS = 30
LONGEST_LABEL = 40
SENTENCE_END = re.compile(
    r"(?<=[.!?…।॥])[\"”’')\]»*]{0,3}\s{1,3}(?=\S)|(?<=[\w\"”’')])\s{1,3}(?=[(\[]?(?:©|\([cC]\) ?\d))"
)
BAN = "not be"  # "may not be published": the end of a notice that began before
BARE_SIGN = "copyright_notice"
NAME_IN_ROW = "name_in_row"
DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
BARS = re.compile(r"[|•·‧]")
BAR = re.compile(r"\s{0,3}[|•·‧]\s{0,3}")
SHORT_WORDS = 14
BY = re.compile(r"(?:[Bb]y|BY|Von|VON|Par|PAR|Por|POR|[Dd]i|DI|Written|Reported|Posted|रिपोर्ट|लेखक)\b")
_NAME = r"[A-ZÀ-Þ][\w.’'-]{0,30}"
NAMES = re.compile(
    rf"(?:(?:[Bb]y|BY|Von|VON|Par|PAR|Por|POR|[Dd]i|DI|De|Da) )?{_NAME}"
    rf"(?:,? (?:{_NAME}|and|und|et|y|e|de|du|da|do|dos|von|van|der|di|del|della|bin|al|la|of|for|the|&)){{0,12}}"
    r"(?:, [\w .’'-]{1,60})?$"
)
SEPARATORS = "|•·,–—-"
BY_WITHIN = re.compile(rf"[\s{SEPARATORS}](?:{BY.pattern})")
ENDERS = (".", "!", "?", "…", "।", "”", '"', "’", "»", ")")
# roles of sentences that may follow the first that was glued behind a paragraph
FOLLOWERS = frozenset(
    {Role.COPYRIGHT, Role.DISCLAIMER, Role.CONTRIBUTOR, Role.SOURCE_LINK, Role.NAVIGATION, Role.PROMOTION}
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, by offsets into it; without a role it is looked at like any other line."""

    start: int
    end: int
    role: Role | None = None
    rule: str = ""


@lru_cache(REMEMBERED)
def parts_of(whole: str) -> tuple[Part, ...]:
    """The parts of a line that holds two things, by the first of the ways here that finds any; empty where none does.

    Args:
        whole: a line.
    """
    return tuple(front_label(whole) or label_row(whole) or behind(whole) or name_and_stamp(whole))


def behind(whole: str) -> list[Part]:
    """The parts of a paragraph that has furniture glued behind its story; empty where there is none.

    Args:
        whole: a line.
    """
    if len(whole) < SHORTEST_STORY:
        return []
    from_ = max(SHORTEST_STORY // 2, len(whole) - REACH)
    # where a line is short enough, what all of it has is known or will be asked for
    around = whole[from_ if len(whole) > LONGEST else 0 :].lower()
    ends = [found.end() for found in SENTENCE_END.finditer(whole, from_)][-SENTENCES:] if _may_close(around) else []
    if not ends or not _may_close(whole[ends[-1] :].lower()):
        return []
    names = {form.name for form in glued_forms(whole[ends[0] :].lower(), Glued.BEHIND)}
    if not names:
        return []
    parts: list[Part] = []
    taken: list[Part] = []
    last = len(whole)
    for start in reversed(ends):
        sentence = whole[start:last].rstrip()
        hit = _best(sentence, names)
        if hit is None:
            break
        parts.insert(0, Part(start, start + len(sentence), hit.role, hit.rule))
        if hit.rule in names:
            taken = list(parts)
        last = start
    if not taken or not _reads_as_story(whole[: taken[0].start], taken):
        return []
    return [Part(0, taken[0].start), *_joined(taken)]


def _may_close(lower: str) -> bool:
    """Whether a text in lower case has words of what is glued behind paragraphs."""
    return BAN in lower or bool(glued_forms(lower, Glued.BEHIND))


def _best(sentence: str, names: set[str]) -> Hit | None:
    """What a sentence at the end of a paragraph is, if not story."""
    hits = [hit for hit in find_forms(sentence) if hit.rule in names or (hit.weight >= STRONG and not hit.edge)]
    # the words of a notice say more than its sign
    glued = min((hit for hit in hits if hit.rule in names), key=lambda hit: hit.rule == BARE_SIGN, default=None)
    return glued or next((hit for hit in hits if hit.role in FOLLOWERS), None)


def _reads_as_story(text: str, glued: Sequence[Part]) -> bool:
    """Whether what stands before the seam has a paragraph's length, and is not furniture or more of what is behind."""
    text = text.rstrip()
    bare = {part.rule for part in glued} == {BARE_SIGN}
    if len(text) < (LONGER_STORY if bare else SHORTEST_STORY):
        return False
    hits = find_forms(text)
    return not any(hit.role is glued[0].role or (hit.weight >= STRONG and not hit.edge) for hit in hits)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one role as one part."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].role is part.role:
            joined[-1] = Part(joined[-1].start, part.end, part.role, joined[-1].rule)
        else:
            joined.append(part)
    return joined


def front_label(whole: str) -> list[Part]:
    """The parts of a paragraph with a label such as ``Advertisement`` glued before it; empty where there is none.

    The label must be glued without a space or in capitals, or what follows must go on in small
    letters: ``Advertising Standards`` is a name.
    """
    if line_words(whole) <= SHORTEST_PARAGRAPH:
        return []
    head = whole[:LONGEST_LABEL]
    for form in glued_forms(head.lower(), Glued.BEFORE):
        found = form.pattern.match(head)
        if found is None or line_words(whole[found.end() :]) < SHORTEST_PARAGRAPH:
            continue
        label, rest = found[0].strip(), whole[found.end() :]
        second = rest.split(maxsplit=2)[1]
        spaced = found[0] != found[0].rstrip() or rest[:1].isspace()
        if not spaced or label.isupper() or not second[:1].isupper():
            return [Part(0, found.end(), form.role, form.name), Part(found.end(), len(whole))]
    return []


def label_row(whole: str) -> list[Part]:
    """The parts of a row such as ``Updated: 12 May 2024 | By X | 4 min read``; empty where it is none.

    Each part between two bars must be something by itself, and one of them a date.
    """
    if len(whole) > LONGEST_ROW or BARS.search(whole) is None or date_stamp_span(whole) is not None:
        return []
    bounds = [0, *(at for found in BAR.finditer(whole) for at in found.span()), len(whole)]
    spans = [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if end > start]
    parts = [_label(whole, start, end) for start, end in spans]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or Role.DATE_STAMP not in {part.role for part in known}:
        return []
    if any(part.role is Role.BYLINE and part.rule != NAME_IN_ROW for part in known):
        # beside a line that says who wrote, other names are sections
        known = [replace(p, role=Role.NAVIGATION, rule="label_in_row") if p.rule == NAME_IN_ROW else p for p in known]
    joined = _joined(known)
    # the bar itself stays with what stands before it, so that no visible character is lost
    starts = [part.start for part in joined] + [len(whole)]
    if len(joined) == 1:
        return []
    return [
        Part(part.start if index else 0, starts[index + 1], part.role, part.rule) for index, part in enumerate(joined)
    ]


def _label(whole: str, start: int, end: int) -> Part | None:
    """What one part of a row is."""
    text = whole[start:end]
    if line_words(text) > SHORT_WORDS:
        return None
    if date_stamp_span(text) is not None:
        return Part(start, end, Role.DATE_STAMP, "date_in_row")
    hit = next((hit for hit in find_forms(text) if not hit.edge or hit.role is Role.BYLINE), None)
    if hit is not None:
        return Part(start, end, hit.role, hit.rule)
    return Part(start, end, Role.BYLINE, NAME_IN_ROW) if NAMES.match(text) and " " in text else None


def name_and_stamp(whole: str) -> list[Part]:
    """The parts of a line with names and a date, in one order or the other; empty where it is none."""
    words = whole.count(" ")
    if len(whole) > LONGEST_ROW or not 0 < words < ROW_WORDS or not has_digit(whole):
        return []
    by = BY_WITHIN.search(whole) is not None
    if not by and not may_end_a_stamp(whole):
        return []
    earliest = 0 if by else no_stamp_before(whole)
    for found in re.finditer(r"\s{1,3}", whole):
        if found.end() < earliest and whole[found.end()] not in f"{SEPARATORS} ":
            continue
        before, after = whole[: found.start()], whole[found.end() :]
        head, tail = before.rstrip(SEPARATORS + " "), after.lstrip(SEPARATORS + " ")
        if not head or not tail:
            continue
        at = len(whole) - len(tail)
        if BY.match(tail) and date_stamp_span(head) is not None and _is_byline(tail):
            stamp, name = "date_before_name", "name_after_date"
            return [Part(0, at, Role.DATE_STAMP, stamp), Part(at, len(whole), Role.BYLINE, name)]
        separated = before.rstrip() != head or after != tail
        if tail[:5].isupper() and head[-1].isupper():
            continue  # "USA TODAY" is a name
        if DAY.search(tail) and date_stamp_span(tail) == (0, len(tail)) and _is_name(head, separated=separated):
            name, stamp = "name_before_date", "date_after_name"
            whole_stamp = date_stamp_span(whole) is not None
            return [] if whole_stamp else [Part(0, at, Role.BYLINE, name), Part(at, len(whole), Role.DATE_STAMP, stamp)]
    return []


def _is_name(text: str, *, separated: bool) -> bool:
    """Whether a text is the names of writers; one word and a date are a row of a table."""
    return (separated or " " in text) and all(NAMES.match(name.strip()) for name in text.split("|"))


def _is_byline(text: str) -> bool:
    """Whether a text says of itself that it is a byline."""
    return any(hit.role is Role.BYLINE and not hit.edge for hit in find_forms(text))
