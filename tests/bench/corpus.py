"""A seeded corpus of invented stories of which the copies are known: JSON Lines, and beside it the truth.

Of 100 documents 70 are stories of their own. The others are made from one of them: exact copies, copies
with 5 to 20 % of their words replaced, scattered or in one stretch, excerpts, and stories of their own
that carry some of another's paragraphs, which is reuse and no copy. Half of the sites put a footer under
every page. Words have the frequencies of Zipf's law, so unrelated stories share what real ones share.

usage: python tests/bench/corpus.py FOLDER [--documents N] [--seed N]
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["CORPUS", "TRUTH", "write"]

CORPUS, TRUTH = "corpus.jsonl", "truth.jsonl"
# of a hundred documents
KINDS = {"exact": 8, "scattered": 8, "burst": 5, "excerpt": 4, "reuse": 5}
EDITS = (0.05, 0.10, 0.15, 0.20)
SITES = 200
# a copy is later than what it was made from
FIRST = datetime(2031, 1, 1, tzinfo=UTC)
SENTENCE = 14
PARAGRAPH = 3  # sentences
WORDS = 560  # of a story on average: about 4 KB with the rest of its row
VOCABULARY = 30_000
BLOCK = 2000
SYLLABLES = ("ba", "do", "fen", "gul", "har", "ke", "lo", "mar", "ne", "or", "pim", "ra", "sul", "te", "vik", "u", "an")


class Made(NamedTuple):
    """A document: its words by number, how it was made, from which document, and the share edited."""

    words: NDArray[np.int64]
    kind: str
    origin: int
    edited: float


def vocabulary(chance: np.random.Generator) -> NDArray[np.object_]:
    """Invented words, short ones first, as frequent words are."""
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        syllables = int(chance.integers(1, 3)) + (len(made) > 100) + (len(made) > 2000)
        made["".join(chance.choice(SYLLABLES, syllables))] = None
    return np.array(list(made), dtype=object)


class Chooser:
    """Draws words by their frequency."""

    def __init__(self, chance: np.random.Generator) -> None:
        """Take the generator of chance."""
        self._chance = chance
        weights = 1 / (np.arange(VOCABULARY) + 3.0)
        self._sums = np.cumsum(weights / weights.sum())

    def __call__(self, count: int) -> NDArray[np.int64]:
        """So many words by number."""
        return np.minimum(np.searchsorted(self._sums, self._chance.random(count)), VOCABULARY - 1)


def documents(count: int, chance: np.random.Generator) -> Iterator[Made]:
    """The documents, a block of them in memory at a time; a copy is made from a story of its block."""
    words = Chooser(chance)
    kinds = [kind for kind, number in KINDS.items() for _ in range(number)]
    for first in range(0, count, BLOCK):
        stories: list[tuple[int, NDArray[np.int64]]] = []
        for number in range(first, min(first + BLOCK, count)):
            draw = int(chance.integers(0, 100))
            length = int(np.clip(chance.lognormal(np.log(WORDS), 0.35), 120, 4 * WORDS))
            if draw >= len(kinds) or not stories:
                story = words(length)
                stories.append((number, story))
                yield Made(story, "story", number, 0.0)
            else:
                origin, old = stories[int(chance.integers(0, len(stories)))]
                yield _made_from(origin, old, kinds[draw], words, chance)


def _made_from(origin: int, old: NDArray[np.int64], kind: str, words: Chooser, chance: np.random.Generator) -> Made:
    share = float(chance.choice(EDITS))
    new, edits = old.copy(), int(share * old.size)
    if kind == "scattered":
        new[chance.choice(old.size, edits, replace=False)] = words(edits)
    elif kind == "burst":
        start = int(chance.integers(0, old.size - edits))
        new[start : start + edits] = words(edits)
    elif kind == "excerpt":
        size = int(old.size * chance.uniform(0.25, 0.6))
        start = int(chance.integers(0, old.size - size))
        new = old[start : start + size]
    elif kind == "reuse":
        size = int(old.size * chance.uniform(0.15, 0.3))
        start = int(chance.integers(0, old.size - size))
        new = words(old.size)
        place = int(chance.integers(0, old.size - size))
        new[place : place + size] = old[start : start + size]
    return Made(new, kind, origin, share if kind in {"scattered", "burst"} else 0.0)


def _text(words: NDArray[np.int64], names: NDArray[np.object_]) -> str:
    found = names[words].tolist()
    sentences = [" ".join(found[at : at + SENTENCE]).capitalize() + "." for at in range(0, len(found), SENTENCE)]
    return "\n\n".join(" ".join(sentences[at : at + PARAGRAPH]) for at in range(0, len(sentences), PARAGRAPH))


def write(folder: Path, count: int, seed: int = 2031) -> None:
    """Write ``corpus.jsonl`` and ``truth.jsonl``.

    Args:
        folder: is made if need be.
        count: how many documents.
        seed: the same seed makes the same bytes.
    """
    chance = np.random.default_rng(seed)
    names = vocabulary(chance)
    footers = [_text(Chooser(chance)(int(chance.integers(25, 60))), names) if site % 2 else "" for site in range(SITES)]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / CORPUS).open("w", encoding="utf-8") as corpus, (folder / TRUTH).open("w", encoding="utf-8") as truth:
        for number, made in enumerate(documents(count, chance)):
            site = int(chance.integers(0, SITES))
            row = {
                "id": f"d{number:07}",
                "url": f"https://site{site}.example/{number}",
                "title": " ".join(names[made.words[:8]].tolist()).capitalize(),
                "date": (FIRST + timedelta(minutes=number)).isoformat(),
                "text": _text(made.words, names) + (f"\n\n{footers[site]}" if footers[site] else ""),
            }
            corpus.write(json.dumps(row) + "\n")
            if made.kind != "story":
                told = {"id": row["id"], "origin": f"d{made.origin:07}", "kind": made.kind, "edited": made.edited}
                truth.write(json.dumps(told) + "\n")


def main() -> None:
    """Write a corpus and say how large it is."""
    parser = argparse.ArgumentParser(description="Write a corpus of which the copies are known.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2031)
    options = parser.parse_args()
    write(options.folder, options.documents, options.seed)
    size = (options.folder / CORPUS).stat().st_size
    sys.stdout.write(f"{options.folder / CORPUS}: {options.documents:,} documents, {size / 1e6:,.0f} MB\n")


if __name__ == "__main__":
    main()
