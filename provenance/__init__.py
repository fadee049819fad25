"""Says where a news text came from: its origin, its hops, its furniture, its damage.

The functions here are what the command line uses; ``provenance.model`` has the types of the
answers. Everything is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from provenance.version import __version__

if TYPE_CHECKING:
    from provenance.errors import ProvenanceError
    from provenance.model import Trace, Unreadable
    from provenance.pipeline import (
        CleanArticle,
        CleanBlock,
        WatchOptions,
        check,
        clean,
        coverage,
        dedup,
        export,
        forget,
        import_,
        ingest,
        merge,
        open_database,
        show,
        stories,
        story,
        trace,
        watch,
    )
    from provenance.reading import ReadOptions
    from provenance.reading.web.options import WebOptions
    from provenance.settings import DedupSettings
    from provenance.tracing.held import By, CoverageReport
    from provenance.tracing.told import StorySummary, StoryWithTree

__all__ = [
    "By",
    "CleanArticle",
    "CleanBlock",
    "CoverageReport",
    "DedupSettings",
    "ProvenanceError",
    "ReadOptions",
    "StorySummary",
    "StoryWithTree",
    "Trace",
    "Unreadable",
    "WatchOptions",
    "WebOptions",
    "__version__",
    "check",
    "clean",
    "coverage",
    "dedup",
    "export",
    "forget",
    "import_",
    "ingest",
    "merge",
    "open_database",
    "show",
    "stories",
    "story",
    "trace",
    "watch",
]

_HOMES = {
    "By": "provenance.tracing.held",
    "CoverageReport": "provenance.tracing.held",
    "DedupSettings": "provenance.settings",
    "ProvenanceError": "provenance.errors",
    "ReadOptions": "provenance.reading",
    "StorySummary": "provenance.tracing.told",
    "StoryWithTree": "provenance.tracing.told",
    "Trace": "provenance.model",
    "Unreadable": "provenance.model",
    "WebOptions": "provenance.reading.web.options",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "provenance.pipeline")), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
