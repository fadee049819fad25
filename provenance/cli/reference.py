"""The reference of every command, as Markdown, made from the command line itself.

Invariant: nothing is written here by hand that the commands say themselves, so
``docs/commands.md`` can be compared with it and cannot rot.

``python -m provenance.cli.reference`` prints it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from provenance.cli import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["commands", "reference"]

_HEAD = """# Commands

Made from the program's own help by `nox -s docs -- --write`; edit the help texts, not this page.
"""


def commands(group: Any, name: str = "provenance") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Click's types are Typer's own
    """Every command with its full name, groups before what is in them."""
    yield name, group
    for child in getattr(group, "commands", {}).values():
        yield from commands(child, f"{name} {child.name}")


def reference() -> str:
    """The whole reference: for each command its help text, arguments and options."""
    sections = [_section(name, command) for name, command in commands(get_command(command_line()))]
    return "\n".join([_HEAD, *sections])


def _section(name: str, command: Any) -> str:  # noqa: ANN401
    lines = [f"## {name}", ""]
    for paragraph in (command.help or "").strip().split("\n\n"):
        if paragraph.startswith("\b\n"):
            lines += ["```text", *paragraph.split("\n")[1:], "```", ""]
        else:
            lines += [" ".join(paragraph.split()), ""]
    rows = [_row(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
    if rows:
        lines += ["| | | default |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(parameter: Any) -> str:  # noqa: ANN401
    is_option = parameter.opts[0].startswith("-")
    names = ", ".join(f"`{name}`" for name in parameter.opts) if is_option else f"`{parameter.metavar}`"
    if is_option and parameter.metavar:
        names += f" {parameter.metavar}"
    words = getattr(parameter.default, "value", parameter.default)
    default = "required" if parameter.required else "" if words in (None, False) else f"`{words}`"
    return f"| {names} | {parameter.help} | {default} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
