"""What the program goes by: the numbers that decide, and where things lie."""

from __future__ import annotations

from provenance.settings.formats import OutputFormat
from provenance.settings.numbers import (
    CandidateSettings,
    DedupSettings,
    Keep,
    Level,
    LinkSettings,
    MatchSettings,
    OriginSettings,
    RetoldSettings,
    Room,
    Scheme,
    Signing,
    StorySettings,
    TraceSettings,
)
from provenance.settings.places import author_name, cache_folder, database_path, kernel_folder, seeds_folder

__all__ = [
    "CandidateSettings",
    "DedupSettings",
    "Keep",
    "Level",
    "LinkSettings",
    "MatchSettings",
    "OriginSettings",
    "OutputFormat",
    "RetoldSettings",
    "Room",
    "Scheme",
    "Signing",
    "StorySettings",
    "TraceSettings",
    "author_name",
    "cache_folder",
    "database_path",
    "kernel_folder",
    "seeds_folder",
]
