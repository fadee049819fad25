from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from html_samples import ORIGINAL, corpora

from provenance.errors import NotFoundError, UsageError
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


def test_the_end_of_a_path_is_enough_and_a_slip_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("may", "june"):
        (tmp_path / folder).mkdir()
        text = f"{ORIGINAL}\n\nSo it was in {folder}, said the harbour.\n"
        (tmp_path / folder / "pier.txt").write_text(text, "utf-8")
    (tmp_path / "may" / "ferry.txt").write_text(ORIGINAL, "utf-8")
    monkeypatch.chdir(tmp_path)
    with open_database(tmp_path / "news.db", write=True, create=True) as database:
        ingest(["may", "june"], database)
        assert show(database, "ferry.txt").article.id == show(database, "may/ferry.txt").article.id
        with pytest.raises(UsageError, match=r"pier\.txt: 2 stored articles are meant"):
            show(database, "pier.txt")
        with pytest.raises(NotFoundError) as slip:
            show(database, "fery.txt")
        assert "did you mean may/ferry.txt? Else `provenance ingest` it first" in (slip.value.hint or "")
        (tmp_path / "ferry.txt").write_text("Another one of this name.", "utf-8")
        with pytest.raises(NotFoundError) as another:
            show(database, "ferry.txt")
        assert "did you mean may/ferry.txt?" in (another.value.hint or "")
        with pytest.raises(NotFoundError) as strange:
            show(database, "a thing like no other")
        assert "did you mean" not in (strange.value.hint or "")
