"""Pages as HTML: one environment for all, with the report's parts in it.

Invariant: autoescape is on, and what stands in an address or a text of a page has passed the
report's ``link``, ``printable`` or ``clip``, here as filters.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from provenance.counts import counted
from provenance.report.html import loader, style
from provenance.report.html.pieces import web_address
from provenance.report.printable import clip, printable
from provenance.report.wording import moment, percent, words
from provenance.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from provenance.browse.ours import Addresses
    from provenance.browse.page import Page

__all__ = ["render", "style_sheet", "style_tag", "table_style", "table_style_tag", "warm"]

_TITLE: Final = 140


@cache
def style_sheet() -> str:
    """The style of the report's parts, and of the pages around them."""
    own = files("provenance.browse").joinpath("static/browse.css").read_text(encoding="utf-8")
    return f"{style()}\n{own}"


@cache
def style_tag() -> str:
    """What tells one style sheet from the next, so that a browser may keep it."""
    return _tag(style_sheet())


@cache
def table_style() -> str:
    """What is added to Datasette's style on its pages of our tables."""
    return files("provenance.browse").joinpath("static/tables.css").read_text(encoding="utf-8")


@cache
def table_style_tag() -> str:
    """What tells one of these from the next."""
    return _tag(table_style())


def _tag(sheet: str) -> str:
    return hashlib.sha256(sheet.encode("utf-8")).hexdigest()[:12]


@cache
def _environment() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader([PackageLoader("provenance.browse"), loader()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "clip": lambda text, width=_TITLE: clip(str(text), width),
        "printable": lambda text: printable(str(text)),
        "percent": percent,
        "moment": lambda text: clip(moment(str(text)), 40),
        "day": lambda text: clip(str(text)[:10], 10),
        "words": words,
        "counted": counted,
        "number": lambda value: f"{value:,}",
        "web": web_address,
    }
    return made


def warm() -> None:
    """Compile the pages, before the first of them is asked for."""
    environment = _environment()
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    style_tag()


def render(page: Page, addresses: Addresses) -> str:
    """A whole page."""
    template = _environment().get_template(page.template)
    return template.render(
        **page.view,
        title=page.title,
        here=page.here,
        at=addresses,
        style=f"{addresses.style}?{style_tag()}",
        version=__version__,
        asked=page.notes.get("asked", ""),
        json_address=page.notes.get("json"),
        offers=page.offers,
    )
