"""A whole database in each format: every article once, of one state, in little memory."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from export_samples import ninjs_faults, read_csv
from store_samples import analysis, put, ref, trace
from test_report_formats_jsonld import expanded

from provenance.errors import NotFoundError, OutputError, UsageError
from provenance.model import ArticleRow, MatchRow
from provenance.pipeline import Progress, export_as, ingest, open_database, site_articles
from provenance.report.formats import Format, Table

prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("tables") / "a.db", write=True, create=True) as opened:
        ingest([samples], opened)
        yield opened


def written(database: Database, form: Format, table: Table = Table.ARTICLES) -> bytes:
    stream = io.BytesIO()
    export_as(database, stream, form, table=table)
    return stream.getvalue()


def test_csv_and_parquet_hold_the_same_rows(database: Database) -> None:
    for table, row, rows in (
        (Table.ARTICLES, ArticleRow, list(database.article_rows())),
        (Table.MATCHES, MatchRow, list(database.match_rows())),
    ):
        assert len(rows) > 20
        assert read_csv(written(database, Format.CSV, table), row) == rows
        found = pq.read_table(io.BytesIO(written(database, Format.PARQUET, table))).to_pylist()
        tuples = [{name: tuple(v) if isinstance(v, list) else v for name, v in each.items()} for each in found]
        assert [row(**each) for each in tuples] == rows


def test_prov_is_one_document_with_every_article_once(database: Database) -> None:
    document = prov.ProvDocument.deserialize(content=written(database, Format.PROV).decode())
    entities = [str(each.identifier) for each in document.get_records(prov.ProvEntity)]
    assert len(entities) == len(set(entities))
    whole = [each for each in entities if "#" not in each]
    assert len(whole) == database.article_count()
    described = set(entities) | {str(each.identifier) for each in document.get_records(prov.ProvElement)}
    for record in document.get_records(prov.ProvRelation):
        assert {str(each) for each in record.args[:2]} <= described, "nothing is named that is not there"


def test_ninjs_and_jsonld_are_one_object_a_line(database: Database) -> None:
    news = [json.loads(line) for line in written(database, Format.NINJS).splitlines()]
    linked = [json.loads(line) for line in written(database, Format.JSONLD).splitlines()]
    assert len(news) == len(linked) == database.article_count()
    assert [fault for each in news for fault in ninjs_faults(each)] == []
    assert [each["uri"] for each in news] == [each["@id"] for each in linked] == [expanded(e)["@id"] for e in linked]


@pytest.mark.parametrize("form", [Format.CSV, Format.PARQUET, Format.PROV, Format.NINJS, Format.JSONLD])
def test_equal_databases_are_equal_files(database: Database, form: Format) -> None:
    assert written(database, form) == written(database, form)


@pytest.mark.parametrize("form", [Format.TABLE, Format.HTML, Format.MERMAID])
def test_what_is_no_format_of_a_database_is_refused(database: Database, form: Format, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format of a whole database"):
        export_as(database, tmp_path / "out", form)
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_when_it_is_whole(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the database itself"):
        export_as(database, database.path, Format.CSV)
    with pytest.raises(OutputError):
        export_as(database, tmp_path / "none" / "out.csv", Format.CSV)
    report = export_as(database, tmp_path / "out.csv.gz", Format.CSV)
    assert report.rows == database.article_count()
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv.gz"]


def test_a_sites_articles(database: Database) -> None:
    rows = list(site_articles(database, "https://apnews.com/anything"))
    assert [row.site for row in rows] == ["The Associated Press"] * 2
    assert [row.published for row in rows] == sorted((row.published for row in rows), reverse=True)  # type: ignore[type-var]
    with pytest.raises(NotFoundError):
        site_articles(database, "nobody.example")


@pytest.mark.parametrize("form", [Format.CSV, Format.NINJS])
def test_memory_does_not_grow_with_the_articles(tmp_path: Path, form: Format) -> None:
    """Of PROV, whose objects hold on to each other until they are collected, see ``ProvJson``."""

    def peak(count: int) -> int:
        with open_database(tmp_path / f"{count}.db", write=True, create=True) as database:
            wire, copies = analysis("wire", source="ap"), [analysis(f"copy {number}") for number in range(count)]
            first, *numbers = put(database, wire, *copies)
            run = database.start_run("test")
            with database.transaction():
                for number, each in zip(numbers, copies, strict=True):
                    database.settle(number, trace(each, ref(first, wire)), run)
            tracemalloc.start()
            try:
                export_as(database, tmp_path / f"{count}.out", form)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(10)  # what is loaded once
    assert peak(200) < peak(50) + 100_000


def test_how_far_it_is_is_said(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db", write=True, create=True) as database:
        put(database, *(analysis(f"page {number}") for number in range(600)))
        told: list[Progress] = []
        export_as(database, tmp_path / "out.csv", Format.CSV, progress=told.append)
    assert told == [Progress("writing", 256, 600), Progress("writing", 512, 600)]
