"""Figures with their units and bounds, and which of them a copy changed.

Invariant: a figure that stands anywhere in the original with the same unit was not changed;
"22%" and "22 percent", "$7bn" and "7 billion dollars" are one quantity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.words.tokens import Token

__all__ = ["Quantity", "changed_quantities", "is_number", "is_year", "quantities", "unit"]

_LONGEST = 5
_MORE = frozenset(("more", "longer", "higher", "older", "later"))
_LESS = frozenset(("less", "fewer", "lower", "shorter", "younger", "earlier"))
_YEARS = range(1800, 2200)
_YEAR_DIGITS = 4
_GROUP = 3
_SPANS = {"day": (24, "hour"), "week": (168, "hour"), "year": (12, "month"), "decade": (120, "month")}
_ORDINAL = ("st", "nd", "rd", "th")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Tokens ``start:stop`` hold ``values`` of ``units``; ``bound`` is low, high or empty.

    ``first`` and ``last`` enclose the words of the bound too; ``about`` says that the figure is a round one.
    """

    start: int
    stop: int
    values: tuple[str, ...]
    units: tuple[str, ...]
    bound: str
    first: int
    last: int
    about: bool


def is_number(token: Token) -> bool:
    """Whether a token is a figure or a number word; "one" is too common to count."""
    return token.key[0].isdigit() and token.key[-2:] not in _ORDINAL and token.text.casefold() != "one"


def is_year(value: str) -> bool:
    """Whether a figure can be a year."""
    return len(value) == _YEAR_DIGITS and value.isdecimal() and int(value) in _YEARS


def unit(token: Token) -> str | None:
    """The unit that a token names, in the singular; ``None`` for any other word."""
    units = lexicon().units
    if token.key in units:
        return token.key
    single = token.key.removesuffix("s")
    return single if single in units else None


def _day(token: Token) -> str | None:
    """A weekday, month or season: "April 9" and "9 April" are one date."""
    return token.key if token.key in lexicon().calendar else None


def quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """All figures of some tokens, in order."""
    found: list[Quantity] = []
    end = 0
    for at in [place for place, token in enumerate(tokens) if token.key[0].isdigit()]:
        if at < end or not is_number(tokens[at]):
            continue
        start, stop = at, at + 1
        while stop < len(tokens) and stop - at < _LONGEST and _belongs(tokens[stop - 1], tokens[stop]):
            stop += 1
        if start and not tokens[start - 1].key.isalnum() and unit(tokens[start - 1]):
            start -= 1
        inside = tokens[start:stop]
        if not any(unit(token) for token in inside):
            start -= start > 0 and tokens[start - 1].key in lexicon().calendar
            stop += stop < len(tokens) and tokens[stop].key in lexicon().calendar
            inside = tokens[start:stop]
        values = _values(inside)
        units = tuple(sorted(name for token in inside if not is_number(token) and (name := unit(token) or _day(token))))
        values, units = _as_told(values, units)
        found.append(Quantity(start, stop, values, units, *_bound(tokens, start, stop), about=_about(tokens, start)))
        end = stop
    return found


