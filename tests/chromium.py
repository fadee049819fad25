"""A real Chromium for tests and screenshots, started through playwright."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


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
