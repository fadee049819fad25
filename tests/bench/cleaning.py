"""Cleaning a page beside trafilatura alone, in one process, page by page in turns.

The program makes an article of the page and gives every block its role; the other side is
``trafilatura.extract`` without comments, which gives the body's text. Both start from the page as
a string. The pages are invented, and the labelled ones where they lie beside the repository; the
limit is held on the labelled ones, because they are real: on invented pages trafilatura has no
reason to try its slower ways, and many short lines are the dearest for the program. A page counts
with the median of its repeats.

usage: python tests/bench/cleaning.py [--pages N] [--repeats N]
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import trafilatura

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.model import Media, Page
from provenance.reading.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT.parent / "shared" / "data" / "html"
SYLLABLES = ("ba", "do", "fen", "gul", "har", "kel", "lo", "mar", "nes", "or", "pim", "ras", "sul", "tev", "vik")
LIMIT = 1.5


class Press:
    """Makes invented pages; no two share a line."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = ["".join(self.chance.choices(SYLLABLES, k=self.chance.choice((1, 2, 2, 3)))) for _ in range(6000)]

    def line(self, length: int) -> str:
        return " ".join(self.chance.choices(self.words, k=length)).capitalize()

    def link(self, length: int) -> str:
        number = self.chance.randrange(10**6)
        return f'<a href="/{number}" class="link link--s" data-id="{self.line(1)}"><span>{self.line(length)}</span></a>'

    def picture(self) -> str:
        number = self.chance.randrange(10**6)
        sources = "".join(f'<source srcset="/{number}.webp" media="(min-width: {width}px)">' for width in (400, 800))
        image = f'<img src="/{number}.jpg" alt="{self.line(3)}" loading="lazy">'
        return f'<div class="media"><picture class="media-in">{sources}{image}</picture></div>'

    def script(self) -> str:
        state = ", ".join(f"{word!r}: {self.chance.random()}" for word in self.chance.sample(self.words, 600))
        return f"<script>window.state = {{{state}}};</script>"

    def paragraph(self) -> str:
        chance = self.chance
        sentences = " ".join(self.line(chance.randrange(8, 25)) + "." for _ in range(chance.randrange(1, 5)))
        return f'<p class="text">{sentences} <em>{self.line(2)}</em> {self.link(3)} {self.line(9)}.</p>'

    def figure(self) -> str:
        caption = f"<figcaption><span>{self.line(12)}.</span> <span>Photo: {self.line(2)}</span></figcaption>"
        return f"<figure>{self.picture()}{caption}</figure>"

    def teaser(self) -> str:
        title, text = f'<h3 class="card-title">{self.link(8)}</h3>', f'<p class="card-text">{self.line(18)}.</p>'
        body = f'<div class="card-body">{title}{text}</div>'
        return f'<div class="card"><div class="card-in">{self.picture()}{body}</div></div>'

    def story(self) -> str:
        parts = []
        for number in range(self.chance.randrange(8, 40)):
            parts.append(self.paragraph())
            parts += [f"<h2>{self.line(5)}</h2>"] if number % 5 == 4 else []
            parts += [self.figure()] if number % 7 == 3 else []
        items = "".join(f"<li>{self.line(14)}.</li>" for _ in range(4))
        return f"{''.join(parts)}<ul>{items}</ul>"

    def page(self) -> str:
        title = self.line(9)
        menu = "".join(f'<li class="item">{self.link(self.chance.randrange(1, 3))}</li>' for _ in range(50))
        head = "".join(f'<link rel="preload" href="/{self.line(1)}.js" as="script">' for _ in range(40))
        share = "".join(
            f'<li class="share-item"><button type="button" class="icon"><svg viewBox="0 0 9 9">'
            f'<path d="M0 0h{width}"/></svg>'
            f"<span>{self.line(1)}</span></button></li>"
            for width in range(8)
        )
        return (
            f"<!DOCTYPE html><html lang='en'><head><title>{title} | {self.line(3)}</title>{head}"
            f"<meta name='description' content='{self.line(20)}'>{''.join(self.script() for _ in range(6))}</head>"
            f"<body><div id='app' class='app'><div class='wrap'>"
            f"<header class='head'><nav><ul>{menu}</ul></nav></header>"
            f"<main><article><h1>{title}</h1><p class='byline'>By {self.line(2)}</p><time>4 March 2033</time>"
            f"<ul class='share'>{share}</ul><div class='body'>{self.story()}</div></article>"
            f"<aside class='related'>{''.join(self.teaser() for _ in range(20))}</aside></main>"
            f"<footer><ul>{menu}</ul><p>© 2033 {self.line(3)}. All rights reserved.</p></footer></div></div>"
            f"{''.join(self.script() for _ in range(2))}</body></html>"
        )


def invented(count: int) -> list[str]:
    """News pages: menus, a story with pictures and lists, teasers, links, a footer.

    They weigh what the labelled pages do: some 900 elements, and over 200 kB.
    """
    press = Press(2033)
    return [press.page() for _ in range(count)]


def labelled() -> list[str]:
    """The labelled pages, none where they are not there."""
    contents = (decode(gzip.decompress(path.read_bytes())) for path in sorted(LABELLED.glob("*.html.gz")))
    return [content for content in contents if content]


def program(content: str) -> object:
    """A page in blocks with their roles."""
    return divide(extract(Page("page.html", content, Media.HTML)))


def library(content: str) -> object:
    """A page's body as text."""
    return trafilatura.extract(content, include_comments=False)


def seconds(function: Callable[[str], object], content: str) -> float:
    """What one call takes of the processor."""
    started = time.process_time()
    function(content)
    return time.process_time() - started


def measure(name: str, pages: Sequence[str], repeats: int) -> float:
    """Print the time of both sides for a page, and give the ratio."""
    program(pages[0])
    library(pages[0])
    sides = (program, library)
    total = [0.0, 0.0]
    for number, content in enumerate(pages):
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(repeats):
            order = (0, 1) if (number + turn) % 2 else (1, 0)
            for side in order:
                times[side].append(seconds(sides[side], content))
        for side in (0, 1):
            total[side] += median(times[side])
    ratio = total[0] / total[1]
    sys.stdout.write(
        f"{name:9}{len(pages):5} pages   provenance {1000 * total[0] / len(pages):7.1f} ms   trafilatura"
        f" {1000 * total[1] / len(pages):7.1f} ms   ratio {ratio:.2f} (at most {LIMIT})\n"
    )
    sys.stdout.flush()
    return ratio


def main() -> int:
    """Measure on the invented pages and the labelled ones; more than the limit on these is a failure."""
    parser = argparse.ArgumentParser(description="Measure cleaning beside trafilatura.")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    measure("invented", invented(options.pages), options.repeats)
    real = labelled()
    return int(bool(real) and measure("labelled", real, options.repeats) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