def _as_told(values: tuple[str, ...], units: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A span of time in its smaller unit: "72 hours" and "three days" are one."""
    short = len(values) == 1 == len(units) and values[0].isdecimal() and len(values[0]) <= _YEAR_DIGITS
    if short and units[0] in _SPANS and int(values[0]) < _YEARS.start:
        factor, smaller = _SPANS[units[0]]
        return (str(int(values[0]) * factor),), (smaller,)
    return values, units


def _values(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The figures among some tokens; "14 000" is one of them."""
    values: list[str] = []
    for token in tokens:
        if is_number(token):
            grouped = len(token.key) == _GROUP and token.key.isdigit() and values and len(values[-1]) <= _GROUP
            if grouped and values[-1].isdigit():
                values[-1] += token.key
            else:
                values.append(token.key)
    return tuple(sorted(values))


def _belongs(token: Token, following: Token) -> bool:
    """Whether a token goes on with the figure before it: nothing but a space or hyphen between.

    A figure behind a unit is another one: "121 million, twelve months ago".
    """
    if following.start - token.end > 1:
        return False
    if not (is_number(following) and is_number(token)):
        return unit(following) is not None
    spelled = token.text.isalpha() and following.text.isalpha()
    return spelled or (len(following.text) == _GROUP and len(token.text) <= _GROUP and following.text.isdigit())


def _about(tokens: Sequence[Token], start: int) -> bool:
    """Whether "about" or "nearly" stands before a figure."""
    return any(token.key in lexicon().about for token in tokens[max(0, start - 2) : start])


def _bound(tokens: Sequence[Token], start: int, stop: int) -> tuple[str, int, int]:
    """Whether "at least" or "up to" stands before a figure, or "or more" behind it, and where they start and end."""
    words = lexicon()
    behind = [token.key for token in tokens[stop : stop + 2]]
    if behind[:1] == ["or"] and len(behind) > 1 and behind[1] in _MORE | _LESS:
        return ("low" if behind[1] in _MORE else "high"), start, stop + 2
    near = [token.key for token in tokens[max(0, start - 2) : start] if token.sentence == tokens[start].sentence]
    if near == ["more", "than"] or (near and near[-1] in words.bounds_low):
        return "low", start - len(near), stop
    if near in (["less", "than"], ["fewer", "than"], ["up", "to"]) or (near and near[-1] in words.bounds_high):
        return "high", start - len(near), stop
    return "", start, stop


def changed_quantities(
    copy: Sequence[Token], original: Sequence[Token], elsewhere: frozenset[tuple[tuple[str, ...], tuple[str, ...]]]
) -> list[tuple[Quantity, Quantity]]:
    """The copy's figures that are not the original's, each with the figure it stands for.

    Args:
        copy: tokens of the copied passage.
        original: tokens of the passage it was made from.
        elsewhere: values and units of all figures of the original article.
    """
    theirs = quantities(original)
    mine = quantities(copy)
    have: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Quantity]] = {}
    for other in theirs:
        have.setdefault((other.values, other.units), []).append(other)
    told = {(q.values, q.units) for q in mine}
    free = [q for q in theirs if (q.values, q.units) not in told]
    pairs = []
    for quantity in mine:
        key = (quantity.values, quantity.units)
        if key in have:
            same = have[key]
            if len(same) == 1 and same[0].bound != quantity.bound:
                pairs.append((quantity, same[0]))
        elif key not in elsewhere:
            meant = _counterpart(quantity, free, len(copy), len(original))
            if meant is not None and not (meant.values == quantity.values and not _other_units(quantity, meant)):
                pairs.append((quantity, meant))
    return pairs


def _other_units(one: Quantity, two: Quantity) -> bool:
    """Whether one value stands with two units; a year with a unit ("for 1997 years") is no year any more."""
    if one.units and two.units:
        return True
    (value,) = one.values if len(one.values) == 1 else ("",)
    return "year" in one.units + two.units and is_year(value)


def _comparable(one: Quantity, two: Quantity) -> bool:
    """Whether one figure can stand for the other: of one value, of one unit, or both dates."""
    calendar = lexicon().calendar
    if any(":" in value for value in one.values) != any(":" in value for value in two.values):
        return False  # a time of day
    if set(one.values) & set(two.values) or one.units == two.units:
        return True
    return bool(calendar & set(one.units)) and bool(calendar & set(two.units))


def _counterpart(quantity: Quantity, others: Sequence[Quantity], length: int, original_length: int) -> Quantity | None:
    """The figure that a changed one stands for: same value, else same unit, else same place."""
    place = quantity.start / length

    def rank(other: Quantity) -> tuple[bool, bool, float]:
        distance = abs(place - other.start / original_length)
        return not set(quantity.values) & set(other.values), quantity.units != other.units, distance

    return min((other for other in others if _comparable(quantity, other)), key=rank, default=None)
