"""Says where a news text came from: its origin, its hops, its furniture, its damage.

The functions here are what the command line uses. They are loaded at first use, so that
importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.version import __version__

if TYPE_CHECKING:
    from provenance.pipeline import check, dedup, forget, ingest, open_database, show, trace

__all__ = ["__version__", "check", "dedup", "forget", "ingest", "open_database", "show", "trace"]


def __getattr__(name: str) -> object:
    """Load a function of the pipeline when it is first asked for."""
    if name in __all__:
        from provenance import pipeline

        return getattr(pipeline, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
