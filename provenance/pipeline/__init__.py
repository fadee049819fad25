"""The one place where the stages are joined: what the command line and other programs call.

Each function is loaded when it is first asked for: a look-up needs no corpus engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.pipeline.analysis import analyse
    from provenance.pipeline.asking import show, trace
    from provenance.pipeline.deduplicating import dedup
    from provenance.pipeline.progress import Progress
    from provenance.pipeline.storing import IngestReport, ingest
    from provenance.pipeline.upkeep import ForgetReport, check, forget, open_database

__all__ = [
    "ForgetReport",
    "IngestReport",
    "Progress",
    "analyse",
    "check",
    "dedup",
    "forget",
    "ingest",
    "open_database",
    "show",
    "trace",
]

_HOMES = {
    "ForgetReport": "upkeep",
    "IngestReport": "storing",
    "Progress": "progress",
    "analyse": "analysis",
    "check": "upkeep",
    "dedup": "deduplicating",
    "forget": "upkeep",
    "ingest": "storing",
    "open_database": "upkeep",
    "show": "asking",
    "trace": "asking",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(f"provenance.pipeline.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
