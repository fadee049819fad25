from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from html_samples import ORIGINAL, corpora

from provenance.model import Trace
from provenance.pipeline import ingest, open_database, show, trace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("texts", [False, True])
def test_the_other_texts_come_where_they_are_asked_for(tmp_path: Path, *, texts: bool) -> None:
    original, copy = corpora(tmp_path)
    with open_database(tmp_path / "news.db", write=True, create=True) as database:
        ingest([original], database)
        (answer,) = trace([copy], database, texts=texts)
        ingest([copy], database)
        shown = show(database, "copy", texts=texts)
        first = show(database, "original", texts=texts)
    assert isinstance(answer, Trace)
    key = answer.matches[0].other.key
    for each in (answer, shown):
        assert each.verdict.origin is not None
        assert each.verdict.origin.source == "reuters"
        assert list(each.others) == ([key] if texts else [])
        assert [other.article.text.split() for other in each.others.values()] == ([ORIGINAL.split()] if texts else [])
    assert [other.article.id for other in first.others.values()] == (["copy"] if texts else [])


def test_without_a_database_there_are_none(tmp_path: Path) -> None:
    _, copy = corpora(tmp_path)
    (answer,) = trace([copy], texts=True)
    assert isinstance(answer, Trace)
    assert answer.others == {}
