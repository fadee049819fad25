"""A part of an invented web that is quickly stored: one site of each kind, and what they took from others."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sites_corpus import Web

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["KINDS", "small_web", "write"]

KINDS = ("small paper", "aggregator with links", "spinner", "portal", "original", "few pages")


@cache
def small_web(seed: int = 1) -> tuple[dict[str, str], tuple[dict[str, Any], ...]]:
    """The domain of one site of each kind, and all rows of these sites and of what they took."""
    web = Web(seed)
    chosen = {kind: next(site for site in web.sites if site.kind == kind) for kind in KINDS}
    stories = {page.story.number for site in chosen.values() for page in site.pages}
    rows = [
        page.row(site)
        for site in web.sites
        for page in site.pages
        if site in chosen.values() or (page.story.number in stories and page.story.site is site)
    ]
    return {kind: site.domain for kind, site in chosen.items()}, tuple(rows)


def write(rows: tuple[dict[str, Any], ...] | list[dict[str, Any]], path: Path) -> Path:
    """Rows as a corpus of JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
