"""The pages of an invented web: one story under the headers, credits and footers of one site.

Invariant: what a page says of its origin follows from how its site handles others' texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sites_words import Tongue, spin

if TYPE_CHECKING:
    import random

    from sites_corpus import Site, Story

__all__ = ["Copying", "Page", "house_style", "page_of"]

SECTIONS = ("Local", "World", "Business", "Sports", "Weather", "Opinion", "Culture", "Science", "Obituaries", "Travel")
NEWSLETTERS = (
    "Sign up for our morning newsletter and never miss a story.",
    "Get the day's headlines in your inbox. Subscribe today.",
    "Follow us for more stories from around the region.",
    "Download our app for breaking news alerts.",
)
REMOVALS = (
    "If you own the rights to this material and want it removed, please write to {mail}.",
    "All materials belong to their rightful owners. For removal requests contact {mail}.",
    "{name} is an automatic aggregator of news from open sources. Complaints: {mail}.",
    "Disclaimer: this post has been auto-published from an agency feed without any modifications to the text.",
)
DESKS = ("admin", "News Desk", "Staff Reporter", "Editorial Team", "Web Desk")


class Copying(StrEnum):
    """How a site handles a text that it has from elsewhere."""

    OWN = "own"
    CREDITED = "credited"
    SLOPPY = "sloppy"
    LINKED = "linked"
    BARE = "bare"
    FOOTER = "footer"
    SPUN = "spun"
    EXCERPT = "excerpt"
    LICENSED = "licensed"
    SHARED = "shared"


@dataclass
class Page:
    """A page with its blocks; ``body`` are those of the story, as they stand here."""

    story: Story
    title: str
    body: list[str]
    blocks: list[str]
    published: datetime
    path: str

    def row(self, site: Site) -> dict[str, Any]:
        """The page as a row of a corpus."""
        address = f"https://{site.domain}/{self.path}"
        return {
            "id": f"{site.domain}/{self.path}",
            "url": address,
            "publisher": site.name,
            "date": self.published.isoformat(timespec="seconds"),
            "title": self.title,
            "text": "\n\n".join(self.blocks),
        }


@dataclass
class _Making:
    """A page in the making; ``body`` may yet change."""

    story: Story
    site: Site
    body: list[str]
    chance: random.Random


_Lines = tuple[list[str], list[str]]


def house_style(kind: str, chance: random.Random, tongue: Tongue) -> dict[str, Any]:
    """How the pages of a site look."""
    return {
        "nav": " | ".join(chance.sample(SECTIONS, 5)) if chance.random() < 0.6 else None,
        "stamp": chance.random() < 0.5,
        "newsletter": chance.choice(NEWSLETTERS) if chance.random() < 0.5 else None,
        "related": chance.random() < 0.4,
        "footer": chance.random() < 0.8,
        "offset": chance.choice((-7, -5, -4, 0, 1, 5.5)),
        "removal": chance.choice(REMOVALS) if kind.startswith("aggregator") or kind == "spinner" else None,
        "says": chance.random() < 0.3,
        "byline": chance.choice(("none", "none", "desk", "person", "kept")),
        "people": [tongue.person() for _ in range(3)],
        "desk": chance.choice(DESKS),
        "link": chance.choice(("Source: {url}", "Read the original article at {url}", "{url}", "Source link: {url}")),
        "state": chance.choice(("Vt.", "Ore.", "Ohio", "Mo.", "Texas")),
        "spinning": chance.uniform(0.5, 0.9),
        "strips": chance.random() < 0.6,
        "credit_rate": chance.uniform(0.35, 0.65),
        "view_original": chance.random() < 0.5,
        "owner": "Thistle & Lowell Media Group" if kind == "chain paper" else None,
        "signs": chance.random() < 0.8,
    }


def page_of(
    story: Story, site: Site, when: datetime, copying: Copying, chance: random.Random, after: Page | None = None
) -> Page:
    """A story as it stands on a site.

    Args:
        story: the text.
        site: where it stands.
        when: at what time.
        copying: how the site came by it and what it says of that.
        chance: decides what is left open.
        after: the page that it was copied from, where that is not the writer's own.
    """
    body = list(after.body) if after else _dispatch(story, chance)
    before, behind = _CREDITS[copying](_Making(story, site, body, chance))
    if copying is Copying.EXCERPT:
        body = body[: chance.choice((2, 2, 3))]
        body[-1] = body[-1] if chance.random() < 0.5 else " ".join(body[-1].split()[:24]) + " […]"
    title = story.title
    if copying is Copying.SPUN:
        body = [spin(text, chance, site.style["spinning"]) for text in body]
        title = spin(title, chance, site.style["spinning"])
        if chance.random() < 0.3:
            chance.shuffle(body)
    style = site.style or _PLAIN
    local = when.astimezone(timezone(timedelta(hours=style["offset"])))
    blocks = [
        *([style["nav"]] if style["nav"] else []),
        title,
        *before,
        *([f"{local:%B} {local.day}, {local.year}"] if style["stamp"] else []),
        *body,
        *behind,
        *_tail(story, site, style, when),
    ]
    path = f"{local:%Y/%m/%d}/{'-'.join(title.lower().split()[:6]).replace(',', '')}-{story.number}"
    return Page(story, title, body, blocks, local, path)


_PLAIN = {"nav": None, "stamp": False, "newsletter": None, "related": False, "footer": True, "offset": 0}


def _dispatch(story: Story, chance: random.Random) -> list[str]:
    """The text as its writer sends it out, with the dateline of an agency or of a station."""
    first, *rest = story.paragraphs
    city, when = story.place, story.published
    match story.site.wire, story.site.kind:
        case "ap", _:
            lead = f"{city.upper()}, {chance.choice(('Vt.', 'Ore.', 'Ohio'))} (AP) — {first}"
        case "reuters", _:
            lead = f"{city.upper()}, {when:%B} {when.day} (Reuters) - {first}"
        case "pti", _:
            lead = f"{city}, {when:%b} {when.day} (PTI) {first}"
        case _, "station":
            lead = f"{city.upper()}, {story.site.style['state']} ({story.site.name}) — {first}"
        case _, "press releases":
            lead = f"{city.upper()}, {when:%B} {when.day}, {when.year} – {first}"
        case _:
            lead = first
    return [lead, *rest]


def _bare_lead(at: _Making) -> None:
    """Take the dateline off a lead."""
    if at.body[0].endswith(at.story.paragraphs[0]):
        at.body[0] = at.story.paragraphs[0]


def _own(at: _Making) -> _Lines:
    if at.site.wire == "reuters":
        return [], [f"(Reporting by {at.story.writer}; Editing by {at.site.name[0]}na Birch)"]
    if at.site.wire:
        return [f"By {at.story.writer.upper()}" if at.site.wire == "ap" else f"By {at.story.writer}"], []
    if at.site.kind == "press releases":
        firm = f"{at.story.place} {at.chance.choice(('Pumps', 'Foods', 'Systems', 'Health'))}"
        return [], [
            f"About {firm}",
            f"Media contact: {at.story.writer}, press@{at.story.place.lower()}.example",
            f"SOURCE {firm}",
        ]
    if at.site.style["signs"] and at.chance.random() < 0.85:
        writer = at.chance.choice(at.site.style["people"]) if at.site.kind != "outlet" else at.story.writer
        at.story.writer = writer
        return [f"By {writer}"], []
    return ["Staff report"] if at.chance.random() < 0.3 else [], []


def _credited(at: _Making) -> _Lines:
    """As the contract with an agency asks for it, or as one paper thanks another."""
    maker = at.story.site
    if maker.wire is None:
        first = f"By {at.story.writer}, {maker.name}" if at.chance.random() < 0.5 else maker.name
        return [first], [f"This story was originally published by {maker.name}."]
    mark = {"ap": "AP", "reuters": "Reuters", "pti": "PTI"}[maker.wire]
    form = at.chance.choice(("dateline", "byline", "both", "footer"))
    if form in ("byline", "footer"):
        _bare_lead(at)
    before = {
        "byline": [f"By {maker.name}" if at.chance.random() < 0.6 else f"By {at.story.writer}, {maker.name}"],
        "both": [f"By {at.story.writer} {maker.name}" if at.chance.random() < 0.4 else f"By {mark}"],
    }.get(form, [])
    year = at.story.published.year
    behind = [f"Copyright {year} {maker.name}. All rights reserved."] if form in ("footer", "both") else []
    return before, behind


def _sloppy(at: _Making) -> _Lines:
    if at.chance.random() < at.site.style["credit_rate"]:
        return _credited(at)
    _bare_lead(at)
    return [at.chance.choice(("Wire reports", "Staff and wire reports", "From news services"))] * (
        at.chance.random() < 0.6
    ), []


def _linked(at: _Making) -> _Lines:
    before = _invented_byline(at)
    address = (
        f"https://{at.story.site.domain}/{at.story.published:%Y/%m/%d}/{'-'.join(at.story.title.lower().split()[:5])}"
    )
    behind = [at.site.style["link"].format(url=address)] if at.chance.random() < 0.85 else []
    if at.chance.random() < 0.3:
        behind.insert(0, _footer(at.story))
    return before, behind


def _bare(at: _Making) -> _Lines:
    style = at.site.style
    if style["strips"] or at.chance.random() < 0.3:
        _bare_lead(at)
    return _invented_byline(at), []


def _with_footer(at: _Making) -> _Lines:
    return _invented_byline(at), [_footer(at.story)] if at.chance.random() < 0.85 else []


def _spun(at: _Making) -> _Lines:
    _bare(at)
    behind = [spin(_footer(at.story), at.chance, 0.9).replace("All rights reserved", "All rights registered")]
    return _invented_byline(at), behind if at.chance.random() < 0.2 else []


def _excerpt(at: _Making) -> _Lines:
    maker = at.story.site
    address = f"https://{maker.domain}/{at.story.published:%Y/%m/%d}/{at.story.number}"
    form = at.chance.choice(("Continue reading at {name}", "Read more at {url}", "{url}", "Full story: {url}"))
    return [], [form.format(name=maker.name, url=address)]


def _licensed(at: _Making) -> _Lines:
    maker = at.story.site
    if maker.wire:
        return _credited(at)
    before = [at.chance.choice((f"{at.story.writer}, {maker.name}", f"By {at.story.writer}, {maker.name}", maker.name))]
    behind = [f"This article originally appeared on {maker.name}: {at.story.title}"] if at.chance.random() < 0.6 else []
    if at.site.style["view_original"]:
        behind += [f"View original at https://{maker.domain}/{at.story.number}"]
    return before, behind or [f"Provided by {maker.name}"]


def _shared(at: _Making) -> _Lines:
    """Sister papers of one owner run each other's texts as their own, under the reporter's name."""
    return [f"By {at.story.writer}"], []


_CREDITS = {
    Copying.OWN: _own,
    Copying.CREDITED: _credited,
    Copying.SLOPPY: _sloppy,
    Copying.LINKED: _linked,
    Copying.BARE: _bare,
    Copying.FOOTER: _with_footer,
    Copying.SPUN: _spun,
    Copying.EXCERPT: _excerpt,
    Copying.LICENSED: _licensed,
    Copying.SHARED: _shared,
}


def _footer(story: Story) -> str:
    return f"Copyright {story.published.year} {story.site.name}. All rights reserved."


def _invented_byline(at: _Making) -> list[str]:
    """Whom a site that writes nothing names as the writer."""
    match at.site.style["byline"]:
        case "desk":
            return [f"By {at.site.style['desk']}"]
        case "person":
            return [f"By {at.chance.choice(at.site.style['people'])}"]
        case "kept":
            return [f"By {at.story.writer}"]
        case _:
            return []


def _tail(story: Story, site: Site, style: dict[str, Any], when: datetime) -> list[str]:
    """What stands under every story of a site."""
    lines = []
    if style["related"]:
        lines.append(f"Read more: {story.site.stories[0].title}")
    if style["newsletter"]:
        lines.append(style["newsletter"])
    if style.get("removal") and style["says"]:
        lines.append(style["removal"].format(name=site.name, mail=f"abuse@{site.domain}"))
    if style["footer"]:
        lines.append(f"© {when.year} {style.get('owner') or site.name}. All rights reserved.")
    return lines
