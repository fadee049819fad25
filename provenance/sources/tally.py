"""What the pages of a site show together, counted.

Invariant: the counts follow from the set of pages, in whatever order they come; a page counts as
taken only where its verdict, an earlier page or the page itself says so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from provenance.model import CreditType, Relation, SourceKind
from provenance.sources.lines import same_site
from provenance.sources.record import SiteFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.sources.site_page import PageCredit, SitePage

__all__ = ["surely_before", "tally"]

AGENCIES = frozenset({SourceKind.WIRE, SourceKind.PRESS_RELEASE})
_NAMING = frozenset(
    {
        CreditType.DATELINE,
        CreditType.BYLINE,
        CreditType.AGENCY_LINE,
        CreditType.CONTRIBUTOR_LINE,
        CreditType.FEED_DISCLAIMER,
        CreditType.CONTRIBUTION,
        CreditType.CITATION,
        CreditType.META,
    }
)
_WRITING = frozenset({CreditType.DATELINE, CreditType.BYLINE, CreditType.AGENCY_LINE})
_OWNER = 0.4  # a holder in so large a part of the pages owns the site
_SHORTEST = 4  # letters of a word by which a holder is known as the site's own
_TWICE = 2
_NO_NAME = re.compile(
    r"\b(?:by|from|admin(?:istrator)?|desk|editor(?:ial|s)?|news\s?(?:room)?|reports?|reporters?|correspondents?|"
    r"services?|staff|team|web(?:master)?|wires?|writers?)\b",
    re.IGNORECASE,
)
_NAMES = 2  # words of a person's name
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _From:
    """Whom a page was taken from: ``house`` is a registry id, a site or a name."""

    house: str
    names: tuple[str, ...]
    agency: bool
    share: float
    hours: float | None


@dataclass(frozen=True, slots=True)
class _Read:
    """A page with what follows from it: the strange houses it points ``away`` to, and whom it was ``taken`` from.

    ``named`` says that it names them in words, ``resigned`` that it has no words for them but another byline.
    """

    page: SitePage
    away: frozenset[str]
    taken: _From | None
    named: bool
    resigned: bool


@dataclass(slots=True)
class _Counts:
    """The facts in the making."""

    taken: int = 0
    credited: int = 0
    bare: int = 0
    resigned: int = 0
    excerpts: int = 0
    away: int = 0
    own: int = 0
    called: int = 0
    elsewhere: float = 0.0
    origins: dict[str, bool] = field(default_factory=dict)
    bare_houses: set[str] = field(default_factory=set)
    away_houses: set[str] = field(default_factory=set)
    named_houses: set[str] = field(default_factory=set)
    behind: list[float] = field(default_factory=list)


def tally(home: str, pages: Sequence[SitePage]) -> SiteFacts:
    """Count what the pages of a site show.

    Args:
        home: the name under which the site is kept.
        pages: its newest pages, in any order.

    Returns:
        The facts from which the site is judged.
    """
    counts = _Counts()
    footers = _footers(pages)
    read = [_read(page, home, footers) for page in pages]
    often = Counter(line.casefold() for each in read if each.resigned for line in each.page.bylines)
    invented = frozenset(line for line, number in often.items() if number >= _TWICE)
    for each in read:
        _count(each, home, invented, counts)
    words = sum(page.words for page in pages)
    return SiteFacts(
        home=home,
        name=_most(page.name for page in pages if page.name is not None),
        kind=SourceKind(_most(page.kind for page in pages if page.kind is not SourceKind.UNKNOWN) or "unknown"),
        articles=len(pages),
        taken=counts.taken,
        credited=counts.credited,
        damaged=sum(page.machine for page in pages),
        origins=len(counts.origins),
        outlets=sum(not agency for agency in counts.origins.values()),
        bare=counts.bare,
        bare_houses=len(counts.bare_houses),
        resigned=counts.resigned,
        excerpts=counts.excerpts,
        away=counts.away,
        away_houses=len(counts.away_houses),
        named_houses=len(counts.named_houses),
        says_so=sum(page.aggregator is True for page in pages),
        own=counts.own,
        called=counts.called,
        words_elsewhere=round(counts.elsewhere / words, 4) if words else 0.0,
        hours_behind=round(median(counts.behind), 2) if counts.behind else None,
    )


def surely_before(one: str, other: str) -> bool:
    """Whether a time is surely the earlier one: by clock times with their zones, else by the day.

    Args:
        one: ISO 8601, a date or a date and time; of anything else nothing is sure.
        other: likewise.
    """
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    if first.tzinfo is not None and second.tzinfo is not None:
        return first < second
    return one[:10] < other[:10]


def _read(page: SitePage, home: str, footers: frozenset[str]) -> _Read:
    """Find whom a page was taken from, as its verdict, an earlier page or it itself says."""
    away = _away(page, footers)
    taken = _taken_from(page, home) or _by_its_own_word(page, away)
    named = taken is not None and _names(page, taken)
    return _Read(page, away, taken, named, taken is not None and not named and _other_writer(page))


def _count(read: _Read, home: str, invented: frozenset[str], counts: _Counts) -> None:
    """Count one page; ``invented`` are bylines that stand over others' texts."""
    page, taken = read.page, read.taken
    counts.called += any(
        credit.type is CreditType.DATELINE and "call sign" in credit.rule and credit.name in (page.name, home)
        for credit in page.credits
    )
    if taken is None:
        counts.own += _signed(page, invented)
        return
    counts.taken += 1
    counts.elsewhere += page.words * taken.share
    counts.origins[taken.house] = taken.agency
    counts.behind += [] if taken.hours is None else [taken.hours]
    counts.excerpts += page.relation is Relation.EXCERPT
    if read.named:
        counts.credited += 1
        counts.named_houses.add(taken.house)
        return
    if read.away:
        counts.away += 1
        counts.away_houses |= read.away
    if not taken.agency:
        counts.bare += 1
        counts.bare_houses.add(taken.house)
        counts.resigned += read.resigned


