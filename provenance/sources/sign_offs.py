"""The last words by which an agency signs: its mark behind a dash, in brackets or alone, its initials, "Source: …".

Invariant: a sign-off stands behind the last paragraph and nothing behind it; every part of it is
a mark, or a desk's letters behind one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Role, SourceKind
from provenance.sources.entries import Form
from provenance.sources.lines import host_of, same_site
from provenance.sources.rules import (
    AGENCY_LAST_WORD,
    AGENCY_TAIL,
    INITIALS,
    SLASH_INITIALS,
    SOURCE_LINK,
    SOURCE_TAIL,
)
from provenance.sources.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["find_sign_offs"]

_LETTERS = r"A-Za-z\u0900-\u0963"
_SIGN_OFF = re.compile(
    r"(?:^|(?<=[.!?\"')\]\n।])\s{0,3}|(?<=\w)\s)(?:[-–—]{1,3}\s{0,2}|[/\[(]\s{0,2})"
    rf"(?P<mark>[{_LETTERS}][\w .,/&{_LETTERS}-]{{1,40}}?)\s{{0,2}}[)\]/]?[.\s]{{0,3}}$"
)
# "… zwei Millionen Euro. dpa": nothing but the mark behind the last sentence
_LAST_WORD = re.compile(
    rf"[.!?\"')\]»“।]\s{{1,3}}(?P<mark>[{_LETTERS}]{{2,10}}(?:-[A-Z]{{2,4}})?)(?:/[a-z]{{2,4}})?\s{{0,3}}$"
)
_MARK_INITIALS = re.compile(r"(?:^|(?<=[.!?\"')\n]))\s{0,3}(?P<mark>[A-Z]{2,8})(?:\s[A-Z]{2,4}){1,5}\s{0,3}$")
_DEVANAGARI_INITIALS = re.compile(
    r"(?:^|(?<=[।\n]))\s{0,3}(?P<mark>[\u0900-\u0963]{2,12})(?:\s[\u0900-\u0963]{1,7}){1,5}\s{0,3}$"
)
_SLASH_INITIALS = re.compile(r"^\s{0,3}[a-z]{2,4}(?:-[a-z]{2,4}){1,5}/[a-z]{2,4}(?:/[a-z]{2,4}){0,2}\s{0,3}$")
_PHOTOGRAPHER = re.compile(r"[A-ZÀ-Þ][\w.'-]{0,20}(?:\s[A-ZÀ-Þ][\w.'-]{0,20}){1,3}\s?/")
_BETWEEN = re.compile(r"\s?[/,;&]\s?|\s(?:and|und|et|y|e)\s")
# a link's words that only say what it is for
_POINTS = re.compile(
    r"\b(?:read|view|see|click|here|link|original|article|story|source|page|website|lire|lien|hier|zum|artikel|leer|ver|aquí)\b",
    re.IGNORECASE,
)
_DESK = re.compile(r"[a-z]{2,4}")
_SIGNING = (Role.CONTRIBUTOR, Role.BYLINE)
_TAIL_ROLES = (Role.BODY, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.BYLINE, Role.DISCLAIMER, Role.DATELINE)
_REACH = 80


def find_sign_offs(view: View, context: Context) -> Iterator[Credit]:
    """The sources that sign a text with its last words.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each.
    """
    if view.after or not view.before:
        return
    yield from _source_tail(view, context)
    if view.role in _TAIL_ROLES:
        yield from _initials(view, context.registry)
        yield from _signed(view, context.registry)


def _signed(view: View, registry: Registry) -> Iterator[Credit]:
    """The agency's name or mark behind a dash, in brackets or alone, as the last words of the story."""
    shift = max(0, len(view.text) - _REACH)
    match = _SIGN_OFF.search(view.text[shift:])
    sources = _signers(match["mark"], registry) if match else ()
    if match and sources:
        end = shift + len(match[0].rstrip()) + match.start()
        start = shift + match.start() + len(match[0]) - len(match[0].lstrip())
        for source in sources:
            yield AGENCY_TAIL.credit(view, start, end, source)
        return
    alone = _signers(view.text.strip(), registry) if len(view.text) <= _REACH else ()
    if alone and (view.role in _SIGNING or len(alone) > 1 or view.text.strip().islower()):
        start = len(view.text) - len(view.text.lstrip())
        for source in alone:
            yield AGENCY_TAIL.credit(view, start, len(view.text.rstrip()), source)
    elif last := _LAST_WORD.search(view.text[shift:]):
        signer = registry.by_mark(last["mark"])
        if signer and signer.kind is SourceKind.WIRE:
            end = shift + len(last[0].rstrip()) + last.start()
            yield AGENCY_LAST_WORD.credit(view, shift + last.start("mark"), end, signer)


