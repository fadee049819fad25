"""No line of a page takes the program long: every expression is linear, also on lines made to be slow."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from growth import assert_linear, repeated

import provenance.article
from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.article.forms import find_forms, shipped_forms
from provenance.model import Media, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Gates shut at Harrow Lake\n\nBy Ana Ruhl\n\n{0}\n\nThe port shut its gates on Tuesday.\n\n{0}"
PAGE = "<h1>Gates shut</h1><div class='{0}'><p>{0}</p></div><p>The port shut its gates on Tuesday.</p>"
# what expressions begin with, what they repeat, and what nearly ends them
SEEDS = (
    "a", " ", "a ", "A. ", "(", "((a", "a.b ", "1", "1/", "12:", "-", "\u2013 ", "\u201c", "|", "A|", "/", "://", "@a",
    "By A ", "By A, B and ", "Photo: A/", "Copyright \u00a9 ", "\u00a9 2031 ", "all rights ", "http://a.b/", "Home > ",
    "(Reporting by A", "Published: ", "Jan 1 ", "2031-01-01 ", "Read more: ", "Follow us on ", "may not be a, ",
    "class- ", "lead-", "\u0131", "\u6f22", "\u0928\u092e ",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression at the top of a module of ``article``, also inside tuples."""
    for module in pkgutil.iter_modules(provenance.article.__path__, "provenance.article."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value if isinstance(value, tuple) else (value,)
            flat = [each for item in held for each in (item if isinstance(item, tuple) else (item,))]
            yield from ((f"{module.name}.{name}", each) for each in flat if isinstance(each, re.Pattern))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_expression_is_linear(seed: str) -> None:
    line = repeated(seed)
    calls = [(name, call) for name, pattern in dict(patterns()).items() for call in (pattern.match, pattern.search)]
    slow = {}
    for name, call in (*calls, *((form.name, form.pattern.match) for form in shipped_forms())):
        try:
            assert_linear(call, line)
        except AssertionError as error:
            slow[name] = str(error)
    assert slow == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_line_is_judged_at_once(seed: str) -> None:
    def judge(media: Media, page: str, line: str) -> None:
        divide(extract(Page("a", page.format(line), media)))

    assert_linear(find_forms, repeated(seed))
    assert_linear(partial(judge, Media.TEXT, TEXT), repeated(seed))
    assert_linear(partial(judge, Media.HTML, PAGE), repeated(seed))
