"""The clean article: what of a page is its story, without the wrapping.

Invariant: the blocks are some of the article's own, unchanged and in its order; of lines that
say the same headline there is one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.article.pieces import key
from provenance.article.roles import is_title
from provenance.model import Media, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.model import Article, Block, Line

__all__ = ["STORY_ROLES", "CleanArticle", "CleanBlock", "cleaned"]

STORY_ROLES = frozenset({Role.HEADLINE, Role.SUBHEADING, Role.BODY})
_WRAPPERS = frozenset({"li", "blockquote"})


@dataclass(frozen=True, slots=True)
class CleanBlock:
    """A block that was kept; ``start`` and ``end`` are offsets into the text of the whole page.

    ``wrapper`` is ``li`` or ``blockquote`` where the markup says that the block stands in one.
    """

    position: int
    role: Role
    start: int
    end: int
    text: str
    wrapper: str | None = None

    @property
    def line(self) -> str:
        """The text on one line: white space is collapsed, control characters are left out."""
        return _one_line(self.text)


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """The story of a page, and what is known of it.

    ``id`` is the row's id in a corpus, else the path or URL as given. ``title`` is the headline
    that the page shows, else its title. ``published`` is ISO 8601. ``byline`` is the line as it
    stands on the page. ``headline`` is one that came beside a plain text, as in a row of a corpus, and is no line of
    it; white space is collapsed. Unknown is ``None``.
    """

    id: str
    url: str | None
    title: str | None
    published: str | None
    byline: str | None
    blocks: tuple[CleanBlock, ...]
    headline: str | None = None

    @property
    def text(self) -> str:
        """The story in paragraphs with blank lines between them, without the headline that ``title`` has."""
        title = key(self.title or "")
        return "\n\n".join(
            block.line for block in self.blocks if block.role is not Role.HEADLINE or key(block.text) != title
        )


def cleaned(article: Article, blocks: Sequence[Block], roles: AbstractSet[Role] = STORY_ROLES) -> CleanArticle:
    """Keep of an article the blocks of some roles.

    Args:
        article: as extracted.
        blocks: all of its blocks.
        roles: what to keep.

    Returns:
        The clean article; it may have no blocks.
    """
    title = _title(article, blocks)
    byline = next((block for block in blocks if block.role is Role.BYLINE), None)
    starts = [line.start for line in article.lines]
    kept = tuple(
        CleanBlock(
            block.position, block.role, block.start, block.end, block.text, _wrapper(article.lines, starts, block)
        )
        for block in _without_repeats(blocks)
        if block.role in roles
    )
    return CleanArticle(
        id=article.id,
        url=article.url,
        title=title,
        published=article.published,
        byline=" ".join(byline.text.split()) if byline is not None else None,
        blocks=kept,
        headline=_beside(article, blocks) if Role.HEADLINE in roles else None,
    )


def _beside(article: Article, blocks: Sequence[Block]) -> str | None:
    """The title that came with a plain text, where no line says the same."""
    if article.media is not Media.TEXT or not article.title or not any(block.role in STORY_ROLES for block in blocks):
        return None
    title = key(article.title)
    return None if any(is_title(key(block.text), title) for block in blocks) else _one_line(article.title) or None


def _title(article: Article, blocks: Sequence[Block]) -> str | None:
    """The headline; a title that came with a plain text goes before a line that only might be one."""
    headline = next((block.text for block in blocks if block.role is Role.HEADLINE), None)
    if headline is None:
        return article.title
    if article.title and article.media is Media.TEXT and not is_title(key(headline), key(article.title)):
        return article.title
    return " ".join(headline.split())


def _without_repeats(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without headlines that were there before, and without those below the story."""
    end = max((block.position for block in blocks if block.role is Role.BODY), default=len(blocks))
    seen: set[str] = set()
    for block in blocks:
        if block.role is Role.HEADLINE:
            name = key(block.text)
            if name in seen or block.position > end:
                continue
            seen.add(name)
        yield block


def _wrapper(lines: Sequence[Line], starts: Sequence[int], block: Block) -> str | None:
    """What the markup says that a block stands in."""
    at = bisect_right(starts, block.start) - 1
    within = lines[at].within if at >= 0 else None
    return within if within in _WRAPPERS else None


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() or c.isspace() else _shown(c) for c in text).split())


def _shown(character: str) -> str:
    """What stays of a character that is not printable: joiners and marks of direction do, control codes do not."""
    return "" if ord(character) < ord(" ") or "\x7f" <= character <= "\x9f" else character
