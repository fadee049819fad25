"""Bylines: the line that says who wrote, where it names an agency and not only a person.

Invariant: a person's name never names a source, whatever it sounds like; a headline never
gives a byline.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.sources.contributions import without_thanks
from provenance.sources.datelines import is_call_sign
from provenance.sources.mentions import PAPER
from provenance.sources.rules import BYLINE, BYLINE_DAMAGED, BYLINE_HOUSE, BYLINE_JOINT, CAPTION
from provenance.sources.view import LEAD
from provenance.sources.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.rules import Rule
    from provenance.sources.view import Context, View

__all__ = ["byline_parts", "byline_sources", "find_bylines"]

_VIDEO = re.compile(r"^\s{0,3}(?:source|quelle|fuente|fonte)\s?:", re.IGNORECASE)
_PHOTOGRAPHER = re.compile(r"^\s{0,3}[A-ZÀ-Þ][\w.'-]{0,20}(?:\s[\w.'-]{1,20}){1,4}\s?/\s?\S")
_CUT = re.compile(r"[,;|·•()\[\]/\n]|\s[-–—]{1,2}\s|--|—|(?<=\w):\s")
# words that join two parts, or belong to a name: "Press Trust of India"
_JOINT = re.compile(r"\s(?:and|with|via|for|at|of|in)\s(?=[A-Z(])", re.IGNORECASE)
# what joins two who wrote together; a slash, a comma and "of" join a person and a house
_AND = re.compile(r"\s(?:and|und|et|y|e|और)\s(?:the\s)?(?=\S)|\s&\s", re.IGNORECASE)
_TRAILER = re.compile(
    r"\s{0,3}(?:\b(?:published|updated|posted|last updated|on)\b.{0,60}|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}\b.{0,40}|\d{4}-\d\d-\d\d.{0,30})$",
    re.IGNORECASE,
)
# What a house calls its people, behind its own name; another word makes it another house:
# "Reuters Health staff" and not "Guardian Nigeria Staff".
_DESK = (
    r"(?:staff|senior|chief|deputy|special|lead|national|international|foreign|world|global|political|politics|"
    r"congressional|diplomatic|business|economics?|financial|markets?|science|medical|health|technology|tech|climate|"
    r"environment(?:al)?|education|legal|investigative|military|religion|sports?|entertainment|features?|travel|food|"
    r"arts|culture|news|newsource|online|digital|web|video|photo|wire|breaking|local|state|city|bureau|"
    r"freelance|contributing)"
)
_DESK_WORD = re.compile(rf"{_DESK}\b", re.IGNORECASE)
_PEOPLE = re.compile(
    rf"\s(?:{_DESK}\s){{0,2}}(?:writers?|reporters?|correspondents?|editors?|staff|newsroom|team|desk|bureau|"
    r"journalists?|columnists?|contributors?|photographers?|producers?|agency|service|wire)$",
    re.IGNORECASE,
)
_HOUSE_ARTICLE = re.compile(r"(?:L['’]|(?:Le|La|Les|The|Der|Die|Das|El|Il)\s)[A-ZÀ-Þ]")
# What is told of a person's life, with all that follows it: who wrote for a house once did not write this for it.
_LIFE = re.compile(
    r"\b(?:(?:has|have|had|having|who)\s(?:also\s|previously\s)?(?:written|wrote|reported|worked)\s(?:\w{2,12}\s)?(?:for|at|in)|"
    r"(?:whose|his|her|their)\s(?:\w{2,15}\s){1,3}(?:has\s|have\s)?(?:also\s)?(?:been\s)?(?:appear(?:s|ed)?|published)\s(?:in|on|by)|"
    r"(?:has|have)\s(?:also\s)?(?:appeared|been\spublished)\s(?:in|on)|who\s(?:once\s|long\s)?covered|"
    r"contributor\s(?:to|at)(?!\sthis)|retired|former(?:ly)?|previously(?!\s(?:published|appeared|reported|posted)))\b[^\n]*",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r";|,?\s(?:and|with|und|et|y|e|और|&)\s", re.IGNORECASE)
_WHERE = re.compile(r"\s(?:of|from|for|at)\s(?=(?:the\s)?[A-Z])")
# what papers are called and hardly a person: behind a name "Ostby Ledger" is a house and "Ida Post" may write too
_HOUSE_NAME = re.compile(
    r"(?:[Tt]he\s)?(?:[A-Z][\w'.-]{1,20}\s){0,4}(?:Times|News|Gazette|Herald|Tribune|Journal|Chronicle|Daily|Weekly|"
    r"Courier|Observer|Press|Standard|Telegraph|Globe|Ledger|Record|Review|Bulletin|Register|Sentinel|Dispatch|Inquirer|"
    r"Monitor|Examiner|Argus|Beacon|Enterprise|Advocate|Democrat|Magazine|Newspapers|Radio|Television)|"
    r"[Tt]he\s(?:[A-Z][\w'.-]{1,20}\s){0,4}(?:Post|Star|Sun|Mail|Echo|Leader|Mirror|Day|Bee)"
)
_DEVANAGARI = re.compile(r"[\u0900-\u0963-]{2,20}")
_MAX_LINE = 400
_LONGEST_NAME = 6
_MAX_WORDS = 14
_ACRONYM = 5


def find_bylines(view: View, context: Context) -> Iterator[Credit]:
    """The sources that a byline names.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each source, spanning the line.
    """
    if not _may_be_byline(view) or _is_source_tail(view):
        return
    start = 0
    for line in view.text.split("\n"):
        stripped = line.strip()
        rule = _rule(view, line, context.registry) if stripped and len(line) <= _MAX_LINE else None
        if rule:
            first = start + line.index(stripped)
            found = byline_sources(line, context.registry)
            if not found and view.role is Role.BYLINE:
                found = _marked(line, context.registry)
            joint = _joint(line, context.registry) if rule is BYLINE else {}
            joint |= _beside_houses(line, context) if rule is BYLINE and found else {}
            if not found and not joint and view.role is Role.BYLINE:
                rule, found = BYLINE_DAMAGED, _reworded(line, context.registry)
            for source in dict.fromkeys((*found, *joint)):
                told = BYLINE_JOINT if source in joint else rule
                yield told.credit(view, first, first + len(stripped), source)
            if any(source.distributor for source in found) and (house := _house(line, context.registry)):
                yield BYLINE_HOUSE.credit(view, first, first + len(stripped), None, house)
            for name in dict.fromkeys(name for names in joint.values() for name in names if is_call_sign(name)):
                yield BYLINE_JOINT.credit(view, first, first + len(stripped), None, name)
        start += len(line) + 1


def _may_be_byline(view: View) -> bool:
    """Whether a block stands where a byline may stand."""
    if view.role is Role.BYLINE:
        return True
    if view.role is Role.DATE_STAMP:
        return view.before <= LEAD
    if view.role is Role.CAPTION:  # "/ Source: X" under a headline signs the text, "Source: X" the picture
        return view.text.lstrip().startswith("/ ") and view.before == 0
    return view.role in (Role.BODY, Role.DATELINE) and view.words <= _MAX_WORDS and view.before <= LEAD


def _is_source_tail(view: View) -> bool:
    """Whether a block is a "Source: X" behind the story, which is an agency line and not counted twice."""
    return view.before > 0 and view.after == 0 and "\n" not in view.text.strip() and _VIDEO.match(view.text) is not None


def _rule(view: View, line: str, registry: Registry) -> Rule | None:
    """What a line is where a byline may stand: a byline, a picture's credit, or neither."""
    opening = wording().openings.match(line)
    if view.role is not Role.BYLINE:
        if opening is None and ("(" in line or not _is_bare(line, registry)):
            return None
        if _VIDEO.match(line):  # "Source: X" above the story credits a picture or a film
            return CAPTION
    signed = line[opening.end() :] if opening and _VIDEO.match(line) else line
    by_photographer = _PHOTOGRAPHER.match(signed) and (opening is None or signed is not line)
    return CAPTION if by_photographer and not _house_before_slash(signed, registry) else BYLINE


