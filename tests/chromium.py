"""A real Chromium for tests and screenshots, started through playwright."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

NARROW, WIDE = (360, 740), (1280, 900)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass
class Seen:
    """What a page did while it was open."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


def executable() -> str | None:
    """Where a Chromium is: ``PROVENANCE_CHROMIUM``, else on the search path; ``None`` where there is none."""
    named = os.environ.get("PROVENANCE_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def started() -> Iterator[Browser]:
    """A running browser.

    Raises:
        LookupError: there is no Chromium on this machine.
    """
    from playwright.sync_api import sync_playwright

    path = executable()
    if path is None:
        message = "no Chromium on this machine (Debian: apt-get install chromium)"
        raise LookupError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, address: str, size: tuple[int, int] = WIDE, **options: object
) -> Iterator[tuple[Page, Seen]]:
    """A page; whatever it asks for and complains of is kept."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    seen = Seen()
    context.on("request", lambda request: seen.requests.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.goto(address)
    try:
        yield page, seen
    finally:
        context.close()
