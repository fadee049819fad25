"""The sample articles and their manifest agree, and together they show every value of every vocabulary."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from provenance.model import CreditType, DamageKind, Relation, Role, Severity, Status

FOLDER = Path(__file__).parents[1] / "seeds" / "articles"
MANIFEST: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
ARTICLES: list[dict[str, Any]] = MANIFEST["articles"]
FILES = {article["file"] for article in ARTICLES}
KEYS = {
    "aggregator",
    "chain",
    "cited",
    "credits",
    "damage",
    "file",
    "kind",
    "machine_paraphrase",
    "origin",
    "origin_also",
    "origin_article",
    "relation",
    "relation_also",
    "roles",
    "status",
    "story",
}


def collapse(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def raw(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")


@cache
def visible(file: str) -> str:
    """All that a reader sees of a sample, white space collapsed."""
    if file.endswith(".txt"):
        return collapse(raw(file))
    soup = BeautifulSoup(raw(file), "html.parser")
    for tag in soup(["head", "script", "style", "template", "noscript"]):
        tag.decompose()
    return collapse(soup.get_text())


def all_values(key: str, field: str) -> set[str]:
    return {entry[field] for article in ARTICLES for entry in article[key]}


each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])


def test_every_file_is_listed_once_and_every_listed_file_is_there() -> None:
    on_disk = {path.name for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"}}
    assert on_disk == FILES
    assert len(FILES) == len(ARTICLES)


@each_article
def test_entry_has_every_key_and_known_values(article: dict[str, Any]) -> None:
    assert set(article) - {"parts"} == KEYS
    assert article["story"] in MANIFEST["stories"]
    assert Status(article["status"])
    assert all(Relation(relation) for relation in [article["relation"], *article["relation_also"]])
    assert article["machine_paraphrase"] in (True, False, None)
    assert article["aggregator"] in (True, False, None)


@each_article
def test_verdict_is_consistent(article: dict[str, Any]) -> None:
    decided = article["status"] == Status.DECIDED
    assert decided == (article["origin"] is not None)
    assert decided or article["origin_article"] is None
    assert decided or len(article["chain"]) == 1
    assert article["origin_article"] is None or article["origin_article"] in FILES - {article["file"]}
    assert (article["relation"] == Relation.MACHINE_PARAPHRASE) == article["machine_paraphrase"]


@each_article
def test_roles_start_in_the_text_in_page_order(article: dict[str, Any]) -> None:
    text, position = visible(article["file"]), 0
    for entry in article["roles"]:
        assert Role(entry["role"])
        position = text.find(entry["starts"], position)
        assert position >= 0, entry
        position += len(entry["starts"])


@each_article
def test_credits_stand_on_the_page(article: dict[str, Any]) -> None:
    for entry in article["credits"]:
        where = raw if CreditType(entry["type"]) is CreditType.META else visible
        assert entry["text"] in where(article["file"]), entry
    cited = {e["source"] for e in article["credits"] if e["type"] in {CreditType.CITATION, CreditType.TOLD}}
    assert cited == set(article["cited"])


@each_article
def test_damage_stands_in_the_copy_and_its_original_in_the_original(article: dict[str, Any]) -> None:
    copy = visible(article["file"])
    # the copyright line of a chain's middle hop is quoted from that hop's page
    originals = "\n".join(visible(other["file"]) for other in ARTICLES if other["story"] == article["story"])
    for entry in article["damage"]:
        assert DamageKind(entry["kind"])
        assert Severity(entry["severity"])
        assert entry["copy"] in copy, entry
        assert entry["original"] is None or entry["original"] in originals, entry
        assert entry["copy"] != entry["original"]


@each_article
def test_parts_open_a_passage_of_the_copy_and_name_another_file(article: dict[str, Any]) -> None:
    for part in article.get("parts", ()):
        assert part["starts"] in visible(article["file"])
        assert part["article"] in FILES - {article["file"]}


def test_every_value_of_every_vocabulary_occurs() -> None:
    assert all_values("roles", "role") == set(Role)
    assert all_values("credits", "type") == set(CreditType)
    assert all_values("damage", "kind") == set(DamageKind)
    assert {article["relation"] for article in ARTICLES} == set(Relation)


def test_invented_hops_are_described() -> None:
    named = {name for article in ARTICLES for name in article["chain"][: -1 if article["origin"] else None] if name}
    assert named == set(MANIFEST["outlets"])


def test_hidden_characters_are_really_in_the_file() -> None:
    text = raw("merger-homoglyph.html")
    assert "\u200b" in text
    assert re.search(r"[a-z][\u0430-\u044f]|[\u0430-\u044f][a-z]", text)
