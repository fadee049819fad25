"""The gate's own arithmetic, and that the floors are kept in good order."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sites_traps

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parent / "gate"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"gate_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


samples = load("samples")
sys.modules.setdefault("samples", samples)
holders = load("holders")
lines = load("lines")
gate = load("run")
sites = load("sites")
verdicts = load("verdicts")


def answer() -> dict[str, Any]:
    text = "By The Associated Press\nSome ships left the port."
    return {
        "article": {"id": "seeds/articles/copy.txt", "text": text},
        "site": {"aggregator": None},
        "verdict": {
            "status": "decided",
            "relation": "rewrite",
            "origin": {"source": "ap", "article": {"id": "x/wire.txt"}},
        },
        "chain": [{"name": "The Gull"}, {"name": "The Associated Press"}],
        "cited": [],
        "credits": [{"type": "byline", "source": "ap", "text": "By The Associated Press"}],
        "blocks": [
            {"role": "byline", "text": text[:23], "damage": []},
            {"role": "body", "text": text[24:], "damage": [{"start": 24, "end": 28}]},
        ],
        "damage": {"machine_paraphrase": None},
    }


def truth() -> dict[str, Any]:
    return {
        "file": "copy.txt",
        "relation": "rewrite",
        "relation_also": [],
        "origin": "ap",
        "origin_also": [],
        "origin_article": "wire.txt",
        "chain": [None, "The Associated Press"],
        "cited": [],
        "machine_paraphrase": None,
        "aggregator": False,
        "credits": [{"type": "byline", "source": "ap", "text": "The Associated Press"}],
        "roles": [{"role": "byline", "starts": "By The"}],
        "damage": [{"copy": "Some"}],
    }


def test_a_right_answer_has_all_measures_at_one() -> None:
    assert set(samples.judge([(answer(), truth())]).values()) == {1.0}


@pytest.mark.parametrize(
    ("measure", "change"),
    [
        ("origin", {"origin": "reuters"}),
        ("origin_article", {"origin_article": "other.txt"}),
        ("relation", {"relation": "verbatim"}),
        ("chain", {"chain": ["The Associated Press"]}),
        ("cited", {"cited": ["bbc"]}),
        ("machine_paraphrase", {"machine_paraphrase": True}),
        ("aggregator", {"aggregator": True}),
        ("credit_recall", {"credits": [{"type": "dateline", "source": "ap", "text": "The Associated Press"}]}),
        ("role_recall", {"roles": [{"role": "caption", "starts": "By The"}]}),
        ("role_precision", {"roles": []}),
        ("damage_recall", {"damage": [{"copy": "port"}]}),
        ("sound_left_alone", {"damage": []}),
    ],
)
def test_each_measure_sees_its_own_fault(measure: str, change: dict[str, Any]) -> None:
    assert samples.judge([(answer(), truth() | change)])[measure] == 0


def test_shares_and_missing_numbers() -> None:
    assert gate.number("23/24") == 0.9583
    assert gate.at({"kinds": {"spun": {"origin_right": 8}}}, "kinds.spun.origin_right") == 8
    assert gate.at({"kinds": {"spun": {}}}, "kinds.spun.origin_wrong-") == 0
    with pytest.raises(KeyError):
        gate.at({}, "roles")


@pytest.mark.parametrize(
    ("name", "value", "holds", "better"),
    [("f1", 0.9, True, False), ("f1", 0.8, False, False), ("f1", 1.0, True, True), ("lost-", 1.0, False, False)],
)
def test_floors_hold_upwards_and_ceilings_downwards(name: str, value: float, *, holds: bool, better: bool) -> None:
    (row,) = gate.compare({name: value}, {name: {"best": 0.9, "since": "2031-01-01"}})
    assert (row.holds, row.better) == (holds, better)


def test_an_update_raises_and_never_lowers() -> None:
    floors = {"f1": {"best": 0.9, "since": "2031-01-01"}, "f2": {"best": 0.5, "since": "2031-01-01"}}
    rows = gate.compare({"f1": 0.8, "f2": 0.6, "f3": 0.1}, floors)
    raised = gate.update(floors, rows, "2031-02-02")
    assert raised == {
        "f1": {"best": 0.9, "since": "2031-01-01"},
        "f2": {"best": 0.6, "since": "2031-02-02"},
        "f3": {"best": 0.1, "since": "2031-02-02"},
    }


def test_parts_are_measured_together_the_longest_first_and_told_in_their_order() -> None:
    begun: list[str] = []

    def part(group: str, name: str, seconds: int) -> Any:
        def measure() -> dict[str, float]:
            begun.append(name)
            return {name: float(seconds)}

        return gate.Part(group, seconds, measure)

    parts = [part("own", "short", 1), part("shared", "long", 9), part("own", "middle", 5)]
    found = gate.measure(parts, 1)
    assert begun == ["long", "middle", "short"]
    assert list(found) == ["own", "shared"]
    assert found == {"own": {"short": 1.0, "middle": 5.0}, "shared": {"long": 9.0}}


def test_a_part_that_ends_the_program_ends_it() -> None:
    def measure() -> dict[str, float]:
        sys.exit("ingest: exit 4")

    with pytest.raises(SystemExit, match="ingest: exit 4"):
        gate.measure([gate.Part("own", 1, measure)], 2)


def test_a_measure_cannot_vanish() -> None:
    with pytest.raises(SystemExit, match="no longer measured: f2"):
        gate.compare({"f1": 1.0}, {"f1": {"best": 1.0}, "f2": {"best": 1.0}})


def test_the_floors_name_what_is_measured() -> None:
    floors = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))
    shared = {f"{name}.{path}" for name, paths in gate.SHARED.items() for path in paths}
    assert set(floors["own"]) == set(samples.judge([(answer(), truth())]))
    lines_held = {f"lines.{name}" for name in lines.shares(Counter())}
    held = {f"verdicts.{name}.{each}" for name in ("held", "missing") for each in verdicts.measures([])}
    assert set(floors["shared"]) == shared | lines_held | held | {"copyright.right"}
    assert set(floors["verdicts"]) == {f"{name}.{each}" for name in verdicts.SEEDS for each in verdicts.measures([])}


def test_verdicts_are_counted_by_how_sure_they_are() -> None:
    answers = [verdicts.Answer(0.55, right=True), verdicts.Answer(0.5, right=False), verdicts.Answer(None, right=False)]
    answers += [verdicts.Answer(0.95, right=True)] * 18 + [verdicts.Answer(0.97, right=False)] * 2
    assert verdicts.reliability(answers) == [
        verdicts.Band(0.5, 2, 0.525, 0.5),
        verdicts.Band(0.95, 20, 0.952, 0.9),
    ]
    found = verdicts.measures(answers)
    assert found["decided"] == round(22 / 23, 4)
    assert found["right"] == round(19 / 22, 4)
    assert found["right_when_sure"] == 0.9
    assert found["calibration_error-"] == pytest.approx((2 * 0.025 + 20 * 0.052) / 22, abs=1e-4)
    assert found["overconfident-"] == pytest.approx(0.052)


def test_a_web_with_traps_says_who_wrote_each_page() -> None:
    rows, writers = sites_traps.trapped_web(7)
    assert sites_traps.trapped_web(7) == (rows, writers)
    assert {row["id"] for row in rows} == {writer.page for writer in writers}
    assert {writer.trap for writer in writers} == set(sites_traps.Trap)
    texts = {row["id"]: row["text"] for row in rows}
    for writer in writers:
        if writer.trap is sites_traps.Trap.HELPED:
            assert "contributed to this report" in texts[writer.page]
            assert writer.own


def test_an_outlet_may_be_known_by_its_domain_or_owner() -> None:
    outlets = {"The Gull": {"domain": "gull.example", "owner": "Gull Media s.r.o."}}
    for hop in ({"name": "The Gull"}, {"name": "gull.example"}, {"name": "Gull Media s.r.o"}):
        asked = answer() | {"chain": [hop]}
        assert samples.judge([(asked, truth() | {"chain": ["The Gull"], "outlets": outlets})])["chain"] == 1
    asked = answer() | {"chain": [{"name": "The Tern", "domain": "tern.example"}]}
    assert samples.judge([(asked, truth() | {"chain": ["The Gull"], "outlets": outlets})])["chain"] == 0


@pytest.mark.parametrize(
    ("label", "found", "right"),
    [
        ("The Gull, Inc.", [("copyright", "Gull", "The Gull")], True),
        ("The Associated Press", [("caption", "The Associated Press", "Ida Marsh, AP")], True),
        (["The Gull", "The Tern"], [("copyright", "The Gull", "The Gull"), ("copyright", "Tern", "Tern")], True),
        (["The Gull", "The Tern"], [("copyright", "Tern", "Tern"), ("copyright", "The Gull", "The Gull")], False),
        ("The Gull", [("copyright", "The Gull", "The Gull"), ("copyright", "Tern", "Tern")], False),
        ("The Gull", [("byline", "The Gull", "The Gull")], False),
        ("The Gull", [], False),
        (None, [], True),
        (None, [("copyright", "Saturday", "Saturday")], False),
    ],
)
def test_a_holder_is_right_by_name_order_and_number(
    label: str | list[str] | None, found: list[tuple[str, str, str]], *, right: bool
) -> None:
    named = [{"type": kind, "name": name, "text": text} for kind, name, text in found]
    assert holders.holders_right(named, label) is right


def test_the_labels_are_facts_by_id() -> None:
    labels = json.loads(holders.LABELS.read_text(encoding="utf-8"))
    assert len(labels) == 116
    assert all(isinstance(label, str | list | None) for label in labels.values())
    assert {holders.half(line) for line in labels} == {0, 1}


MARKED = "The port shut its gates on Tuesday.\n\nNobody had been warned of it, the keepers say."


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ([("body", "The port shut its gates on Tuesday.")], {"body_kept": 1}),
        ([("navigation", "Nobody had been warned of it")], {"body_lost": 1}),
        ([("body", "Sign up for the letter of the lake")], {"boilerplate_kept": 1}),
        ([("promotion", "Sign up for the letter of the lake")], {"boilerplate_found": 1}),
        ([("body", "Sign up for it"), ("body", "on Tuesday")], {}),
        ([("body", "The port shut its gates on a day in May")], {}),
        ([("subheading", "PORT! The port shut its gates on Tuesday")], {"body_kept": 1}),
        (
            [("navigation", "The port shut its gates on Tuesday"), ("body", "The port shut its gates on Tuesday.")],
            {"body_kept": 1, "boilerplate_found": 1},
        ),
        (
            [("body", "The port shut its gates on Tuesday"), ("body", "The port shut its gates on Tuesday.")],
            {"body_kept": 1, "boilerplate_kept": 1},
        ),
    ],
)
def test_lines_are_counted(told: list[tuple[str, str]], counted: dict[str, int]) -> None:
    blocks = [{"role": role, "text": text} for role, text in told]
    assert dict(+lines.judge_lines(blocks, MARKED)) == counted


def test_the_shares_of_counted_lines() -> None:
    counts = Counter(body_kept=97, body_lost=3, boilerplate_kept=3, boilerplate_found=94)
    assert lines.shares(counts) == {"boilerplate_f1": 0.9691, "body_lost-": 0.03}
    assert lines.shares(Counter()) == {"boilerplate_f1": 0.0, "body_lost-": 0.0}


def ranked(**said: bool | None) -> list[dict[str, Any]]:
    return [{"site": name, "aggregator": aggregator} for name, aggregator in said.items()]


SITES = [
    {"site": "tide", "kind": "spinner", "aggregator": True},
    {"site": "beam", "kind": "excerpter", "aggregator": True},
    {"site": "mill", "kind": "small paper", "aggregator": False},
    {"site": "few", "kind": "few pages", "aggregator": None},
]


def test_right_verdicts_on_sites_have_all_measures_at_one() -> None:
    said = ranked(tide=True, beam=True, mill=False, few=None)
    assert set(sites.compare_sites(said, SITES).values()) == {1.0}


def test_each_wrong_verdict_on_a_site_lowers_its_measure() -> None:
    missed = sites.compare_sites(ranked(tide=True, beam=None, mill=False, few=None), SITES)
    assert (missed["precision"], missed["recall"]) == (1.0, 0.5)
    accused = sites.compare_sites(ranked(tide=True, beam=True, mill=True, few=None), SITES)
    assert (accused["precision"], accused["credited_papers_cleared"]) == (0.6667, 0.0)
    guessed = sites.compare_sites(ranked(tide=True, beam=True, mill=None, few=True), SITES)
    assert (guessed["precision"], guessed["left_open"], guessed["others_cleared"]) == (0.6667, 0.0, 0.0)


def test_the_floors_of_the_sites_are_as_the_issue_asks() -> None:
    floors = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))["sites"]
    assert {name.split(".")[0] for name in floors} == set(sites.SEEDS)
    for name in sites.SEEDS:
        assert floors[f"{name}.precision"]["best"] >= 0.95
        assert floors[f"{name}.recall"]["best"] >= 0.95
        assert floors[f"{name}.credited_papers_cleared"]["best"] == 1.0
