"""An article in blocks.

Invariant: blocks are disjoint, in order, hold every visible character of the article once, and
``block.text == article.text[block.start:block.end]``; no block is white space only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.article.markup_roles import assign_html_roles
from provenance.article.pieces import Piece, cut
from provenance.article.roles import assign_text_roles
from provenance.model import Article, Block, Line, Media, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["divide"]


def divide(article: Article) -> tuple[Block, ...]:
    """Divide an article into blocks, each with its role and the evidence for it.

    Args:
        article: as extracted; its lines need not cover its text.

    Returns:
        The blocks; a line that holds two things makes two of them.
    """
    pieces = list(_with_gaps(article, [piece for piece in cut(article) if piece.text]))
    if article.media is Media.HTML:
        assign_html_roles(pieces, article)
    else:
        assign_text_roles(pieces, article.title)
    return tuple(
        Block(
            position,
            piece.role or Role.BODY,
            piece.start,
            piece.end,
            piece.text,
            tuple(piece.flags),
            link=piece.line.link,
        )
        for position, piece in enumerate(pieces)
    )


def _with_gaps(article: Article, pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, and one more for visible text that no line holds."""
    at = 0
    for piece in [*pieces, None]:
        end = piece.start if piece is not None else len(article.text)
        gap = article.text[at:end]
        if gap.strip():
            start = at + len(gap) - len(gap.lstrip())
            yield Piece(start, start + len(gap.strip()), gap.strip(), Line(start, start + len(gap.strip())))
        if piece is not None:
            yield piece
            at = piece.end
