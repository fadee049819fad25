"""Pages that send their reader on by themselves.

Invariant: only a page that holds no story is left for where it points.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.reading.decoding import decode

if TYPE_CHECKING:
    from provenance.reading.web.answers import Answer

__all__ = ["refresh_target"]

HEAD = 16_384
# seconds; a page that stays longer is meant to be read
LONGEST = 5
# words; a page with more is the story, and the refresh reloads it
STORY = 250
HTML = frozenset({"text/html", "application/xhtml+xml"})
CONTENT = re.compile(
    r"\s{0,20}(\d{1,5})(?:\.\d{0,9})?\s{0,20}[;,]?\s{0,20}(?:url\s{0,20}=\s{0,20})?[\"']?\s{0,20}([^\"'\s][^\"']{0,4000})",
    re.IGNORECASE,
)


def refresh_target(answer: Answer) -> str | None:
    """Say where a page sends its reader on to.

    Args:
        answer: a page.

    Returns:
        The address as the page names it, or ``None`` where it stays.
    """
    if answer.media_type not in HTML or b"refresh" not in answer.body[:HEAD].lower():
        return None
    text = decode(answer.body, answer.charset)
    if text is None:
        return None
    import lxml.html
    from lxml import etree

    try:
        page = lxml.html.document_fromstring(
            text.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError):
        return None
    for element in page.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh" or _within_noscript(element):
            continue
        found = CONTENT.match(element.get("content") or "")
        if found is not None and int(found[1]) <= LONGEST:
            return None if _words(page) > STORY else found[2].strip()
    return None


def _within_noscript(element: object) -> bool:
    """Whether an element is there only for readers without scripts."""
    return next(element.iterancestors("noscript"), None) is not None  # type: ignore[attr-defined]


def _words(page: object) -> int:
    """The words that a reader sees, counted only so far as it matters."""
    count = 0
    for element in page.iter():  # type: ignore[attr-defined]
        hidden = not isinstance(element.tag, str) or element.tag in {"script", "style", "noscript", "template", "title"}
        count += (0 if hidden else len((element.text or "").split())) + len((element.tail or "").split())
        if count > STORY:
            break
    return count
