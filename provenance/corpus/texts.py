"""The texts of a corpus as shingles, each distinct text once, and who may be near whom.

Invariant: what is kept of a text is its shingle hashes; the text itself is dropped as soon as it
is hashed. Candidates come from two indexes: MinHash bands for texts that are alike as a whole
(Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), and a sample of long
word runs for excerpts. The plain way and the compiled one find the same texts near each other.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.corpus.fingerprints import fingerprints
from provenance.corpus.similarity import TEXT_BITS, Overlap, Sets, fill_buckets, join_buckets, overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future, ThreadPoolExecutor

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.fingerprints import Fingerprints
    from provenance.corpus.similarity import Buckets, Index
    from provenance.settings import DedupSettings

    Find = Callable[[int, NDArray[np.uint8]], Iterable[tuple[int, int]]]

__all__ = ["CROWD", "TextCollector", "Texts"]

# a run of nine words in more distinct texts than this is furniture
CROWD = 1024
# the kernels take half a second to load, in which this many texts, or characters of text, are hashed without
COMPILED_FROM, COMPILED_SIZE = 2000, 16_000_000
# as much text at a time as stays inside the processor's cache
BATCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Texts:
    """All distinct texts of a corpus, by number.

    ``numbers``: the number of each text that was taken, in that order; ``None`` where it has no word.
    """

    numbers: list[int | None]
    sets: Sets
    index: Index
    settings: DedupSettings
    compiled: bool = False
    _finder: list[Find] = field(default_factory=list)

    def beside(self, text: int) -> list[int]:
        """The texts that may be near this one, by number; not yet measured."""
        return self.index.beside(text)

    def is_near(self, overlap: Overlap) -> bool:
        """Whether two texts share enough to be copies, one of the other in either direction."""
        return overlap.jaccard >= self.settings.threshold or overlap.smaller >= self.settings.containment

    def near(self, text: int, among: list[int]) -> list[int]:
        """Those of the texts ``among`` that share enough with this one, in either direction."""
        measured = overlaps(self.sets[text], [self.sets[other] for other in among])
        return [other for other, overlap in zip(among, measured, strict=True) if self.is_near(overlap)]

    def near_among(self, text: int, wanted: NDArray[np.uint8]) -> list[tuple[int, Overlap]]:
        """The near neighbours of a text, by number, with what they share.

        Args:
            text: its number.
            wanted: uint8[texts], 0 for those that are not asked for.
        """
        own = len(self.sets[text])
        if not self.compiled:
            among = [other for other in self.beside(text) if wanted[other]]
            measured = overlaps(self.sets[text], [self.sets[other] for other in among])
            return [(other, one) for other, one in zip(among, measured, strict=True) if self.is_near(one)]
        if not self._finder:
            from provenance.corpus.compiled import near_finder

            self._finder.append(near_finder(self.sets, self.index, self.settings))
        return [(other, Overlap(own, len(self.sets[other]), shared)) for other, shared in self._finder[0](text, wanted)]

    def linked(self) -> set[int]:
        """The texts that have at least one near neighbour.

        A text that was found from its neighbour is not looked up again, so that a thousand
        variants of one text cost one look-up and not a thousand.
        """
        if self.compiled:
            from provenance.corpus.compiled import linked_texts

            return linked_texts(self.sets, self.index, self.settings)
        found: set[int] = set()
        for text in range(len(self.sets)):
            if text not in found and (near := self.near(text, self.beside(text))):
                found.add(text)
                found.update(near)
        return found


class TextCollector:
    """Takes raw texts one by one and hashes them in batches: in plain Python while they are few, else compiled."""

    def __init__(
        self, settings: DedupSettings, *, compiled: bool | None = None, say: Callable[[str], None] | None = None
    ) -> None:
        """Start without a text.

        Args:
            settings: what counts as a copy.
            compiled: whether kernels are used; as many texts as it takes to be worth it where it is not said.
            say: told when there is a wait.
        """
        self._settings = settings
        self._compiled = compiled
        self._say = say or (lambda _: None)
        self._waiting: list[str] = []
        self._size = 0
        self._known: dict[bytes, int] = {}
        self._numbers: list[int | None] = []
        self._values: list[NDArray[np.uint32]] = []
        self._lengths: list[NDArray[np.int64]] = []
        self._bands: list[NDArray[np.uint64]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._runs: list[NDArray[np.uint64]] = []
        self._pool: ThreadPoolExecutor | None = None
        self._running: deque[Future[Fingerprints]] = deque()

    def add(self, text: str) -> None:
        """Take a text as it was read."""
        self._waiting.append(text)
        self._size += len(text)
        if self._compiled is None and (len(self._waiting) >= COMPILED_FROM or self._size >= COMPILED_SIZE):
            self._compiled = _has_numba()
        if self._compiled is not None and self._size >= BATCH:
            self._hash()

    def finish(self) -> Texts:
        """Hash what is left and build the indexes."""
        import numpy as np

        self._compiled = bool(self._compiled)
        self._hash()
        while self._running:
            self._take(self._running.popleft().result())
        if self._pool is not None:
            self._pool.shutdown()
        lengths = np.concatenate([np.zeros(1, np.int64), *self._lengths])
        sets = Sets(np.concatenate([np.zeros(0, np.uint32), *self._values]), np.cumsum(lengths))
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        self._values.clear()
        bands, runs = (np.concatenate([np.zeros(0, np.uint64), *packed]) for packed in (self._bands, self._runs))
        self._bands.clear()
        self._runs.clear()
        if self._compiled:
            from provenance.corpus.compiled import compiled_index

            index = compiled_index(bands, runs, counts, CROWD)
        else:
            run_buckets = _buckets(runs, len(sets), CROWD)
            counts -= np.bincount(run_buckets.crowded, minlength=len(sets))
            index = join_buckets(_buckets(bands, len(sets)), run_buckets, counts)
        return Texts(self._numbers, sets, index, self._settings, compiled=self._compiled)

    def _hash(self) -> None:
        """Hash the texts that wait, on another processor where the kernels do it."""
        texts, self._waiting, self._size = self._waiting, [], 0
        if not texts:
            return
        if not self._compiled:
            self._take(fingerprints(texts, self._settings, self._known))
            return
        from provenance.corpus.compiled import compiled_fingerprints, prepare, threads

        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            prepare(self._say)
            self._pool = ThreadPoolExecutor(threads(), "kernel")
        for batch in _batches(texts):
            self._running.append(self._pool.submit(compiled_fingerprints, batch, self._settings, self._known))
        while len(self._running) > 2 * threads():
            self._take(self._running.popleft().result())

    def _take(self, made: Fingerprints) -> None:
        """Number the texts of a batch, and keep the fingerprints of those that are new."""
        import numpy as np

        before = len(self._known)
        first: dict[int, int] = {}
        for place, digest in enumerate(made.digests):
            if digest is None:
                self._numbers.append(None)
                continue
            number = self._known.setdefault(digest, len(self._known))
            self._numbers.append(number)
            if number >= before:
                first.setdefault(number, place)
        if not first:
            return
        new = np.isin(made.signed, np.fromiter(first.values(), np.int64, len(first)))
        lengths, run_lengths = np.diff(made.starts), np.diff(made.run_starts)
        numbers = np.arange(before, len(self._known), dtype=np.uint64)
        shift = np.uint64(TEXT_BITS)
        self._values.append(made.values if new.all() else made.values[np.repeat(new, lengths)])
        self._lengths.append(lengths[new])
        self._counts.append(run_lengths[new])
        long = made.long[new]
        self._bands.append(((made.bands[new][long] << shift) | numbers[long, None]).ravel())
        runs = made.runs if new.all() else made.runs[np.repeat(new, run_lengths)]
        self._runs.append((runs << shift) | np.repeat(numbers, run_lengths[new]))


def _buckets(packed: NDArray[np.uint64], count: int, limit: int | None = None) -> Buckets:
    import numpy as np

    shift = np.uint64(TEXT_BITS)
    owners = (packed & ((np.uint64(1) << shift) - np.uint64(1))).astype(np.int64)
    return fill_buckets(packed >> shift, owners, count, limit)


def _batches(texts: list[str]) -> Iterable[list[str]]:
    """As many texts at a time as make a batch."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= BATCH:
            yield texts[first : place + 1]
            first, size = place + 1, 0
    if first < len(texts):
        yield texts[first:]


def _has_numba() -> bool:
    from importlib.util import find_spec

    return find_spec("numba") is not None
