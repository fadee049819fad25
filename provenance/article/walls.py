"""Telling an article from what stands in its place: a wall, a shell, a front page.

Invariant: no page is called a wall by its wording alone; it must also hold less story than the
sign is believed beside, and never is one that holds ``WALL_STORY`` words of it. Only a front
page, which is known by its address, may hold more, in teasers. What is found comes with the
words that it was found by.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.article.wall_markers import WALL_STORY, Place, Wall, find_markers
from provenance.characters import count_words
from provenance.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Article, Block, Fetch, Page

__all__ = ["Wall", "WallFinding", "wall_of", "wall_without_text"]

# with so many words in its body a page is no wall, unless its address says that it is one
LONGEST_WALL = 400
# characters: of a line, a title, an address or a note to readers without scripts, and of a source
LONGEST_LINE = 1500
LONGEST_MARKUP = 1_000_000
MOST_NOTES = 20
MOST_LINES = 1000
LONGEST_EVIDENCE = 200
# scripts that put no spaces between words: two of their characters count as a word
TAGS = re.compile(r"<[^<>]{0,2000}>")
# words of a paragraph that is neither a teaser nor an offer
PARAGRAPH = 30
# a front page: how many words in paragraphs it may hold, and how many headlines it links to; a
# headline has so many words
FRONT_STORY = 150
FRONT_LINKS = 10
HEADLINE = 4
LINKED = 0.8
FRONT_PATH = re.compile(r"/?(?:index\.\w{2,5}|home(?:page)?(?:\.\w{2,5})?|[a-z]{2}(?:-[a-z]{2})?)?/?", re.IGNORECASE)
# the last part of an article's address has hyphens or a number
HYPHENS = 2
NUMBER = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class WallFinding:
    """What stands in the place of an article, the words that say so, and the rule that found them."""

    wall: Wall
    evidence: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Sign:
    """A finding, and the words of story that it is believed beside."""

    finding: WallFinding
    story: int


def wall_of(article: Article, blocks: Sequence[Block], markup: str = "") -> WallFinding | None:
    """What stands on a page in the place of an article; ``None`` where there is a story to trace.

    Args:
        article: as extracted; the addresses of its fetch are looked at where it has one.
        blocks: the article's blocks with their roles.
        markup: the page's source, for what is not visible: its title, notes to readers without
            scripts, the scripts of a check for robots.
    """
    if (front := _front_page(article, blocks)) is not None:
        return front
    address = _address(article.fetch, article.url)
    signs = list(_signs(address, Place.ADDRESS))
    headlines = [block.text for block in blocks if block.role is Role.HEADLINE]
    # a flash says its headline once more; that is all of its story
    body = headlines[1:] + [block.text[:LONGEST_LINE] for block in blocks if block.role is Role.BODY]
    if not signs and sum(map(count_words, body)) >= LONGEST_WALL:
        return None
    dated = any(claim.name == "datePublished" for claim in article.claims)
    story = _story(body, dated=dated)
    if story[None] >= WALL_STORY:
        return None
    signs += _page_signs((article.title, *headlines[:1]), (block.text for block in blocks), markup)
    signs += [
        _Sign(WallFinding(Wall.PAYWALL, f"{claim.name}: {claim.value}", "not_for_free"), WALL_STORY)
        for claim in article.claims
        if claim.name == "isAccessibleForFree" and claim.value == "false"
    ]
    return _best(sign for sign in signs if _is_believed(sign, story, dated=dated))


def wall_without_text(page: Page) -> WallFinding | None:
    """What stands on a page of which no article can be made, because nothing on it is visible.

    Args:
        page: as it was read.

    Returns:
        The wall that its address, its title or its source shows; a script shell where it has
        scripts at least; ``None`` where it is just empty.
    """
    signs = list(_signs(_address(page.fetch, page.url), Place.ADDRESS))
    signs += _page_signs((page.title,), (), page.content)
    if "<script" in page.content[:LONGEST_MARKUP].lower():
        signs.append(_Sign(WallFinding(Wall.SCRIPT_SHELL, "scripts and no text", "no_text_but_scripts"), 0))
    return _best(signs)


def _page_signs(titles: Iterable[str | None], lines: Iterable[str], markup: str) -> Iterator[_Sign]:
    """The signs of a page's titles, lines and source."""
    source = markup[:LONGEST_MARKUP].lower()
    head = source[: min((at for tag in ("<body", "<svg") if (at := source.find(tag)) >= 0), default=None)]
    for title in dict.fromkeys(filter(None, (*titles, *_elements(head, "title", 1)))):
        yield from _signs(title, Place.TITLE)
    for line in islice(dict.fromkeys(lines), MOST_LINES):
        yield from _signs(line, Place.TEXT, Place.SCRIPT)
    for note in _elements(source, "noscript", MOST_NOTES):
        yield from _signs(note, Place.SCRIPT)
    yield from _signs(source, Place.MARKUP, longest=LONGEST_MARKUP)


