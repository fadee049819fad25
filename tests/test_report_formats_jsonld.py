"""JSON-LD: it parses without the network, and each name is schema.org's or ours."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from export_samples import STATION, decided, undecided

from provenance.model import Block, Relation, Role, StoryRef
from provenance.report.formats.jsonld import jsonld_object
from provenance.report.formats.values import article_uri

jsonld = pytest.importorskip("pyld.jsonld", reason="pyld is in the extra `test`")

if TYPE_CHECKING:
    from provenance.model import Trace

SCHEMA = "https://schema.org/"
TERMS = "urn:news-provenance:terms:"


def no_network(url: str, _options: object) -> NoReturn:
    message = f"{url} was asked for"
    raise AssertionError(message)


def expanded(value: dict[str, Any]) -> dict[str, Any]:
    """The object with every name in full, as a program reads it."""
    (node,) = jsonld.expand(json.loads(json.dumps(value)), {"documentLoader": no_network})
    return dict(node)


def test_it_parses_and_every_name_is_known(example: Trace) -> None:
    for trace in (example, undecided(example), *(decided(example, relation) for relation in Relation)):
        node = expanded(jsonld_object(trace))
        assert node["@type"] == [f"{SCHEMA}NewsArticle"]
        assert node["@id"] == article_uri(trace.article)
        assert all(name.startswith(("@", SCHEMA, TERMS)) for name in node)


def test_an_address_is_a_link_and_a_text_is_a_text(example: Trace) -> None:
    node = expanded(jsonld_object(example))
    assert node[f"{SCHEMA}url"] == [{"@id": "https://copies.example/f"}]
    assert node[f"{SCHEMA}headline"] == [{"@value": "Ferries sail again"}]
    hostile = replace(example, article=replace(example.article, url="javascript:alert(1)"))
    assert "url" not in jsonld_object(hostile)


def test_whose_it_is_and_what_it_is_based_on(example: Trace) -> None:
    value = jsonld_object(example)
    assert value["publisher"]["name"] == "Copies"
    assert (value["publisher"]["@type"], value["sourceOrganization"]["@type"]) == (
        "Organization",
        "NewsMediaOrganization",
    )
    assert value["sourceOrganization"]["@id"] == "urn:news-provenance:source:ap"
    assert value["copyrightHolder"] == {"@type": "Organization", "name": "Gullhaven Media Co."}
    assert value["citation"] == ["Reuters"]
    assert [each["name"] for each in value["pv:passedOnBy"]] == ["Gullhaven Media Co."]
    (origin,) = value["isBasedOn"]
    assert (origin["headline"], origin["pv:relation"], origin["pv:share"]) == (
        "Few ferries sail",
        "machine_paraphrase",
        0.9,
    )
    both = jsonld_object(replace(example, taken_from=STATION))["isBasedOn"]
    assert [each["identifier"] for each in both] == ["station.html", "wire.html"]


def test_an_origin_that_is_not_held_is_named_by_its_house(example: Trace) -> None:
    (origin,) = jsonld_object(decided(example, Relation.VERBATIM, held=False))["isBasedOn"]
    assert "@id" not in origin
    assert origin["publisher"]["name"] == "The Associated Press"


def test_where_nothing_is_decided_it_is_based_on_nothing(example: Trace) -> None:
    value = jsonld_object(undecided(example))
    assert not {"isBasedOn", "sourceOrganization", "pv:passedOnBy"} & set(value)
    assert value["pv:verdict"] == {
        "@type": "pv:Verdict",
        "pv:status": "abstained",
        "pv:relation": "unknown",
        "pv:reason": ["a tie"],
        "pv:machineParaphrase": True,
        "pv:substitutionsPer100": 11.5,
    }
    assert [each["identifier"] for each in value["pv:sharesTextWith"]] == ["wire.html"]
    assert "isBasedOn" not in jsonld_object(decided(example, Relation.ORIGINAL))


def test_the_people_who_signed_it_are_its_authors(example: Trace) -> None:
    text = "By IDA MARSH and Jo Pell, Associated Press"
    trace = replace(example, blocks=(*example.blocks, Block(3, Role.BYLINE, 0, len(text), text)))
    assert [each["name"] for each in jsonld_object(trace)["author"]] == ["IDA MARSH", "Jo Pell"]


def test_its_story_is_a_collection(example: Trace) -> None:
    told = replace(example, story=StoryRef("s0123456789abcdef", "Few ferries sail", 3))
    node = expanded(jsonld_object(told))
    (story,) = node[f"{SCHEMA}isPartOf"]
    assert story["@id"] == "urn:news-provenance:story:s0123456789abcdef"


def test_a_date_is_given_where_it_is_one(example: Trace) -> None:
    for day, given in (("2031-04-02", "2031-04-02"), ("2031-99-99", None), ("soon", None)):
        value = jsonld_object(replace(example, article=replace(example.article, published=day)))
        assert value.get("datePublished") == given
