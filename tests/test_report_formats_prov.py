"""PROV: each relation means what PROV-DM says, orders stand where they are known, all is read back equal."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from export_samples import STATION, decided, undecided

from provenance.model import CorrectionKind, CorrectionNote, Relation
from provenance.report.formats.prov import article_document
from provenance.report.formats.values import article_uri

prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from prov.model import ProvDocument, ProvRecord

    from provenance.model import Trace


def relations(document: ProvDocument) -> Counter[str]:
    """How many of each relation; a derivation by its kind."""
    found = Counter[str]()
    for record in document.get_records(prov.ProvRelation):
        kinds = sorted(kind.localpart for kind in record.get_asserted_types())
        found[kinds[0] if kinds else record.get_type().localpart] += 1
    return found


def derivations(document: ProvDocument) -> dict[tuple[str, str], ProvRecord]:
    """From which text each is made, by the names that people know them by."""
    names = {record.identifier: name_of(record) for record in document.get_records(prov.ProvEntity)}
    found = {}
    for record in document.get_records(prov.ProvDerivation):
        made, source, *_ = record.args
        if "#block" not in str(made) and "#verdict" not in str(made):
            kind = next(iter(sorted(each.localpart for each in record.get_asserted_types())), "Derivation")
            found[f"{names[made]} <- {names[source]}", kind] = record
    return found


def name_of(record: ProvRecord) -> str:
    known = values(record, "pv:id") or values(record, "prov:label")
    return str(next(iter(known), record.identifier))


def values(record: ProvRecord, name: str) -> set[Any]:
    return {value for key, value in record.extra_attributes if str(key) == name}


def test_a_copy_through_a_station(example: Trace) -> None:
    document = article_document(example)
    found = derivations(document)
    passed = "the text as Gullhaven Media Co. passed it on"
    assert list(found) == [
        (f"copy.txt <- {passed}", "Derivation"),
        (f"{passed} <- wire.html", "Derivation"),
        ("copy.txt <- wire.html", "PrimarySource"),
    ]
    made = found[f"copy.txt <- {passed}", "Derivation"]
    assert values(made, "pv:relation") == {"machine_paraphrase"}
    assert values(made, "pv:confidence") == {0.8765}
    assert values(made, "pv:machineParaphrase") == {True}
    assert values(made, "pv:evidence") == {"copyright: Copyright 2031 Gullhaven Media Co."}
    primary = found["copy.txt <- wire.html", "PrimarySource"]
    assert values(primary, "pv:evidence") == {"dateline: GULLHAVEN (AP)"}
    activities = list(document.get_records(prov.ProvActivity))
    assert [str(next(iter(each.get_asserted_types()))) for each in activities] == ["pv:Paraphrasing"]


@pytest.mark.parametrize(
    ("relation", "kind", "primary", "activity"),
    [
        (Relation.VERBATIM, "Quotation", True, "Copying"),
        (Relation.EXCERPT, "Quotation", True, "Excerpting"),
        (Relation.REWRITE, "Derivation", True, "Rewriting"),
        (Relation.MACHINE_PARAPHRASE, "Derivation", True, "Paraphrasing"),
        (Relation.PARTIAL, "Derivation", True, "Compiling"),
        (Relation.VERSION, "Revision", False, "Updating"),
        (Relation.UNKNOWN, "Derivation", True, "Deriving"),
    ],
)
def test_each_relation_is_the_derivation_that_prov_means(
    example: Trace, relation: Relation, kind: str, primary: bool, activity: str
) -> None:
    trace = decided(replace(example, chain=(example.chain[0], example.chain[2])), relation)
    document = article_document(trace, passages=False)
    kinds = [kind for _, kind in derivations(document)]
    assert kinds == [kind, *(["PrimarySource"] if primary else [])]
    (made,) = document.get_records(prov.ProvActivity)
    assert str(next(iter(made.get_asserted_types()))) == f"pv:{activity}"


def test_an_origin_that_is_not_held_is_an_entity_that_says_so(example: Trace) -> None:
    document = article_document(decided(example, Relation.VERBATIM, held=False))
    (unheld,) = [each for each in document.get_records(prov.ProvEntity) if str(each.identifier).endswith("#origin")]
    assert {str(kind) for kind in unheld.get_asserted_types()} == {"pv:UnheldText"}
    assert values(unheld, "prov:label") == {"the text as The Associated Press wrote it"}
    attributed = [record.args[:2] for record in document.get_records(prov.ProvAttribution)]
    assert [str(agent) for entity, agent in attributed if entity == unheld.identifier] == ["source:ap"]


def test_an_original_is_its_own_houses_and_from_nobody(example: Trace) -> None:
    document = article_document(decided(example, Relation.ORIGINAL, held=False))
    assert derivations(document) == {}
    assert relations(document)["Alternate"] == 0
    roles = {(str(record.args[1]), *values(record, "pv:role")) for record in document.get_records(prov.ProvAttribution)}
    assert {("source:ap", "writer"), ("site:copies.example", "publisher")} <= roles


def test_where_nothing_is_decided_no_order_is_stated(example: Trace) -> None:
    document = article_document(undecided(example))
    assert derivations(document) == {}
    assert relations(document) == {"Attribution": 2, "Alternate": 1, "Derivation": 1}
    (alternate,) = document.get_records(prov.ProvAlternate)
    assert {str(each) for each in alternate.args} == {
        article_uri(ref).replace("urn:uuid:", "uuid:") for ref in (example.article, example.matches[0].other)
    }
    few = replace(
        undecided(example),
        matches=tuple(replace(match, relation=Relation.QUOTE_ONLY) for match in example.matches),
    )
    assert relations(article_document(few))["Alternate"] == 0, "a quotation in common is no other form of the same"


def test_a_text_that_it_was_made_from_and_the_origin_are_two(example: Trace) -> None:
    chain = (example.chain[0], example.chain[2])
    match = replace(example.matches[0], other=STATION, relation=Relation.VERBATIM, share=0.7)
    trace = replace(example, chain=chain, taken_from=STATION, matches=(*example.matches, match))
    found = derivations(article_document(trace, passages=False))
    assert list(found) == [
        ("copy.txt <- station.html", "Quotation"),
        ("copy.txt <- wire.html", "PrimarySource"),
    ]
    assert values(found["copy.txt <- station.html", "Quotation"], "pv:share") == {0.7}


def test_passages_come_where_the_order_is_known(example: Trace) -> None:
    document = article_document(example)
    passages = [each for each in document.get_records(prov.ProvEntity) if "#block-" in str(each.identifier)]
    assert [str(each.identifier).rpartition("#")[2] for each in passages] == ["block-1", "block-3"]
    assert values(passages[0], "prov:value") == {"GULLHAVEN (AP) — Some ferries sailed. on Friday."}
    assert relations(document)["Membership"] == 2
    assert relations(article_document(example, passages=False))["Membership"] == 0
    assert relations(article_document(replace(undecided(example), origins=example.origins)))["Membership"] == 0


def test_who_says_so_stands_on_the_verdict(example: Trace) -> None:
    note = CorrectionNote(CorrectionKind.CORRECTED, "Ida Marsh", "2031-04-03T10:00:00+00:00", "saw it", applied=True)
    corrected = replace(example, verdict=replace(example.verdict, correction=note))
    for trace, agents in ((example, ["program"]), (corrected, ["program", "name"])):
        document = article_document(trace)
        said = [
            str(record.args[1]).partition(":")[0]
            for record in document.get_records(prov.ProvAttribution)
            if str(record.args[0]).endswith("#verdict")
        ]
        assert said == agents
    (verdict,) = [each for each in document.get_records(prov.ProvEntity) if str(each.identifier).endswith("#verdict")]
    assert values(verdict, "pv:status") == {"decided"}
    assert values(verdict, "pv:reason") == {"the dateline names it"}


def test_a_date_is_typed_where_it_is_one(example: Trace) -> None:
    for text, name, kind in (
        ("2031-04-02", "schema:datePublished", "xsd:date"),
        ("2031-04-02T10:00:00+00:00", "schema:datePublished", "datetime"),
        ("next Friday", "pv:published", "str"),
    ):
        document = article_document(replace(example, article=replace(example.article, published=text)))
        (value,) = values(next(iter(document.get_records(prov.ProvEntity))), name)
        assert str(getattr(value, "datatype", type(value).__name__)) == kind


def test_read_back_it_says_the_same(example: Trace) -> None:
    for trace in (example, undecided(example), *(decided(example, relation) for relation in Relation)):
        document = article_document(trace)
        assert prov.ProvDocument.deserialize(content=document.serialize()) == document
