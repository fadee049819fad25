"""A clean article as plain text, Markdown or a row of a corpus.

Invariant: a reader of the Markdown sees the words of the story, and nothing of the story is
taken for markup; the same article is always written in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from provenance.model import Role

if TYPE_CHECKING:
    from provenance.article.clean import CleanArticle, CleanBlock

__all__ = ["as_markdown", "as_row", "as_text"]

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
_HEAD = re.compile(r"[>+-]|#{1,6}(?=\s|$)|=+$")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_HASHES = re.compile(r"#+$")


def as_text(article: CleanArticle) -> str:
    """The story in paragraphs with blank lines between them, the headline first; ends with a line end."""
    before = [] if article.headline is None else [article.headline]
    return "".join(f"{paragraph}\n" for paragraph in _spaced([*before, *(block.line for block in article.blocks)]))


def as_markdown(article: CleanArticle) -> str:
    """The story as CommonMark: headline, subheadings, list items and quotations as the markup has them."""
    written: list[str] = []
    before: str | None = None
    if article.headline is not None:
        written.append(f"# {_escaped(article.headline, heading=True)}\n")
        before = Role.HEADLINE.value
    for block in article.blocks:
        if before is not None:
            written.append({("li", "li"): "", ("blockquote", "blockquote"): ">\n"}.get((before, _kind(block)), "\n"))
        written.append(f"{_marked(block)}\n")
        before = _kind(block)
    return "".join(written)


def as_row(article: CleanArticle, *, blocks: bool = False) -> dict[str, Any]:
    """A row of a corpus: id, url, title, published, byline, text, and the kept blocks where they are asked for."""
    row: dict[str, Any] = {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "byline": article.byline,
        "text": article.text,
    }
    if blocks:
        row["blocks"] = [
            {"position": b.position, "role": b.role.value, "start": b.start, "end": b.end, "text": b.text}
            for b in article.blocks
        ]
    return row


def _spaced(paragraphs: list[str]) -> list[str]:
    """Paragraphs with an empty one between each two."""
    return [part for paragraph in paragraphs for part in ("", paragraph)][1:]


def _kind(block: CleanBlock) -> str:
    """How a block is written: by its role where that is a heading, else by its markup."""
    return block.role.value if block.role in {Role.HEADLINE, Role.SUBHEADING} else block.wrapper or ""


def _marked(block: CleanBlock) -> str:
    """A block as a line of Markdown."""
    mark = {"headline": "# ", "subheading": "## ", "li": "- ", "blockquote": "> "}.get(_kind(block), "")
    return mark + _escaped(block.line, heading=block.role in {Role.HEADLINE, Role.SUBHEADING})


def _escaped(text: str, *, heading: bool) -> str:
    """A line whose every character means itself."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    if heading:
        text = _HASHES.sub(lambda found: found[0].replace("#", r"\#"), text)
    if _HEAD.match(text):
        return f"\\{text}"
    return _NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else text
