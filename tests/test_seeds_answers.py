"""What the program claims to know, each value of each vocabulary, shown on a sample that it ships.

A relation, credit type, role or damage kind that no sample shows would be a claim without proof:
these tests fail when its code is taken out.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pytest

from provenance import ingest, open_database, trace
from provenance.model import CreditType, DamageKind, Relation, Role, Trace
from provenance.report.contract import answer
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = seeds_folder() / "articles"
MANIFEST = json.loads((ARTICLES / "manifest.json").read_text(encoding="utf-8"))["articles"]

Answers = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Every sample's answer, with all of them stored."""
    path = tmp_path_factory.mktemp("samples") / "p.db"
    with open_database(path, write=True, create=True) as database:
        ingest([str(ARTICLES)], database)
        found = [answer(one) for one in trace([str(ARTICLES)], database) if isinstance(one, Trace)]
    return {PurePath(one["article"]["id"]).name: one for one in found}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def shown_roles(answers: Answers) -> Iterator[str]:
    for sample in MANIFEST:
        blocks = answers[sample["file"]]["blocks"]
        for line in sample["roles"]:
            starts = squeezed(line["starts"])
            if any(b["role"] == line["role"] and squeezed(b["text"]).startswith(starts) for b in blocks):
                yield line["role"]
        yield from (block["role"] for block in blocks if block["role"] == Role.BODY)


def shown_credits(answers: Answers) -> Iterator[str]:
    for sample in MANIFEST:
        credits = answers[sample["file"]]["credits"]
        for wanted in sample["credits"]:
            text = squeezed(wanted["text"])
            for found in credits:
                near = squeezed(found["text"]) in text or text in squeezed(found["text"])
                if near and (found["type"], found["source"]) == (wanted["type"], wanted["source"]):
                    yield found["type"]


def shown_relations(answers: Answers) -> Iterator[str]:
    for sample in MANIFEST:
        relation = answers[sample["file"]]["verdict"]["relation"]
        if relation in {sample["relation"], *sample.get("relation_also", [])}:
            yield relation


def shown_damage(answers: Answers) -> Iterator[str]:
    for sample in MANIFEST:
        found = answers[sample["file"]]
        text = found["article"]["text"]
        for wanted in sample["damage"]:
            start = text.find(wanted["copy"])
            end = start + len(wanted["copy"])
            for block in found["blocks"]:
                for finding in block["damage"]:
                    if start >= 0 and finding["start"] < end and start < finding["end"]:
                        yield finding["kind"] if finding["kind"] == wanted["kind"] else ""


@pytest.mark.parametrize("role", Role)
def test_every_role(answers: Answers, role: Role) -> None:
    assert role in set(shown_roles(answers))


@pytest.mark.parametrize("kind", CreditType)
def test_every_credit_type(answers: Answers, kind: CreditType) -> None:
    assert kind in set(shown_credits(answers))


@pytest.mark.parametrize("relation", Relation)
def test_every_relation(answers: Answers, relation: Relation) -> None:
    assert relation in set(shown_relations(answers))


@pytest.mark.parametrize("kind", DamageKind)
def test_every_damage_kind(answers: Answers, kind: DamageKind) -> None:
    assert kind in set(shown_damage(answers))


@pytest.mark.parametrize("sample", MANIFEST, ids=lambda sample: sample["file"])
def test_every_sample_has_the_origin_that_its_manifest_says(answers: Answers, sample: dict[str, Any]) -> None:
    verdict = answers[sample["file"]]["verdict"]
    origin = (verdict["origin"] or {}).get("source") if verdict["status"] == "decided" else None
    assert origin in {sample["origin"], *sample.get("origin_also", [])}
