"""Which lines of a page the extractor takes for the story.

Invariant: a line is marked by what the extractor kept of it, never by its own wording; where
the extractor fails, long lines with few links stand in for it.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.article.regions import STORY_REGIONS
from provenance.characters import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.boxes import Layout
    from provenance.model import Line

__all__ = ["coverage", "mark_extracted", "story_paragraphs"]

Element = Any  # lxml ships no types

WORD = re.compile(r"\w+")
SHORTEST = 6  # words; shorter lines count only where they are a whole paragraph
BODY_REGIONS = frozenset({None, "article", "main"})
# a line whose shingles are in the body to this share is in the body
INSIDE = 0.8
# where no extractor found a story: words of a line that may be one, and its share of links
LONG_LINE = 15
FEW_LINKS = 0.3
TEXT_TAGS = frozenset({"p", "div", "td", "article", "section", "main", "body", "b", None})
# pages after which the extractor's own caches are emptied, so that long runs stay small
CACHE_PAGES = 200
BODY_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "row", "table", "list", "code", "lb", "body", "div"})

_pages = Counter[str]()


def story_paragraphs(tree: Element, url: str | None = None, *, thorough: bool = False) -> list[str]:
    """The paragraphs that trafilatura takes for the story, in order; empty where it finds none.

    Args:
        tree: the root of the page's lxml tree; the extractor may change it.
        url: the page's address.
        thorough: compare what it finds with what other extractors find.
    """
    import trafilatura
    from trafilatura.meta import reset_caches

    _pages["seen"] += 1
    if _pages["seen"] % CACHE_PAGES == 0:
        reset_caches()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            document = trafilatura.bare_extraction(tree, url=url, include_comments=False, fast=not thorough)
        except Exception:  # noqa: BLE001 - whatever breaks inside the extractor, the page has an answer
            return []
    body = getattr(document, "body", None)
    return [] if body is None else _paragraphs(body)


def _paragraphs(body: Element) -> list[str]:
    """The text of the extractor's tree, block by block; a line break ends a block."""
    paragraphs: list[str] = []
    gathered: list[str] = []

    def close() -> None:
        text = " ".join("".join(gathered).split())
        if text:
            paragraphs.append(text)
        gathered.clear()

    stack: list[tuple[bool, Element]] = [(True, body)]
    while stack:
        opening, element = stack.pop()
        is_block = element.tag in BODY_BLOCKS
        if is_block:
            close()
        if opening:
            gathered.append(element.text or "")
            stack.append((False, element))
            stack.extend((True, child) for child in reversed(element))
        elif element is not body:
            gathered.append(element.tail or "")
    close()
    return paragraphs


def mark_extracted(layout: Layout, paragraphs: list[str]) -> tuple[Line, ...]:
    """Say of every line whether it is part of the story.

    A line between two lines of the story belongs to it, because extractors drop list items and
    repeated paragraphs. Of lines that repeat a paragraph word for word, one belongs to it.

    Args:
        layout: the page's text and lines.
        paragraphs: what the extractor kept.

    Returns:
        Its lines with ``extracted`` set.
    """
    text, lines = layout.text, layout.lines
    if not paragraphs:
        return tuple(replace(line, extracted=_looks_like_story(text, line)) for line in lines)
    words = [tuple(WORD.findall(text[line.start : line.end].lower())) for line in lines]
    kept = Counter(tuple(WORD.findall(paragraph.lower())) for paragraph in paragraphs)
    flat = [word for each in kept.elements() for word in each]
    shingles = set(zip(flat, flat[1:], flat[2:], strict=False))
    whole = _whole_paragraphs(lines, words, kept)
    inside = [index in whole or (own not in kept and _is_inside(own, shingles)) for index, own in enumerate(words)]
    return tuple(
        replace(line, extracted=told or _is_between(lines, inside, index))
        for index, (line, told) in enumerate(zip(lines, inside, strict=True))
    )


def _whole_paragraphs(
    lines: Sequence[Line], words: Sequence[tuple[str, ...]], kept: Counter[tuple[str, ...]]
) -> set[int]:
    """The lines that are a paragraph word for word, each paragraph as often as it was kept."""
    candidates: dict[tuple[str, ...], list[int]] = {}
    for index, own in enumerate(words):
        if own and own in kept:
            candidates.setdefault(own, []).append(index)
    chosen: set[int] = set()
    for own, indices in candidates.items():
        best = sorted(indices, key=lambda index: (lines[index].region not in STORY_REGIONS, index))
        chosen.update(best[: kept[own]])
    return chosen


def _is_between(lines: Sequence[Line], inside: Sequence[bool], index: int) -> bool:
    """Whether a line stands between two of the story, in no box of its own."""
    line = lines[index]
    if not (0 < index < len(lines) - 1 and inside[index - 1] and inside[index + 1]):
        return False
    return line.region in BODY_REGIONS and (
        line.tag == "li" or (line.tag in TEXT_TAGS and line.link_density < FEW_LINKS)
    )


def _looks_like_story(text: str, line: Line) -> bool:
    """A long line with few links: what stands for the story where no extractor found one."""
    length = count_words(text[line.start : line.end])
    return length >= LONG_LINE and line.link_density < FEW_LINKS and line.tag in TEXT_TAGS


def _is_inside(words: tuple[str, ...], shingles: set[tuple[str, str, str]]) -> bool:
    """Whether a line is made of the story's words in their order."""
    length = len(words) - 2
    if len(words) < SHORTEST:
        return False
    misses = length - math.ceil(INSIDE * length)
    for shingle in zip(words, words[1:], words[2:], strict=False):
        if shingle not in shingles:
            if misses == 0:
                return False
            misses -= 1
    return True


def coverage(lines: Sequence[Line], paragraphs: Sequence[str]) -> float:
    """How much of what the extractor kept stands in lines marked as story, by length; in [0, 1] and more."""
    wanted = sum(map(len, paragraphs))
    return sum(line.end - line.start for line in lines if line.extracted) / wanted if wanted else 1.0
