"""Several PROV documents as one: everything once, and nothing lost."""

from __future__ import annotations

import io
import json
from contextlib import closing
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

import pytest
from export_samples import STATION, undecided

from provenance.model import Relation
from provenance.report.formats import prov_json as module
from provenance.report.formats.prov import article_document
from provenance.report.formats.prov_json import ProvJson
from provenance.report.formats.reports import ProvReport
from provenance.report.formats.values import article_uri

prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from provenance.model import Trace


def written(*traces: Trace) -> str:
    stream = io.StringIO()
    with closing(ProvReport()) as report:
        for trace in traces:
            report.add(trace)
        report.write(stream)
    return stream.getvalue()


def original(of: Trace) -> Trace:
    """The answer for the text that another one is from, which that one names too."""
    ref = of.matches[0].other
    article = replace(of.article, id=ref.id, url=ref.url, title=ref.title)
    verdict = replace(of.verdict, relation=Relation.ORIGINAL)
    return replace(of, article=article, verdict=verdict, matches=(), origins={}, chain=of.chain[2:])


def test_one_article_is_its_own_document(example: Trace) -> None:
    assert prov.ProvDocument.deserialize(content=written(example)) == article_document(example)


@pytest.mark.parametrize("order", [1, -1])
def test_an_article_that_others_name_is_described_once_and_in_full(example: Trace, order: int) -> None:
    traces = [example, original(example), undecided(replace(example, article=replace(example.article, id="third")))]
    text = written(*traces[::order])
    repeated: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        repeated.extend(key for key in set(keys) if keys.count(key) > 1)
        return dict(pairs)

    entities = json.loads(text, object_pairs_hook=once)["entity"]
    assert repeated == []
    wire = article_uri(example.matches[0].other).replace("urn:uuid:", "uuid:")
    assert isinstance(entities[wire], dict)
    assert f"{wire}#verdict" in entities
    document = prov.ProvDocument.deserialize(content=text)
    relations = list(document.get_records(prov.ProvRelation))
    single = [list(article_document(trace).get_records(prov.ProvRelation)) for trace in traces]
    assert len(relations) == sum(map(len, single)), "no relation is lost"
    for records in single:
        assert all(any(record == other for other in relations) for record in records)


def test_documents_that_stand_alone_keep_nothing_in_mind(example: Trace) -> None:
    with ProvJson() as file:
        for number in range(3):
            article = replace(example.article, id=f"copy {number}")
            file.add(article_document(replace(example, article=article), passages=False, others=False))
        assert file.kept == 0
        stream = io.StringIO()
        file.finish(stream)
    document = prov.ProvDocument.deserialize(content=stream.getvalue())
    ids = {str(value) for each in document.get_records(prov.ProvEntity) for value in each.get_attribute("pv:id")}
    assert ids == {"copy 0", "copy 1", "copy 2"}, "an article that is only named is not described"


def test_what_was_begun_and_not_finished_leaves_nothing(example: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[SpooledTemporaryFile[str]] = []

    class Remembered(SpooledTemporaryFile[str]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[misc, call-overload]
            made.append(self)

    monkeypatch.setattr(module, "SpooledTemporaryFile", Remembered)
    with ProvJson() as file:
        file.add(article_document(example))
        assert made
    assert all(each.closed for each in made)


def test_an_article_apart_from_its_chain_is_named(example: Trace) -> None:
    text = written(replace(example, taken_from=STATION))
    assert "station.html" in text
