"""Lines that say through whose hands a text came, or from whose: "Distributed by …", "Reprinted from …".

Invariant: the line speaks of the text or stands alone, and its name ends it or a clause of it; who
only distributes or provides is a source that the registry knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Role, SourceKind
from provenance.sources.datelines import find_datelines
from provenance.sources.first_published import HOUSE, is_beside, known_house
from provenance.sources.keys import holder_key
from provenance.sources.rules import DISTRIBUTED, ISSUER, REPRINTED
from provenance.sources.view import LEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Article, Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["find_distributors", "find_issuers", "find_reprints"]

_THE = r"(?-i:[Tt]he\s|d(?:er|ie|as|em|es)\s|l['’]|la\s|le\s|el\s)?"
_NAME = re.compile(HOUSE)
# nothing but that, in a line of its own
_PROVIDED = re.compile(
    rf"^\s{{0,3}}[(\[]?(?:(?:this|the)\s(?:article|story|report|content)\s(?:is|was)\s)?(?:provided|supplied)\sby:?\s{_THE}",
    re.IGNORECASE,
)
_OPENING = r"(?:^|[.!?|]['\")]?\s)\s{0,3}[(\[*]{0,2}"
_SUBJECT = (
    r"(?:(?:this|the)\s(?:[\w-]{2,15}\s)?(?:article|story|post|piece|report|column|essay|text|op-ed|excerpt|content)\s"
    r"(?:is|was|has\sbeen)\s)?"
)
_DISTRIBUTED = re.compile(
    rf"(?:^|[.!?|,;)–—]['\")]?\s{{0,2}})\s{{0,3}}(?:and\s)?{_SUBJECT}"
    r"(?:(?:distributed|syndicated)\s(?:\w{2,12}\s)?by|distribution\sby|"
    rf"(?:verbreitet|übermittelt)\sdurch|distribué\spar|distribuid[oa]\spor|distribuito\sda)\s{_THE}",
    re.IGNORECASE,
)
# a sentence that goes on tells of something else: "her recipes, distributed by Reuters to 80 papers"
_CLOSES = re.compile(r"(?:,?\s(?:LLC|Inc|Ltd|GmbH|Corp))?\.?(?=\s{0,3}(?:$|[|;)\]©–—-]|\.?\s{0,3}[A-Z(]))")
_REPRINTED = re.compile(
    rf"{_OPENING}(?:{_SUBJECT}(?:re-?printed|re-?published)\s(?:here\s)?"
    r"(?:(?:with|by)\s(?:the\s)?(?:kind\s|express\s|written\s)?permission\s(?:from|of|by)|from)|"
    r"(?:nachdruck\s)?mit\s(?:freundlicher\s)?genehmigung\s(?:von|der|des|vom)|der\s(?:text|artikel|beitrag)\swurde\sübernommen\s(?:von|aus|vom)|"
    r"(?:reproduit|publié|repris)\savec\sl['’](?:aimable\s)?autorisation\s(?:de|du|des)|"
    rf"(?:reproducid[oa]|publicad[oa])\scon\s(?:el\s)?(?:permiso|la\sautorización|autorización)\s(?:de|del))\s{_THE}",
    re.IGNORECASE,
)
_LICENSED = re.compile(
    rf"(?:^|[.!?|/,]\s{{0,2}}|©\s?(?:\d{{4}}\s)?|\bBy\s)(?:The\s|the\s)?(?P<name>{HOUSE})\s?[.,|–—-]\s{{1,2}}"
    r"(?i:re-?printed|re-?published|used|shared)\s(?:here\s)?under\s(?:an?\s|the\s)?(?:CC\b|Creative\sCommons)"
)
_ENDS = re.compile(r"[\s.)\]]{0,4}$")
_ISSUER = re.compile(
    r"^\s{0,3}(?:SOURCE:?\s|Source:\s|News\sprovided\sby:?\s)(?P<name>[^\W_][^\n:;]{1,80}?)[\s.]{0,3}$|"
    r"^\s{0,3}Original-Content\svon:\s(?P<german>[^\W_][^\n:;]{1,80}?),\sübermittelt\sdurch\snews\saktuell"
)
_NO_ISSUER = re.compile(r"https?:|www\.|@")
_COMPANY_WORD = r"[A-Z0-9][\w&.'!-]{0,30}"
# behind the dateline a company, its ticker, what it is between commas, and that it announces
_ANNOUNCER = re.compile(
    r"[)\]/]\s{0,2}(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}\s{0,2})?(?:-{1,3}|[–—]|/)\s{0,2}"
    r"(?!(?:The\s)?(?:Board|Customers|Directors|Holders|Investors|Management|Members|Shareholders|Shares|Stockholders)\b)"
    rf"(?P<name>{_COMPANY_WORD}(?:,?\s(?:(?:and|of|the|for|&)\s){{0,2}}{_COMPANY_WORD}){{0,7}})"
    r"(?P<ticker>\s\([A-Z][\w .-]{1,20}:\s{0,2}[A-Z0-9.]{1,10}\b[^()\n]{0,60}\))?(?:\s\([^()\n]{1,60}\))?"
    r"(?:,\s(?:(?!\.\s[A-Z]|,\sand\s[A-Z])[^\n]){1,200}?,)?"
    r"\s(?:(?:has\s|is\s(?:pleased|proud|delighted)\sto\s)?(?:today\s)?announce[ds]?|"
    r"today\s(?:has\s)?(?:declared|introduced|launched|released|reported|unveiled))\b"
)
_ANNOUNCER_REACH = 600
_GAP = 25  # characters from a press service's mark to the story: a date, a dash
_PRESS_HEAD = 600  # characters in which a press service signs


def find_distributors(view: View, context: Context) -> Iterator[Credit]:
    """The houses that handed the text on: they wrote it only where nobody else is named.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit.
    """
    found = _DISTRIBUTED.search(view.text) if is_beside(view) else None
    name = _NAME.match(view.text, found.end()) if found else None
    source = known_house(name[0], context.registry) if name else None
    if found and name and source and _CLOSES.match(view.text, name.end()):
        yield DISTRIBUTED.credit(view, _start(view.text, found), name.end(), source)


def find_reprints(view: View, context: Context) -> Iterator[Credit]:
    """The house whose text a page says that it reprints.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit; without a source for a house that no registry knows.
    """
    if not is_beside(view):
        return
    text, registry = view.text, context.registry
    lead = _REPRINTED.search(text) or _PROVIDED.match(text)
    name = _NAME.match(text, lead.end()) if lead else None
    if lead and name:
        source = known_house(name[0], registry)
        provided = lead.re is _PROVIDED
        sells = source is not None and source.kind is not SourceKind.UNKNOWN
        if not provided or (sells and _ENDS.match(text, name.end())):
            yield REPRINTED.credit(view, _start(text, lead), name.end(), source, name[0])
    elif licensed := _LICENSED.search(text):
        source = known_house(licensed["name"], registry)
        yield REPRINTED.credit(view, licensed.start("name"), licensed.end(), source, licensed["name"])


def _start(text: str, found: re.Match[str]) -> int:
    """Where the words of a match begin, behind what ends the sentence before them."""
    return found.end() - len(text[found.start() : found.end()].lstrip(" .,;!?|'\")*([–—"))


def find_issuers(view: View, context: Context) -> Iterator[Credit]:
    """Who issued a press release, on a page that a press service signs.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit; an issuer is seldom in a registry.
    """
    if view.role is Role.BODY and view.before <= LEAD and not view.short:
        yield from _announcer(view, context)
    head = view.before <= LEAD and "provided" in view.text
    if view.role is Role.HEADLINE or not (head or view.after == 0) or not view.short:
        return
    found = _ISSUER.match(view.text)
    name = (found["name"] or found["german"]).strip() if found else ""
    if not found or not name or _NO_ISSUER.search(name) or not _is_press(context.article, context.registry):
        return
    source = known_house(name, context.registry)
    if not _sends(source):
        yield ISSUER.credit(view, _start(view.text, found), len(view.text.rstrip(" .")), source, name)


def _announcer(view: View, context: Context) -> Iterator[Credit]:
    """The company that announces something behind a press service's dateline, where no line names the issuer."""
    found = _ANNOUNCER.search(view.text, 0, _ANNOUNCER_REACH)
    if found is None:
        return
    registry, name = context.registry, found["name"]
    words = holder_key(name).split()
    named = found["ticker"] or _is_legal(name.split()[-1])
    if not named or any(_is_legal(word) for word in words):  # "Alder Corp. and Birch Inc." are two
        return
    start, _ = view.span(*found.span("name"))
    sent = any(
        0 <= start - credit.end <= _GAP and _sends(registry.source(credit.source))
        for credit in find_datelines(view, context)
    )
    if sent and not any(_ISSUER.match(line) for line in context.article.text.splitlines()):
        source = known_house(name, registry)
        if not _sends(source):
            yield ISSUER.credit(view, *found.span("name"), source, name)


def _is_legal(word: str) -> bool:
    """Whether a word says what a company is by law."""
    return holder_key(f"x {word}") == "x"


def _sends(source: Source | None) -> bool:
    return source is not None and source.kind is SourceKind.PRESS_RELEASE


def _is_press(article: Article, registry: Registry) -> bool:
    """Whether a page stands on a press service's site, or has its mark at the head or its line anywhere."""
    site = registry.by_domain(article.domain) or registry.by_name(article.publisher)
    if site is not None and site.kind is SourceKind.PRESS_RELEASE:
        return True
    services = [source for source in registry if source.kind is SourceKind.PRESS_RELEASE]
    lines = article.text.casefold()
    return any(
        any(_is_signed(article.text, mark) for mark in source.marks)
        or any(line.casefold() in lines for line in source.agency_lines)
        for source in services
    )


def _is_signed(text: str, mark: str) -> bool:
    """Whether a mark stands between slashes or brackets, as in a dateline."""
    return any(f"{left}{mark}" in text for left in ("/", "/ ", "(", "( "))
