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

from provenance.corpus.near.fingerprints import fingerprints
from provenance.corpus.near.similarity import Overlap, overlaps
from provenance.corpus.near.textparts import join_parts, make_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.near.compiled import Neighbours
    from provenance.corpus.near.fingerprints import Fingerprints
    from provenance.corpus.near.similarity import Index, Sets
    from provenance.corpus.near.textparts import TextPart
    from provenance.settings import DedupSettings

__all__ = ["TextCollector", "Texts", "has_kernels"]

# the kernels take half a second to load, in which this many texts, or characters of text, are hashed without
COMPILED_FROM, COMPILED_SIZE = 2000, 16_000_000
# as much text at a time as stays inside the processor's cache
BATCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Texts:
    """All distinct texts of a corpus, by number.

    ``numbers``: the number of each text that was taken, in that order, where a collector took them all;
    ``None`` where it has no word.
    """

    sets: Sets
    index: Index
    settings: DedupSettings
    compiled: bool = False
    numbers: Sequence[int | None] = ()
    _found: list[Neighbours] = field(default_factory=list)

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
        found = self._neighbours().among(text, wanted)
        return [(other, Overlap(own, len(self.sets[other]), shared)) for other, shared in found]

    def _neighbours(self) -> Neighbours:
        """What the kernels find, once."""
        if not self._found:
            from provenance.corpus.near.compiled import Neighbours

            self._found.append(Neighbours(self.sets, self.index, self.settings))
        return self._found[0]

    def linked(self) -> set[int]:
        """The texts that have at least one near neighbour.

        A text that was found from its neighbour is not looked up again, so that a thousand
        variants of one text cost one look-up and not a thousand.
        """
        if self.compiled:
            return set(self._neighbours().linked.nonzero()[0].tolist())
        found: set[int] = set()
        for text in range(len(self.sets)):
            if text not in found and (near := self.near(text, self.beside(text))):
                found.add(text)
                found.update(near)
        return found


class TextCollector:
    """Takes raw texts one by one and hashes them in batches: in plain Python while they are few, else compiled."""

    def __init__(
        self,
        settings: DedupSettings,
        *,
        compiled: bool | None = None,
        workers: int | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        """Start without a text.

        Args:
            settings: what counts as a copy.
            compiled: whether kernels are used; as many texts as it takes to be worth it where it is not said.
            workers: kernels that run at once; as many as there are processors where it is not said.
            say: told when there is a wait.
        """
        self._settings = settings
        self.compiled = compiled
        self._workers = workers
        self._say = say or (lambda _: None)
        self._waiting: list[str] = []
        self._size = 0
        self._pool: ThreadPoolExecutor | None = None
        self._running: deque[Future[Fingerprints]] = deque()
        self._start()

    def _start(self) -> None:
        """Begin a part without a text."""
        self.size = 0
        self._known: dict[bytes, int] = {}
        self._numbers: list[int] = []
        self._made: list[tuple[Fingerprints, NDArray[np.bool_]]] = []

    def add(self, text: str) -> None:
        """Take a text as it was read."""
        self._waiting.append(text)
        self._size += len(text)
        self.size += len(text)
        if self.compiled is None and (len(self._waiting) >= COMPILED_FROM or self._size >= COMPILED_SIZE):
            self.compiled = has_kernels()
        if self.compiled is not None and self._size >= BATCH:
            self._hash()

    def extend(self, texts: Sequence[str]) -> None:
        """Take several."""
        for text in texts:
            self.add(text)

    def part(self) -> TextPart:
        """The texts that were taken since the part before, hashed; the next part begins."""
        self.compiled = bool(self.compiled)
        self._hash()
        while self._running:
            self._take(self._running.popleft().result())
        found = make_part(self._numbers, list(self._known), self._made, self._settings)
        self._start()
        return found

    def finish(self) -> Texts:
        """Hash what is left and build the indexes of all texts, which are one part."""
        part = self.part()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        numbers = [None if number < 0 else number for number in part.numbers.tolist()]
        sets, index, _ = join_parts([part], compiled=bool(self.compiled))
        return Texts(sets, index, self._settings, bool(self.compiled), numbers)

    def _hash(self) -> None:
        """Hash the texts that wait, on another processor where the kernels do it."""
        texts, self._waiting, self._size = self._waiting, [], 0
        if not texts:
            return
        if not self.compiled:
            self._take(fingerprints(texts, self._settings, self._known))
            return
        from provenance.corpus.machine.processors import threads
        from provenance.corpus.near.compiled import compiled_fingerprints, prepare

        prepare(self._say)
        workers = self._workers or threads()
        if workers == 1:
            for batch in _batches(texts):
                self._take(compiled_fingerprints(batch, self._settings, self._known))
            return
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(workers, "kernel")
        for batch in _batches(texts):
            self._running.append(self._pool.submit(compiled_fingerprints, batch, self._settings, self._known))
        while len(self._running) > 2 * workers:
            self._take(self._running.popleft().result())

    def _take(self, made: Fingerprints) -> None:
        """Number the texts of a batch, and keep the fingerprints of those that are new."""
        import numpy as np

        before = len(self._known)
        first: dict[int, int] = {}
        for place, digest in enumerate(made.digests):
            if digest is None:
                self._numbers.append(-1)
                continue
            number = self._known.setdefault(digest, len(self._known))
            self._numbers.append(number)
            if number >= before:
                first.setdefault(number, place)
        if first:
            self._made.append((made, np.isin(made.signed, np.fromiter(first.values(), np.int64, len(first)))))


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


def has_kernels() -> bool:
    """Whether what compiles the kernels is installed."""
    from importlib.util import find_spec

    return find_spec("numba") is not None
