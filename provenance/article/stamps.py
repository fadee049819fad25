"""Date stamps: lines that hold a date or a time and nothing else.

Invariant: every word of a stamp is one that dates are written with, and every number is one
that a date or a clock has; one word more, or a number out of range, and the line is no stamp.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto

from provenance.months import DOUBTFUL, MONTHS

__all__ = ["date_stamp_span", "has_digit", "may_end_a_stamp", "no_stamp_before"]

TOKEN = re.compile(r"[^\s,|·•()\[\]–—।]+")
# weekdays and the words around dates in English, German, French, Spanish, Portuguese, Italian, Hindi
_WEEKDAYS = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi "
    "dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato "
    "domenica segunda segunda-feira terça terça-feira quarta quarta-feira quinta quinta-feira sexta sexta-feira "
    "सोमवार मंगलवार बुधवार गुरुवार वीरवार बृहस्पतिवार शुक्रवार शनिवार रविवार"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())
_LEADS = (
    "published posted updated modified revised created date dated publicado publicada actualizado actualizada "
    "atualizado veröffentlicht aktualisiert stand publié publiée modifié modifiée pubblicato aggiornato yesterday "
    "today heute gestern hoy ayer hoje ontem hier aujourd'hui aujourd’hui oggi ieri publicado publicada atualização "
    "aggiornamento pubblicata aggiornata mise प्रकाशित अपडेट अपडेटेड पब्लिश्ड पब्लिश संशोधित आज कल"
)
LEADS = frozenset(_LEADS.split())
_PARTICLES = (
    "last first originally on at in the of de am pm a.m p.m a p m et pt ct mt bst ist gmt utc est edt cst cdt mst "
    "mdt pst pdt cet cest hrs hours hour hr minutes minute min mins days day weeks week months month clock uhr h "
    "past ago local time new delhi story this article was - / to and "
    "zuletzt um den der vom vor erstellt stunden stunde minuten tagen le la à a mis mise jour y heures heure jours "
    "el las los del hace hora horas minutos días alle ore às em há dia dias minuto il dalle del fa giorni giorno ora "
    "minuti ultima última última atualização बजे को पहले घंटे घंटा मिनट दिन सुबह शाम रात दोपहर तारीख की भारतीय समयानुसार पर"
)
PARTICLES = frozenset(_PARTICLES.split())
DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
AGO = frozenset({"ago", "past", "vor", "hace", "il", "há", "fa", "पहले"})  # "il y a 2 heures"
DIGIT = re.compile(r"\d")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?$")
YEAR = re.compile(r"1[6-9]\d{2}$|2[01]\d{2}$")
CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.]\d{2}(?:\.\d{1,6})?)?(?:am|pm|a\.m|p\.m|h|z)?$|(\d{1,2})(?:am|pm|h)$")
DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?:t\d{2}:\d{2}\S{0,20})?$")
NAMED_DATE = re.compile(r"\d{1,2}[./-]([a-z]{3,9})[./-]\d{2,4}$|([a-z]{3,9})[./-]\d{1,2}[./-]\d{2,4}$")
SHORT_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})$")
COUNT = re.compile(r"\d{1,3}$")
# Chinese, Japanese and Korean dates, which have no spaces: 2031年3月4日 10:30
_WHEN = (
    r"\d{4}[年년]\s?\d{1,2}[月월]\s?\d{1,2}[日일](?:\s?[(（].{1,3}[)）])?"
    r"(?:\s{0,2}(?:午前|午後|上午|下午|오전|오후)?\s?\d{1,2}(?:[:：]\d{2}){1,2}|\s?\d{1,2}[时時시](?:\s?\d{1,2}[分분])?)?"
)
_LABELS = r"(?:(?:最終更新|更新|发布|發布|公開|掲載|配信|日期|입력|수정|등록)(?:时间|時間|日時|日期|日)?\s?[:：]?\s?)?"
EAST_ASIAN = re.compile(
    rf"\s{{0,3}}(?P<stamp>{_LABELS}{_WHEN}(?:\s{{0,2}}[|｜/／]?\s{{0,2}}{_LABELS}{_WHEN})?)\s{{0,3}}$"
)
LAST_DAY, LAST_MONTH, LAST_HOUR, LAST_MINUTE = 31, 12, 24, 59
LONGEST = 120
LABEL_WORDS = 2  # "Updated", "Posted on"
# a stamp names a moment and perhaps a second one, when the page was changed; a table has more numbers
MOST = 3


class _Part(Enum):
    """What a word of a stamp can be."""

    MONTH = auto()
    WEEKDAY = auto()
    LEAD = auto()
    AGO = auto()
    PARTICLE = auto()
    DATE = auto()
    SHORT_DATE = auto()
    YEAR = auto()
    DAY = auto()
    CLOCK = auto()
    COUNT = auto()


WORDS = (
    (AGO, _Part.AGO),
    (MONTHS, _Part.MONTH),
    (WEEKDAYS, _Part.WEEKDAY),
    (LEADS, _Part.LEAD),
    (PARTICLES, _Part.PARTICLE),
)


def date_stamp_span(text: str) -> tuple[int, int] | None:
    """Where a line is a date stamp, all of it.

    Args:
        text: a line.

    Returns:
        The offsets of its first and last word, or ``None`` for a line that is no stamp.
    """
    if len(text) > LONGEST:
        return None
    if not text.isascii() and (east := EAST_ASIAN.match(text)) is not None:
        return east.span("stamp")
    parts: Counter[_Part] = Counter()
    doubtful = False
    tokens: list[re.Match[str]] = []
    for token in TOKEN.finditer(text):  # the first word of most lines says that they are no stamp
        tokens.append(token)
        word = token[0].lower().translate(DIGITS).strip(".:;*")
        if not word:
            continue
        doubtful = doubtful or word in DOUBTFUL
        part = _part(word)
        if part is None:
            return None
        parts[part] += 1
    if len(tokens) > LABEL_WORDS and not has_digit(text):
        return None
    if doubtful and not (parts[_Part.YEAR] or parts[_Part.AGO]):
        return None
    return (tokens[0].start(), tokens[-1].end()) if _is_stamp(parts, len(tokens)) else None


def has_digit(text: str) -> bool:
    """Whether a text has a digit of any script, or a raised one."""
    return DIGIT.search(text) is not None or (not text.isascii() and any(map(str.isdigit, text)))


def no_stamp_before(text: str) -> int:
    """Where the last word of a line begins that no date stamp has: a stamp that ends the line does not begin before.

    Args:
        text: a line.
    """
    if not text.isascii():
        return 0
    for token in reversed(list(TOKEN.finditer(text))):
        word = token[0].lower().strip(".:;*")
        if word and _part(word) is None:
            return token.start()
    return 0


def may_end_a_stamp(text: str) -> bool:
    """Whether the last word of a line is one that a date stamp can end with.

    Args:
        text: a line.
    """
    if not text.isascii():
        return True
    words = TOKEN.findall(text[-LONGEST:])
    last = words[-1].lower().strip(".:;*-") if words else ""
    return not last or _part(last) is not None


def _part(word: str) -> _Part | None:
    """What a word is in a stamp, ``None`` where stamps have no such word."""
    for vocabulary, part in WORDS:
        if word in vocabulary:
            return part
    return _number(word) if has_digit(word) else None


def _number(word: str) -> _Part | None:
    """What a word with digits is: a date, a year, a day, a time, a count of hours."""
    if (found := DATE.match(word)) is not None:
        year_first = len(found[1]) == len("2000")
        return _Part.DATE if year_first or _is_day(int(found[1]), int(found[3])) else None
    if (found := NAMED_DATE.match(word)) is not None:
        return _Part.DATE if (found[1] or found[2]) in MONTHS else None
    if (found := CLOCK.match(word)) is not None and _is_time(int(found[1] or found[3]), int(found[2] or 0)):
        return _Part.CLOCK
    if (found := SHORT_DATE.match(word)) is not None:
        return _Part.SHORT_DATE if _is_day(int(found[1]), int(found[2])) else None
    return _bare_number(word)


def _bare_number(word: str) -> _Part | None:
    """What a number alone is."""
    if YEAR.match(word):
        return _Part.YEAR
    if (found := DAY.match(word)) is not None and 0 < int(found[1]) <= LAST_DAY:
        return _Part.DAY
    return _Part.COUNT if COUNT.match(word) else None


def _is_time(hour: int, minute: int) -> bool:
    """Whether a clock can show these numbers."""
    return hour <= LAST_HOUR and minute <= LAST_MINUTE


def _is_day(first: int, second: int) -> bool:
    """Whether two numbers can be day and month, in one order or the other."""
    small, large = sorted((first, second))
    return 0 < small <= LAST_MONTH and large <= LAST_DAY


def _is_stamp(parts: Counter[_Part], length: int) -> bool:
    """Whether the words together name a moment."""
    numbers = parts[_Part.DAY] + parts[_Part.COUNT]
    if (
        max(parts[_Part.DATE], parts[_Part.CLOCK], parts[_Part.MONTH], parts[_Part.YEAR], numbers) > MOST
        or parts[_Part.COUNT] > 1
    ):
        return False
    if parts[_Part.DATE] or (parts[_Part.LEAD] and length <= LABEL_WORDS):
        return True
    if parts[_Part.MONTH]:
        return not parts[_Part.COUNT] and (parts[_Part.DAY] > 0 or parts[_Part.YEAR] > 0)
    if parts[_Part.AGO]:
        return numbers > 0 and length > LABEL_WORDS
    named = parts[_Part.WEEKDAY] > 0 or parts[_Part.LEAD] > 0
    if named:
        return parts[_Part.CLOCK] + parts[_Part.SHORT_DATE] + numbers > 0
    return parts[_Part.CLOCK] == 1 and not numbers and not parts[_Part.YEAR]
