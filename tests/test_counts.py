"""Counts in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provenance.counts import counted, per_cent

PACKAGE = Path(__file__).resolve().parents[1] / "provenance"
# a number that may be one, and a noun in the plural behind it
FIXED = re.compile(
    r"\{[^{}A-Z]*\} (?:feeds|files|items|rows|pages|documents|inputs|verdicts|clusters|sources|others|corrections)\b"
)


@pytest.mark.parametrize(
    ("number", "noun", "plural", "said"),
    [
        (0, "feed", None, "0 feeds"),
        (1, "feed", None, "1 feed"),
        (2, "feed", None, "2 feeds"),
        (1204, "article", None, "1,204 articles"),
        (1, "file without a column of text", None, "1 file without a column of text"),
        (3, "file without a column of text", None, "3 files without a column of text"),
        (2, "story", None, "2 stories"),
        (2, "survey", None, "2 surveys"),
        (1, "child", "children", "1 child"),
        (2, "child", "children", "2 children"),
    ],
)
def test_one_is_no_several(number: int, noun: str, plural: str | None, said: str) -> None:
    assert counted(number, noun, plural) == said


@pytest.mark.parametrize(("share", "said"), [(0, 0), (0.304, 30), (0.9972, 99), (1, 100), (0.994, 99)])
def test_nearly_all_is_not_all(share: float, said: int) -> None:
    assert per_cent(share) == said


def test_no_message_counts_past_it() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        code = [line for line in path.read_text(encoding="utf-8").splitlines() if '"""' not in line]
        found += [f"{path.name}: {line.strip()}" for line in code if FIXED.search(line)]
    assert found == []
