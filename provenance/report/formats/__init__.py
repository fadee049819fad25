"""The formats of the field: an answer, a story or a table of a database for other programs.

``article_text`` and ``story_text`` write what the command line writes. Each format is a module
of its own, which gives the same as values (``ninjs_object``, ``article_document`` …).
"""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.report.contract import answer, to_json
from provenance.report.formats.names import MEDIA_TYPES, SUFFIXES, Format, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from provenance.model import Trace
    from provenance.sources import Registry
    from provenance.tracing.quotes.findings import QuoteReport
    from provenance.tracing.stories import StoryWithTree

__all__ = ["MEDIA_TYPES", "SUFFIXES", "Format", "Table", "article_object", "article_text", "story_text"]


def article_object(trace: Trace, form: Format, registry: Registry | None = None) -> dict[str, Any]:
    """An answer in a format that is one JSON object an article: json, jsonl, ninjs or jsonld.

    Args:
        trace: what tracing found.
        form: which of them.
        registry: tells people from sources in a byline; the shipped one where none is given.

    Raises:
        UsageError: the format is none of these.
    """
    if form in {Format.JSON, Format.JSONL}:
        return answer(trace)
    if form is Format.NINJS:
        from provenance.report.formats.ninjs import ninjs_object

        return ninjs_object(trace, registry)
    if form is Format.JSONLD:
        from provenance.report.formats.jsonld import jsonld_object

        return jsonld_object(trace, registry)
    message = f"{form}: no format of one object an article"
    raise UsageError(message, "take json, jsonl, ninjs or jsonld")


def article_text(trace: Trace, form: Format, registry: Registry | None = None) -> str:
    """An answer as a whole file.

    Args:
        trace: what tracing found; for the page with ``others``.
        form: json, jsonl, ninjs, jsonld, html, prov, mermaid or dot.
        registry: tells people from sources in a byline; the shipped one where none is given.

    Raises:
        UsageError: the format is none of these, or needs a library that is not installed.
    """
    if form in {Format.JSON, Format.JSONL, Format.NINJS, Format.JSONLD}:
        return to_json(article_object(trace, form, registry), indent=None if form is Format.JSONL else 2) + "\n"
    from provenance.report.formats.reports import report_of

    stream = io.StringIO()
    with closing(report_of(form)) as report:
        report.add(trace)
        report.write(stream)
    return stream.getvalue()


def story_text(
    story: StoryWithTree, form: Format, *, traces: Iterable[Trace] = (), quoted: QuoteReport | None = None
) -> str:
    """A story as a whole file.

    Args:
        story: as it is stored.
        form: json, html, prov, mermaid or dot.
        traces: the answers for its articles, for prov.
        quoted: its quotations, for html.

    Raises:
        UsageError: the format is none of these, or needs a library that is not installed.
    """
    if form is Format.JSON:
        from provenance.report.stories import story_object

        return to_json(story_object(story), indent=2) + "\n"
    if form is Format.HTML:
        from provenance.report.html.story import story_page

        return story_page(story, quoted)
    if form is Format.PROV:
        return _story_prov(story, traces)
    if form in {Format.MERMAID, Format.DOT}:
        from provenance.report.formats.dot import dot
        from provenance.report.formats.graph import story_graph
        from provenance.report.formats.mermaid import mermaid

        return (mermaid if form is Format.MERMAID else dot)([story_graph(story)])
    message = f"{form}: no format of a story"
    raise UsageError(message, "take json, html, prov, mermaid or dot")


def _story_prov(story: StoryWithTree, traces: Iterable[Trace]) -> str:
    from provenance.report.formats.prov import story_document
    from provenance.report.formats.reports import ProvReport

    stream = io.StringIO()
    with closing(ProvReport(passages=False)) as report:
        for trace in traces:
            report.add(trace)
        report.append(story_document(story))
        report.write(stream)
    return stream.getvalue()
