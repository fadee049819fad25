"""No line of a page takes the program long: every expression is linear, also on lines made to be slow."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from typing import TYPE_CHECKING

import pytest

import provenance.article
from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.article.forms import find_forms, shipped_forms
from provenance.model import Media, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LENGTH = 100_000
# what expressions begin with, what they repeat, and what nearly ends them
SEEDS = (
    "a", " ", "a ", "A. ", "(", "((a", "a.b ", "1", "1/", "12:", "-", "\u2013 ", "\u201c", "|", "A|", "/", "://", "@a",
    "By A ", "By A, B and ", "Photo: A/", "Copyright \u00a9 ", "\u00a9 2031 ", "all rights ", "http://a.b/", "Home > ",
    "(Reporting by A", "Published: ", "Jan 1 ", "2031-01-01 ", "Read more: ", "Follow us on ", "may not be a, ",
    "class- ", "lead-", "\u0131", "\u6f22", "\u0928\u092e ",
)  # fmt: skip
SECONDS = 1.0


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression at the top of a module of ``article``, also inside tuples."""
    for module in pkgutil.iter_modules(provenance.article.__path__, "provenance.article."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value if isinstance(value, tuple) else (value,)
            flat = [each for item in held for each in (item if isinstance(item, tuple) else (item,))]
            yield from ((f"{module.name}.{name}", each) for each in flat if isinstance(each, re.Pattern))


def line_of(seed: str) -> str:
    return (seed * (LENGTH // len(seed) + 1))[:LENGTH]


def seconds(call: Callable[[str], object], line: str) -> float:
    started = time.process_time()
    call(line)
    return time.process_time() - started


@pytest.mark.parametrize("seed", SEEDS)
def test_every_expression_is_linear(seed: str) -> None:
    line = line_of(seed)
    slow = {}
    for name, pattern in dict(patterns()).items():
        for call in (pattern.match, pattern.search):
            taken = seconds(call, line)
            if taken > SECONDS / 10 and taken > 3 * seconds(call, line[: LENGTH // 2]) + SECONDS / 10:
                slow[name] = taken
    for form in shipped_forms():
        taken = seconds(form.pattern.match, line)
        if taken > SECONDS / 10:
            slow[form.name] = taken
    assert slow == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_line_is_judged_at_once(seed: str) -> None:
    line = line_of(seed)
    assert seconds(find_forms, line) < SECONDS
    text = f"Gates shut at Harrow Lake\n\nBy Ana Ruhl\n\n{line}\n\nThe port shut its gates on Tuesday.\n\n{line}"
    assert seconds(lambda content: divide(extract(Page("a.txt", content, Media.TEXT))), text) < 2 * SECONDS
    page = f"<h1>Gates shut</h1><div class='{line}'><p>{line}</p></div><p>The port shut its gates on Tuesday.</p>"
    assert seconds(lambda content: divide(extract(Page("a.html", content, Media.HTML))), page) < 4 * SECONDS
