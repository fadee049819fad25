"""The page and the plot are made from what was measured, and are as they are made."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests" / "bench" / "peers"))
environments = importlib.import_module("environments")
plot = importlib.import_module("plot")
results = importlib.import_module("results")
table = importlib.import_module("table")

PAIRS = {"near": 100, "found": 99, "wrong": 1, "contained": 10, "contained_found": 3}
TASK = results.Task(3, 0.5, 20_000)
OURS = results.Measured(results.OURS, TASK, "1.0", "2031-01-02", 93.0, ((2.0, 3.0, 400.0), (4.0, 5.0, 500.0)), PAIRS)
OTHER = replace(OURS, side="other", runs=((9.0, 9.0, 100.0),), version="2.1")
SLOW = replace(OURS, side="slow", runs=(), pairs={}, trouble="> 600 s")
MACHINE = {"processor": "an invented one", "cores": 2, "system": "Linux", "python": "3.11"}


def test_ratios_are_against_the_quick_rule() -> None:
    lines = table.plain([SLOW, OTHER, OURS]).splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["provenance", "other", "slow"]
    assert lines[2].split()[3:] == ["3.0", "1.00", "31", "4.0", "500", "0.9900", "0.9900", "0.9900", "30%"]
    assert lines[3].split()[2:4] == ["9.0", "3.00"]
    assert "> 600 s" in lines[4]


def test_a_program_that_ours_is_not_beside_has_no_ratio() -> None:
    assert table.plain([OTHER]).splitlines()[2].split()[:4] == ["other", "2.1", "9.0", "10"]


def test_what_was_measured_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "bench" / "dedup.json"
    assert results.load(path) == ({}, [])
    results.save(path, MACHINE, [OURS, SLOW])
    assert results.load(path) == (MACHINE, [OURS, SLOW])


def test_a_new_measurement_takes_the_place_of_the_old_one() -> None:
    newer, larger = replace(OURS, date="2031-05-06"), replace(OURS, task=replace(TASK, documents=100_000))
    assert results.merge([OURS, OTHER], [larger, newer]) == [OTHER, newer, larger]


def test_the_plot_has_every_program_of_the_task_with_most_sizes() -> None:
    larger = [replace(each, task=replace(TASK, documents=1_000_000)) for each in (OURS, OTHER)]
    elsewhere = replace(OURS, side="elsewhere", task=replace(TASK, shingle=5))
    drawn = ET.fromstring(plot.draw([elsewhere, OURS, OTHER, SLOW, *larger]))  # noqa: S314 - just made
    said = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert said.count("provenance, first") == said.count("other") == 2
    assert not {"slow", "elsewhere"} & set(said)
    heights = plot.apart([(100.0, "a"), (101.0, "b"), (300.0, "c")])
    assert heights["b"] - heights["a"] == pytest.approx(17)
    assert heights["c"] == 300


def test_the_page_is_as_it_is_made() -> None:
    on, measured = results.load(ROOT / "docs" / "bench" / "dedup.json")
    does = {name: peer.does for name, peer in environments.peers().items()}
    assert (ROOT / "docs" / "bench" / "dedup.md").read_text(encoding="utf-8") == table.page(on, measured, does)
    assert (ROOT / "docs" / "bench" / "dedup.svg").read_text(encoding="utf-8") == plot.draw(measured)