def _taken_from(page: SitePage, home: str) -> _From | None:
    """Whom a page was taken from by its verdict, else by who had its text before."""
    if page.decided:
        own = page.relation in (Relation.ORIGINAL, Relation.VERSION) or home in (page.origin_home, page.origin_domain)
        if own or (page.origin is not None and page.origin == page.source):
            return None
        name = page.origin_name or page.origin or ""
        house = page.origin or page.origin_home or name
        share = 1.0 if page.share is None else min(1.0, page.share)
        hours = _hours(page.origin_published, page.published)
        names = tuple(each for each in (name, page.origin_home) if each)
        return _From(house, names, page.origin_kind in AGENCIES, share, hours)
    if page.earlier is None:
        return None
    first = page.earlier
    return _From(first.home, (first.home,), False, min(1.0, first.share), _hours(first.published, page.published))  # noqa: FBT003


def _by_its_own_word(page: SitePage, away: frozenset[str]) -> _From | None:
    """Whom a page says it is from, where nothing else tells."""
    for credit in page.credits:
        if credit.type is CreditType.AGENCY_LINE and "first published" in credit.rule and not _is_own(credit, page):
            return _From(credit.name, (credit.name,), credit.kind in AGENCIES, 1.0, None)
    return _From(min(away), (), False, 1.0, None) if away else None  # noqa: FBT003


def _away(page: SitePage, footers: frozenset[str]) -> frozenset[str]:
    """The other sites that a page links to as its source, and the strange houses whose footer it carries."""
    linked = {
        credit.domain
        for credit in page.credits
        if credit.type is CreditType.SOURCE_LINK
        and credit.domain is not None
        and not same_site(credit.domain, page.domain)
    }
    return frozenset(linked | (_holders(page) & footers))


def _holders(page: SitePage) -> set[str]:
    """The houses whose footer a page carries, without its own site and without agencies: theirs is a credit."""
    return {
        credit.name
        for credit in page.credits
        if credit.type is CreditType.COPYRIGHT and credit.kind not in AGENCIES and not _is_own(credit, page)
    }


def _footers(pages: Sequence[SitePage]) -> frozenset[str]:
    """The strange houses whose footers a site carries; one that stands under very many pages owns the site.

    Where there are but one or two others, these are companies of the same owner.
    """
    often = Counter(holder for page in pages for holder in _holders(page))
    strange = frozenset(holder for holder, number in often.items() if number <= _OWNER * len(pages))
    return strange if len(strange) > _TWICE else frozenset()


def _is_own(credit: PageCredit, page: SitePage) -> bool:
    """Whether a credit names the page's own site."""
    if credit.source is not None and credit.source == page.source:
        return True
    return _share_word(credit.name, f"{page.domain or ''} {page.name or ''}")


@lru_cache(maxsize=4096)  # a site's pages name the same few houses
def _share_word(name: str, site: str) -> bool:
    """Whether a name has a word of some length in common with a site's name or domain."""
    folded = site.casefold()
    return any(len(word) >= _SHORTEST and word in folded for word in _WORD.findall(name.casefold()))


def _names(page: SitePage, taken: _From) -> bool:
    """Whether a page names in words whom it is from; a link or another's footer alone does not."""
    names = {name.casefold() for name in taken.names}
    for credit in page.credits:
        if credit.source is not None and credit.source == taken.house:
            if credit.type in _NAMING or credit.type is CreditType.COPYRIGHT:
                return True
        elif credit.type in _NAMING and credit.name.casefold() in names:
            return True
    lines = [line.casefold() for line in page.lines]
    if any(_stands_in(name, line) for name in names for line in lines):
        return True
    return not taken.agency and "." in taken.house and any(_share_word(line, taken.house) for line in page.bylines)


def _stands_in(name: str, line: str) -> bool:
    return name in line and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) is not None


def _signed(page: SitePage, invented: frozenset[str]) -> bool:
    """Whether a page carries the site's own dateline, or a person's byline and no other house's mark."""
    foreign = any(credit.type in _WRITING and not _is_own(credit, page) for credit in page.credits)
    dated = any(credit.type is CreditType.DATELINE and _is_own(credit, page) for credit in page.credits)
    people = any(_is_person(line) and line.casefold() not in invented for line in page.bylines)
    return dated or (people and not foreign)


def _is_person(byline: str) -> bool:
    """Whether a byline names a person and not a desk."""
    words = _WORD.findall(_NO_NAME.sub(" ", byline.split(",", 1)[0]))
    return sum(not word.islower() for word in words) >= _NAMES


def _other_writer(page: SitePage) -> bool:
    """Whether a page is by other people than the origin's page says."""
    theirs = " ".join(page.origin_bylines).casefold()
    return bool(theirs and page.bylines) and not any(_share_word(line, theirs) for line in page.bylines)


def _hours(first: str | None, second: str | None) -> float | None:
    """The hours between two times; ``None`` where one has no clock time and zone, or the order is wrong."""
    if first is None or second is None:
        return None
    try:
        one, other = datetime.fromisoformat(first), datetime.fromisoformat(second)
    except ValueError:
        return None  # a database that was brought in may hold any text
    if one.tzinfo is None or other.tzinfo is None or other < one:
        return None
    return (other - one).total_seconds() / 3600


def _most(values: Iterable[str]) -> str | None:
    """The most frequent; among equals the first by name."""
    often = Counter(values)
    return min(often, key=lambda value: (-often[value], value)) if often else None
