"""What is known of the lines that sites repeat, and why.

Invariant: it only reads; what is said of a line is what learning would decide on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.article.address import domain_of
from provenance.article.furniture import OFTEN, SITES, STORIES, Repeats
from provenance.article.lines import line_form, line_key
from provenance.errors import NotFoundError, UsageError
from provenance.fingerprint import normalise
from provenance.store.furniture import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.store.repeated import Carried, RepeatedLine, SiteLines

__all__ = ["Explanation", "SiteFurniture", "explain_line", "furniture"]

_SITES_NAMED = 50
_NONE = Repeats()


@dataclass(frozen=True, slots=True)
class SiteFurniture:
    """The repeated lines of a site (``site``), or those that many sites carry (``None``)."""

    site: str | None
    lines: tuple[RepeatedLine, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line is known as furniture, or why it is not.

    ``form`` is the line with its slots: ``#`` for years, dates and numbers, ``@`` for names.
    ``furniture`` says whether a page that takes it for story would learn otherwise on one of
    the sites; ``reasons`` say how that follows.
    """

    line: str
    form: str | None
    furniture: bool
    reasons: tuple[str, ...]
    sites: tuple[Carried, ...]


def furniture(
    database: Database, site: str | None = None, *, limit: int = 100
) -> tuple[SiteFurniture, tuple[SiteLines, ...]]:
    """The lines that a site repeats on unrelated pages.

    Args:
        database: the stored articles.
        site: its domain or name; without it the lines that many sites carry.
        limit: at most so many lines, the most frequent first.

    Returns:
        The lines, and without a site all sites of which such lines are known.

    Raises:
        NotFoundError: no article of this site is stored.
    """
    if site is None:
        return SiteFurniture(None, database.repeated_lines(None, limit)), database.sites_with_furniture(limit)
    name = known_site(database, site)
    return SiteFurniture(name, database.repeated_lines(name, limit)), ()


def known_site(database: Database, site: str, registry: Registry | None = None) -> str:
    """The name under which a site is kept.

    Args:
        database: the stored articles.
        site: its domain, address or name, as a user gives it.
        registry: knows the domains of a name.

    Raises:
        NotFoundError: no article of this site is stored.
    """
    given = site.strip()
    source = registry.by_name(given) if registry is not None else None
    domains = source.domains if source is not None else ()
    for name in (given, domain_of(given) or "", normalise(given), given.casefold(), *domains):
        if name and database.knows_site(name):
            return name
    near = database.sites_like(domain_of(given) or given)
    message = f"{site}: no article of this site is stored"
    hint = f"near it: {', '.join(near)}" if near else "`provenance stats` lists the sites"
    raise NotFoundError(message, hint)


def explain_line(database: Database, line: str, site: str | None = None) -> Explanation:
    """Why a line is known as furniture, or why it is not.

    Args:
        database: the stored articles.
        line: its text, as it stands on a page.
        site: only of this site; without it of all.

    Raises:
        NotFoundError: no article of the site is stored.
        UsageError: the line is empty.
    """
    if not line.strip():
        message = "an empty line has no explanation"
        raise UsageError(message, "give the line as it stands on the page, in quotes")
    name = None if site is None else known_site(database, site)
    key = line_key(line)
    found = () if key is None else database.carried(key, _SITES_NAMED)
    found = tuple(each for each in found if name is None or each.site == name)
    everywhere = 0 if key is None else database.repeats(None, [key]).get(key, _NONE).sites
    reasons = tuple(_reasons(key, found, everywhere))
    learned = any(each.stories >= STORIES for each in found) or everywhere >= SITES
    return Explanation(line, line_form(line), learned, reasons, found)


def _reasons(key: int | None, found: Sequence[Carried], everywhere: int) -> Iterator[str]:
    """What is known of a line, and what follows from it."""
    if key is None:
        yield "it is too long for a line, or has no word: such blocks are never counted"
        return
    if not found:
        yield "no stored article carries it"
        return
    for each in found:
        yield f"{each.site or 'pages whose site is not known'}: {_carried(each)}"
    if any(each.stories >= OFTEN for each in found):
        yield (
            f"{OFTEN} or more stories of a site repeat it: furniture there where it is a label, speaks of something "
            "else than its story, or stands before or after it"
        )
    elif any(each.stories >= STORIES for each in found):
        yield (
            f"{STORIES} stories of a site repeat it: furniture there where it is a label, or no part of the story "
            "that it ends"
        )
    if everywhere >= SITES:
        yield (
            f"{everywhere} sites carry it in stories of their own: furniture everywhere where it is a label, or "
            "speaks of something else than its story"
        )
    if everywhere < SITES and all(each.stories < STORIES for each in found):
        yield "copies and updates of one story count once: it is no furniture"


def _carried(each: Carried) -> str:
    """On how many articles a site carries a line, and how many stories they tell."""
    if each.articles == 1:
        return "1 article carries it"
    stories = f"{each.stories} stories" if each.stories > 1 else "one story"
    if each.articles > SAMPLE:
        return f"{each.articles:,} articles carry it; the {SAMPLE} that were compared tell {stories}"
    return f"{each.articles} articles carry it, and tell {stories}"
