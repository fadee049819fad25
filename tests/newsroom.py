"""An invented newsroom whose feeds change at every look: new, changed and vanished items."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from loopback import Loopback, Reply, Seen, redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLACES = [
    "Aldermoor",
    "Brackwater",
    "Calder",
    "Dunmere",
    "Eskdale",
    "Fallowby",
    "Greyhaven",
    "Hollowell",
    "Inverloch",
    "Jarrowfield",
]
THINGS = [
    "ferry",
    "bridge",
    "library",
    "tram",
    "harbour",
    "orchard",
    "reservoir",
    "theatre",
    "lighthouse",
    "market",
    "quarry",
    "viaduct",
]
DEEDS = [
    "reopened",
    "closed",
    "flooded",
    "burned",
    "moved",
    "expanded",
    "collapsed",
    "sold",
    "renamed",
    "repaired",
    "painted",
    "emptied",
]
PEOPLE = [
    "Okafor",
    "Lindqvist",
    "Marchetti",
    "Dubois",
    "Haverford",
    "Nakagawa",
    "Petrov",
    "Quigley",
    "Rasmussen",
    "Silvestri",
]
DETAILS = [
    "budget",
    "timber",
    "granite",
    "winter",
    "council",
    "volunteers",
    "lantern",
    "ledger",
    "harvest",
    "compass",
    "copper",
    "weather",
]
START = datetime(2031, 4, 5, 6, 0, tzinfo=UTC)


@dataclass
class Story:
    """One story of the newsroom; ``version`` goes up with each correction."""

    number: int
    version: int = 1

    @property
    def path(self) -> str:
        return f"/2031/04/05/story-{self.number:04}.html"

    @property
    def title(self) -> str:
        chance = random.Random(f"title {self.number}")
        return f"{chance.choice(PLACES)} {chance.choice(THINGS)} is {chance.choice(DEEDS)}, case {self.number}"

    @property
    def published(self) -> datetime:
        return START + timedelta(minutes=7 * self.number)

    def paragraphs(self) -> list[str]:
        found = []
        for number in range(4):
            version = self.version if number == 1 else 1
            chance = random.Random(f"{self.number} {number} {version}")
            words = " ".join(chance.choice(DETAILS + THINGS + PLACES + PEOPLE) for _ in range(24))
            found.append(f"{chance.choice(PEOPLE)} wrote in file {self.number} of {version} parts: {words}.")
        return found

    def page(self) -> str:
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs())
        return (
            f"<html><head><title>{escape(self.title)}</title></head>"
            f"<body><article><h1>{escape(self.title)}</h1>{body}</article></body></html>"
        )


@dataclass
class Newsroom:
    """A server with a feed, a second feed that lists the same by other addresses, and the pages."""

    site: Loopback
    seed: int = 0
    window: int = 9
    frozen: bool = False
    stories: dict[int, Story] = field(default_factory=dict)
    listed: list[int] = field(default_factory=list)
    looks: int = 0
    told: dict[int, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.site.play("/robots.txt", Reply(status=404))
        self.site.play("/feed.xml", self._feed)
        self.site.play("/again.xml", self._again)

    def step(self) -> None:
        """Write, correct and drop some stories."""
        chance = random.Random(f"{self.seed} {self.looks}")
        self.looks += 1
        if self.frozen:
            return
        for _ in range(chance.randrange(3)):
            story = Story(len(self.stories) + 1)
            self.stories[story.number] = story
            self.listed.append(story.number)
            self.site.play(story.path, self._page(story))
            self.site.play(f"/go/{story.number}", redirect(story.path, 301))
        if self.listed and chance.random() < 0.3:
            self.stories[chance.choice(self.listed)].version += 1
        if len(self.listed) > self.window:
            del self.listed[: len(self.listed) - self.window]

    def _page(self, story: Story) -> Callable[[Seen], Reply]:
        return lambda _seen: Reply(story.page())

    def _feed(self, _seen: Seen) -> Reply:
        with self._lock:
            self.step()
            return Reply(self._xml(lambda story: story.path), media="application/rss+xml")

    def _again(self, _seen: Seen) -> Reply:
        """Every other story, by addresses that lead to the same pages."""
        with self._lock:
            return Reply(self._xml(_other_address), media="text/xml")

    def _xml(self, link: Callable[[Story], str | None]) -> str:
        items = []
        for number in self.listed:
            story = self.stories[number]
            address = link(story)
            if address is None:
                continue
            self.told.setdefault(number, set()).add(story.version)
            items.append(
                f"<item><title>{escape(story.title)}</title><link>{self.site.url(address)}</link>"
                f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
                f"<description>version {story.version}</description></item>"
            )
        return f"<rss version='2.0'><channel><title>Newsroom</title>{''.join(items)}</channel></rss>"


def _other_address(story: Story) -> str | None:
    """Another address of every other story."""
    return {1: f"{story.path}?utm_source=again", 3: f"/go/{story.number}"}.get(story.number % 4)


def articles(room: Newsroom) -> Iterator[Story]:
    """The stories that a feed ever named."""
    return (room.stories[number] for number in sorted(room.told))
