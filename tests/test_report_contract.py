from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import CreditType, DamageKind, Relation, Role, Severity, SourceKind, Status, StoryRef, Verdict
from provenance.report.contract import answer, to_json

if TYPE_CHECKING:
    from enum import StrEnum

    from provenance.model import Trace

SCHEMA = json.loads((Path(__file__).parent / "contract.schema.json").read_text(encoding="utf-8"))


def test_every_part_fulfils_the_schema(example: Trace) -> None:
    jsonschema.validate(answer(example), SCHEMA)


def test_an_answer_without_anything_fulfils_the_schema(example: Trace) -> None:
    verdict = Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, (), None, "nothing stored")
    bare = replace(
        example, verdict=verdict, chain=(), matches=(), cited=(), credits=(), origins={}, findings=(), sources_of={}
    )
    value = answer(bare)
    jsonschema.validate(value, SCHEMA)
    assert value["verdict"]["origin"] is None
    assert value["verdict"]["runner_up"] is None


def test_keys_stand_in_the_order_of_the_contract(example: Trace) -> None:
    value = answer(example)
    assert " ".join(value) == "article site verdict chain matches cited credits blocks damage story"
    assert list(value["blocks"][0]) == ["position", "role", "start", "end", "text", "origin", "damage"]
    assert list(value["credits"][0]) == ["type", "source", "name", "block", "start", "end", "text", "weight"]


def test_the_story_is_named_where_there_is_one(example: Trace) -> None:
    assert answer(example)["story"] is None
    told = replace(example, story=StoryRef("s0123456789abcdef", "Few ferries sail", 3))
    assert answer(told)["story"] == {"id": "s0123456789abcdef", "title": "Few ferries sail", "articles": 3}


def test_blocks_slice_back_and_carry_their_own_damage(example: Trace) -> None:
    value = answer(example)
    for block in value["blocks"]:
        assert value["article"]["text"][block["start"] : block["end"]] == block["text"]
        for finding in block["damage"]:
            assert block["start"] <= finding["start"] < finding["end"] <= block["end"]
    assert [finding["kind"] for finding in value["blocks"][1]["damage"]] == ["polarity", "broken_sentence"]
    assert value["blocks"][0]["damage"] == []


def test_measures_are_rounded_to_four_digits_and_origins_name_their_source(example: Trace) -> None:
    value = answer(example)
    assert value["verdict"]["confidence"] == 0.8765
    assert value["blocks"][1]["origin"] == {
        "article": "wire.html",
        "position": 3,
        "source": "ap",
        "relation": "machine_paraphrase",
        "char5": 0.5123,
        "word1": 0.6,
        "containment": 0.7,
    }


@pytest.mark.parametrize(
    ("vocabulary", "path"),
    [
        (Relation, ("$defs", "relation")),
        (SourceKind, ("$defs", "kind")),
        (CreditType, ("$defs", "credit", "properties", "type")),
        (Role, ("properties", "blocks", "items", "properties", "role")),
        (DamageKind, ("properties", "blocks", "items", "properties", "damage", "items", "properties", "kind")),
        (Severity, ("properties", "blocks", "items", "properties", "damage", "items", "properties", "severity")),
        (Status, ("properties", "verdict", "properties", "status")),
    ],
)
def test_the_schema_has_the_vocabularies_of_the_model(vocabulary: type[StrEnum], path: tuple[str, ...]) -> None:
    part: Any = SCHEMA
    for step in path:
        part = part[step]
    assert sorted(part["enum"]) == sorted(word.value for word in vocabulary)


@given(st.text(st.characters()))
def test_json_gives_back_every_text_on_one_line(text: str) -> None:
    line = to_json({"text": text})
    assert "\n" not in line
    assert json.loads(line) == {"text": text}


def test_json_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(float("nan"))
