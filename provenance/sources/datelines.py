"""Datelines: the place, and in brackets the mark of the agency, before a story's first words.

Invariant: a dateline begins its block and stands at the head of the story; a mark in a
caption, or behind anything that is no place, is not one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Role, SourceKind
from provenance.months import DOUBTFUL, MONTHS
from provenance.sources.rules import (
    DATELINE,
    DATELINE_DAMAGED,
    DATELINE_JOINT,
    DATELINE_LATER,
    DATELINE_STATION,
    DATELINE_UNKNOWN,
)
from provenance.sources.view import LEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.rules import Rule
    from provenance.sources.view import Context, View

__all__ = ["find_datelines", "is_call_sign"]

_REACH = 150
_MARK = re.compile(
    r"[(\[]\s{0,2}(?P<mark>[^()\[\]\n]{2,40}?)\s{0,2}[)\]]|/(?P<behind>[A-Z][A-Za-z]{1,9})(?=\s(?:--|[–—])\s)|"
    r"/\s{0,2}(?P<slashed>[^()\[\]/\n]{2,30}?)\s{0,2}/|"
    r"(?P<bare>,\s[A-Z][A-Za-z]{1,12}\s(?:-{1,2}|[–—])\s)|(?P<hindi>(?<=,)\s[\u0900-\u0963]{2,14}(?=।))"
)
_SEPARATOR = re.compile(r"\s{0,3}(?:[,.]\s{0,2}[A-Z][\w. ]{1,30}?\s{0,2})?(?:\.?[-–—]{1,3}|:|\||।)")
# "Greyholm (AP), Norland The ferry": the dash was lost and the mark moved before the country
_MANGLED = re.compile(r"\s{0,3},\s{0,2}(?:[A-Z][\w.]{1,20}\s{1,2}){1,3}?(?=[\"'A-Z0-9])")
_GOES_ON = re.compile(r"[\s:.\-–—|]{0,6}[\"'(\[]{0,2}[A-Z0-9À-Þ\u0904-\u0939$€£#@]")
# "BRACE, Vt./AP —" and "(AP) BRACE, Vt. —"; a photographer's name has no state behind it
_CITY = r"[A-Z][A-Z .'-]{2,30},\s"
_STATE = r"(?:(?!(?:Jr|Sr)\.)[A-Z][A-Za-z]{0,4}\.(?:[A-Z][a-z]{0,3}\.)?|Alaska|Hawaii|Idaho|Iowa|Maine|Ohio|Texas|Utah)"
_CITY_BEFORE = re.compile(rf"\s{{0,3}}{_CITY}{_STATE}")
_CITY_BEHIND = re.compile(rf"\s{{1,2}}{_CITY}{_STATE}\s(?:--|[–—])\s")
# what a dateline is whose brackets or capitals were lost
_BROKEN = re.compile(
    r"^(?P<place>[^()\[\]{}<>\n]{2,60}?)\s{0,2}"
    r"(?:[(\[{<]\s?(?P<both>[A-Za-z.]{2,12})\s?[)\]}>]|[(\[{<]\s?(?P<open>[A-Za-z.]{2,12})|"
    r"(?<=\s)(?P<closed>[A-Za-z.]{2,12})\s?[)\]}>])\s{0,2}[-–—]{1,3}\s"
)
# a bulletin that a story quotes, whole or with the words of who quotes it behind
_QUOTE = re.compile(r"\s{0,3}(?:[\"«]|'(?![sS]-))")
_QUOTED = re.compile(r"\s{0,3}[\"«][^\"»]{1,400}(?:[,.!?]\"|\s?»),?\s[a-z]")
_BRACKET = re.compile(r"[()\[\]{}<>]")
_FRONT = re.compile(r"^\s{0,3}(?P<mark>[A-Z][A-Za-z]{1,9})\s{0,2}(?:[–—]|--)\s{0,2}(?=[A-Z\"'])")
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|DT|FM|AM|LD|CD)\d{0,2})?")
_MARKS = re.compile(r"[/,;&]|\s[-–—]\s|\sand\s")
_BESIDE = re.compile(r"[A-Z][A-Z0-9&.-]{1,9}|[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{4}")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&.-]{1,9}")
_ANY_MONTH = "|".join(sorted(MONTHS | DOUBTFUL))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"[,.:]?\s{{0,2}}(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?,?\s{{0,2}})?"
    rf"(?:{_MONTH}\s{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s{{0,2}}{_MONTH}|"
    rf"\d{{1,2}}(?:er|[º°ª.])?\s{{0,2}}(?:de\s)?(?:{_ANY_MONTH})\b\.?)"
    r"(?:,?\s{0,2}(?:del?\s)?\d{4})?[\s,.:\-–—]{0,5}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}")
_ASIDE = re.compile(r"[(\[][\w .'-]{2,30}[)\]]")
_PLACE_WORDS = re.compile(r"[\s/,&-]{1,5}")
_IN_PLACES = "al and au bei da das de del di do dos du el en in la las le los of off on sur the upon van"
_SMALL = frozenset(_IN_PLACES.split())
_MAX_PLACE_WORDS = 9
_MIN_STORY = 15
_SHORT = 3


def is_call_sign(text: str) -> bool:
    """Whether a name is a broadcast station's call sign, as in the United States (KMIZ, WISN-TV)."""
    return _CALL_SIGN.fullmatch(text) is not None


