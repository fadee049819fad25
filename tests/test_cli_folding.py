"""Help texts in a narrow terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from provenance.cli import command_line
from provenance.cli.folding import folded
from provenance.cli.reference import commands

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS = dict(commands(get_command(command_line())))


def examples(text: str) -> Iterator[list[str]]:
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("\b\nExample:"):
            lines = paragraph.removeprefix("\b\nExample:").replace("\\\n", "").split("\n")
            yield from map(shlex.split, lines)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("width", [58, 78])
def test_no_help_is_wider_than_the_terminal_and_no_word_is_lost(name: str, width: int) -> None:
    text = COMMANDS[name].help or ""
    narrow = folded(text, width)
    paragraphs = [each for each in narrow.split("\n\n") if each.startswith("\b\n")]
    assert max((len(line) for each in paragraphs for line in each.split("\n")), default=0) <= width
    assert narrow.replace(" \\\n", " ").split() == text.split()
    assert list(examples(narrow)) == list(examples(text))
    assert folded(text, 200) == text


@given(st.text(max_size=200), st.integers(1, 40))
def test_any_text_can_be_folded(text: str, width: int) -> None:
    assert folded(f"\b\nExit codes: {text}", width).startswith("\b\n")


def test_an_example_is_not_broken_within_quotation_marks() -> None:
    text = '\b\nExample:  provenance correct 17 --reason "the print edition credits AP"'
    assert folded(text, 60) == (
        '\b\nExample:  provenance correct 17 --reason \\\n          "the print edition credits AP"'
    )
