"""Figures, units, dates and times of day that a copy changed, as changes with a name.

Invariant: what the original says with the same value and unit anywhere in the passage is no
change; of two ways to say a time of day ("6 p.m.", "six in the evening") neither is one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.part import Part
from provenance.tracing.damage.beside.quantities import changed_quantities, is_number, is_year, quantities, unit
from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.tracing.damage.beside.align import Alignment, Edit
    from provenance.tracing.damage.beside.pairs import Clause, SentencePair
    from provenance.tracing.damage.beside.quantities import Quantity
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["changed_figures", "dates", "exchanged_figures", "other_figures"]

_ALIKE = 0.6
_MORNING = frozenset(("a.m", "am", "morning", "dawn"))
_EVENING = frozenset(("p.m", "pm", "afternoon", "evening", "night", "dusk"))
# What a time is bounded by; words of one class say the same.
_TIMES = (
    frozenset(("since", "from", "starting", "beginning")),
    frozenset(("until", "till", "through")),
    frozenset(("before", "by")),
    frozenset(("after", "following")),
    frozenset(("on", "in", "at")),
)
_MAGNITUDES = frozenset(("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen"))
_LIMITS = ({"by", "to"}, {"from", "to"}, {"of", "to"})
_RELATIVE = frozenset(("today", "yesterday", "tomorrow", "tonight"))
_CLOCK = ("time of day",)
_DATE = ("date",)
_YEAR = ("in the year",)
_DATED = (_CLOCK, _DATE, _YEAR)


def changed_figures(
    pair: SentencePair, elsewhere: frozenset[tuple[tuple[str, ...], tuple[str, ...]]]
) -> Iterator[Part]:
    """Figures that no sentence of the original has.

    Args:
        pair: sentences that tell the same.
        elsewhere: values and units of all figures of the original article.
    """
    for mine, other in changed_quantities(pair.copy.inside, pair.original.inside, elsewhere):
        same = set(mine.values) == set(other.values)
        # a person may leave "at least" out, but not turn it
        sure = (
            bool(mine.bound and other.bound) or mine.units != other.units if same else _may_stand_for(pair, mine, other)
        )
        yield pair.placed(_figure(mine, other), sure=sure)


def other_figures(
    copy: Sequence[Token], original: Sequence[Token], elsewhere: frozenset[tuple[tuple[str, ...], tuple[str, ...]]]
) -> Iterator[Part]:
    """Figures of a passage that its original does not have, whatever the sentences; none is sure.

    Args:
        copy: tokens of the copied passage.
        original: tokens of the passage it was made from.
        elsewhere: values and units of all figures of the original article.
    """
    for mine, other in changed_quantities(copy, original, elsewhere):
        yield replace(_figure(mine, other), sure=False)


def exchanged_figures(pair: SentencePair) -> Iterator[Part]:
    """One figure of the story in the place of another, in sentences that tell the same.

    Of figures of one kind (of one unit, dates, years, times of day) each side must have just one
    that the other lacks.
    """
    said, meant = _numbers(pair.copy.inside), _numbers(pair.original.inside)
    mine = _by_kind(quantity for quantity in quantities(pair.copy.inside) if not set(quantity.values) & meant)
    theirs = _by_kind(quantity for quantity in quantities(pair.original.inside) if not set(quantity.values) & said)
    for kind, new in mine.items():
        gone = theirs.get(kind, [])
        if len(new) == 1 == len(gone) and new[0].values != gone[0].values:
            yield pair.placed(_figure(new[0], gone[0]), sure=_may_stand_for(pair, new[0], gone[0]))


def _may_stand_for(pair: SentencePair, new: Quantity, gone: Quantity) -> bool:
    """Whether a figure stands in another's place: not a rounded one, and of the same things where no unit says so."""
    if new.values == gone.values or new.about:
        return False
    return bool(new.units) or pair.alike >= _ALIKE or _things(pair.copy, new) == _things(pair.original, gone) != ""


def _things(clause: Clause, quantity: Quantity) -> str:
    """What is counted: the stem of the word behind a figure."""
    at = clause.start + quantity.stop
    return stem(clause.tokens[at].key) if at < clause.stop else ""


def _by_kind(figures: Iterable[Quantity]) -> dict[tuple[str, ...], list[Quantity]]:
    found: dict[tuple[str, ...], list[Quantity]] = {}
    for quantity in figures:
        found.setdefault(_kind(quantity), []).append(quantity)
    return found


