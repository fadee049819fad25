"""Date stamps: lines that hold a date or a time and nothing else.

Invariant: every word of a stamp is one that dates are written with; one word more and the
line is no stamp.
"""

from __future__ import annotations

import re

__all__ = ["date_stamp_span"]

TOKEN = re.compile(r"[^\s,|·•()\[\]–—]+")
_MONTHS = (
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december januar februar märz mai juni juli oktober dezember janvier février mars avril juin "
    "juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro novembro "
    "dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"
)
MONTHS = frozenset(_MONTHS.split())
_WEEKDAYS = "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday"
WEEKDAYS = frozenset(_WEEKDAYS.split())
_LEADS = (
    "published posted updated modified revised created date dated publicado aktualisiert yesterday today heute gestern "
    "hoy ayer hoje ontem"
)
LEADS = frozenset(_LEADS.split())
_PARTICLES = (
    "last first originally on at in the of de am pm a.m p.m a p m et pt ct mt bst ist gmt utc est edt cst cdt mst "
    "mdt pst pdt cet cest hrs hours hour hr minutes minute min mins days day weeks week months month clock uhr h "
    "past ago local time new delhi story this article was - / to and"
)
PARTICLES = frozenset(_PARTICLES.split())
AGO = frozenset({"ago", "past"})
NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?\.?$|\d{1,2}(?:[:.h]\d{2}){1,2}(?:am|pm|h|z)?$|\d{1,2}(?:am|pm)$")
DATE = re.compile(r"(?:\d{1,4}|[a-z]{3})(?:[./-]\d{1,2}){1,2}(?:[./-]\d{2,4})?(?:t\d{2}:\d{2}\S{0,20})?$")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
LONGEST = 120
LABEL_WORDS = 2  # "Updated", "Posted on"


def date_stamp_span(text: str) -> tuple[int, int] | None:
    """Where a line is a date stamp, all of it.

    Args:
        text: a line.

    Returns:
        The offsets of its first and last word, or ``None`` for a line that is no stamp.
    """
    if len(text) > LONGEST:
        return None
    tokens = list(TOKEN.finditer(text))
    if not any(map(str.isdigit, text)) and len(tokens) > LABEL_WORDS:
        return None
    leads = sum(token[0].lower().strip(".:;") in LEADS for token in tokens)
    names = numbers = dates = 0
    for token in tokens:
        word = token[0].lower().strip(".:;")
        if word in MONTHS or word in WEEKDAYS or word in LEADS or word in AGO:
            names += 1
        elif DATE.match(word) and not CLOCK.fullmatch(word):
            dates += 1
        elif NUMBER.match(word):
            numbers += 1
        elif word and word not in PARTICLES:
            return None
    if dates or (names and numbers) or (leads and len(tokens) <= LABEL_WORDS):
        return tokens[0].start(), tokens[-1].end()
    return None
