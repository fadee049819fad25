"""The landmarks of a page: what its elements say of themselves.

Invariant: what an element says follows from its own tag, role, class and id; what it means for a
line is decided where the story's place is known.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["GENERAL", "STORY_REGIONS", "own_region", "region_in"]

LANDMARKS = frozenset({"article", "aside", "figcaption", "figure", "footer", "header", "main", "nav"})
ARIA = {"banner": "header", "complementary": "aside", "contentinfo": "footer", "navigation": "nav", "main": "main"}
# what page makers call the boxes around a story, in class and id
HINTS = (
    ("breadcrumb", re.compile(r"bread-?crumb|brotkrume|fil-?d?-?ariane|migas-de-pan")),
    ("caption", re.compile(r"caption|(?:photo|image|img)-?credit|bildunterschrift|l[eé]gende|pie-?de-?foto")),
    ("byline", re.compile(r"by-?line|author-?(?:name|info|line)|article__author")),
    ("author", re.compile(r"(?<![\w-])(?:(?:story|article|post|entry)-)?authors?(?![\w-])")),
    ("date", re.compile(r"time-?stamp|pub-?date|publish(?:ed)?-?date|date-?line|dateline")),
    ("related", re.compile(r"related|recommend|read-?more|more-?(?:stories|news|on)|most-?(?:read|popular)|trending")),
    ("promotion", re.compile(r"newsletter|subscri|sign-?up|promo(?:tion)?\b|paywall|donate")),
    ("share", re.compile(r"share|sharing|social")),
    ("comments", re.compile(r"comments?\b|disqus")),
    ("footer", re.compile(r"\bfooter\b|copyright")),
    ("nav", re.compile(r"\bnav(?:bar|igation)?\b|\bmenu\b")),
    ("aside", re.compile(r"\bside-?bar\b")),
)  # fmt: skip
# one look at a name tells most elements that say nothing
ANY_HINT = re.compile("|".join(hint.pattern for _, hint in HINTS))
# a story's own landmarks do not hide that they stand inside a box of furniture
_STORY_REGIONS = "article main header figure figcaption caption byline author date"
STORY_REGIONS = frozenset({None, *_STORY_REGIONS.split()})
GENERAL = frozenset({"article", "main", "header"})
# a paragraph that is named after a wall is the text behind it
TEXT = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"})
# the page of an author has that in its name, and is no byline
WHOLE_PAGES = frozenset({"body", "html", "section"})
NAMED_BY_CLASS = GENERAL | {"aside", "nav"}
LONGEST_NAMES = 300  # characters of class and id that are looked at


@lru_cache(maxsize=4096)
def own_region(tag: str, role: str, names: str) -> str | None:
    """The landmark that an element opens by itself, ``None`` for none.

    Args:
        tag: the element's.
        role: its ARIA role.
        names: its class and id.
    """
    found = ARIA.get(role)
    if found is None and tag in LANDMARKS:
        found = tag
    if names and (found is None or found in NAMED_BY_CLASS):
        lowered = names.lower().replace("_", "-")[:LONGEST_NAMES]
        if tag in TEXT and "paywall" in lowered:
            lowered = lowered.replace("paywall", "")
        if ANY_HINT.search(lowered) is not None:
            named = next((region for region, hint in HINTS if hint.search(lowered)), found)
            found = found if named == "author" and (found is not None or tag in WHOLE_PAGES) else named
    return found


def region_in(own: str | None, outer: str | None) -> str | None:
    """The landmark that holds inside an element.

    Args:
        own: what the element opens.
        outer: what holds around it.
    """
    if own is None or (own in GENERAL and outer not in STORY_REGIONS) or (own == "author" and outer == "byline"):
        return outer
    return own
