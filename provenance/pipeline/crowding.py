"""Which words stand in so many paragraphs that a look-up does not follow them one by one.

Invariant: nothing is changed; which words are found depends on the stored articles alone, and in
which of them they are shown on the order in which those came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.fingerprint import normalise, story_texts
from provenance.index import position_of
from provenance.pipeline.storing import index_of
from provenance.settings import Scheme

if TYPE_CHECKING:
    from provenance.index import CrowdedKey
    from provenance.store import Database

__all__ = ["Crowded", "CrowdedText", "crowded"]

_AROUND = 3  # words on either side


@dataclass(frozen=True, slots=True)
class CrowdedText:
    """Words that very many paragraphs share, with some around them in one article; that one by its name."""

    text: str
    paragraphs: int
    article: str


@dataclass(frozen=True, slots=True)
class Crowded:
    """How many keys of the index are too full, and the fullest, at most one of a paragraph."""

    keys: int
    texts: tuple[CrowdedText, ...]


def crowded(database: Database, most: int = 10) -> Crowded:
    """Look for stock phrases, furniture and texts with hundreds of copies; one pass over the index.

    Args:
        database: where to look.
        most: so many texts are named.
    """
    with database.snapshot():
        keys = index_of(database).crowded()
        examples: dict[int, CrowdedKey] = {}
        for key in keys:
            examples.setdefault(key.example, key)
            if len(examples) == most:
                break
        found = [_text(database, key) for key in examples.values()]
    return Crowded(len(keys), tuple(text for text in found if text is not None))


def _text(database: Database, key: CrowdedKey) -> CrowdedText | None:
    """The words of a key, as an article has them."""
    holder = next(iter(database.holders([key.example])), None)
    if holder is None:
        return None
    stored = database.stored(holder.article)
    texts = story_texts(stored.blocks, stored.credits)
    held = [normalise(text) for position, text in texts.items() if holder.first <= position <= holder.last]
    words = " ".join(text for text in held if text).split()
    scheme = Scheme()
    at = position_of(key.key, " ".join(words), scheme)
    if at is None:
        return None
    first, last = max(at - _AROUND, 0), at + scheme.shingle + _AROUND
    return CrowdedText(
        f"{'… ' if first else ''}{' '.join(words[first:last])}{' …' if last < len(words) else ''}",
        key.passages,
        stored.ref.title or stored.ref.id,
    )
