"""Datelines and sign-offs as Chinese, Japanese, Korean and Thai pages set them, without spaces.

Invariant: a mark counts where it stands whole: between brackets with nothing but a place, a date
or another mark, before a date and the word for a dispatch, or behind the last sentence. A mark
that is a common word (共同, "together") names nobody anywhere else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.characters import MARKS, SIGNS
from provenance.model import Role
from provenance.sources.rules import AGENCY_TAIL, DATELINE
from provenance.sources.view import LEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["find_east_asian"]

_LETTER = rf"{SIGNS}{MARKS}가-힣"
_OWN = re.compile(f"[{_LETTER}]")
# a dispatch of the day such as 新华社北京3月4日电, in brackets or behind 据
_OPENING = re.compile(r"[\s\[(]{0,3}(?:据|據)?")
_DISPATCH = re.compile(
    rf"[{SIGNS}·、\d ]{{0,28}}?日(?:综合|綜合|专|專|外)?[电電讯訊](?:\s?[)\]])?"
    r"(?:\s?\((?:[^()]{0,20})[记記]者[^()]{0,40}\))?"
)
# [東京共同], (ソウル=聯合ニュース), (서울=연합뉴스), [3月4日 AFP=時事]
_BRACKETS = re.compile(r"\s{0,2}[\[(](?P<inside>[^\[\]()\n]{2,30})[)\]]")
_PLACE = re.compile(rf"[{_LETTER}A-Z・·\d /]{{0,20}}")
_JOINT = re.compile(r"[=・/ ]")
_REPORTER = re.compile(r"[记記]者.{0,20}$|(?:稿件|文章)?[来來]源:\s?")
# ……。(共同)   …-สำนักข่าวไทย   …。来源:新华社
_TAIL = re.compile(
    rf"(?:[\[(](?P<bracket>[^\[\]()\n]{{2,30}})[)\]]|[-–—]{{1,2}}\s?(?P<dash>[{_LETTER}]{{2,30}}))[\s.。]{{0,3}}$"
)
_TAIL_ROLES = (Role.BODY, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.BYLINE, Role.DISCLAIMER, Role.DATELINE)
_LONGEST_MARK = 14
_SHORTEST_MARK = 2
_REACH = 60


def find_east_asian(view: View, context: Context) -> Iterator[Credit]:
    """The sources whose marks open or sign a text in the ways of these languages.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each.
    """
    if view.text.isascii():
        return
    if view.role in (Role.DATELINE, Role.BODY) and view.before <= LEAD:
        yield from _opened(view, context.registry)
    if view.before and not view.after and view.role in _TAIL_ROLES:
        yield from _signed(view, context.registry)


def _opened(view: View, registry: Registry) -> Iterator[Credit]:
    """The dateline that a block begins with."""
    opening = _OPENING.match(view.text)
    start = opening.end() if opening else 0
    first, length = _leading(view.text[start : start + _LONGEST_MARK], registry)
    dispatch = _DISPATCH.match(view.text, start + length) if first else None
    if first and dispatch:
        yield DATELINE.credit(view, len(view.text) - len(view.text.lstrip()), dispatch.end(), first)
        return
    brackets = _BRACKETS.match(view.text)
    if brackets and brackets.end() < len(view.text.rstrip()):
        begin = len(view.text) - len(view.text.lstrip())
        for source in _in_brackets(brackets["inside"].strip(), registry):
            yield DATELINE.credit(view, begin, brackets.end(), source)


def _leading(text: str, registry: Registry) -> tuple[Source | None, int]:
    """The source of the longest mark of these scripts that a text begins with, and its length."""
    for length in range(min(len(text), _LONGEST_MARK), _SHORTEST_MARK - 1, -1):
        source = registry.by_mark(text[:length]) if _OWN.match(text) else None
        if source:
            return source, length
    return None, 0


def _in_brackets(inside: str, registry: Registry) -> tuple[Source, ...]:
    """The sources of the marks behind a place or date; none where no mark is of these scripts, or more stands there."""
    *before, last = _JOINT.split(inside)
    source = registry.by_mark(last)
    place = ""
    if source is None:
        at = next((at for at in range(1, len(last) - 1) if _own_mark(last[at:], registry)), None)
        if at is None:
            return ()
        source, place = registry.by_mark(last[at:]), last[:at]
    marks = [mark for part in before if (mark := registry.by_mark(part))]
    rest = " ".join(part for part in (*before, place) if registry.by_mark(part) is None)
    if not _OWN.search(inside) or not _PLACE.fullmatch(rest):
        return ()
    return tuple(dict.fromkeys(mark for mark in (*marks, source) if mark))


def _own_mark(text: str, registry: Registry) -> bool:
    return _OWN.match(text) is not None and registry.by_mark(text) is not None


def _signed(view: View, registry: Registry) -> Iterator[Credit]:
    """The mark that stands behind the last sentence."""
    shift = max(0, len(view.text) - _REACH)
    found = _TAIL.search(view.text[shift:])
    if found is None:
        return
    name = _REPORTER.sub("", (found["bracket"] or found["dash"]).strip()).strip()
    source = (registry.by_mark(name) or registry.by_byline(name)) if _OWN.match(name) else None
    if source:
        end = shift + len(found[0].rstrip(" .。\n")) + found.start()
        yield AGENCY_TAIL.credit(view, shift + found.start(), end, source)