def _house_before_slash(line: str, registry: Registry) -> str | None:
    """What stands before a slash, where it is a house and no photographer: "Le Lac / ATS", "Courier staff/AP"."""
    house = wording().openings.sub("", line.partition("/")[0].strip())
    if "/" not in line or not (_HOUSE_ARTICLE.match(house) or _PEOPLE.search(house) or _whole(house, registry)):
        return None
    return house


def _is_bare(line: str, registry: Registry) -> bool:
    """Whether a line is nothing but names, with an agency's as one of its parts."""
    if line.strip()[-1:] in ".?!":
        return False
    parts = dict.fromkeys((*_segments(line), *byline_parts(line)))
    return any(_whole(part, registry) for part in parts if part)


def byline_sources(text: str, registry: Registry) -> tuple[Source, ...]:
    """The sources that a byline's text names as its writers, in order.

    Args:
        text: a line such as "By Jane Roe, Associated Press".
        registry: who is known.

    Returns:
        Each source once.
    """
    writers = without_thanks(text, registry)
    whole = _whole(writers.strip(" .:*"), registry)  # a name may hold what sets names apart: "RFE/RL"
    if whole:
        return (whole,)
    found = [source for part in _segments(writers) if part for source in _of_part(part, registry)]
    return tuple(dict.fromkeys(found))


