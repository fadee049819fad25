"""Which documents of a corpus are near each other, exactly, and how a program's clusters stand to that.

No sketch and no program that is measured has a part in the truth. Every pair of documents that is near has a shingle
in common among the rarest of each (the prefix filter of similarity joins), so only such pairs are counted out, over
their whole sets of shingles. A shingle is a run of words, and a word a run of letters and digits in lower case; it is
told from others by 64 bits.

- **near**: the Jaccard measure of the two sets is at least the threshold.
- **contained**: not near, but at least four fifths of the smaller set are in the larger, as of an excerpt.
- **family**: documents that are joined by a chain of such pairs.

Two copies of a story can differ more from each other than each from the story, and a cluster has to hold them all.
So a pair in a cluster is right if it is near, wrong if the two are of different families, and counts for nothing
otherwise. Recall is the share of near pairs whose two documents are in one cluster.
"""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

__all__ = ["Judged", "Truth", "judge", "truth"]

CONTAINED = 0.8
# part of a cached truth's name: another one where what is said above changes
VERSION = 1
WORD = re.compile(r"[^\W_]+")
BLOCK = 5000
# shingles that are sorted, and joined, at a time
PART, JOINED = 16_000_000, 500_000
FACTOR, MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


class Truth(NamedTuple):
    """What is there: pairs of numbers of documents, shape (n, 2), and the family of each document."""

    documents: int
    near: Numbers
    contained: Numbers
    families: Numbers


