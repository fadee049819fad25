"""Copyright notices: the holder read out of the line, each notice of a stack on its own.

Invariant: only the holder is evidence; the sentence behind it ("may not be published,
broadcast …") is used by many houses and names none, damaged or whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Role, SourceKind
from provenance.sources.rules import (
    CAPTION,
    COPYRIGHT_AGENCY,
    COPYRIGHT_DAMAGED,
    COPYRIGHT_FOREIGN,
    COPYRIGHT_HOLDER,
    COPYRIGHT_OWN,
    COPYRIGHT_VIA,
    SELLERS,
    Rule,
)
from provenance.sources.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.phrases import Found
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["find_notices", "holders"]

_SIGN = re.compile(r"[©ⓒⒸ]|कॉपीराइट|\(c\)(?=\s{0,2}[\dA-Z])|&copy;|\bcopyrights?\b(?!-)", re.IGNORECASE)
_SKIP = re.compile(
    r"(?:\s|[,:|]|[©ⓒⒸ]|\(c\)|&copy;|[™®]|\bcopyrights?\b|\bby\b|\d{4}(?:\s{0,2}[-–—,/]\s{0,2}(?:\d{4}|\d{2})(?!\d))?(?![\w.]))"
    r"(?:-\s{0,2}present\b)?",
    re.IGNORECASE,
)
_END = re.compile(
    r"\n|\||•|;|\(|\[|\s[-–—]\s|"
    r"[,.]?\s{0,3}\ball\s(?:rights?|privileges|content|materials)\b|\s(?:and|or)\sits\s|\sand/or\s|,\s(?:a|an)\s|"
    r"\svia\s|\son\sbehalf\sof\s|\s(?:please|this|is|are|was|may|no|with|terms|privacy|read|visit|do|used|under|licensed)\b|"
    r"(?<!\bInc)(?<!\bCo)(?<!\bCorp)(?<!\bLtd)(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\b[A-Z])\.(?=\s|$)|"
    r"(?:,?\s|^)\d{4}(?![\w])|,\s[\w-]{2,12}:\d",  # the last: the number of an agency's dispatch
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"\.?\s{1,2}(via|on behalf of)\s{1,2}", re.IGNORECASE)
_VIA = re.compile(r"\.?\s{1,2}via\s{1,2}", re.IGNORECASE)
_BEFORE_RIGHTS = re.compile(r"(?:^|[.\n|])\s{0,3}(?:\d{4}\s)?(?P<name>[A-ZÀ-Þ][\w&.,' -]{2,60}?)[,.]?\s{1,3}$")
_BEHIND_RIGHTS = re.compile(r"[\s.|•-]{1,6}")
_SMALL_WORDS = "a and de der des di do du e et for la le of on the und y"
_SMALL = frozenset(_SMALL_WORDS.split())
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# How a picture's credit goes on: "© AFP 2024 / Name", "© Name (AFP)"
_PICTURE_GOES_ON = re.compile(r"\s{0,2}(?:\d{4}\s{0,2}/|\(([A-Z][\w/ ]{1,30})\))")
_LEGAL_FORM = re.compile(
    r"\b(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|L\.P|LP|plc|GmbH|S\.A|Co(?=\.,))\b\.?(?=[\s,])(?!\sand\s[A-Z])"
)
_PHOTO = re.compile(r"\b(?:photos?|file|images|pool|stringer)\b", re.IGNORECASE)
_MAX_HOLDER = 90
_MAX_DATE = 14
_MAX_STACK = 12
_LONGEST_NAME = 5
_FEW_WORDS = 12
_NO_HOLDER = frozenset(
    {
        "alle",
        "any",
        "every",
        "derechos",
        "direitos",
        "todos",
        "tous",
        "tutti",
        "copyright",
        "do",
        "no",
        "this",
        "registered",
        "rights",
        "reserved",
        "law",
        "notice",
        "infringement",
        "policy",
    }
)


def find_notices(view: View, context: Context) -> Iterator[Credit]:
    """The holders that a block's copyright notices name, in order.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each holder; a picture's credit is a caption.
    """
    if view.role in (Role.HEADLINE, Role.NAVIGATION, Role.SOCIAL_EMBED, Role.BREADCRUMB):
        return
    notice = view.role in (Role.COPYRIGHT, Role.DISCLAIMER, Role.PROMOTION)
    if not notice and not _has_notice(view.text):
        return
    behind = -1
    for start, end in holders(view.text, context.registry):
        name = view.text[start:end]
        if not name:
            continue
        via, behind = behind >= 0 and _VIA.fullmatch(view.text, behind, start) is not None, end
        pictured = _pictured(view, start, end, context)
        if pictured is not None:
            for seller in pictured:
                yield CAPTION.credit(view, start, end, seller)
            continue
        early = view.words > _FEW_WORDS and end < len(view.text) // 2
        if (
            not notice
            and early
            and not (_LEGAL_FORM.search(f"{name} ") and _YEAR.search(view.text[start - _MAX_DATE : start]))
        ):
            continue
        source = _source(name, context)
        reworded = None if source else context.registry.by_damaged(name)
        rule = COPYRIGHT_DAMAGED if reworded else _rule(source, name, context)
        rule = COPYRIGHT_VIA if via and source else rule
        yield rule.credit(view, start, end, source or reworded, name)


def _has_notice(text: str) -> bool:
    """Whether running text holds a sign of copyright with a year, or the sign itself."""
    if "©" in text or "ⓒ" in text:
        return True
    written = "opyright" in text or "OPYRIGHT" in text or "(c)" in text
    return written and _SIGN.search(text) is not None and _YEAR.search(text) is not None


def _pictured(view: View, start: int, end: int, context: Context) -> tuple[Source, ...] | None:
    """The sources of a notice that credits a picture; ``None`` for one that is the page's.

    A year before the holder, or a sentence on rights, makes it the page's.
    """
    name, registry = view.text[start:end], context.registry
    goes_on = _PICTURE_GOES_ON.match(view.text, end)
    parts = re.split(r"[/,]", f"{name}/{goes_on[1] or ''}" if goes_on else name)
    named = [_seller(part, registry) for part in map(_bare_part, parts) if part]
    sources = tuple(dict.fromkeys(source for source in named if source))
    if view.role is Role.CAPTION or any(source.kind is SourceKind.UNKNOWN for source in sources):
        return sources
    before = view.text[max(0, start - _MAX_DATE) : start]
    if goes_on and goes_on[1] and sources and not _YEAR.search(_SIGN.split(before)[-1]):
        return sources
    if (
        _YEAR.search(before)
        or wording().reserved.search(view.text)
        or (registry.by_holder(name) is not None and not goes_on)
    ):
        return None
    several = len(parts) > 1 and (sources or "/" in name)
    return sources if goes_on or several or _PHOTO.search(name) else None


def _seller(part: str, registry: Registry) -> Source | None:
    """Who a part of a picture's credit is: the part itself, or the name that it begins with before a description."""
    words = part.split()[:_LONGEST_NAME]
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        source = registry.by_name(name) or registry.by_mark(name)
        if source and (count > 1 or count == len(words) or name in source.marks):
            return source
    return None


