"""Every command has help that says what it does, shows an example and names its exit codes."""

from __future__ import annotations

import pytest
from typer.main import get_command

from provenance.cli import command_line
from provenance.cli.reference import commands, reference

COMMANDS = dict(commands(get_command(command_line())))


def test_the_commands_are_these() -> None:
    assert list(COMMANDS) == [
        "provenance",
        "provenance trace",
        "provenance ingest",
        "provenance watch",
        "provenance browse",
        "provenance show",
        "provenance correct",
        "provenance story",
        "provenance quotes",
        "provenance damage",
        "provenance clean",
        "provenance dedup",
        "provenance merge",
        "provenance export",
        "provenance import",
        "provenance site",
        "provenance coverage",
        "provenance furniture",
        "provenance forget",
        "provenance stats",
        "provenance doctor",
        "provenance sources",
        "provenance sources list",
        "provenance sources show",
        "provenance sources check",
    ]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in {"provenance", "provenance sources"}])
def test_help_is_complete(name: str) -> None:
    text = COMMANDS[name].help or ""
    assert "Example:" in text
    assert f"Example:  {name}" in text, "the example is one of this command"
    assert "Exit codes: 0 " in text
    assert "\\b" not in text, "the mark for kept line breaks is one character"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_parameter_has_help(name: str) -> None:
    bare = [p.name for p in COMMANDS[name].params if not getattr(p, "help", None)]
    assert bare == []


def test_the_first_line_fits_the_list_of_commands() -> None:
    long = {name: c.help for name, c in COMMANDS.items() if len((c.help or "").split("\n", 1)[0]) > 80}
    assert long == {}


def test_the_reference_has_every_command_and_option() -> None:
    text = reference()
    for name, command in COMMANDS.items():
        assert f"\n## {name}\n" in text
        for parameter in command.params:
            assert all(option in text for option in parameter.opts if option.startswith("-"))
