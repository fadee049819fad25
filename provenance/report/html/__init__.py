"""The answer as a page: one self-contained file, and its parts for other pages.

The macros in ``templates/provenance`` (``card``, ``chain``, ``ledger``, ``compare``) take the
views of this package; any Jinja environment with autoescape can load them (``loader``), with
``style`` beside them.
"""

from __future__ import annotations

from provenance.report.html.compare import compare_view, compare_views
from provenance.report.html.document import HtmlReport, loader, style
from provenance.report.html.parts import trace_view
from provenance.report.html.view import Places

__all__ = ["HtmlReport", "Places", "compare_view", "compare_views", "loader", "style", "trace_view"]
