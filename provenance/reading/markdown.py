"""Markdown as the text that a reader of the page would see.

Invariant: every visible word of the document is kept, in its order; markup and front matter go.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

__all__ = ["plain_text"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n){0,100}?(?:---|\.\.\.)[ \t]*\n")


def plain_text(markdown: str) -> str:
    """The paragraphs, headings and list items of a CommonMark document, a blank line between them."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", markdown, count=1))
    return "\n\n".join(text for token in tokens if (text := _text(token)))


def _text(token: Token) -> str:
    if token.type == "inline":
        return "".join(_inline(token.children or ())).strip()
    if token.type in {"code_block", "fence"}:
        return token.content.strip()
    if token.type == "html_block":
        from bs4 import BeautifulSoup

        return BeautifulSoup(token.content, "html.parser").get_text(" ", strip=True)
    return ""


def _inline(children: Sequence[Token]) -> list[str]:
    parts = []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "image":
            parts.append(f"\n{child.content}\n" if child.content else "")
        elif child.type in {"text", "code_inline"}:
            parts.append(child.content)
    return parts
