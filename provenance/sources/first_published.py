"""Lines that name the house where a text stood first: "This article was first published by …".

Invariant: only a line about the text itself, beside the story, is one; a date, a language or
"in print" is no house.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.sources.rules import FIRST_PUBLISHED
from provenance.sources.view import LEAD, TAIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["HOUSE", "find_first_published", "is_beside", "known_house"]

_EN_TEXT = (
    r"\b(?:this|the)\s(?:[\w-]{2,15}\s)?"
    r"(?:article|story|post|piece|report|column|essay|investigation|content|text|op-ed|excerpt|interview)\b"
)
_EN = (
    rf"(?:{_EN_TEXT}[^.!?\n]{{0,30}}?|^\s{{0,3}})\b(?:originally|first|initially)\s"
    r"(?:appeared|published|ran|posted|produced|reported|printed|released|aired)\s(?:[^.!?\n]{1,40}?\s)??(?:by|on|in|at)\s(?:the\s)?"
)
_EN_POST = r"^\s{0,3}the\spost\s[^\n]{1,300}?\sappeared\sfirst\son\s"
_DE_TEXT = r"\b(?:diese[rs]?|der|die)\s(?:artikel|text|beitrag|bericht|meldung|reportage|interview|kommentar|essay)\b"
_DE = (
    rf"{_DE_TEXT}[^!?\n]{{0,200}}?\b(?:zuerst|zunächst|ursprünglich|erstmals)\s(?:[^.!?\n]{{1,40}}?\s)??"
    r"(?:bei|beim|auf|in|im|von|vom)\s(?:der\s|dem\s|den\s)?"
)
_FR_TEXT = r"\b(?:cet|l['’]|ce|cette)\s?(?:article|texte|enquête|reportage|entretien|tribune)\b"
_FR = (
    rf"{_FR_TEXT}[^!?\n]{{0,200}}?\b(?:d['’]abord|initialement|à\sl['’]origine|pour\sla\spremière\sfois|en\spremier)\s"
    r"(?:(?:été\s)?(?:paru|publiée?|diffusée?)\s)?(?:[^.!?\n]{1,40}?\s)??(?:dans|par|sur|chez)\s"
)
_FR_AFTER = (
    rf"{_FR_TEXT}[^!?\n]{{0,60}}?\b(?:paru|publiée?)\s(?:d['’]abord|initialement|en\spremier)\s(?:dans|par|sur|chez)\s"
)
_ES = (
    r"\b(?:este|esta|la|el)\s(?:artículo|texto|nota|reportaje|entrada|entrevista)\b[^!?\n]{0,200}?"
    r"\b(?:originalmente|originariamente|primero|por\sprimera\svez)\s(?:en|por)\s"
)
_EN_ORIGINAL = (
    r"\bthe\soriginal(?:\s(?:article|story|version|text))?\s(?:first\s)?(?:appeared|was\spublished|ran)\s"
    r"(?:in|on|by)\s(?:the\s)?"
)
# "the original" may be a painting: with no more than that, the house must be one that is known
_BARE = re.compile(r"the\soriginal\s(?:first\s)?(?:appeared|was|ran)\b", re.IGNORECASE)
_ALONE = (
    r"^\s{0,3}[(\[]?(?:publicad[oa]\soriginalmente\s(?:en|por)|publié\s(?:initialement|à\sl['’]origine)\s(?:dans|par|sur)|"
    r"(?:zuerst|ursprünglich)\s(?:erschienen|veröffentlicht)\s(?:bei|beim|auf|in|im)|pubblicato\soriginariamente\s(?:su|da))\s(?:der\s|dem\s)?"
)
_LEADING = re.compile(f"{_EN}|{_EN_POST}|{_EN_ORIGINAL}|{_DE}|{_FR}|{_FR_AFTER}|{_ES}|{_ALONE}", re.IGNORECASE)
# the last sentence of a longer line, where it speaks of the text by "this"
_LAST_SENTENCE = re.compile(rf"[.!?][\"')]?\s{{1,3}}(?={_EN_TEXT.replace('this|the', 'this')})", re.IGNORECASE)
_ENDS = re.compile(r"[\s.)\]]{0,4}$")
_WORD = r"[A-ZÀ-Þ0-9][\w&'’-]{0,30}(?:\.[\w-]{1,30}){0,3}"
_LINK_WORD = r"(?:of|the|for|and|de|la|du|des|le|del|der|die|und|&)"
_DOMAIN = r"[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,3}\.[a-z]{2,12}\b"
HOUSE = rf"(?:{_DOMAIN}|{_WORD}(?:\s(?:{_LINK_WORD}\s){{0,2}}{_WORD}){{0,6}})"
_NAME = re.compile(HOUSE)
_DATES = (
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Januar Februar März Mai Juni Juli Oktober Dezember Montag Dienstag Mittwoch "
    "Donnerstag Freitag Samstag Sonntag"
)
_LANGUAGES = "Arabic Chinese Dutch English French German Italian Japanese Portuguese Russian Spanish Deutsch Englisch"
_NO_HOUSE = frozenset(f"{_DATES} {_LANGUAGES} Issue Number Volume".split())
_FURTHER = re.compile(
    r"[,\s\d]{0,8}\s(?:by|on|in|at|bei|beim|auf|im|von|dans|par|sur|por|en)\s(?:the\s|der\s)?", re.IGNORECASE
)
_DETOURS = 3
_MAX_WORDS = 60
_BESIDE = (Role.DISCLAIMER, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.PROMOTION, Role.NAVIGATION, Role.BYLINE)


def find_first_published(view: View, context: Context) -> Iterator[Credit]:
    """The house that published the text first, as the page says.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit; without a source for a house that no registry knows.
    """
    at = 0
    if not is_beside(view):
        last = None
        if view.role is Role.BODY and view.before and not view.after and view.words <= _MAX_WORDS:
            for last in _LAST_SENTENCE.finditer(view.text):
                at = last.end()
        if last is None:
            return
    leading = _LEADING.search(view.text, at)
    name = _house(view.text, leading.end()) if leading else None
    if leading and name and (not at or _ENDS.match(view.text, name.end())):
        start = leading.start() + len(leading[0]) - len(leading[0].lstrip())
        source = known_house(name[0], context.registry)
        if source or not _BARE.search(leading[0]):
            yield FIRST_PUBLISHED.credit(view, start, name.end(), source, name[0])


def is_beside(view: View) -> bool:
    """Whether a block is a line beside the story, in which a page may speak of its text."""
    if view.role in _BESIDE:
        return view.words <= _MAX_WORDS
    return view.role is Role.BODY and view.short and (view.after <= TAIL or view.before < LEAD)


def _house(text: str, at: int) -> re.Match[str] | None:
    """The house that begins here, or behind a date or a language and one more "by"."""
    for _ in range(_DETOURS):
        name = _NAME.match(text, at)
        if name is None or not (name[0][0].isdigit() or name[0].split()[0] in _NO_HOUSE):
            return name
        further = _FURTHER.match(text, name.end())
        if further is None:
            return None
        at = further.end()
    return None


def known_house(name: str, registry: Registry) -> Source | None:
    """The source of a house's name or domain, as it stands in a sentence."""
    known = registry.by_name(name) or registry.by_byline(name)
    return known or (registry.by_domain(name) if "." in name else None)