def _bare_part(part: str) -> str:
    """A part of a picture's credit, without the words that say it is one."""
    return _PHOTO.sub("", part).strip()


def _source(name: str, context: Context) -> Source | None:
    """The source of a holder: by its name, by the first of two, by its domain."""
    source = context.registry.by_holder(name) or context.registry.by_holder(name.split(" and ", 1)[0])
    if source:
        return source
    first = re.split(r"[\s/]", name, maxsplit=1)[0]
    return context.registry.by_domain(first) if "." in first else None


def _rule(source: Source | None, name: str, context: Context) -> Rule:
    """How far the holder speaks for having written: an agency far, the site itself and its owner little."""
    registry, article = context.registry, context.article
    own = registry.by_domain(article.domain) or registry.by_name(article.publisher)
    if own is not None and (own == source or (own.owner and registry.owner(own.owner) == registry.owner(name))):
        return COPYRIGHT_AGENCY if source and source.kind in SELLERS else COPYRIGHT_OWN
    if source is None or source.kind is SourceKind.STATION:
        return COPYRIGHT_HOLDER
    if source.kind in SELLERS:
        return COPYRIGHT_AGENCY
    return COPYRIGHT_FOREIGN if article.domain or article.publisher else COPYRIGHT_HOLDER


def holders(text: str, registry: Registry | None = None) -> tuple[tuple[int, int], ...]:
    """Where the holders of a text's copyright notices stand.

    Args:
        text: a line, or several.
        registry: knows the holders that begin with a small letter; without it there are none.

    Returns:
        Spans into the text, in order; none for a notice without a holder.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    while len(spans) < _MAX_STACK and (sign := _SIGN.search(text, at)):
        at = _behind_signs(text, sign.end())
        while span := _holder(text, at, registry):
            spans.append(span)
            more = _CONTINUES.match(text, span[1])
            at = more.end() if more else span[1]
            if not more:
                break
    if not spans and (rights := wording().reserved.search(text)):
        span = _beside_rights(text, rights, registry)
        spans += [span] if span else []
    return tuple(spans)


def _beside_rights(text: str, rights: Found, registry: Registry | None) -> tuple[int, int] | None:
    """The holder that stands behind or before a sentence on rights, where no sign of copyright leads to one."""
    behind = _BEHIND_RIGHTS.match(text, rights.end())
    if behind and (span := _holder(text, behind.end(), registry)):
        return span
    first = max(0, rights.start() - _MAX_HOLDER)
    before = _BEFORE_RIGHTS.search(text[first : rights.start()])
    if before is None or first:
        return None
    words = before["name"].split()
    is_name = all(not word[0].islower() or word in _SMALL for word in words) and words[0].casefold() not in _NO_HOLDER
    return before.span("name") if is_name else None


def _behind_signs(text: str, at: int) -> int:
    """Where a holder may begin: behind further signs, years and "by"."""
    while skipped := _SKIP.match(text, at):
        at = skipped.end()
    return at


def _holder(text: str, at: int, registry: Registry | None) -> tuple[int, int] | None:
    """The holder that begins here, up to whatever ends a holder's name."""
    last = min(len(text), at + _MAX_HOLDER)
    stops = (_END.search(text, at, last), wording().reserved.search(text, at, last))
    end = min((stop.start() for stop in stops if stop), default=last)
    form = _LEGAL_FORM.search(text, at, end)
    name = text[at : form.end() if form else end].rstrip(" ,.:-–—™®")
    first = name.split(maxsplit=1)[0] if name else ""
    starts_as_name = (name[:1].isalpha() and not name[:1].islower()) or "." in first or name.startswith("the ")
    starts_as_name = starts_as_name or (
        registry is not None and (registry.is_holder(name) or _in_brackets(text, at, end, registry))
    )
    if not starts_as_name or first.casefold() in _NO_HOLDER:
        return None
    return at, at + len(name)


def _in_brackets(text: str, at: int, end: int, registry: Registry) -> bool:
    """Whether a word is followed by brackets with a source in them, as a photographer's short sign is."""
    goes_on = _PICTURE_GOES_ON.match(text, end)
    seller = _seller(_bare_part(goes_on[1].split("/")[0]), registry) if goes_on and goes_on[1] else None
    return seller is not None and len(text[at:end].split()) == 1
