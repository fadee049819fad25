"""The one place where the stages are joined: what the command line and other programs call.

Each function is loaded when it is first asked for: a look-up needs no corpus engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.lazily import loader

if TYPE_CHECKING:
    from provenance.pipeline.analysis import analyse
    from provenance.pipeline.article_files import ArticleFolder
    from provenance.pipeline.asking import raw_page, show, trace
    from provenance.pipeline.calibrating import Reliability, reliability
    from provenance.pipeline.cleaning import CleanArticle, CleanBlock, clean
    from provenance.pipeline.correcting import CorrectionReport, TrueOrigin, confirm, correct, corrections, withdraw
    from provenance.pipeline.covering import coverage
    from provenance.pipeline.crowding import Crowded, CrowdedText, crowded
    from provenance.pipeline.damaging import Examined, HeldAgainst, examine, hold_against
    from provenance.pipeline.deduplicating import dedup
    from provenance.pipeline.exchanging import ExportReport, ImportReport, export, import_
    from provenance.pipeline.filing import article_file, site_file, story_file
    from provenance.pipeline.following import Unwatched, feeds_of, unwatch
    from provenance.pipeline.merging import MergeReport, check_others, merge
    from provenance.pipeline.phrase_learning import LearnReport, learn_phrases
    from provenance.pipeline.progress import Progress
    from provenance.pipeline.reading_quotes import quotes, quotes_of
    from provenance.pipeline.reading_stories import stories, story
    from provenance.pipeline.recalling import recall
    from provenance.pipeline.rounds import Arrival, FeedRound, WatchOptions, WatchRound
    from provenance.pipeline.storing import IngestReport, ingest
    from provenance.pipeline.tabling import TableReport, export_as, site_articles, write_rows
    from provenance.pipeline.upkeep import ForgetReport, check, forget, open_database
    from provenance.pipeline.watching import watch

__all__ = [
    "Arrival",
    "ArticleFolder",
    "CleanArticle",
    "CleanBlock",
    "CorrectionReport",
    "Crowded",
    "CrowdedText",
    "Examined",
    "ExportReport",
    "FeedRound",
    "ForgetReport",
    "HeldAgainst",
    "ImportReport",
    "IngestReport",
    "LearnReport",
    "MergeReport",
    "Progress",
    "Reliability",
    "TableReport",
    "TrueOrigin",
    "Unwatched",
    "WatchOptions",
    "WatchRound",
    "analyse",
    "article_file",
    "check",
    "check_others",
    "clean",
    "confirm",
    "correct",
    "corrections",
    "coverage",
    "crowded",
    "dedup",
    "examine",
    "export",
    "export_as",
    "feeds_of",
    "forget",
    "hold_against",
    "import_",
    "ingest",
    "learn_phrases",
    "merge",
    "open_database",
    "quotes",
    "quotes_of",
    "raw_page",
    "recall",
    "reliability",
    "show",
    "site_articles",
    "site_file",
    "stories",
    "story",
    "story_file",
    "trace",
    "unwatch",
    "watch",
    "withdraw",
    "write_rows",
]

_HOMES = {
    "Arrival": "rounds",
    "ArticleFolder": "article_files",
    "CleanArticle": "cleaning",
    "CleanBlock": "cleaning",
    "CorrectionReport": "correcting",
    "Crowded": "crowding",
    "CrowdedText": "crowding",
    "Examined": "damaging",
    "ExportReport": "exchanging",
    "FeedRound": "rounds",
    "ForgetReport": "upkeep",
    "HeldAgainst": "damaging",
    "ImportReport": "exchanging",
    "IngestReport": "storing",
    "LearnReport": "phrase_learning",
    "MergeReport": "merging",
    "Progress": "progress",
    "Reliability": "calibrating",
    "TableReport": "tabling",
    "TrueOrigin": "correcting",
    "Unwatched": "following",
    "WatchOptions": "rounds",
    "WatchRound": "rounds",
    "analyse": "analysis",
    "article_file": "filing",
    "check": "upkeep",
    "check_others": "merging",
    "clean": "cleaning",
    "confirm": "correcting",
    "correct": "correcting",
    "corrections": "correcting",
    "coverage": "covering",
    "crowded": "crowding",
    "dedup": "deduplicating",
    "examine": "damaging",
    "export": "exchanging",
    "export_as": "tabling",
    "feeds_of": "following",
    "forget": "upkeep",
    "hold_against": "damaging",
    "import_": "exchanging",
    "ingest": "storing",
    "learn_phrases": "phrase_learning",
    "merge": "merging",
    "open_database": "upkeep",
    "quotes": "reading_quotes",
    "quotes_of": "reading_quotes",
    "raw_page": "asking",
    "recall": "recalling",
    "reliability": "calibrating",
    "show": "asking",
    "site_articles": "tabling",
    "site_file": "filing",
    "stories": "reading_stories",
    "story": "reading_stories",
    "story_file": "filing",
    "trace": "asking",
    "unwatch": "following",
    "watch": "watching",
    "withdraw": "correcting",
    "write_rows": "tabling",
}


__getattr__ = loader(__name__, {name: f"{__name__}.{home}" for name, home in _HOMES.items()})
