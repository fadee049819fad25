"""Pictures of the pages that Datasette serves, from the sample articles: two widths, light and dark.

python tests/browse_screenshots.py FOLDER
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from browsing import ROOT, serving
from chromium import started

from provenance.pipeline import ingest, open_database, stories
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZES = {"narrow": (390, 844), "wide": (1280, 860)}
# picture -> address, and what it shows from its upper edge on; without one the page from its top
PAGES = {
    "home": ("", None),
    "article": ("/article/1", None),
    "ledger": ("/article/1", ".pv-ledger"),
    "compare": ("/compare/1/2", None),
    "unrelated": ("/compare/1/17", None),
    "words": ("/compare/1/2", ".pv-columns, .pv-rows"),
    "stories": ("/stories", None),
    "story": ("/story/{story}", None),
    "quotes": ("/story/{story}/quotes", None),
    "outlets": ("/outlets", None),
    "outlet": ("/outlet/apnews.com", None),
    "search": ("/search?q=rubber+stamp", None),
    "trace": ("/trace", None),
    "bookmark": ("/trace?url=https://a.example/news&text=Few+boats+left+the+harbour.", None),
    "error": ("/article/999", None),
}


def stored(folder: Path) -> tuple[Path, str]:
    """A database of all samples, and its largest story."""
    shutil.copytree(seeds_folder() / "articles", folder / "articles")
    # paths as a user gives them: the pictures show no machine's folders
    with contextlib.chdir(folder), open_database("samples.db", write=True, create=True) as database:
        ingest(["articles"], database)
        return folder / "samples.db", stories(database)[0].id


def take(browser: Browser, server: str, story: str, out: Path) -> None:
    """The pictures of every page."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            tab = context.new_page()
            for name, (address, part) in PAGES.items():
                tab.goto(f"{server}{ROOT}{address.format(story=story)}")
                if part:
                    tab.locator(part).locator("visible=true").first.scroll_into_view_if_needed()
                    box = tab.locator(part).locator("visible=true").first.bounding_box()
                    tab.mouse.wheel(0, (box or {"y": 0})["y"])
                    tab.wait_for_timeout(100)
                tab.screenshot(path=out / f"browse-{name}-{size}-{scheme}.png")
            context.close()


def main() -> int:
    """Take all pictures."""
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__ or "")
        return 2
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path, story = stored(Path(folder))
        with serving([path]) as server, started() as browser:
            take(browser, server, story, out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
