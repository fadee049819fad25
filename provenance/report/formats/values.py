"""Values from pages as other programs take them: text, numbers, times, addresses, identifiers.

Invariant: what comes out is valid wherever it is put: text has no character that XML forbids and
no half of one, numbers are finite, times are real ones, identifiers are URIs and depend on what
the article is alone.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from provenance.model import Article, ArticleRef

__all__ = [
    "NAMES",
    "SITES",
    "SOURCES",
    "STORIES",
    "TERMS",
    "article_uri",
    "finite",
    "host_address",
    "local_name",
    "part_uri",
    "published",
    "sound",
    "sound_tree",
    "zoned",
]

_OURS: Final = "urn:news-provenance:"
TERMS: Final = f"{_OURS}terms:"
"""The namespace of what only this program says: relation, confidence, share …"""
SOURCES: Final = f"{_OURS}source:"
"""Before the id of a source of the registry."""
SITES: Final = f"{_OURS}site:"
"""Before the domain of a site that the registry does not know."""
NAMES: Final = f"{_OURS}name:"
"""Before the name of somebody of whom only the name is known."""
STORIES: Final = f"{_OURS}story:"
"""Before the id of a story."""

_ARTICLES: Final = UUID("5637a636-b85c-58f4-940f-5c6440469da8")
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
_DAY: Final = 10  # characters of a date without a time
_DIGITS: Final = 4
_FARTHEST: Final = timedelta(hours=14)
_MINUTE: Final = timedelta(minutes=1)


def sound(text: str) -> str:
    """A text with U+FFFD in the place of what neither XML nor UTF-8 can hold: most control characters, half ones."""
    return _FORBIDDEN.sub("\ufffd", text)


def sound_tree(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """The same for every text in lists and objects, keys too."""
    if isinstance(value, str):
        return sound(str(value))
    if isinstance(value, dict):
        return {sound(key): sound_tree(each) for key, each in value.items()}
    return [sound_tree(each) for each in value] if isinstance(value, list) else value


def finite(value: float | None) -> float | None:
    """A measure with four digits, as in every answer; ``None`` for what is no number."""
    return None if value is None or not math.isfinite(value) else round(float(value), _DIGITS)


def published(text: str | None) -> date | datetime | None:
    """When a page says that it was published: a day, or a time with or without its zone.

    Args:
        text: ``Article.published``.

    Returns:
        ``None`` for what is no date, or whose zone is none that XML Schema knows.
    """
    try:
        if text is None or len(text) <= _DAY:
            return None if text is None else date.fromisoformat(text)
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = time.utcoffset()
    if offset is not None and (abs(offset) > _FARTHEST or offset % _MINUTE):
        return None
    return time


def zoned(text: str | None) -> str | None:
    """The same as RFC 3339 wants it, day, time and zone; ``None`` where one of them is not known."""
    time = published(text)
    return time.isoformat() if isinstance(time, datetime) and time.tzinfo is not None else None


def article_uri(article: Article | ArticleRef) -> str:
    """The identifier of an article: a UUID that follows from its id and its address alone."""
    named = sound(f"{article.url or ''} {article.id}")
    return f"urn:uuid:{uuid5(_ARTICLES, named)}"


def part_uri(of: str, part: str) -> str:
    """The identifier of something that belongs to an article: its verdict, a passage, a text on its way.

    Args:
        of: the article's identifier.
        part: the part's name in it, as ``verdict`` or ``block-3``.
    """
    return f"{of}#{part}"


def local_name(name: str) -> str:
    """A name as the end of an identifier: letters, digits and ``-._~`` stay, the rest is percent-encoded."""
    return quote(sound(name), safe="")


def host_address(domain: str | None) -> str | None:
    """The address of a site by its domain, where that is the name of a host."""
    return f"https://{domain}/" if domain is not None and _HOST.fullmatch(domain) else None