class Judged(NamedTuple):
    """How clusters stand to the truth, in pairs of documents."""

    near: int
    found: int
    wrong: int
    contained: int
    contained_found: int

    @property
    def precision(self) -> float:
        """The share of right pairs among the right and the wrong ones."""
        return self.found / max(self.found + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of near pairs that are together."""
        return self.found / max(self.near, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


class Sets(NamedTuple):
    """The shingles of all documents, each document's sorted, and where they begin."""

    values: Hashes
    starts: Numbers

    def of(self, number: int) -> Hashes:
        """Those of one document."""
        return self.values[self.starts[number] : self.starts[number + 1]]


def truth(corpus: Path, size: int, threshold: float, cache: Path) -> Truth:
    """The truth of a corpus; it is counted once.

    Args:
        corpus: JSON Lines with ``text``.
        size: words in a shingle.
        threshold: the Jaccard measure of a near pair.
        cache: the folder that keeps it.
    """
    place = cache / f"truth{VERSION}-{size}-{threshold}.npz"
    if not place.exists():
        with tempfile.TemporaryFile(dir=cache) as space:
            sets = shingle_sets(corpus, size, space)
            near, contained = counted_out(sets, candidates(sets, threshold), threshold)
            families = joined(len(sets.starts) - 1, np.concatenate([near, contained]))
        np.savez_compressed(place, near=near, contained=contained, families=families)
    with np.load(place) as kept:
        return Truth(len(kept["families"]), kept["near"], kept["contained"], kept["families"])


def judge(truth_: Truth, clusters: Iterable[Iterable[int]]) -> Judged:
    """Hold clusters, which share no document, against the truth."""
    cluster = np.full(truth_.documents, -1, dtype=np.int64)
    said = akin = 0
    for name, members in enumerate(clusters):
        numbers = np.unique(np.fromiter(members, dtype=np.int64))
        cluster[numbers] = name
        said += pairs_in(np.array([len(numbers)]))
        akin += pairs_in(np.unique(truth_.families[numbers], return_counts=True)[1])
    found, contained_found = (
        int(np.count_nonzero((cluster[pairs[:, 0]] >= 0) & (cluster[pairs[:, 0]] == cluster[pairs[:, 1]])))
        for pairs in (truth_.near, truth_.contained)
    )
    return Judged(len(truth_.near), found, said - akin, len(truth_.contained), contained_found)


def pairs_in(sizes: Numbers) -> int:
    """How many pairs groups of these sizes have within them."""
    return int((sizes * (sizes - 1) // 2).sum())


class Words(dict[str, int]):
    """Gives each word its value, the same in every run."""

    def __missing__(self, word: str) -> int:
        """Of a new one."""
        data = word.encode()
        self[word] = value = zlib.crc32(data) << 32 | zlib.crc32(data, 0x5BD1E995)
        return value


def shingle_sets(corpus: Path, size: int, space: IO[bytes]) -> Sets:
    """The sets of shingles of all documents of a corpus, in a file, as they may be more than memory has room for."""
    words = Words()
    lengths: list[int] = []
    for texts in blocks_of(corpus):
        found = [shingles(text, size, words) for text in texts]
        lengths += map(len, found)
        space.write(np.concatenate(found).tobytes())
    space.flush()
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return Sets(np.memmap(space, dtype=np.uint64, mode="r"), starts)


def blocks_of(corpus: Path) -> Iterator[list[str]]:
    """The texts of a corpus, some thousands at a time."""
    texts: list[str] = []
    with corpus.open(encoding="utf-8") as file:
        for line in file:
            texts.append(json.loads(line)["text"])
            if len(texts) == BLOCK:
                yield texts
                texts = []
    if texts:
        yield texts


def shingles(text: str, size: int, words: Mapping[str, int]) -> Hashes:
    """The set of a text's shingles, sorted; a text of fewer words than a shingle has none."""
    values = np.array([words[word] for word in WORD.findall(text.lower())], dtype=np.uint64)
    if len(values) < size:
        return values[:0]
    count = len(values) - size + 1
    made = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        made = (made ^ values[offset : offset + count]) * FACTOR
        made ^= made >> np.uint64(29)
    made *= MIXER
    return np.unique(made ^ (made >> np.uint64(32)))


class Postings(NamedTuple):
    """Shingles and the documents that have them."""

    values: Hashes
    documents: Numbers


def frequencies(values: Hashes) -> NDArray[np.uint16]:
    """How many documents have each shingle, at the place of each; 65,535 stands for more."""
    counts = np.zeros(len(values), dtype=np.uint16)
    parts = 1 << max(0, (len(values) // PART).bit_length())
    for part in range(parts):
        chosen = np.concatenate(
            [
                np.flatnonzero((values[first : first + PART] & np.uint64(parts - 1)) == part) + first
                for first in range(0, len(values), PART)
            ]
        )
        order = chosen[np.argsort(values[chosen])]
        these = values[order]
        edges = np.flatnonzero(np.concatenate([[True], these[1:] != these[:-1], [True]]))
        widths = np.diff(edges)
        counts[order] = np.repeat(np.minimum(widths, 65_535), widths)
    return counts


def prefixes(sets: Sets, counts: NDArray[np.uint16], share: float) -> Postings:
    """The rarest shingles of each document: as many as two documents with this share in common must share one of.

    What one document alone has is rarer than all others, and joins nothing.
    """
    values, documents = [], []
    for first, last in spans(sets):
        begin, end = sets.starts[first], sets.starts[last]
        shared = counts[begin:end] > 1
        sizes = np.diff(sets.starts[first : last + 1])
        owner = np.repeat(np.arange(last - first), sizes)[shared]
        value, count = sets.values[begin:end][shared], counts[begin:end][shared]
        order = np.lexsort((value, count, owner))
        value, owner = value[order], owner[order]
        within = np.bincount(owner, minlength=last - first)
        place = np.arange(len(owner)) - (np.cumsum(within) - within)[owner] + (sizes - within)[owner]
        chosen = place <= (sizes - np.ceil(share * sizes))[owner]
        values.append(value[chosen])
        documents.append(owner[chosen] + first)
    return Postings(np.concatenate(values), np.concatenate(documents))


def having(sets: Sets, counts: NDArray[np.uint16], wanted: Hashes) -> Postings:
    """Every place where one of some shingles stands; they are sorted."""
    values, documents = [], []
    for first, last in spans(sets):
        begin, end = sets.starts[first], sets.starts[last]
        places = np.flatnonzero(counts[begin:end] > 1)
        these = sets.values[begin:end][places]
        at = np.minimum(np.searchsorted(wanted, these), max(len(wanted) - 1, 0))
        chosen = wanted[at] == these if len(wanted) else np.zeros(len(these), dtype=bool)
        values.append(these[chosen])
        documents.append(np.searchsorted(sets.starts, places[chosen] + begin, side="right") - 1)
    return Postings(np.concatenate(values), np.concatenate(documents))


def spans(sets: Sets) -> Iterator[tuple[int, int]]:
    """Documents, some thousands at a time, as first and last."""
    count = len(sets.starts) - 1
    for first in range(0, count, BLOCK):
        yield first, min(first + BLOCK, count)


def candidates(sets: Sets, threshold: float) -> Numbers:
    """Pairs that may be near or contained, each once, the smaller number first."""
    counts = frequencies(sets.values)
    near, inside = prefixes(sets, counts, threshold), prefixes(sets, counts, CONTAINED)
    around = having(sets, counts, np.unique(inside.values))
    width = len(sets.starts)
    codes = np.unique(np.concatenate([joint(near, near, width), joint(inside, around, width)]))
    return np.stack(np.divmod(codes, width), axis=1)


def joint(left: Postings, right: Postings, width: int) -> Numbers:
    """The pairs, as one number each, of a document on the left and one on the right with a shingle in common."""
    order = np.argsort(right.values, kind="stable")
    values, others = right.values[order], right.documents[order]
    first, last = np.searchsorted(values, left.values), np.searchsorted(values, left.values, side="right")
    codes: list[Numbers] = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(left.values), JOINED):
        chosen = slice(start, start + JOINED)
        widths = (last - first)[chosen]
        one = np.repeat(left.documents[chosen], widths)
        place = np.arange(len(one)) - np.repeat(np.cumsum(widths) - widths, widths)
        other = others[np.repeat(first[chosen], widths) + place]
        differ = one != other
        one, other = one[differ], other[differ]
        codes.append(np.unique(np.minimum(one, other) * width + np.maximum(one, other)))
    return np.unique(np.concatenate(codes))


def counted_out(sets: Sets, pairs: Numbers, threshold: float) -> tuple[Numbers, Numbers]:
    """Of candidates those that are near, and those that are only contained."""
    kinds = np.zeros(len(pairs), dtype=np.int8)
    for at, (left, right) in enumerate(pairs.tolist()):
        one, other = sets.of(left), sets.of(right)
        shared = len(np.intersect1d(one, other, assume_unique=True))
        if shared >= threshold * (len(one) + len(other) - shared):
            kinds[at] = 1
        elif shared >= CONTAINED * min(len(one), len(other)):
            kinds[at] = 2
    return pairs[kinds == 1], pairs[kinds == 2]


def joined(count: int, pairs: Numbers) -> Numbers:
    """The family of each document: the smallest number that a chain of pairs leads to."""
    families = np.arange(count)
    while True:
        before = families.copy()
        np.minimum.at(families, pairs[:, 0], families[pairs[:, 1]])
        np.minimum.at(families, pairs[:, 1], families[pairs[:, 0]])
        families = families[families]
        if np.array_equal(before, families):
            return families
