"""A block as the finders of credits see it: folded, and with its place in the article.

Invariant: a view adds nothing to its block; every offset that leaves it is an offset into
``Article.text``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.characters import count_words
from provenance.model import Role
from provenance.sources.fold import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Article, Block
    from provenance.sources.registry import Registry

__all__ = ["Context", "View", "views"]

# A block of the story proper, not a line beside it.
_PARAGRAPH_WORDS = 15
# How many paragraphs may stand before a dateline, and behind a sign-off.
LEAD = 3
TAIL = 2


class View(NamedTuple):  # there is one for every line of a corpus, and it is made more quickly than a dataclass
    """A block with its role, its folded text, and its length in words.

    ``before`` and ``after`` count the paragraphs of the story before and behind it.
    """

    block: Block
    role: Role
    text: str
    folded: Folded
    words: int
    before: int
    after: int

    @property
    def short(self) -> bool:
        """Whether it is a line rather than a paragraph."""
        return self.words < _PARAGRAPH_WORDS

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the folded text stands in the article."""
        first, last = self.folded.span(start, end)
        return first + self.block.start, last + self.block.start


class Context:
    """What every finder may look at: the article and the registry.

    ``looked`` says whether one has looked at the article: what it found or not may then depend on it.
    """

    def __init__(self, article: Article, registry: Registry) -> None:
        """Take both; nobody has looked yet."""
        self._article, self.registry, self.looked = article, registry, False

    @property
    def article(self) -> Article:
        """The article, all of it."""
        self.looked = True
        return self._article


def views(blocks: Sequence[Block]) -> tuple[View, ...]:
    """All blocks, in order, as the finders see them."""
    words = [count_words(block.text) for block in blocks]
    story = [block.role is Role.BODY and count >= _PARAGRAPH_WORDS for block, count in zip(blocks, words, strict=True)]
    total, seen, result = sum(story), 0, []
    for block, count, is_story in zip(blocks, words, story, strict=True):
        folded = fold(block.text)
        result.append(View(block, block.role, folded.text, folded, count, seen, total - seen - is_story))
        seen += is_story
    return tuple(result)
