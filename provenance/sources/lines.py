"""Lines that stand beside the story and sign it: house phrases, contributors, disclaimers, links.

Invariant: a line counts only where its role or its place (the tail of the story) makes it
one; what is known by its form alone says so in its rule and weighs little.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.model import Role
from provenance.sources.contributions import thanked
from provenance.sources.entries import Form
from provenance.sources.rules import (
    AGENCY_LINE,
    CONTRIBUTOR_DAMAGED,
    CONTRIBUTOR_FORM,
    CONTRIBUTOR_NAMED,
    FEED_DISCLAIMER,
    REPORTING_LINE,
    REPORTING_LINE_DAMAGED,
    SOURCE_LINK,
)
from provenance.sources.view import TAIL
from provenance.sources.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = [
    "find_agency_lines",
    "find_contributors",
    "find_feed_disclaimers",
    "find_source_links",
    "host_of",
    "same_site",
]

_NAMES = r"[^\W\d_][\w.'’-]{0,25}(?:[ ,]{1,2}[\w.'’-]{1,25}){0,40}"
_REPORTING = re.compile(
    r"\((?:(?:additional|extra|further)\s)?(?:reporting|writing|compiled|reported|written)\s(?:and\s\w{4,12}\s)?by[:\s].{2,400}?(?:edit(?:ing|ed)\sby|;)",
    re.IGNORECASE | re.DOTALL,
)
_REPORTING_ONLY = re.compile(
    r"^\s{0,3}\((?:additional\s)?(?:reporting|writing)\sby\s.{2,300}\)?\s{0,3}$", re.IGNORECASE
)
_REWORDED = re.compile(
    r"^\s{0,3}\([A-Z][a-z]{3,14}\sby\s[^()]{2,300}?;\s?(?:[A-Z][a-z]{2,14}\s){0,2}[A-Za-z]{3,14}\sby\s[^()]{2,80}\)",
    re.DOTALL,
)
_PRINCIPLES = re.compile(r"^\s{0,3}our\s\w{3,20}:\s", re.IGNORECASE)
_WRITER = (
    r"\s(?:(?:staff|video|photo|science|business|sports|national|political|medical|senior|foreign|news)\s){0,2}"
    r"(?:writers?|authors?|reporters?|journalists?|correspondents?|photographers?|videojournalists?|researchers?|editors?|"
    r"columnists?|essayists?|contributors?)\s(?=[A-ZÀ-Þ])"
)
_WRITER_AFTER = re.compile(_WRITER)
_WRITER_BEFORE = re.compile(
    r"\b(?:writers?|authors?|reporters?|journalists?|correspondents?)\s(?:of|from|for|at|with)\s(?:the\s)?$",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"\bcontributed\b|\breported\s(?:from|out of)\b|\bto\sthis\s(?:report|story|article)\b", re.IGNORECASE
)
_SURNAME_REPORTED = re.compile(
    r"^\s{0,3}(?:[A-ZÀ-Þ][\w'-]{1,25}(?:,\s|,?\sand\s)){0,4}[A-ZÀ-Þ][\w'-]{1,25}(?:\s[A-ZÀ-Þ][\w'-]{1,25})?\s"
    r"(?:reported|wrote|announced|informed)\s(?:from|out\sof|in)\s[A-ZÀ-Þ]"
)
_FULL_NAME_START = re.compile(r"^\s{0,3}[A-ZÀ-Þ][\w'.-]{1,25}\s[A-ZÀ-Þ][\w'.-]{1,25}\s(?:reported|wrote)\b")
_IN_CITY = re.compile(r"[A-ZÀ-Þ][\w'.-]{1,25}\s(?:[A-ZÀ-Þ][\w'.-]{0,25}\s){1,3}in\s[A-ZÀ-Þ]")
_TO_THIS = re.compile(r"\bto\sthis\s(?:report|story|article|dispatch)\b", re.IGNORECASE)
_NOT_EDITED = re.compile(
    r"\bnot\sbeen\s(?:created\sor\s)?\w{4,12}(?:\sor\s\w{4,12})?\sby\s(?:the\s)?(?P<name>[A-Z][\w.&' -]{1,40}?)"
    r"(?:\s(?:staff|workers?|team|employees|editors?|desk|newsroom|personnel|crew|editorial)\b|[.,)]|\sand\s|$)"
)
# "… auto-generated from a PTI feed", "… aus dem dpa-Newskanal übernommen"
_FROM_FEED = re.compile(
    r"\b(?:auto(?:matically)?[\s-]?(?:generated|published|sourced|imported)|published|sourced|received|taken|generated)\s(?:directly\s)?"
    r"(?:from|by|through|via)\s(?:an?\s|the\s)?(?P<name>[A-Za-z][\w.&-]{1,20}(?:\s[A-Z][\w.&-]{1,20}){0,3}?)['’]?s?\s"
    r"(?:(?:news|wire|syndicated|agency)\s){0,2}(?:feeds?|service|wire|newswire)\b|"
    r"\baus\sdem\s(?P<german>[A-Za-z]{2,12})-(?:[Nn]ewskanal|[Tt]icker|[Ff]eed|[Nn]ewsfeed)\s(?:\w{2,15}\s){0,2}(?:übernommen|generiert|erstellt)"
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{3,500}|\b(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>\"')\]]{0,400}",
    re.IGNORECASE,
)
_MOST = 50  # names or links in one such line
_TAIL_ROLES = (Role.BODY, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.BYLINE, Role.DISCLAIMER, Role.DATELINE)
_FORM_ROLES = (Role.CONTRIBUTOR, Role.BODY, Role.BYLINE)


def find_agency_lines(view: View, context: Context) -> Iterator[Credit]:
    """The lines by which an agency signs a text: reporting line, house phrase.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each.
    """
    yield from _house_phrases(view, context.registry)
    if view.role not in _TAIL_ROLES or (view.role is Role.BODY and view.after > TAIL):
        return
    yield from _reporting_line(view, context.registry)


def _house_phrases(view: View, registry: Registry) -> Iterator[Credit]:
    """Phrases that the registry lists, and the line by which a house names its principles."""
    if view.role is Role.HEADLINE or (not view.short and view.role is Role.BODY and view.after > TAIL):
        return
    match = registry.line_phrases.search(view.text)
    if match:
        yield AGENCY_LINE.credit(view, match.start(), match.end(), registry.by_line(match[0]))
    elif view.short and _PRINCIPLES.match(view.text) and (name := registry.name_phrases.search(view.text)):
        yield AGENCY_LINE.credit(view, *_stripped(view.text), registry.named(name[0]))


def _stripped(text: str) -> tuple[int, int]:
    """The span of a text without the white space around it."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _reporting_line(view: View, registry: Registry) -> Iterator[Credit]:
    """(Reporting by …; Editing by …), whole or reworded by a paraphraser."""
    source = registry.by_form(Form.REPORTING_LINE)
    if source is None:
        return
    match = _REPORTING.search(view.text) or (_REPORTING_ONLY.match(view.text) if view.after <= TAIL else None)
    if match and thanked(match[0].rstrip(") "), registry):
        return  # "(Additional reporting by AFP)" is no house's own form
    if match:
        close = view.text.find(")", match.end() - 1)
        yield REPORTING_LINE.credit(view, match.start(), close + 1 if close >= 0 else len(view.text.rstrip()), source)
    elif reworded := _REWORDED.match(view.text):
        yield REPORTING_LINE_DAMAGED.credit(view, reworded.start(), reworded.end(), source)


