"""Pictures of the HTML report, from the sample articles: two widths, light and dark.

python tests/screenshots.py FOLDER
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import started

from provenance.model import Trace
from provenance.pipeline import ingest, open_database, trace
from provenance.report.html import HtmlReport
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLES = ("cable-aggregator.txt", "cable-mosaic.txt")
SIZES = {"narrow": (390, 844), "wide": (1120, 700)}
# picture -> what it shows from its upper edge on; without one the whole page
PARTS = {
    "verdict": None,
    "paragraphs": ".pv-ledger",
    "changes": "#a1-compare",
    "words": ".pv-columns, .pv-rows",
    "whole": "",
}


def written(folder: Path) -> list[Path]:
    """A page for each sample, with all samples stored."""
    shutil.copytree(seeds_folder() / "articles", folder / "articles")
    pages = []
    # paths as a user gives them: the pictures show no machine's folders
    with contextlib.chdir(folder), open_database("samples.db", write=True, create=True) as database:
        ingest(["articles"], database)
        for name in SAMPLES:
            page = folder / f"{Path(name).stem}.html"
            with contextlib.closing(HtmlReport()) as report, page.open("w", encoding="utf-8") as stream:
                for answer in trace([f"articles/{name}"], database, texts=True):
                    if isinstance(answer, Trace):
                        report.add(answer)
                report.write(stream)
            pages.append(page)
    return pages


def take(browser: Browser, page: Path, out: Path) -> None:
    """The pictures of one page."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            tab = context.new_page()
            tab.goto(page.as_uri())
            for part, selector in PARTS.items():
                if selector:
                    tab.locator(selector).locator("visible=true").first.evaluate("each => each.scrollIntoView()")
                picture = out / f"{page.stem}-{part}-{size}-{scheme}.png"
                tab.screenshot(path=picture, full_page=part == "whole")
            context.close()


def main() -> int:
    """Take all pictures."""
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__ or "")
        return 2
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, started() as browser:
        for page in written(Path(folder)):
            take(browser, page, out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
