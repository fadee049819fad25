"""One self-contained file for all answers of a run.

Invariant: the file asks for nothing from anywhere: no script, no font, no picture, and a policy
that would stop each; its style is allowed by its hash alone. Equal answers make equal files.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, TextIO

from provenance.report.html.parts import trace_view
from provenance.report.printable import clip, printable
from provenance.version import __version__

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

    from provenance.model import Trace, Unreadable

__all__ = ["HtmlReport", "loader", "render", "style"]

_IN_MEMORY = 32 << 20  # of the articles' parts; what is longer waits in a temporary file
_PIECE = 1 << 20
_TITLE = 160


def loader() -> BaseLoader:
    """Where the templates are: ``provenance/report.html`` and the macros of its parts."""
    from jinja2 import PackageLoader

    return PackageLoader("provenance.report.html")


@cache
def style() -> str:
    """The style sheet of the parts and of the page."""
    return files("provenance.report.html").joinpath("style.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(
        loader=loader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _policy() -> str:
    """What the page may do: use its own style, and nothing else."""
    digest = b64encode(sha256(style().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def render(template: str, **values: object) -> str:
    """A whole page of a template that has its policy, its style and the program's version in it."""
    page = _environment().get_template(template)
    return page.render(policy=_policy(), style=style(), version=__version__, **values)


class HtmlReport:
    """Takes answers as they come, and writes them as one page with a table of contents; to be closed."""

    def __init__(self) -> None:
        """Start an empty report."""
        self._articles: list[tuple[str, str, str]] = []
        self._failures: list[tuple[str, str]] = []
        self._parts = SpooledTemporaryFile(  # noqa: SIM115 - closed with the report
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8", newline="\n"
        )

    def add(self, trace: Trace) -> None:
        """Put the next article in; with ``others`` it gets its comparisons."""
        view = trace_view(trace, f"a{len(self._articles) + 1}")
        self._articles.append((view.anchor, view.title, view.summary))
        for piece in _environment().get_template("provenance/article.html").generate(view=view):
            self._parts.write(piece)

    def fail(self, document: Unreadable) -> None:
        """Name a document that could not be read."""
        self._failures.append((clip(document.id, _TITLE), printable(document.reason)))

    def write(self, stream: TextIO) -> None:
        """Write the whole page, once."""
        titles = [title for _, title, _ in self._articles]
        page = render(
            "provenance/report.html",
            title=titles[0] if len(titles) == 1 else f"{len(titles)} articles",
            articles=self._articles,
            failures=self._failures,
            parts="\0",
        )
        before, after = page.split("\0")
        stream.write(before)
        self._parts.seek(0)
        while piece := self._parts.read(_PIECE):
            stream.write(piece)
        stream.write(after)

    def close(self) -> None:
        """Let go of what waits in a temporary file."""
        self._parts.close()