def _joint(text: str, registry: Registry) -> dict[Source, tuple[str, ...]]:
    """The sources that a byline names only together with others, by "and", and those others without their "staff"."""
    writers = without_thanks(text, registry)
    if _whole(writers.strip(" .:*"), registry):
        return {}
    house = _house_before_slash(writers, registry)
    if house and not _whole(house, registry):
        agencies = (source for source in byline_sources(text, registry) if not source.distributor)
        return {source: (_PEOPLE.sub("", house),) for source in agencies}
    alone: set[Source] = set()
    joint: dict[Source, tuple[str, ...]] = {}
    for part in filter(None, _segments(writers)):
        pieces = [piece.strip(" .:*") for piece in _AND.split(part)]
        named = [_whole(piece, registry) for piece in pieces]
        others = [piece for piece in pieces if not any(_of_part(piece, registry))]
        if len(pieces) > 1 and others and not _whole(part, registry):
            joint |= {source: tuple(_PEOPLE.sub("", other) for other in others) for source in named if source}
            alone |= {source for piece in pieces if not _whole(piece, registry) for source in _of_part(piece, registry)}
        else:
            alone.update(_of_part(part, registry))
    return {source: others for source, others in joint.items() if source not in alone}


def _beside_houses(text: str, context: Context) -> dict[Source, tuple[str, ...]]:
    """The sources whose people sign beside the people of a house that no registry knows, and that house.

    "By Ida Marsh, Ostby Ledger, and Jon Quill, Associated Press"; two people of one agency share with nobody.
    """
    registry = context.registry
    writers = without_thanks(wording().openings.sub("", text.strip(), count=1), registry)
    if _whole(writers.strip(" .:*"), registry):
        return {}
    alone: set[Source] = set()
    joint: set[Source] = set()
    houses: list[str] = []
    for group in _TOGETHER.split(writers):
        found = {source for part in _segments(group) for source in _of_part(part, registry)}
        here = tuple(_houses_in(group, context))
        if found:
            (alone if here else joint).update(found)
        else:
            houses += here
    shared = {source for source in joint - alone if not source.distributor}
    return {source: tuple(houses) for source in byline_sources(text, registry) if houses and source in shared}


