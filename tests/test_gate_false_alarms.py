"""The measure of false alarms: what is worse than what is shipped is said."""

from __future__ import annotations

import copy
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "gate"))
from false_alarms import SHIPPED, toml, worse


@pytest.fixture
def shipped() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def test_what_is_shipped_is_no_worse_than_itself(shipped: dict[str, Any]) -> None:
    assert worse(shipped, copy.deepcopy(shipped)) == []


def test_what_is_written_can_be_read_again(shipped: dict[str, Any]) -> None:
    assert tomllib.loads(toml(shipped)) == shipped
    assert toml(shipped) == SHIPPED.read_text(encoding="utf-8")


def test_worse_is_more_pages_another_detector_more_wrong_or_too_many_paragraphs(shipped: dict[str, Any]) -> None:
    data = copy.deepcopy(shipped)
    data["detectors"]["article"]["pages"] += 1
    data["detectors"]["new"] = data["detectors"].pop("literal")
    data["verdict"]["wrong"] += 1
    data["people"]["paragraphs_with_a_finding"] = data["people"]["paragraphs"] // 100
    found = " | ".join(worse(data, shipped))
    assert "new: not shipped | literal: no longer there | article: on 3 pages" in found
    assert "called a machine's" in found
    assert "% of people's paragraphs" in found
