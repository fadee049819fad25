"""Copyright notices by their shape: what is left of one after a paraphraser, or a translation there and back.

Invariant: a line counts by what its clauses do (claim everything, forbid a list of things, name a
holder and a year) and not by which words they do it with; one such clause alone is never enough
where a story could say the same.
"""

from __future__ import annotations

import re

__all__ = ["is_claim", "notice_span"]

LONGEST = 900  # characters
# "every right is booked": all of something, and what was done with it, and nothing else
ALL_WORDS = ("all ", "every ", "each ", "any ", "whole ", "entire ", "complete ", "total ", "full ")
SIGNS = ("©", "(c)", "copy")
_ALL = r"(?:all|every|each|any|whole|entire|complete|total|full)\s"
UNIVERSAL = re.compile(rf"\b{_ALL}", re.IGNORECASE)
CLAIM = re.compile(
    rf"{_ALL}(?:(?:of|the|these|its|our)\s){{0,2}}"
    r"(?P<what>[\w’'-]{3,20})(?:\s[\w’'-]{3,14})?(?:\s(?:is|are|was|were|has been|have been|stays?|remains?))?\s"
    r"(?:\w{2,14}(?:ed|en|pt|ld|ght|wn|id|de)|set aside|put away|kept back)(?:\s(?:by|for)\s[^.]{2,40})?$",
    re.IGNORECASE,
)
# "may not be posted, aired, reworked or passed on"
BAN = re.compile(
    r"\b(?:may|might|can|could|must|shall|should|will|wo|would|is|are|do|does)\s?(?:not|n?[’']t|never)\s(?:to\s)?be\s"
    r"(?P<list>(?:[\w-]{3,16}(?:\s(?:out|on|off|up|over|away|around))?(?:,\s?(?:or\s|and\s|nor\s)?|\s(?:or|and|nor)\s)){1,6}"
    r"(?:re-?)?[\w-]{3,16})",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CAPITAL = re.compile(r"[A-ZÀ-Þ\d©&(]")
SMALL = frozenset({"the", "of", "and", "by", "for", "in", "a", "an", "de", "la"})
COMPANY = re.compile(
    r"\b(?:Inc|LLC|Ltd|Limited|Corp|Corporation|Company|Co|Group|Media|Broadcasting|Television|Publishing|Publications"
    r"|Newspapers?|Communications|Holdings?|Network|Press|News|GmbH|AG|S\.A|Pvt|plc)\b",
)
RIGHTS = re.compile(
    r"\b(?:copy-?\s?rights?|rights?|privileges?|licen[cs]es?|entitlements?|authors?[’']?\srights?)\b", re.IGNORECASE
)
SIGN = re.compile(r"©|\(c\)|\bcopy-?\s?right", re.IGNORECASE)
OWN = re.compile(
    r"\b(?:this|these|the|no part of)\s(?:[\w-]{3,14}\s){0,2}(?:content|material|stuff|matter|text|article|story"
    r"|stories|report|page|publication|substance|fabric|piece|item)s?\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[.;|!]\s{1,3}|[.;|!]$|\s[–—-]\s")
ENOUGH_BANNED = 3
FEW_WORDS = 9


def is_claim(text: str) -> bool:
    """Whether a short line claims all of something, whatever the words, as ``Every right is booked`` does."""
    return any(CLAIM.match(clause.strip(" .!")) is not None for clause in _clauses(text))


def notice_span(text: str) -> tuple[int, int] | None:
    """Where a line is a copyright notice by its shape.

    Args:
        text: a line.

    Returns:
        The offsets of the whole line, or ``None``.
    """
    if len(text) > LONGEST:
        return None
    # plain words first: an expression that ignores case is slow on a paragraph
    lower = text.lower()
    claiming = any(word in lower for word in ALL_WORDS) and UNIVERSAL.search(text) is not None
    signed = any(sign in lower for sign in SIGNS) and SIGN.search(text) is not None
    ban = _ban(text) if " be " in lower else 0
    if not (claiming or signed or ban):
        return None
    clauses = _clauses(text)
    claims = [found for clause in clauses if (found := CLAIM.match(clause)) is not None] if claiming else []
    if not (claims or signed or ban):
        return None
    holder = any(_names_a_holder(clause) for clause in clauses)
    rights = any(RIGHTS.search(found[0]) for found in claims)
    whole = len(claims) == len(clauses)
    is_notice = (
        (rights and (whole or holder or ban > 0))
        or (bool(claims) and (holder or signed))
        or (ban >= ENOUGH_BANNED and (OWN.search(text) is not None or holder or signed))
        or (ban > 0 and (holder or signed))
        or (holder and signed and len(clauses) == 1)
    )
    return (0, len(text)) if is_notice else None


def _clauses(text: str) -> list[str]:
    """The sentences and half-sentences of a line, without their marks."""
    return [clause for part in CLAUSE.split(text) if (clause := part.strip(" .!()[]"))]


def _ban(text: str) -> int:
    """How many things a line forbids in one list."""
    found = BAN.search(text)
    return len(re.split(r",\s?|\s(?:or|and|nor)\s", found["list"])) if found is not None else 0


def _names_a_holder(clause: str) -> bool:
    """A year and a name: words with capitals and the small ones between them, and a company's word or a sign."""
    words = clause.split()
    if YEAR.search(clause) is None or not 2 < len(words) + 1 <= 2 * FEW_WORDS:  # noqa: PLR2004 - a year and a name
        return False
    plain = [word for word in words if CAPITAL.match(word) is None and word.lower() not in SMALL]
    return len(plain) <= 1 and COMPANY.search(clause) is not None
