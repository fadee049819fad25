"""Sources that the running text names: cited, told, thanked for a part, or credited for a picture.

Invariant: a name alone is no credit; the words on its left or right make it one, and the
credit's span holds both.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.sources.datelines import is_call_sign
from provenance.sources.rules import CAPTION, CITATION, CONTRIBUTION, TOLD, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.view import Context, View

__all__ = ["PAPER", "find_captions", "find_mentions"]

_REACH = 70
_MOST = 300  # names in one block; beyond that it is no prose
_KIND = (
    r"(?:(?:[A-Za-z][\w'-]{1,20}\s){0,4}(?:daily|newspaper|paper|weekly|broadcaster|agency|channel|network|site|website|"
    r"outlet|magazine|station|service|television|TV|radio|show)\s)?"
)
_ARTICLE = r"(?:(?:the|an|a|its|state|state-run|official)\s){0,2}"
_LEFT_CITED = re.compile(
    r"\b(?:according\sto|(?:as\s)?(?:first\s)?reported\s(?:by|in|on)|reports?\s(?:by|from|in|on)|reporting\sby|"
    r"(?:cited|quoted|seen|reviewed|obtained|viewed|verified|interviewed|polled|surveyed|consulted|published|broadcast|aired|"
    r"analysed|analyzed|compiled|conducted|confirmed|carried|interviewed)\s(?:by|in|on)|citing|quoting|informed|"
    r"(?:report|investigation|analysis|tally|count|poll|story|article|editorial|survey)\s(?:by|in|from|for|on))\s"
    rf"(?:(?:a|an)\s\w{{3,12}}\s(?:by|in|from)\s)?{_ARTICLE}{_KIND}$",
    re.IGNORECASE,
)
_LEFT_TOLD = re.compile(
    r"\b(?:(?:told|tells|telling|tell)(?:\sto)?|(?:spoke|speaking|talked|talking|spoken)\s(?:to|with|on)|"
    r"(?:said|says|saying|appeared|appearing|appearance)\s(?:on|to)|"
    r"interviews?\s(?:\w{2,12}\s){0,2}(?:on|with|to|by|for|in)|asked\sby|(?:statement|remarks|comments?|email|column|op-ed)\s(?:to|for|in))\s"
    rf"{_ARTICLE}{_KIND}$",
    re.IGNORECASE,
)
_VERB = (
    r"(?:reported|reports|said|says|wrote|writes|quoted|quotes|cited|noted|learned|found|revealed|reveals|confirmed|"
    r"understands|obtained|projected|proved|could\snot|asked|showed|counted|called\sthe|estimated|described|claimed|"
    r"published|added|carried|saw|reviewed|viewed|verified|spoke)"
)
_RIGHT_CITED = re.compile(
    rf"(?:'s?\s(?:[\w-]{{2,15}}\s){{0,3}}(?:report|tally|count|analysis|investigation|interview|poll|reporters?|correspondents?)\b|"
    rf"\s(?:news\sagency|newspaper|television|TV|radio|magazine|broadcaster|sources|journalists?|reporters?|correspondents?|"
    rf"witness(?:es)?|team|investigation|analysis|poll)?\s?"
    rf"(?:(?:also|has|had|have|first|earlier|later|previously|separately|on\s[A-Z][a-z]{{2,8}}day|in\s[A-Z][a-z]{{2,8}}(?:\s\d{{4}})?)\s){{0,3}}"
    rf"{_VERB}\b|\s(?:reporters?|correspondents?|journalists?|investigation|tally|sources\ssay)\b|"
    rf",?\s(?:citing|quoting)\b)",
    re.IGNORECASE,
)
# the same in German, French and Spanish
_KIND_ELSEWHERE = (
    r"(?:(?:die|der|das|den|dem|des|von|la|le|les|el|los)\s|l['’])?(?:(?:nachrichten)?agentur\s|zeitung\s|magazin\s|sender\s|"
    r"agence\s(?:de\spresse\s)?|quotidien\s|journal\s|chaîne\s|agencia\s(?:de\snoticias\s)?|diario\s|periódico\s|cadena\s)?"
)
_LEFT_CITED_ELSEWHERE = re.compile(
    r"\b(?:laut|nach\s(?:angaben|informationen|berichten)(?:\svon)?|unter\sberufung\sauf|berichte(?:t|te|ten)|melde(?:t|te|ten)|"
    r"schreibt|schrieb|selon|d['’]après|rapporte(?:nt)?|indique|révèle|a\s(?:rapporté|révélé|annoncé|indiqué)|cité(?:e|s|es)?\spar|"
    r"citant|según(?:\s(?:informó|reportó|publicó|informa|publica))?|informó|reportó|publicó|de\sacuerdo\scon|citad[oa]s?\spor|citando\sa)\s"
    rf"{_KIND_ELSEWHERE}$",
    re.IGNORECASE,
)
_LEFT_TOLD_ELSEWHERE = re.compile(
    r"\b(?:(?:sagte|sagten|sagt|erklärte|bestätigte|teilte)\s(?:[\w-]{1,20}\s){0,5}(?:der|dem|den|gegenüber)\s|"
    r"(?:déclaré|dit|indiqué|confié|affirmé|expliqué|assuré|précisé|raconté|souligné|confirmé|annoncé|estimé|témoigné)\s"
    r"(?:[\w'’-]{1,20}\s){0,4}(?:à|auprès\sde)\s|"
    r"(?:dijo|dijeron|declaró|explicó|afirmó|aseguró|contó|indicó|señaló|confirmó)\s(?:[\w-]{1,20}\s){0,3}a\s)"
    rf"{_KIND_ELSEWHERE}$",
    re.IGNORECASE,
)
_RIGHT_CITED_ELSEWHERE = re.compile(
    r"\s(?:am\s\w{4,12}\s)?(?:berichte(?:t|te|ten)|melde(?:t|te|ten)|schreibt|schrieb|zitiert|zitierte|erfuhr|zufolge|"
    r"rapporte|rapportait|a\s(?:rapporté|révélé|annoncé)|informó|reportó|publicó)\b",
    re.IGNORECASE,
)
# "Michael Bloomberg said": a word with a capital before a one-word name makes it a person's.
_FORENAME = re.compile(r"(?:^|[^\w'])(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s)([A-Z][\w'.-]{1,20})\s$")
_OPENS_SENTENCE = (
    "A After Also And As At Both But By Citing Die Daily Der Earlier For However In Later Le Meanwhile Newspaper On "
    "Separately Since State The Then Though When Where While January February March April May June July August "
    "September October November December Agency Broadcaster Magazine German French Russian Iranian Chinese "
    "Laut Wie Nach Selon Según Agentur Nachrichtenagentur Zeitung Sender Agence Agencia"
)
_NO_FORENAME = frozenset(_OPENS_SENTENCE.split())
_PICTURE = re.compile(r"\s{0,2}(?:photos?|images|file|pool|pic)\b|\s?/", re.IGNORECASE)
_LEFT_PART = re.compile(
    r"\b(?:(?:with\s)?(?:inputs?|input|files|reporting|material|information|contributions?|additional\sreporting|details)\s(?:provided\s)?(?:from|by)|"
    rf"with\s(?:agency|wire)\sinputs\sfrom|with)\s(?:[A-Z][\w. ]{{1,30}}(?:,|\sand)\s)?{_ARTICLE}$",
    re.IGNORECASE,
)
_RIGHT_PART = re.compile(
    r"(?:,?\s(?:and|&)\s(?:the\s)?[A-Z][\w. ]{1,40}?)?\s(?:also\s|has\s){0,2}"
    r"(?:contributed|was\sused|were\sused|provided\s(?:material|details))\b",
    re.IGNORECASE,
)
_TO_REPORT = re.compile(
    r"contributed\b(?:\s\w{1,12}){0,4}\s(?:report|story|article|coverage)|contributed\s(?:reporting|to this)",
    re.IGNORECASE,
)
_WITH_INPUTS = re.compile(r"inputs?|files|reporting|material|information|contribution|details", re.IGNORECASE)
_BRACKETS = re.compile(
    r"\((?:(?:photo|image|picture|file|credit|pic)s?\s?(?:by|:)\s?)?([^()\n]{2,60}/[^()\n]{2,50})\)", re.IGNORECASE
)
_DESK = re.compile(r"[a-z]{2,4}")
_PAPER = (
    r"(?:[A-Z][\w'-]{1,20}\s){1,4}"
    r"(?:Times|Post|News|Gazette|Herald|Tribune|Journal|Chronicle|Daily|Courier|Observer|Press|Standard|Telegraph|"
    r"Globe|Register|Sentinel|Dispatch|Inquirer|Monitor|Examiner|Argus|Radio|Television)"
)
PAPER = re.compile(rf"(?:The\s)?{_PAPER}")
_OUTLET = re.compile(rf"[Tt]he\s({_PAPER})(?![\w-])")
_STORY_ROLES = (Role.BODY, Role.SUBHEADING, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.DISCLAIMER, Role.BYLINE)


def find_mentions(view: View, context: Context) -> Iterator[Credit]:
    """The sources that a block of running text cites, speaks to or thanks.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each mention that its neighbours make a credit.
    """
    if view.role not in _STORY_ROLES:
        return
    if view.role is Role.BODY:
        yield from _bracketed_pictures(view, context)
    taken: list[tuple[int, int]] = []
    for match in islice(context.registry.name_phrases.finditer(view.text), _MOST):
        taken.append(match.span())
        source = context.registry.named(match[0])
        if _is_surname(view.text, match.start(), match[0]):
            continue
        judged = _judge(view.text, match.start(), match.end())
        if source and judged and (view.role is Role.BODY or judged[0] is CONTRIBUTION):
            rule, start, end = judged
            yield rule.credit(view, start, end, source)
    if view.role is not Role.BODY:
        return
    for house in _OUTLET.finditer(view.text):
        if any(start < house.end() and house.start() < end for start, end in taken):
            continue
        judged = _judge(view.text, house.start(), house.end())
        if judged and judged[0] in (CITATION, TOLD):
            rule, start, end = judged
            yield rule.credit(view, start, end, None, house[1])


def _is_surname(text: str, start: int, name: str) -> bool:
    """Whether a name of one ordinary word stands behind a forename."""
    if " " in name or name.isupper():
        return False
    before = _FORENAME.search(text[max(0, start - 24) : start])
    return before is not None and before[1] not in _NO_FORENAME


def _judge(text: str, start: int, end: int) -> tuple[Rule, int, int] | None:
    """What the words around a name make of it, and the span that holds them."""
    left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    offset = start - len(left)
    if _PICTURE.match(right) and "(" in left[-25:]:
        return CAPTION, start, end
    part = _LEFT_PART.search(left)
    if part and _WITH_INPUTS.search(part[0]):
        return CONTRIBUTION, offset + part.start(), end
    part = _RIGHT_PART.match(right)
    if part and ("used" in part[0] or "provided" in part[0] or _TO_REPORT.search(text, end, end + 2 * _REACH)):
        return CONTRIBUTION, start, end + part.end()
    told = _LEFT_TOLD.search(left) or _LEFT_TOLD_ELSEWHERE.search(left)
    if told:
        return TOLD, offset + told.start(), end
    cited = _LEFT_CITED.search(left) or _LEFT_CITED_ELSEWHERE.search(left)
    if cited:
        return CITATION, offset + cited.start(), end
    cited = _RIGHT_CITED.match(right) or _RIGHT_CITED_ELSEWHERE.match(right)
    return (CITATION, start, end + cited.end()) if cited else None


def _bracketed_pictures(view: View, context: Context) -> Iterator[Credit]:
    """Picture credits in brackets inside a paragraph: a photographer, a slash, and who sells the picture."""
    registry = context.registry
    for match in islice(_BRACKETS.finditer(view.text), _MOST):
        parts = [part.strip() for part in match[1].split("/")]
        named = [registry.by_name(part) or registry.by_mark(part) for part in parts]
        desks = all(
            source or _DESK.fullmatch(part) or is_call_sign(part) for part, source in zip(parts, named, strict=True)
        )
        if not desks:  # brackets with marks alone, or a mark and its desk, are a dateline's or a sign-off's
            for source in dict.fromkeys(source for source in named if source):
                yield CAPTION.credit(view, *match.span(), source)


def find_captions(view: View, context: Context) -> Iterator[Credit]:
    """The sources that a caption credits for its picture.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each source.
    """
    if view.role is not Role.CAPTION:
        return
    seen: set[str] = set()
    for match in context.registry.mark_phrases.finditer(view.text):
        source: Source | None = context.registry.named(match[0]) or context.registry.by_mark(match[0])
        if source and source.id not in seen:
            seen.add(source.id)
            yield CAPTION.credit(view, match.start(), match.end(), source)
