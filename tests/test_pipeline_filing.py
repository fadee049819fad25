"""One stored article, story or site as a file, for pages that offer it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from browsing import fill
from export_samples import dot_boxes, mermaid_boxes, ninjs_faults

from provenance.errors import NotFoundError, UsageError
from provenance.model import Relation
from provenance.pipeline import article_file, open_database, site_file, story, story_file
from provenance.report.formats import MEDIA_TYPES, SUFFIXES, Format
from provenance.report.formats.values import article_uri

prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database
    from provenance.tracing.stories import StoryWithTree


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Database]:
    with open_database(fill(tmp_path_factory.mktemp("files") / "a.db", samples), write=True) as opened:
        yield opened


@pytest.fixture
def cable(database: Database, samples: Path) -> StoryWithTree:
    return story(database, str(samples / "cable-ap-original.html"))


def number_of(database: Database, name: str) -> int:
    (found,) = [row.article for row in database.article_rows() if row.id.endswith(name)]
    return found


def test_every_format_has_a_type_and_a_suffix() -> None:
    assert set(MEDIA_TYPES) == set(SUFFIXES) == set(Format)
    assert len(set(SUFFIXES.values())) == len(SUFFIXES)


def test_an_article_in_each_format(database: Database) -> None:
    number = number_of(database, "cable-aggregator.txt")
    files = {
        form: article_file(database, number, form)
        for form in (Format.JSON, Format.NINJS, Format.JSONLD, Format.PROV, Format.MERMAID, Format.DOT, Format.HTML)
    }
    assert json.loads(files[Format.JSON])["verdict"]["relation"] == "machine_paraphrase"
    assert ninjs_faults(json.loads(files[Format.NINJS])) == []
    assert json.loads(files[Format.JSONLD])["sourceOrganization"]["name"] == "The Associated Press"
    assert list(mermaid_boxes(files[Format.MERMAID])) == list(dot_boxes(files[Format.DOT])) == ["hop2", "hop1", "page"]
    assert "<del>" in files[Format.HTML], "with the texts side by side"
    assert len(article_file(database, number, Format.JSONL).splitlines()) == 1
    for form in (Format.TABLE, Format.CSV, Format.PARQUET):
        with pytest.raises(UsageError, match=f"^{form}: no format"):
            article_file(database, number, form)


def test_a_storys_tree_is_its_articles_derivations(database: Database, cable: StoryWithTree) -> None:
    document = prov.ProvDocument.deserialize(content=story_file(database, cable, Format.PROV))
    uris = {each.ref.key: article_uri(each.ref).replace("urn:uuid:", "uuid:") for each in cable.articles}
    made = {
        (str(record.args[0]), str(record.args[1]))
        for record in document.get_records(prov.ProvDerivation)
        if "PrimarySource" not in {kind.localpart for kind in record.get_asserted_types()}
    }
    for each in cable.articles:
        if each.parent is not None:
            assert (uris[each.ref.key], uris[each.parent]) in made
    (collection,) = [e for e in document.get_records(prov.ProvEntity) if str(e.identifier).startswith("story:")]
    members = {str(r.args[1]) for r in document.get_records(prov.ProvMembership) if r.args[0] == collection.identifier}
    assert members == set(uris.values())
    versions = [each for each in cable.articles if each.relation is Relation.VERSION]
    assert len(versions) == 1


def test_a_story_in_each_format(database: Database, cable: StoryWithTree) -> None:
    assert json.loads(story_file(database, cable, Format.JSON))["articles"] == len(cable.articles)
    drawn = mermaid_boxes(story_file(database, cable, Format.MERMAID))
    assert drawn == dot_boxes(story_file(database, cable, Format.DOT))
    assert len(drawn) == len(cable.articles)
    page = story_file(database, cable, Format.HTML)
    assert "Who had it from whom" in page
    assert "Quotations that were altered" in page
    with pytest.raises(UsageError, match="no format of a story"):
        story_file(database, cable, Format.NINJS)


def test_a_site_is_a_page(database: Database) -> None:
    page = site_file(database, "newsbeamtoday.example")
    assert "Repair crew finds two cuts" in page
    assert "The Associated Press" in page
    with pytest.raises(NotFoundError):
        site_file(database, "nobody.example")
