"""The units of the index: story blocks, short ones joined to a neighbour.

Invariant: every story block is in exactly one passage, and a passage has at least
``Scheme.min_words`` words, because a single short sentence must not make a link. A story with
fewer words in all has no passage, and so no relatives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.characters import count_words
from provenance.digests import text_digest
from provenance.fingerprint.normalise import normalise
from provenance.fingerprint.units import units_of, words_of
from provenance.model import CreditType, Passage, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Block, Credit

__all__ = ["passages_of", "story_texts"]

# Below so many words of body a page is a gallery: its story is its captions, the long ones.
GALLERY_WORDS = 50
CAPTION_WORDS = 15


def story_texts(blocks: Sequence[Block], credits: Sequence[Credit]) -> dict[int, str]:
    """The story's own words: the body blocks, each without a dateline at its start.

    A page that has hardly any body is a gallery, and its long captions are the story.

    Args:
        blocks: an article's blocks.
        credits: its credits; datelines are taken from them.

    Returns:
        Raw text by block position, in order.
    """
    datelines = {credit.block: credit.end for credit in credits if credit.type is CreditType.DATELINE}
    body = sum(count_words(block.text) for block in blocks if block.role is Role.BODY)
    texts = {}
    for block in blocks:
        gallery = body < GALLERY_WORDS and block.role is Role.CAPTION and count_words(block.text) >= CAPTION_WORDS
        if block.role is Role.BODY or gallery:
            cut = max(datelines.get(block.position, 0) - block.start, 0)
            texts[block.position] = block.text[cut:] if normalise(block.text[cut:]) else block.text
    return texts


def passages_of(blocks: Sequence[Block], credits: Sequence[Credit], min_words: int = 8) -> tuple[Passage, ...]:
    """Divide an article's story into passages.

    Args:
        blocks: the article's blocks, in order.
        credits: its credits.
        min_words: blocks with fewer words are joined to the next one, the last to the one before.

    Returns:
        Passages in order, their text as units; none where the story is shorter than one.
    """
    groups: list[tuple[list[int], list[str]]] = []
    open_group = False
    for position, text in story_texts(blocks, credits).items():
        words = normalise(text)
        if not words:
            continue
        if open_group:
            groups[-1][0].append(position)
            groups[-1][1].append(words)
        else:
            groups.append(([position], [words]))
        open_group = words_of(" ".join(groups[-1][1])) < min_words
    if open_group and len(groups) > 1:
        positions, parts = groups.pop()
        groups[-1][0].extend(positions)
        groups[-1][1].extend(parts)
    made = (_passage(positions, " ".join(parts)) for positions, parts in groups)
    return tuple(passage for passage in made if passage.words >= min_words)


def _passage(positions: Sequence[int], normal: str) -> Passage:
    text = units_of(normal)
    digest = text_digest(text)
    return Passage(positions[0], positions[-1], text, words_of(normal), digest)
