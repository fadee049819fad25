from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from provenance import check, forget, ingest, open_database, show, trace
from provenance.errors import DatabaseError, NotFoundError
from provenance.model import Status, Trace
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = seeds_folder() / "articles"
WIRE, SPUN, STAFF = (
    str(ARTICLES / name) for name in ("merger-reuters-original.html", "merger-homoglyph.html", "staff-no-credit.txt")
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "p.db"
    with open_database(path, write=True, create=True) as opened:
        ingest([WIRE, SPUN, STAFF], opened)
    return path


def test_what_is_forgotten_leaves_the_file_and_the_verdicts(database: Path) -> None:
    with open_database(database) as opened:
        first = show(opened, SPUN)
        words = opened.stored(opened.find_articles(WIRE)[0].key).blocks[-1].text.encode()
    assert first.verdict.origin is not None
    assert first.verdict.origin.article is not None
    with open_database(database, write=True) as opened:
        report = forget(opened, WIRE)
    assert ([ref.id for ref in report.articles], report.retraced) == ([WIRE], 1)
    with open_database(database) as opened:
        again = show(opened, SPUN)
        assert opened.find_articles(WIRE) == ()
        assert check(opened) == ()
    assert again.matches == ()
    assert again.verdict.origin is None or again.verdict.origin.article is None
    assert len(words) > 20
    assert words not in database.read_bytes()


def test_forgetting_nothing_is_an_error(database: Path) -> None:
    with open_database(database, write=True) as opened, pytest.raises(NotFoundError, match=r"nobody\.example"):
        forget(opened, "nobody.example")


def test_show_needs_one_article(database: Path) -> None:
    with open_database(database) as opened:
        with pytest.raises(NotFoundError, match="no stored article"):
            show(opened, "absent.txt")
        assert show(opened, STAFF).article.id == STAFF


def test_a_sound_database_has_no_finding(database: Path) -> None:
    with open_database(database) as opened:
        assert check(opened) == ()


def test_the_doctor_finds_a_passage_that_is_not_indexed(database: Path) -> None:
    with sqlite3.connect(database) as raw:
        raw.execute("DELETE FROM _index_segment")
        raw.execute("DELETE FROM _index_chunk")
    raw.close()
    with open_database(database) as opened:
        assert any("index" in finding.what for finding in check(opened))


def test_the_doctor_finds_a_changed_text(database: Path) -> None:
    with sqlite3.connect(database) as raw:
        raw.execute("UPDATE text SET content = content || 'x' WHERE id = 1")
    raw.close()
    with open_database(database) as opened:
        assert check(opened) != ()


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        open_database(tmp_path / "absent.db")
    assert list(tmp_path.iterdir()) == []


def test_without_a_database_the_page_alone_answers() -> None:
    (found,) = [answer for answer in trace([WIRE]) if isinstance(answer, Trace)]
    assert found.verdict.status is Status.DECIDED
    assert found.matches == ()
    assert "no database" in found.verdict.coverage
