"""Help texts in the width that there is: what Click leaves as it is written is folded too.

Invariant: no word of a help text is lost, and an example that is folded still runs when it is copied.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

from typer.core import TyperCommand, TyperGroup

__all__ = ["FoldedCommand", "FoldedGroup", "folded"]

_LABEL = re.compile(r"([A-Z][a-z]+(?: codes)?:\s+|\s*)(.*)")
_AS_WRITTEN = "\b\n"
_QUOTED = re.compile(r'"[^"]*"')
_SPACE = "\N{NO-BREAK SPACE}"  # one that no line is broken at


def folded(text: str, width: int) -> str:
    """A help text whose paragraphs with a label fit a width, in columns; lines hang below the label's end."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(_paragraph(each, width) if each.startswith(_AS_WRITTEN) else each for each in paragraphs)


def _paragraph(paragraph: str, width: int) -> str:
    lines = paragraph.removeprefix(_AS_WRITTEN).split("\n")
    if all(len(line) <= width for line in lines):
        return paragraph
    if lines[0].startswith("Exit codes:"):
        lines = [" ".join(line.strip() for line in lines)]
    mark = " \\" if lines[0].startswith("Example:") else ""
    return _AS_WRITTEN + "\n".join(_line(line, width, mark) for line in lines)


def _line(line: str, width: int, mark: str) -> str:
    found = _LABEL.fullmatch(line)
    if found is None or len(line) <= width:
        return line
    label, rest = found.groups()
    options: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
    kept = _QUOTED.sub(lambda quoted: quoted.group().replace(" ", _SPACE), rest)
    pieces = textwrap.wrap(kept, max(1, width - len(label) - len(mark)), **options)
    return label + f"{mark}\n{' ' * len(label)}".join(pieces).replace(_SPACE, " ")


class FoldedCommand(TyperCommand):
    """A command whose help fits the terminal."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Click's types are Typer's own
        """Write the help text, folded."""
        written = self.help
        self.help = None if written is None else folded(written, formatter.width - 2)
        super().format_help_text(ctx, formatter)
        self.help = written


class FoldedGroup(TyperGroup):
    """A group of commands whose help fits the terminal."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the help text, folded."""
        written = self.help
        self.help = None if written is None else folded(written, formatter.width - 2)
        super().format_help_text(ctx, formatter)
        self.help = written