def find_datelines(view: View, context: Context) -> Iterator[Credit]:
    """The dateline that a block begins with, where it may begin with one.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit; more where the brackets hold more marks.
    """
    if view.role not in (Role.DATELINE, Role.BODY) or view.before >= max(view.after, LEAD + 1):
        return
    if _QUOTED.match(view.text) or (view.before > 0 and _QUOTE.match(view.text)):
        return
    known = DATELINE if view.before <= LEAD else DATELINE_LATER
    head = view.text[:_REACH]
    for match in _found(head):
        text = (
            match["mark"] or match["behind"] or match["slashed"] or match["hindi"] or match["bare"].strip(" ,-–—")
        ).strip()
        marks = _known(text, context.registry)
        place = head[: match.start()]
        if marks and _stands(view, place, match.end(), context.registry):
            end = match.start() + len(match[0].rstrip(" -–—"))
            stations = _stations(text, marks)
            for source in marks:
                yield (DATELINE_JOINT if stations else known).credit(view, _first(place), end, source)
            for sign in stations:
                if context.registry.by_call_sign(sign) is None:
                    yield DATELINE_JOINT.credit(view, _first(place), end, None, sign)
            return
        if not marks and match["mark"] and view.before <= LEAD and (rule := _unknown(view, place, text, match.end())):
            station = context.registry.by_call_sign(text) if rule is DATELINE_STATION else None
            yield rule.credit(view, _first(place), match.end(), station, text)
            return
    if view.before <= LEAD:
        yield from _damaged(view, head, context.registry)


def _found(head: str) -> Iterator[re.Match[str]]:
    """What may be a mark; behind a single slash only where a city and its state stand before it."""
    for match in _MARK.finditer(head):
        if not match["behind"] or _CITY_BEFORE.fullmatch(head, 0, match.start()):
            yield match


def _damaged(view: View, head: str, registry: Registry) -> Iterator[Credit]:
    """A dateline whose brackets or capitals were lost, or that lost its place; the agency must be one by any name."""
    broken, front = _BRACKET.search(head) and _BROKEN.match(head), _FRONT.match(head)
    if broken:
        mark = (broken["both"] or broken["open"] or broken["closed"]).replace(".", "")
        lowered = not any(character.isupper() for character in broken[0])
        place = broken["place"].strip(" \n\"'*•>-–—,:")
        source = registry.wire(mark.upper() if lowered else mark)
        stands = _is_place(place.title()) if lowered else _is_place(place) and _is_plain_place(place)
        if source and stands and not _spells(place, mark):
            yield DATELINE_DAMAGED.credit(view, _first(broken["place"]), len(broken[0].rstrip(" -–—")), source)
    elif front and (source := registry.wire(front["mark"])):
        yield DATELINE_DAMAGED.credit(view, front.start("mark"), front.end("mark"), source)