def _kind(quantity: Quantity) -> tuple[str, ...]:
    """What a figure counts: its units, or that it is a time of day, a date or a year."""
    if set(quantity.units) & (_MORNING | _EVENING) or any(":" in value for value in quantity.values):
        return _CLOCK
    if set(quantity.units) & lexicon().calendar:
        return _DATE
    if not quantity.units and all(map(is_year, quantity.values)):
        return _YEAR
    return quantity.units


def _numbers(tokens: Sequence[Token]) -> set[str]:
    return {token.key for token in tokens if token.key[0].isdigit()}


def _figure(mine: Quantity, other: Quantity) -> Part:
    dated = _kind(mine) in _DATED or _kind(other) in _DATED
    if set(mine.values) == set(other.values) and mine.units == other.units:
        change = Change.BOUND
    elif dated and bool(mine.units) == bool(other.units):
        change = Change.DATE
    elif set(mine.values) == set(other.values) and not set(mine.units) ^ set(other.units) <= _MAGNITUDES:
        change = Change.UNIT
    else:
        change = Change.NUMBER
    mine_span, their_span = ((q.first, q.last) if change is Change.BOUND else (q.start, q.stop) for q in (mine, other))
    return Part(*mine_span, *their_span, DamageKind.NUMBER_CHANGED, Severity.FACT, change)


def dates(alignment: Alignment, edit: Edit) -> list[Part]:
    """Weekdays, months and units in place of others, times of day turned, and "to 17" made "by 17"."""
    copy, original, calendar = alignment.copy, alignment.original, lexicon().calendar
    days = {original[at].key: at for at in range(edit.o0, edit.o1) if original[at].key in calendar}
    units = {name: at for at in range(edit.o0, edit.o1) if (name := _counted_unit(original, at))}
    turned = _day_part(alignment, edit)
    parts = [] if turned is None else [turned]
    for at in range(edit.c0, edit.c1):
        name, change = _counted_unit(copy, at), Change.UNIT
        if _half(copy[at].key) is not None:
            continue
        if copy[at].key in calendar and days and copy[at].key not in days:
            # "today" is some weekday: beside one it says nothing else
            alike = [place for day, place in days.items() if (day in _RELATIVE) == (copy[at].key in _RELATIVE)]
            if not alike or _half(original[alike[0]].key) is not None:
                continue
            other, change = alike[0], Change.DATE
        elif name and units and name not in units and name not in {unit(token) for token in original}:
            other = next(iter(units.values()))
        else:
            continue
        parts.append(Part(at, at + 1, other, other + 1, DamageKind.NUMBER_CHANGED, Severity.FACT, change))
    if edit.c1 - edit.c0 == 1 == edit.o1 - edit.o0 and edit.c1 < len(copy):
        number, dated = is_number(copy[edit.c1]), copy[edit.c1].key in calendar
        mine, theirs = copy[edit.c0].key, original[edit.o0].key
        if (number and {mine, theirs} in _LIMITS) or ((number or dated) and _other_time(mine, theirs)):
            change = Change.DATE if dated or _other_time(mine, theirs) else Change.NUMBER
            parts.append(Part(edit.c0, edit.c1, edit.o0, edit.o1, DamageKind.NUMBER_CHANGED, Severity.FACT, change))
    return parts


def _counted_unit(tokens: Sequence[Token], at: int) -> str | None:
    """The unit that a token names right behind a figure, or before one as "$" does."""
    name = unit(tokens[at])
    near = tokens[max(0, at - 2) : at + 2]
    return name if name and any(is_number(token) for token in near) else None


def _other_time(one: str, two: str) -> bool:
    """Whether two words bound a time differently: "since April", "until April"."""
    mine = next((number for number, words in enumerate(_TIMES) if one in words), None)
    theirs = next((number for number, words in enumerate(_TIMES) if two in words), None)
    return mine is not None and theirs is not None and mine != theirs


def _half(key: str) -> str | None:
    return "morning" if key in _MORNING else "evening" if key in _EVENING else None


def _day_part(alignment: Alignment, edit: Edit) -> Part | None:
    """The morning in place of the evening."""
    mine = {half: at for at in range(edit.c0, edit.c1) if (half := _half(alignment.copy[at].key))}
    theirs = {half: at for at in range(edit.o0, edit.o1) if (half := _half(alignment.original[at].key))}
    if len(mine) != 1 or len(theirs) != 1 or mine.keys() == theirs.keys():
        return None
    (at,), (other,) = mine.values(), theirs.values()
    return Part(at, at + 1, other, other + 1, DamageKind.NUMBER_CHANGED, Severity.FACT, Change.DATE)
