"""Clusters around an origin: who joins whom, and as what."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

import pytest

from provenance.corpus.near.fingerprints import shingle_sets
from provenance.corpus.near.texts import TextCollector
from provenance.corpus.origins.clusters import form_clusters
from provenance.corpus.origins.standing import Rank, Standing
from provenance.corpus.result import Document
from provenance.model import Relation
from provenance.settings import DedupSettings, Keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.corpus.result import Cluster

SETTINGS = DedupSettings()


def words(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return ["".join(random.choice("aeioubdfglmnprst") for _ in range(random.randint(3, 8))) for _ in range(count)]


STORY, OTHER, FURNITURE = words(1, 120), words(2, 120), words(3, 400)


def clustered(*copies: tuple[str, Sequence[str], dict[str, object]], keep: Keep | None = None) -> tuple[Cluster, ...]:
    """Cluster documents given as id, words, and what differs from a clean standing."""
    collector = TextCollector(SETTINGS)
    standings: dict[int, list[Standing]] = {}
    for _, text, _ in copies:
        collector.add(" ".join(text))
    texts = collector.finish()
    for number, (name, text, more), where in zip(range(len(copies)), copies, texts.numbers, strict=True):
        assert where is not None
        kind = {"rank": Rank.CLEAN, "why": "test", "length": len(text), **more}
        outlet = str(kind.pop("outlet")) if "outlet" in kind else None
        document = Document(number, name, name.encode(), outlet, where)
        standings.setdefault(where, []).append(Standing(document, **kind))  # type: ignore[arg-type]
    return form_clusters(texts, standings, keep)


def kept_and_members(clusters: Sequence[Cluster]) -> list[tuple[str, list[tuple[str, Relation]]]]:
    return [(c.kept.document.id, [(m.document.id, m.relation) for m in c.members]) for c in clusters]


def test_the_best_standing_is_kept_whatever_its_id() -> None:
    found = clustered(("a", STORY, {}), ("b", STORY, {"rank": Rank.LICENSED}), ("c", STORY, {"rank": Rank.ORIGINAL}))
    assert kept_and_members(found) == [("c", [("a", Relation.VERBATIM), ("b", Relation.VERBATIM)])]
    assert found[0].members[0].reason == "the same words as the kept copy c; c is kept because test"


def test_clusters_are_no_chains() -> None:
    # b is near a, c is near b, c is not near a
    found = clustered(("a", STORY[:80], {}), ("b", STORY[20:100], {}), ("c", STORY[40:], {}))
    assert kept_and_members(found) == [("a", [("b", Relation.REWRITE)])]
    near = clustered(("b", STORY[20:100], {}), ("c", STORY[40:], {}))
    assert kept_and_members(near) == [("b", [("c", Relation.REWRITE)])]


def test_an_excerpt_joins_and_a_longer_report_does_not() -> None:
    longer = [*STORY, *OTHER]
    excerpt_second = clustered(("a", longer, {}), ("b", STORY[:60], {}))
    assert kept_and_members(excerpt_second) == [("a", [("b", Relation.EXCERPT)])]
    assert clustered(("a", STORY[:60], {"rank": Rank.ORIGINAL}), ("b", longer, {})) == ()


@pytest.mark.parametrize(
    ("more", "relation"),
    [
        ({}, Relation.REWRITE),
        ({"paraphrased": "three signs"}, Relation.MACHINE_PARAPHRASE),
        ({"outlet": "The Gull"}, Relation.VERSION),
    ],
)
def test_relation_of_a_changed_copy(more: dict[str, object], relation: Relation) -> None:
    changed = [*STORY[:95], *OTHER[:25]]
    found = clustered(("a", STORY, {"outlet": "The Gull"}), ("b", changed, more))
    assert kept_and_members(found) == [("a", [("b", relation)])]


def test_pages_that_share_furniture_only_are_no_copies() -> None:
    def told(text: list[str]) -> dict[str, object]:
        return {"story": shingle_sets([" ".join(text)], SETTINGS)[0]}

    one, other = [*STORY, *FURNITURE], [*OTHER, *FURNITURE]
    assert kept_and_members(clustered(("a", one, {}), ("b", other, {}))) == [("a", [("b", Relation.REWRITE)])]
    assert clustered(("a", one, told(STORY)), ("b", other, told(OTHER))) == ()


def test_furniture_does_not_hide_a_copy() -> None:
    story = shingle_sets([" ".join(STORY)], SETTINGS)[0]
    told = {"story": story, "length": len(story)}
    found = clustered(("a", STORY, told), ("b", [*STORY, *FURNITURE], told))
    assert kept_and_members(found) == [("a", [("b", Relation.VERBATIM)])]


def test_the_page_that_a_copy_credits_is_kept() -> None:
    own = {"source": "bbc", "time": "2031-05-09"}
    copy = {"rank": Rank.LICENSED, "credited": ("bbc",), "time": "2031-05-01"}
    found = clustered(("own", STORY, own), ("copy", [*STORY, *OTHER[:9]], copy))
    assert kept_and_members(found) == [("own", [("copy", Relation.VERBATIM)])]
    assert found[0].kept.reason == "kept because its copy copy says that the text is bbc's"


def test_a_credit_on_another_story_raises_nobody() -> None:
    own = {"source": "bbc", "time": "2031-05-09"}
    found = clustered(
        ("own", STORY, own),
        ("copy", [*STORY, *OTHER[:9]], {"time": "2031-05-01"}),
        ("else", FURNITURE, {"rank": Rank.LICENSED, "credited": ("bbc",)}),
    )
    assert kept_and_members(found) == [("copy", [("own", Relation.VERBATIM)])]


@pytest.mark.parametrize("keep", [Keep.ORIGIN, Keep.FIRST, Keep.LONGEST, Keep.CLEANEST])
def test_an_excerpt_of_an_earlier_date_goes_with_its_text(keep: Keep) -> None:
    copies = (
        ("short", STORY[:50], {"time": "2031-05-01"}),
        ("shorter", STORY[:40], {"time": "2031-04-01"}),
        ("whole", STORY, {"time": "2031-05-02"}),
    )
    for order in permutations(copies):
        assert kept_and_members(clustered(*order, keep=keep)) == [
            ("whole", [("short", Relation.EXCERPT), ("shorter", Relation.EXCERPT)])
        ]
    if keep is not Keep.LONGEST:
        found = clustered(*copies, keep=keep)[0]
        assert found.kept.reason == "kept because the other copy is an excerpt of it, whatever its date"


@pytest.mark.parametrize("better", [{"rank": Rank.ORIGINAL}, {"rank": Rank.LICENSED}, {"aggregator": 0}])
def test_an_excerpt_that_is_better_by_more_than_its_date_stays(better: dict[str, object]) -> None:
    whole = {"time": "2031-05-02", "aggregator": 1}
    short = ("short", STORY[:50], {"time": "2031-05-01", "aggregator": 1, **better})
    assert clustered(("whole", STORY, whole), short) == ()


def test_an_excerpt_whose_text_went_with_another_is_kept() -> None:
    # b holds c, but goes with a, of which c has too little
    a, b, c = STORY[:80], STORY[20:100], STORY[60:100]
    found = clustered(
        ("a", a, {"time": "2031-05-02"}), ("b", b, {"time": "2031-05-03"}), ("c", c, {"time": "2031-05-01"})
    )
    assert kept_and_members(found) == [("a", [("b", Relation.REWRITE)])]


def test_a_longer_copy_is_said_to_add_something() -> None:
    found = clustered(("a", STORY[:80], {"time": "2031-05-01"}), ("b", STORY, {"time": "2031-05-02"}))
    assert kept_and_members(found) == [("a", [("b", Relation.PARTIAL)])]
    assert "it has 100% of the word runs and adds others" in found[0].members[0].reason


def test_an_excerpt_with_copies_that_the_whole_text_would_not_take_stays_with_them() -> None:
    short = STORY[:60]
    whole, beside = [*STORY[:52], *OTHER], [*short[10:], *FURNITURE[:10]]
    found = clustered(
        ("short", short, {"time": "2031-05-01"}),
        ("beside", beside, {"time": "2031-05-03"}),
        ("whole", whole, {"time": "2031-05-02"}),
    )
    assert kept_and_members(found) == [("short", [("beside", Relation.REWRITE)])]
    alone = clustered(("short", short, {"time": "2031-05-01"}), ("whole", whole, {"time": "2031-05-02"}))
    assert kept_and_members(alone) == [("whole", [("short", Relation.EXCERPT)])]