def _known(text: str, registry: Registry) -> tuple[Source, ...]:
    """The sources whose marks stand between the brackets: one, or several with a slash or comma."""
    whole = registry.by_mark(text) or registry.by_mark(text.replace(".", ""))
    if whole:
        return (whole,)
    parts = [part.strip(" .") for part in _MARKS.split(text)]
    sources = [registry.by_call_sign(part) if len(parts) > 1 else registry.by_mark(part) for part in parts]
    # beside a mark stand other marks or a date; a photographer's name makes it a picture's credit
    if any(not source and not _BESIDE.fullmatch(part) for part, source in zip(parts, sources, strict=True)):
        return ()
    return tuple(dict.fromkeys(source for source in sources if source))


def _stations(text: str, marks: tuple[Source, ...]) -> tuple[str, ...]:
    """The call signs that stand between the brackets beside an agency's mark, which share its text."""
    agencies = [source for source in marks if source.kind is not SourceKind.STATION]
    taken = {mark for source in agencies for mark in source.marks}
    parts = [part.strip(" .") for part in _MARKS.split(text)]
    return tuple(part for part in parts if is_call_sign(part) and part not in taken) if agencies else ()


def _first(place: str) -> int:
    """Where the place begins, behind spaces and quotation marks."""
    return len(place) - len(place.lstrip(" \n\"'*•>-–—"))


def _stands(view: View, place: str, end: int, registry: Registry) -> bool:
    """Whether a known mark stands where a dateline's mark stands."""
    bare = place.strip(" \n\"'*•>-–—,:")
    rest = view.text[end:]
    separated = _SEPARATOR.match(rest) is not None
    if view.before > LEAD and not separated:
        return False
    alone = view.role is Role.DATELINE or (not rest.strip() and _is_plain_place(bare))
    if not bare:
        return separated or alone or _CITY_BEHIND.match(rest) is not None
    if not _is_place(bare) or registry.by_name(bare):
        return False
    if separated or (alone and not rest.strip()):
        return not bare.startswith(("The ", "A ", "An "))
    mangled = _MANGLED.match(rest) if _is_plain_place(bare) else None
    if mangled:
        rest = rest[mangled.end() :]
    if not alone and len(rest.strip()) < _MIN_STORY:
        return False
    return _GOES_ON.match(rest) is not None and not _spells(bare, view.text[len(place) : end])


def _unknown(view: View, place: str, mark: str, end: int) -> Rule | None:
    """The rule for a mark that no registry knows; ``None`` where it is no dateline's mark."""
    bare = place.strip(" \n\"'*•>-–—,:")
    if not bare or not _is_place(bare) or bare.startswith(("The ", "A ", "An ")):
        return None
    rest = view.text[end:]
    if is_call_sign(mark) and (len(mark) > _SHORT or "," in bare):  # "GENEVA (WHO)" is no station's, "Iowa (WHO)" is
        return DATELINE_STATION if _SEPARATOR.match(rest) or _GOES_ON.match(rest) or not rest.strip() else None
    if not _CAPITALS.fullmatch(mark) or _spells(bare, mark) or not _SEPARATOR.match(rest):
        return None
    return DATELINE_UNKNOWN


def _is_place(text: str) -> bool:
    """Whether a text can be a place with its date: few words, each with a capital."""
    place = _ASIDE.sub("", _DATE.sub("", text)).strip(" ,.:-–—")
    words = [word for word in _PLACE_WORDS.split(place) if word]
    if not words:
        return bool(text.strip())
    return len(words) <= _MAX_PLACE_WORDS and all(
        (word[0].isalpha() and not word[0].islower()) or word.casefold() in _SMALL or _NUMBER.fullmatch(word)
        for word in words
    )


def _is_plain_place(text: str) -> bool:
    """Whether a line with nothing behind it names a place and not a photographer."""
    return not text or "," in text or text.isupper() or " " not in text


def _spells(place: str, mark: str) -> bool:
    """Whether the mark is only the initials of the words before it, as in "World Food Fund (WFF)"."""
    initials = "".join(word[0] for word in _PLACE_WORDS.split(place) if word and word[0].isupper())
    letters = "".join(character for character in mark if character.isalpha())
    return len(letters) > 1 and initials.casefold() == letters.casefold()
