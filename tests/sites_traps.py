"""Pages that mislead: they name an agency that did not write them, or hide when they were made.

Invariant: a seed sets the same traps in the same web, and says of every page who wrote its text;
the text of a trap says nothing of being one.

usage: python tests/sites_traps.py SEED FOLDER
writes pages.jsonl and writers.json.
"""

from __future__ import annotations

import json
import random
import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sites_corpus import Site, Web
from sites_words import Tongue

if TYPE_CHECKING:
    from sites_pages import Page

__all__ = ["Trap", "Writer", "trapped_web"]

_QUOTATION = re.compile(r"“[^”]+” [^.“]+\.")


class Trap(StrEnum):
    """How a page misleads."""

    NONE = "none"
    CITES = "cites"
    PICTURE = "picture"
    HELPED = "helped"
    SAME_EVENT = "same event"
    BACKDATED = "backdated"
    WRONG_FOOTER = "wrong footer"


@dataclass(frozen=True)
class Writer:
    """Who wrote the text of a page: the id of an agency, else a name and a domain."""

    page: str
    source: str | None
    name: str
    domain: str
    own: bool
    held: bool
    trap: Trap


# how many of a site's own pages, and of those that an aggregator took, mislead in each way
_OWN = {Trap.CITES: 0.08, Trap.PICTURE: 0.08, Trap.HELPED: 0.06, Trap.SAME_EVENT: 0.08}
_TAKEN = {Trap.BACKDATED: 0.08, Trap.WRONG_FOOTER: 0.03}


def trapped_web(seed: int) -> tuple[list[dict[str, Any]], list[Writer]]:
    """The pages of a web with traps in it.

    Args:
        seed: the same makes the same web.

    Returns:
        The rows of the corpus, and who wrote each, by page.
    """
    web = Web(seed)
    chance = random.Random(f"traps {seed}")
    tongue = Tongue(chance)
    originals = {id(page.story) for site in web.sites for page in site.pages if page.story.site is site}
    traps = {id(page): _set(page, site, web, chance, tongue) for site in web.sites for page in site.pages}
    writers = [
        Writer(
            page.row(site)["id"],
            page.story.site.wire,
            page.story.site.name,
            page.story.site.domain,
            own=page.story.site is site,
            held=id(page.story) in originals,
            trap=traps[id(page)],
        )
        for site in web.sites
        for page in site.pages
    ]
    return web.rows(), sorted(writers, key=lambda writer: writer.page)


def _set(page: Page, site: Site, web: Web, chance: random.Random, tongue: Tongue) -> Trap:
    """Make a page a trap, or leave it; says which."""
    own = page.story.site is site
    if site.wire or (not own and not site.aggregator):
        return Trap.NONE
    odds = _OWN if own else _TAKEN
    trap = chance.choices([*odds, Trap.NONE], [*odds.values(), 1 - sum(odds.values())])[0]
    wire = chance.choice(web.wires)
    match trap:
        case Trap.CITES:
            said = tongue.paragraphs(page.story.place)[0].split(". ")[0].rstrip(".”")
            _behind(page, f"{said}, {wire.name} reported. Officials told {wire.name} that they would look into it.")
        case Trap.PICTURE:
            mark = {"ap": "AP", "reuters": "Reuters", "pti": "PTI"}[wire.wire or ""]
            _behind(page, f"A street in {page.story.place}. ({mark} Photo/{tongue.person()})", at=1)
        case Trap.HELPED:
            _behind(page, f"{wire.name} contributed to this report.")
        case Trap.SAME_EVENT:
            _quote(page, chance.choice(chance.choice(web.sites).stories or wire.stories).paragraphs)
        case Trap.BACKDATED:
            page.published = page.story.published.astimezone(page.published.tzinfo) - timedelta(
                hours=chance.uniform(1, 9)
            )
        case Trap.WRONG_FOOTER:
            _behind(page, f"Copyright {page.published.year} {wire.name}. All rights reserved.")
        case Trap.NONE:
            pass
    return trap


def _behind(page: Page, line: str, at: int | None = None) -> None:
    """Put a line behind the story's last paragraph, or behind its first."""
    paragraph = page.body[0] if at else page.body[-1]
    place = page.blocks.index(paragraph) + 1
    page.blocks.insert(place, line)


def _quote(page: Page, theirs: list[str]) -> None:
    """Let two speakers of another report say the same here."""
    spoken = [found[0] for paragraph in theirs for found in _QUOTATION.finditer(paragraph)]
    for line in spoken[:2]:
        _behind(page, line)


def main() -> None:
    """Write a web with traps to a folder."""
    seed, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    rows, writers = trapped_web(seed)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "pages.jsonl").write_text(lines, encoding="utf-8")
    truth = [{**vars(writer), "trap": writer.trap.value} for writer in writers]
    (folder / "writers.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
