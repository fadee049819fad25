"""An invented web of sixty sites: who writes, who buys, who copies and who damages what it copies.

Invariant: a seed makes one web, text by text. Stories are told apart by their words; a copy is
later than what it was made from. What is known of a site here is how it was made, never what
the program looks at.

usage: python tests/sites_corpus.py SEED FOLDER
writes pages.jsonl and truth.json.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sites_pages import Copying, Page, house_style, page_of
from sites_words import Tongue

__all__ = ["Site", "Web", "main", "web"]

START = datetime(2031, 4, 1, 5, 0, tzinfo=UTC)
MINUTES = 18 * 24 * 60
KINDS_OF_NAME = ("Courier", "Herald", "Gazette", "Post", "Journal", "Observer", "Tribune", "Record", "Sentinel", "Mail")
WIRES = (
    ("ap", "The Associated Press", "apnews.com"),
    ("reuters", "Reuters", "reuters.com"),
    ("pti", "Press Trust of India", "ptinews.com"),
)


@dataclass
class Story:
    """A text as its writer has it; ``site`` is where it stood first, held or not."""

    number: int
    site: Site
    writer: str
    place: str
    title: str
    paragraphs: list[str]
    published: datetime


@dataclass
class Site:
    """A site and how it was made. ``aggregator`` is ``None`` where it cannot be told."""

    domain: str
    name: str
    kind: str
    aggregator: bool | None
    wire: str | None = None
    style: dict[str, Any] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """How many sites of a kind there are and what they carry.

    ``taken`` are the bounds of the share of their pages that is from others, ``wire`` the share
    of these that is from agencies, ``ghosts`` the share whose original is not held.
    """

    count: int
    aggregator: bool | None
    copying: Copying
    pages: tuple[int, int] = (10, 15)
    taken: tuple[float, float] = (0.0, 0.0)
    wire: float = 0.0
    ghosts: float = 0.15
    lag: tuple[float, float] = (1.0, 12.0)
    others: tuple[int, int] = (4, 9)


PLANS = {
    "outlet": Plan(
        7,
        aggregator=False,
        copying=Copying.CREDITED,
        pages=(12, 16),
        taken=(0.05, 0.25),
        wire=0.9,
    ),
    "station": Plan(
        4,
        aggregator=False,
        copying=Copying.CREDITED,
        pages=(11, 15),
        taken=(0.2, 0.5),
        wire=0.75,
        others=(1, 2),
    ),
    "small paper": Plan(
        7,
        aggregator=False,
        copying=Copying.CREDITED,
        pages=(11, 15),
        taken=(0.33, 0.67),
        wire=0.9,
        others=(1, 1),
    ),
    "sloppy paper": Plan(
        4,
        aggregator=False,
        copying=Copying.SLOPPY,
        pages=(11, 15),
        taken=(0.35, 0.6),
        wire=0.9,
        others=(1, 1),
    ),
    "chain paper": Plan(
        4,
        aggregator=False,
        copying=Copying.SHARED,
        pages=(12, 16),
        taken=(0.35, 0.55),
        wire=0.3,
        ghosts=0.0,
    ),
    "aggregator with links": Plan(
        6,
        aggregator=True,
        copying=Copying.LINKED,
        pages=(11, 15),
        taken=(0.7, 1.0),
        wire=0.3,
        ghosts=0.3,
        lag=(0.3, 8.0),
    ),
    "aggregator without a word": Plan(
        4,
        aggregator=True,
        copying=Copying.BARE,
        pages=(11, 15),
        taken=(0.75, 1.0),
        wire=0.3,
        ghosts=0.3,
        lag=(0.5, 20.0),
    ),
    "aggregator with footers": Plan(
        2,
        aggregator=True,
        copying=Copying.FOOTER,
        pages=(11, 15),
        taken=(0.7, 1.0),
        wire=0.3,
        ghosts=0.3,
        lag=(0.3, 8.0),
    ),
    "spinner": Plan(
        5,
        aggregator=True,
        copying=Copying.SPUN,
        pages=(11, 15),
        taken=(0.75, 1.0),
        wire=0.3,
        ghosts=0.3,
        lag=(2.0, 48.0),
    ),
    "excerpter": Plan(
        3,
        aggregator=True,
        copying=Copying.EXCERPT,
        pages=(11, 15),
        taken=(0.9, 1.0),
        wire=0.2,
        ghosts=0.1,
        lag=(0.2, 6.0),
    ),
    "portal": Plan(
        4,
        aggregator=False,
        copying=Copying.LICENSED,
        pages=(12, 16),
        taken=(0.85, 1.0),
        wire=0.4,
        ghosts=0.2,
        lag=(0.2, 4.0),
        others=(4, 7),
    ),
    "original": Plan(3, aggregator=False, copying=Copying.CREDITED),
    "press releases": Plan(2, aggregator=False, copying=Copying.CREDITED),
    "few pages": Plan(
        2,
        aggregator=None,
        copying=Copying.BARE,
        pages=(2, 4),
        taken=(0.5, 1.0),
        wire=0.5,
    ),
}


class Web:
    """Makes the sites, then their stories, then the copies in the order of time."""

    def __init__(self, seed: int) -> None:
        """Make the web of this seed."""
        self.chance = random.Random(f"web {seed}")
        self.tongue = Tongue(self.chance)
        self.numbers = 0
        self.wires = [Site(domain, name, "wire", aggregator=False, wire=key) for key, name, domain in WIRES]
        self.sites = list(self.wires)
        self.ghosts = [self._site("outlet", aggregator=False) for _ in range(4)]
        for kind, plan in PLANS.items():
            self.sites += [self._site(kind, aggregator=plan.aggregator) for _ in range(plan.count)]
        self._write()
        for site in self.sites:
            if site.kind in PLANS:
                self._take(site, PLANS[site.kind])
        self._copy_copies()

    def _site(self, kind: str, *, aggregator: bool | None) -> Site:
        chance = self.chance
        place = self.tongue.place()
        if aggregator:
            name = chance.choice(("News", "Daily", "World", "Fresh", "Top")) + chance.choice(("Tide", "Beam", "Stream"))
            name += f" {chance.choice(('Today', '24', 'Now', 'Hub', 'Wall'))}" if chance.random() < 0.6 else place
        elif kind == "station":
            name = f"{chance.choice('KW')}{''.join(chance.sample('BCDFGJQVXZ', 3))}"
        elif kind == "press releases":
            name = f"{place} Newsroom Service"
        else:
            name = f"{place} {chance.choice(KINDS_OF_NAME)}"
        domain = (
            "".join(letter for letter in name.lower() if letter.isalnum()) + str(chance.randint(2, 99)) + ".example"
        )
        return Site(domain, name, kind, aggregator, style=house_style(kind, chance, self.tongue))

    def _write(self) -> None:
        """Every site's own stories, and the pages on which they stand first."""
        for site in (*self.sites, *self.ghosts):
            plan = PLANS.get(site.kind)
            if site.wire or site in self.ghosts or plan is None:
                own = 36 if site.wire else 16
            else:
                whole = self.chance.randint(*plan.pages)
                site.style["whole"] = whole
                own = whole - round(whole * self.chance.uniform(*plan.taken))
            for _ in range(own):
                story = self._story(site)
                held = site.wire is None or self.chance.random() < 0.75
                if held and site not in self.ghosts:
                    site.pages.append(page_of(story, site, story.published, Copying.OWN, self.chance))

    def _story(self, site: Site) -> Story:
        self.numbers += 1
        place = self.tongue.place()
        published = START + timedelta(minutes=self.chance.randrange(MINUTES))
        story = Story(
            self.numbers,
            site,
            self.tongue.person(),
            place,
            self.tongue.title(),
            self.tongue.paragraphs(place),
            published,
        )
        site.stories.append(story)
        return story

    def _take(self, site: Site, plan: Plan) -> None:
        """The pages that a site has from others."""
        chance = self.chance
        writers = [each for each in self.sites if each.kind in ("outlet", "station", "original") and each is not site]
        if site.kind == "chain paper":
            writers = [each for each in self.sites if each.kind == site.kind and each is not site]
        others = chance.sample(writers, min(len(writers), chance.randint(*plan.others)))
        wires = chance.sample(self.wires, chance.randint(1, 3))
        seen: set[int] = set()
        while len(site.pages) < site.style["whole"]:
            if chance.random() < plan.wire:
                story = chance.choice(chance.choice(wires).stories)
            elif chance.random() < plan.ghosts:
                story = chance.choice(chance.choice(self.ghosts).stories)
            else:
                story = chance.choice(chance.choice(others).stories)
            if story.number in seen:
                continue
            seen.add(story.number)
            when = story.published + timedelta(hours=chance.uniform(*plan.lag))
            copying = Copying.CREDITED if plan.copying is Copying.SHARED and story.site.wire else plan.copying
            site.pages.append(page_of(story, site, when, copying, chance))

    def _copy_copies(self) -> None:
        """Some pages of aggregators are taken from another aggregator's page, not from the writer's."""
        aggregators = [site for site in self.sites if site.aggregator]
        for site in aggregators:
            known = {page.story.number for page in site.pages}
            for _ in range(self.chance.randint(0, 2)):
                page = self.chance.choice(self.chance.choice(aggregators).pages)
                if page.story.number not in known:
                    known.add(page.story.number)
                    when = page.published + timedelta(hours=self.chance.uniform(0.5, 10))
                    site.pages.append(page_of(page.story, site, when, PLANS[site.kind].copying, self.chance, page))

    def rows(self) -> list[dict[str, Any]]:
        """One row a page, as a scraper would have come by them."""
        rows = [page.row(site) for site in self.sites for page in site.pages]
        self.chance.shuffle(rows)
        return rows

    def truth(self) -> list[dict[str, Any]]:
        """One entry a site."""
        return [
            {
                "site": site.domain,
                "name": site.name,
                "kind": site.kind,
                "aggregator": site.aggregator,
                "pages": len(site.pages),
                "taken": sum(page.story.site is not site for page in site.pages),
            }
            for site in self.sites
        ]


def web(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The pages of a web and what is true of its sites.

    Args:
        seed: the same makes the same web.

    Returns:
        The rows of the corpus, and of each site its kind and whether it is an aggregator.
    """
    made = Web(seed)
    return made.rows(), made.truth()


def main() -> None:
    """Write a web to a folder."""
    seed, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    rows, truth = web(seed)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "pages.jsonl").write_text(lines, encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
