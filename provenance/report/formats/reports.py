"""Files that hold the answers for several articles at once: a PROV document, a drawing, a page.

Invariant: all of them take answers as they come and are written once, at the end, like the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from provenance.errors import UsageError
from provenance.report.formats.dot import dot
from provenance.report.formats.graph import chain_graph
from provenance.report.formats.mermaid import mermaid
from provenance.report.formats.names import Format
from provenance.report.formats.prov import article_document
from provenance.report.formats.prov_json import ProvJson
from provenance.report.formats.prov_terms import text_name
from provenance.report.formats.values import article_uri

if TYPE_CHECKING:
    from prov.model import ProvDocument

    from provenance.model import Trace, Unreadable
    from provenance.report.formats.graph import Graph

__all__ = ["DrawingReport", "ProvReport", "Report", "report_of"]


class Report(Protocol):
    """Takes answers, is written when the last one is there, and is closed, written or not."""

    def add(self, trace: Trace) -> None:
        """Put the next article in."""
        ...

    def fail(self, document: Unreadable) -> None:
        """Name a document that could not be read, where the format can."""
        ...

    def write(self, stream: TextIO) -> None:
        """Write the whole file, once."""
        ...

    def close(self) -> None:
        """Let go of what it keeps outside of memory."""
        ...


def report_of(form: Format) -> Report:
    """An empty report in html, prov, mermaid or dot.

    Raises:
        UsageError: the format is none of these.
    """
    if form is Format.HTML:
        from provenance.report.html import HtmlReport

        return HtmlReport()
    if form is Format.PROV:
        return ProvReport()
    if form in {Format.MERMAID, Format.DOT}:
        return DrawingReport(form)
    message = f"{form}: no format for a report on articles"
    raise UsageError(message, "take html, prov, mermaid or dot")


class ProvReport:
    """One PROV document for all articles."""

    def __init__(self, *, passages: bool = True) -> None:
        """Start an empty document, with the paragraphs that are known to come from others or without."""
        self._file = ProvJson()
        self._passages = passages

    def add(self, trace: Trace) -> None:
        """Put the next article in.

        Raises:
            UsageError: the library ``prov`` is not installed.
        """
        document = article_document(trace, passages=self._passages)
        self._file.add(document, text_name(article_uri(trace.article)))

    def append(self, document: ProvDocument) -> None:
        """Put more into it, as what a story is; its entities are in nothing else that is put in."""
        self._file.add(document)

    def fail(self, document: Unreadable) -> None:
        """PROV has no word for it."""

    def write(self, stream: TextIO) -> None:
        """Write the document, once."""
        self._file.finish(stream)

    def close(self) -> None:
        """Let go of what waits in temporary files."""
        self._file.close()


class DrawingReport:
    """One drawing of all chains, as Mermaid text or for Graphviz."""

    def __init__(self, form: Format) -> None:
        """Start with an empty sheet."""
        self._draw = mermaid if form is Format.MERMAID else dot
        self._graphs: list[Graph] = []

    def add(self, trace: Trace) -> None:
        """Put the next chain in."""
        self._graphs.append(chain_graph(trace))

    def fail(self, document: Unreadable) -> None:
        """A drawing has no place for it."""

    def write(self, stream: TextIO) -> None:
        """Write the drawing."""
        stream.write(self._draw(self._graphs))

    def close(self) -> None:
        """All is in memory."""