def find_contributors(view: View, context: Context) -> Iterator[Credit]:
    """Contributor lines: an agency's named writer, or the form of a wire that names none.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each agency named; else one for the form alone.
    """
    if view.role not in _FORM_ROLES or (view.role is Role.BODY and view.after > TAIL):
        return
    if view.role is not Role.CONTRIBUTOR and not _CONTRIBUTED.search(view.text):
        return
    named: set[str] = set()
    for match in islice(context.registry.name_phrases.finditer(view.text), _MOST):
        before = view.text[max(0, match.start() - 40) : match.start()]
        if _WRITER_AFTER.match(view.text, match.end()) or _WRITER_BEFORE.search(before):
            source = context.registry.named(match[0])
            if source and source.id not in named:
                named.add(source.id)
                yield CONTRIBUTOR_NAMED.credit(view, *_stripped(view.text), source)
    reworded = None if named else context.registry.damaged_phrases.search(view.text)
    if reworded and _WRITER_AFTER.match(view.text, reworded.end()):
        writer = context.registry.by_damaged(reworded[0])
        yield CONTRIBUTOR_DAMAGED.credit(view, *_stripped(view.text), writer)
    elif not named and _joint_form(view.text):
        house = context.registry.by_form(Form.JOINT_CONTRIBUTORS)
        if house:
            yield CONTRIBUTOR_FORM.credit(view, *_stripped(view.text), house)


def _joint_form(text: str) -> bool:
    """The bylined by surname alone with their cities, the others by full name with theirs."""
    by_surname = _SURNAME_REPORTED.match(text) is not None and not _FULL_NAME_START.match(text)
    return by_surname and (_IN_CITY.search(text) is not None or _TO_THIS.search(text) is not None)


def find_feed_disclaimers(view: View, context: Context) -> Iterator[Credit]:
    """Who says that it only published the text from a feed.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit.
    """
    if view.role is Role.BODY and view.after > TAIL:
        return
    registry, article = context.registry, context.article
    own = article.publisher or article.domain
    match = registry.disclaimer_phrases.search(view.text)
    if match:
        yield FEED_DISCLAIMER.credit(view, match.start(), match.end(), registry.by_line(match[0]))
    elif unedited := _NOT_EDITED.search(view.text):
        name = unedited["name"].strip()
        yield FEED_DISCLAIMER.credit(view, *unedited.span(), registry.by_name(name), name)
    elif (fed := _FROM_FEED.search(view.text)) and (source := _exactly(fed["name"] or fed["german"], registry)):
        yield FEED_DISCLAIMER.credit(view, *fed.span(), source)
    elif own and (unnamed := wording().fed.search(view.text)):
        publisher = registry.by_domain(article.domain) or registry.by_name(article.publisher)
        yield FEED_DISCLAIMER.credit(view, *unnamed.span(), publisher, own)


def _exactly(name: str, registry: Registry) -> Source | None:
    """The source of a mark or a name in its own capitals."""
    source = registry.by_mark(name) or registry.named(name)
    return source if source and name in (*source.names, *source.marks) else None


def find_source_links(view: View, context: Context) -> Iterator[Credit]:
    """Links to the page that a text was taken from.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each link to a host.
    """
    if view.role is not Role.SOURCE_LINK:
        return
    for match in islice(_LINK.finditer(view.text), _MOST):
        host = host_of(match[0])
        if host:
            source = context.registry.by_domain(host)
            yield SOURCE_LINK.credit(view, match.start(), match.end(), source, host, host)


def host_of(address: str) -> str | None:
    """The host of an address in lower case, without ``www.``; ``None`` for what is no address."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.").rstrip(".") if host and "." in host else None


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two hosts belong to one site: equal, or one a subdomain of the other."""
    if not one or not other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