def _signs(text: str, *places: Place, longest: int = LONGEST_LINE) -> Iterator[_Sign]:
    """The signs of one text; those that only say that a line is no story are left out."""
    for marker, found in find_markers(text[:longest], *places):
        if marker.story:
            evidence = text if marker.place is Place.ADDRESS else found
            yield _Sign(WallFinding(marker.wall, evidence[:LONGEST_EVIDENCE], marker.name), marker.story)


def _is_believed(sign: _Sign, story: dict[Wall | None, int], *, dated: bool) -> bool:
    """Whether a page holds as little story as a sign asks for.

    A sign that articles carry too (a banner, an offer, a note on scripts) is not believed of a
    page that dates itself as articles do, and only the lines of its own wall are no story then.
    """
    if sign.story >= WALL_STORY:
        return story[None] < WALL_STORY
    return not dated and story[sign.finding.wall] < sign.story


def _best(signs: Iterable[_Sign]) -> WallFinding | None:
    """The finding of the strongest sign; of equal ones, of the wall that stands first."""
    order = list(Wall)
    ranked = sorted(signs, key=lambda sign: (-sign.story, order.index(sign.finding.wall)))
    return ranked[0].finding if ranked else None


def _story(body: Iterable[str], *, dated: bool) -> dict[Wall | None, int]:
    """Words of story for each wall, its own lines left out; for ``None`` those of all walls.

    On a page that dates itself as articles do, a paragraph is story even where it speaks of
    walls: the offers there are short, and some articles are about walls.
    """
    story: dict[Wall | None, int] = dict.fromkeys((None, *Wall), 0)
    for text in body:
        words = count_words(text)
        prose = dated and words >= PARAGRAPH
        walls = set() if prose else {marker.wall for marker, _ in find_markers(text, Place.TEXT, Place.SCRIPT)}
        for wall in story:
            if wall not in walls and (wall is not None or not walls):
                story[wall] += words
        if story[None] >= WALL_STORY:
            break
    return story


def _elements(source: str, name: str, most: int) -> Iterator[str]:
    """The text inside the first elements of a name, however broken the markup around them is.

    Args:
        source: the page's source, in small letters.
        name: the element's.
        most: how many are looked at.
    """
    at = 0
    for _ in range(most):
        opened = source.find(f"<{name}", at)
        start = source.find(">", opened) + 1 if opened >= 0 else 0
        at = source.find(f"</{name}", start) if start else -1
        if at < 0:
            return
        text = TAGS.sub(" ", source[start : min(at, start + LONGEST_LINE)])
        if cleaned := " ".join(html.unescape(text).split()):
            yield cleaned


def _address(fetch: Fetch | None, url: str | None) -> str:
    """Host and path of the page's address, in small letters: no user, port, query or fragment."""
    return "".join(_split(fetch.final if fetch else url)).lower()


def _split(url: str | None) -> tuple[str, str]:
    """Host and path of an address, two empty strings where it is none."""
    try:
        parts = urlsplit((url or "")[:LONGEST_LINE])
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.path


def _front_page(article: Article, blocks: Sequence[Block]) -> WallFinding | None:
    """The front page or list that stands where an article was asked for.

    A reader who was sent there from an article's address is believed about any page that has
    not the paragraphs of a story; a page that has such an address from the start must also link
    to many headlines. A page that dates itself as articles do is none.
    """
    host, path = _split(article.fetch.final if article.fetch else article.url)
    if not host or any(claim.name == "datePublished" for claim in article.claims):
        return None
    asked = _split(article.fetch.requested)[1] if article.fetch else ""
    sent = _leads_up(asked, path)
    if not sent and not FRONT_PATH.fullmatch(path):
        return None
    query = urlsplit(article.fetch.final if article.fetch else article.url or "").query
    story = sum(
        words for block in blocks if block.role is Role.BODY and (words := count_words(block.text)) >= PARAGRAPH
    )
    links = sum(
        line.link_density >= LINKED and article.text.count(" ", line.start, line.end) >= HEADLINE - 1
        for line in article.lines
    )
    if query or story >= FRONT_STORY or (not sent and (links < FRONT_LINKS or story >= WALL_STORY)):
        return None
    rule, evidence = ("sent_to_front_page", f"{asked} -> {path or '/'}") if sent else ("front_address", host + path)
    return WallFinding(Wall.FRONT_PAGE, evidence[:LONGEST_EVIDENCE], rule)


def _leads_up(asked: str, path: str) -> bool:
    """Whether an article's path was asked for, and the front page or a section above it answered."""
    parts, left = [part for part in asked.split("/") if part], [part for part in path.split("/") if part]
    if not parts or not _is_slug(parts[-1]):
        return False
    above = len(left) < len(parts) and left == parts[: len(left)]
    return FRONT_PATH.fullmatch(path) is not None or (above and not any(map(_is_slug, left)))


def _is_slug(part: str) -> bool:
    """Whether a part of an address names an article, by words with hyphens or a number."""
    return part.count("-") + part.count("_") >= HYPHENS or NUMBER.search(part) is not None