def _signers(text: str, registry: Registry) -> tuple[Source, ...]:
    """The sources of a sign-off, in order; none where a part of it is neither a mark nor a desk's letters."""
    whole = _signer(text, registry)
    if whole:
        return (whole,)
    found: list[Source] = []
    for part in _BETWEEN.split(text):
        source = _signer(part, registry)
        if source is None and not (found and _DESK.fullmatch(part)):
            return ()
        found += [source] if source and source not in found else []
    return tuple(found)


def _signer(text: str, registry: Registry) -> Source | None:
    """The source of a mark, of a name in its own capitals, or of an agency's mark that lost them."""
    source = registry.by_mark(text) or (registry.wire(text.upper()) if text.islower() else None)
    if source:
        return source
    source = registry.by_byline(text)
    exact = source and (text in (*source.names, *source.bylines) or text.removeprefix("The ") in source.names)
    return source if exact else None


def _initials(view: View, registry: Registry) -> Iterator[Credit]:
    """PTI ABC DE FG behind the story, or abc-de/fg alone on the last line."""
    shift = max(0, len(view.text) - _REACH)
    match = _MARK_INITIALS.search(view.text[shift:]) or _DEVANAGARI_INITIALS.search(view.text[shift:])
    source = registry.by_mark(match["mark"]) if match else None
    if match and source and Form.MARK_INITIALS in source.forms:
        yield INITIALS.credit(view, shift + match.start("mark"), shift + len(match[0].rstrip()) + match.start(), source)
    elif view.short and _SLASH_INITIALS.match(view.text):
        start, end = len(view.text) - len(view.text.lstrip()), len(view.text.rstrip())
        yield SLASH_INITIALS.credit(view, start, end, registry.by_form(Form.SLASH_INITIALS))


def _source_tail(view: View, context: Context) -> Iterator[Credit]:
    """``Source: ANI`` behind the last paragraph, on its own line or as its last words; else where its link leads."""
    registry, shift = context.registry, 0
    match = wording().source_line.match(view.text)
    if match is None and view.role is Role.BODY:
        shift = max(0, len(view.text) - _REACH)
        match = wording().source_words.search(view.text[shift:])
    if match is None or _PHOTOGRAPHER.match(match["name"]):
        return
    parts = (part.strip() for part in re.split(r"[/,&]|\s(?:and|und|et|y|e)\s", match["name"]))
    found = (registry.by_byline(part) or registry.by_mark(part) for part in parts)
    sources = tuple(dict.fromkeys(source for source in found if source))
    for source in sources:
        yield SOURCE_TAIL.credit(view, shift + match.start("name"), shift + match.end("name"), source)
    host = host_of(view.block.link or "") if not sources and view.short else None
    if host and not same_site(host, context.article.domain):
        known, name = registry.by_domain(host), match["name"].strip()
        points = _POINTS.search(name) is not None  # another name may be anybody's whom that page only quotes
        rule, named = SOURCE_TAIL if known and points else SOURCE_LINK, host if points else name
        yield rule.credit(view, shift + match.start("name"), shift + match.end("name"), known, named, host)
