"""Says where a news text came from: its origin, its hops, its furniture, its damage.

The functions here are what the command line uses; ``provenance.model`` has the types of the
answers. Everything is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.lazily import loader
from provenance.version import __version__

if TYPE_CHECKING:
    from provenance.errors import ProvenanceError
    from provenance.model import Correction, Relation, Trace, Unreadable
    from provenance.pipeline import (
        CleanArticle,
        CleanBlock,
        CorrectionReport,
        Reliability,
        TrueOrigin,
        WatchOptions,
        article_file,
        check,
        clean,
        confirm,
        correct,
        corrections,
        coverage,
        dedup,
        export,
        export_as,
        forget,
        import_,
        ingest,
        merge,
        open_database,
        quotes,
        recall,
        reliability,
        show,
        site_file,
        stories,
        story,
        story_file,
        trace,
        watch,
        withdraw,
    )
    from provenance.reading import ReadOptions
    from provenance.reading.web.options import WebOptions
    from provenance.report.formats import Format, Table
    from provenance.settings import DedupSettings, Room
    from provenance.tracing.coverage import By, CoverageReport
    from provenance.tracing.quotes.findings import QuoteReport
    from provenance.tracing.stories import StorySummary, StoryWithTree

__all__ = [
    "By",
    "CleanArticle",
    "CleanBlock",
    "Correction",
    "CorrectionReport",
    "CoverageReport",
    "DedupSettings",
    "Format",
    "ProvenanceError",
    "QuoteReport",
    "ReadOptions",
    "Relation",
    "Reliability",
    "Room",
    "StorySummary",
    "StoryWithTree",
    "Table",
    "Trace",
    "TrueOrigin",
    "Unreadable",
    "WatchOptions",
    "WebOptions",
    "__version__",
    "article_file",
    "check",
    "clean",
    "confirm",
    "correct",
    "corrections",
    "coverage",
    "dedup",
    "export",
    "export_as",
    "forget",
    "import_",
    "ingest",
    "merge",
    "open_database",
    "quotes",
    "recall",
    "reliability",
    "show",
    "site_file",
    "stories",
    "story",
    "story_file",
    "trace",
    "watch",
    "withdraw",
]

_HOMES = {
    "By": "provenance.tracing.coverage",
    "Correction": "provenance.model",
    "CoverageReport": "provenance.tracing.coverage",
    "DedupSettings": "provenance.settings",
    "Format": "provenance.report.formats",
    "Room": "provenance.settings",
    "ProvenanceError": "provenance.errors",
    "QuoteReport": "provenance.tracing.quotes.findings",
    "ReadOptions": "provenance.reading",
    "Relation": "provenance.model",
    "StorySummary": "provenance.tracing.stories",
    "StoryWithTree": "provenance.tracing.stories",
    "Table": "provenance.report.formats",
    "Trace": "provenance.model",
    "Unreadable": "provenance.model",
    "WebOptions": "provenance.reading.web.options",
}


__getattr__ = loader(__name__, dict.fromkeys(__all__, "provenance.pipeline") | _HOMES)
