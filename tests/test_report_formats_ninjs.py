"""ninjs: every object has the fields and types of the published schema, and says what it can of the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from export_samples import STATION, decided, ninjs_faults, undecided

from provenance.model import Block, Relation, Role
from provenance.report.formats.ninjs import ninjs_object

if TYPE_CHECKING:
    from provenance.model import Trace

ROLES = "http://cv.iptc.org/newscodes/contentprodpartyrole/"


def test_every_object_is_valid(example: Trace) -> None:
    for trace in (example, undecided(example), *(decided(example, relation) for relation in Relation)):
        assert ninjs_faults(ninjs_object(trace)) == []
    bare = replace(example, blocks=(), credits=(), chain=(), cited=(), matches=(), article=replace(
        example.article, title=None, url=None, published=None))  # fmt: skip
    assert ninjs_faults(ninjs_object(undecided(bare))) == []


def test_the_check_itself_finds_faults(example: Trace) -> None:
    good = ninjs_object(example)
    for name, value, fault in (
        ("uri", None, "is no uri"),
        ("uri", "no address", "is no uri"),
        ("byline", "x", "byline is no field"),
        ("versionCreated", "2031-04-02", "is no date-time"),
        ("type", "story", "is no ("),
        ("associations", [{"uri": "urn:a:b"}], "without name"),
        ("bodies", [{"role": "main"}], "without value"),
        ("infoSources", {"name": "x"}, "no list"),
    ):
        assert any(fault in each for each in ninjs_faults({**good, name: value}))
    del good["uri"]
    assert ninjs_faults(good) == [": without uri"]


def test_who_wrote_who_passed_on_and_who_is_cited(example: Trace) -> None:
    assert ninjs_object(example)["infoSources"] == [
        {"name": "The Associated Press", "role": f"{ROLES}origcont", "uri": "https://apnews.com/", "literal": "ap"},
        {"name": "Gullhaven Media Co.", "role": f"{ROLES}distributor"},
        {"name": "Copies", "role": f"{ROLES}distributor", "uri": "https://copies.example/"},
        {"name": "Reuters", "role": f"{ROLES}originfo", "literal": "reuters"},
    ]
    own = ninjs_object(decided(example, Relation.ORIGINAL))["infoSources"]
    assert [each["role"].rpartition("/")[2] for each in own] == ["origcont", "originfo"]
    nobody = ninjs_object(undecided(example))["infoSources"]
    assert [each["role"].rpartition("/")[2] for each in nobody] == ["distributor", "originfo"]


def test_associations_say_what_it_is_from_only_where_that_is_known(example: Trace) -> None:
    both = ninjs_object(replace(example, taken_from=STATION))["associations"]
    assert [(each["name"], each["rel"]) for each in both] == [
        ("Ferries sail", "derivedFrom"),
        ("Few ferries sail", "derivedFrom"),
    ]
    assert both[1]["edNote"] == "machine paraphrase, share 90%"
    assert both[1]["altIds"] == [
        {"role": "id", "value": "wire.html"},
        {"role": "url", "value": "https://apnews.com/article/ferries"},
    ]
    assert [each["rel"] for each in ninjs_object(undecided(example))["associations"]] == ["sharesText"]
    assert "associations" not in ninjs_object(decided(example, Relation.ORIGINAL))


def test_the_texts_and_rights(example: Trace) -> None:
    value = ninjs_object(example)
    assert value["headlines"] == [{"role": "main", "contentType": "text/plain", "value": "Ferries sail again"}]
    (body,) = value["bodies"]
    assert (body["value"], body["wordCount"]) == ("GULLHAVEN (AP) — Some ferries sailed. on Friday.", 8)
    assert body["charCount"] == len(body["value"])
    assert value["copyrightHolder"] == "Gullhaven Media Co."
    assert value["copyrightNotice"] == "Copyright 2031 Gullhaven Media Co."
    assert value["standard"]["version"] == "3.1"


def test_the_byline_stands_as_it_is(example: Trace) -> None:
    text = "By Ida Marsh and Jo Pell, Copies Staff"
    block = Block(3, Role.BYLINE, 0, len(text), text)
    assert ninjs_object(replace(example, blocks=(*example.blocks, block)))["by"] == text
    assert "by" not in ninjs_object(example)


def test_a_date_without_a_time_is_no_date_time_and_is_said_in_words(example: Trace) -> None:
    for day, created, said in (
        ("2031-04-02T10:00:00Z", "2031-04-02T10:00:00+00:00", None),
        ("2031-04-02", None, "Published: 2031-04-02 (no time or no zone)."),
        ("soon", None, "Published: soon (no date)."),
        (None, None, None),
    ):
        value = ninjs_object(replace(example, article=replace(example.article, published=day)))
        assert value.get("versionCreated") == created
        assert (said or "Published:") in value["edNote"] or said is None
        assert (said is None) is ("Published:" not in value["edNote"])


def test_the_verdict_is_a_note_for_editors(example: Trace) -> None:
    note = ninjs_object(example)["edNote"]
    assert note.startswith("Origin: The Associated Press (reworded by a machine), confidence 88%.\n- the dateline")
    assert ninjs_object(undecided(example))["edNote"].startswith("Origin: cannot be said.\n- a tie\n")