def _houses_in(group: str, context: Context) -> Iterator[str]:
    """The houses that one or more people of a byline write for and no registry knows, by their names alone."""
    own = (context.article.publisher or "").casefold().removeprefix("the ")
    pieces = [piece.strip(" .:*") for part in _segments(group) for piece in _WHERE.split(part)]
    for position, piece in enumerate(filter(None, pieces)):
        name = _PEOPLE.sub("", piece)
        if _whole(piece, context.registry) or _DESK_WORD.match(name):
            continue
        behind = position > 0 or name != piece or name[:4].casefold() == "the "
        called = behind and (is_call_sign(name) or _HOUSE_NAME.fullmatch(name))
        if called or (own and name.casefold().removeprefix("the ") == own):
            yield name


def _house(text: str, registry: Registry) -> str | None:
    """The paper that no registry knows and that a byline names right before who distributes it: "Lake Post (TNS)"."""
    segments = [part for part in _segments(text) if part]
    for part, following in pairwise(segments):
        source = _whole(following, registry)
        paper = PAPER.fullmatch(part) or _HOUSE_ARTICLE.match(part)
        if source and source.distributor and paper and not any(_of_part(part, registry)):
            return part
    return None


def _marked(text: str, registry: Registry) -> tuple[Source, ...]:
    """The sources of marks in Devanagari; some are common words, so only a byline's own place makes them names."""
    marks = (registry.by_mark(part) for part in _segments(text) if _DEVANAGARI.fullmatch(part))
    return tuple(dict.fromkeys(source for source in marks if source))


def _reworded(text: str, registry: Registry) -> tuple[Source, ...]:
    """The sources of whose names a byline holds what a paraphraser made of them."""
    found = (registry.by_damaged(part) for part in _segments(text) if part)
    return tuple(dict.fromkeys(source for source in found if source))


def _of_part(part: str, registry: Registry) -> Iterator[Source]:
    """The sources of a segment: as a whole, else of what "and", "of" and the like join in it."""
    whole = _whole(part, registry)
    for piece in [part] if whole else _JOINT.split(f" {part}"):
        source = whole or _whole(piece.strip(" .:*"), registry) or _ending(piece.strip(" .:*"), registry)
        if source:
            yield source


def byline_parts(text: str) -> list[str]:
    """The segments of a byline, without its opening and its date, cut at "and" and its like too; some may be empty."""
    return [piece.strip(" .:*") for part in _segments(text) for piece in _JOINT.split(f" {part}")]


def _segments(text: str) -> list[str]:
    """The parts of a byline between commas and other signs, without its opening and its date."""
    body = _LIFE.sub("", wording().openings.sub("", text.strip(), count=1))
    return [_TRAILER.sub("", part).strip(" .:*") for part in _CUT.split(body)]


def _whole(part: str, registry: Registry) -> Source | None:
    """The source that a segment names as a whole: "AP", "Afp Afp", "CNN Newsource Staff"."""
    words = part.split()
    repeated = len(words) > 1 and len({word.casefold() for word in words}) == 1
    text = words[0] if repeated else " ".join(words)
    for name in dict.fromkeys((text, wording().openings.sub("", text), _PEOPLE.sub("", text))):
        source = registry.by_byline(name) or registry.by_outlet(name, call_sign=False)  # KING may be a person
        if source and (repeated or _in_its_case(name, source)):
            return source
    return None


def _ending(part: str, registry: Registry) -> Source | None:
    """The source that a segment ends with, behind a person's name and without a comma."""
    words = _PEOPLE.sub("", part).split()
    for count in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        tail = " ".join(words[-count:])
        source = registry.by_byline(tail)
        if source and (count > 1 or (tail.isupper() and len(tail) <= _ACRONYM)) and _in_its_case(tail, source):
            return source
    return None


def _in_its_case(name: str, source: Source) -> bool:
    """Whether an acronym stands in capitals: "ANI" is an agency, "Ani" may be a person."""
    if " " in name or len(name) > _ACRONYM:
        return True
    return name in (*source.names, *source.bylines) or name.isupper()
