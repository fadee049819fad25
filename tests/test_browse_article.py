"""An article's page: what its links are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask, fill

from provenance.pipeline import open_database
from provenance.pipeline.recalling import recall

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
pytestmark = pytest.mark.filterwarnings("default")


def test_an_original_has_a_relative_and_a_copy_a_source(samples: Path, tmp_path: Path) -> None:
    path = fill(tmp_path / "news.db", samples)
    with open_database(path) as database:
        traces = {number: recall(database, number) for number in range(1, 23)}
    pages = ask([path], *(f"{ROOT}/article/{number}" for number in traces))
    said = []
    for trace, page in zip(traces.values(), pages, strict=True):
        derived = trace.taken_from is not None and trace.verdict.status == "decided"
        assert ("Side by side with its source" in page.text) == derived, trace.article.id
        assert ("Side by side with its nearest relative" in page.text) == (not derived and bool(trace.matches))
        said.append(derived)
    assert any(said)
    assert not all(said)
