"""What a database holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from store_samples import analysis, put, ref, trace

from provenance.model import Unreadable
from provenance.store import Count, Database, Stats

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        wire = analysis("wire", domain="apnews.com", source="ap")
        copies = [analysis(f"copy {n}", domain="copies.example") for n in range(3)]
        first, second, third, _ = put(database, wire, *copies)
        run = database.start_run("test")
        database.settle(second, trace(copies[0], ref(first, wire)), run)
        database.settle(third, trace(copies[1]), run)
        database.record_failure(run, Unreadable("x", "y"))
        database.add_segment(0, [np.array([1, 2], dtype=np.uint64), np.array([3], dtype=np.uint64)])
        database.checkpoint()
        assert database.stats() == Stats(
            articles=4,
            blocks=16,
            texts=4,
            passages=4,
            index_segments=1,
            index_entries=3,
            index_bytes=24,
            verdicts=2,
            corrections=0,
            corrected=0,
            dedups=0,
            dedup_clusters=0,
            dedup_members=0,
            statuses=(Count("abstained", 1), Count("decided", 1)),
            relations=(Count("machine_paraphrase", 1), Count("unknown", 1)),
            origins=(Count("The Associated Press", 1),),
            sources=(Count("The Associated Press", 1),),
            sites=(Count("copies.example", 3), Count("apnews.com", 1)),
            pending=2,
            runs=2,
            failures=1,
            file_bytes=path.stat().st_size,
        )


def test_an_empty_one_counts_nothing(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        counted = database.stats()
    assert (counted.articles, counted.index_entries, counted.index_bytes, counted.sites) == (0, 0, 0, ())
