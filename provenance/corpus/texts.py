"""The texts of a corpus as shingles, each distinct text once, and who may be near whom.

Invariant: what is kept of a text is its shingle hashes; the text itself is dropped as soon as it
is hashed. A text under ``Scheme.min_words`` words has no neighbour: it can only be the same as
another. Candidates come from two indexes: MinHash bands for texts that are alike as a whole
(Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), and a sample of long
word runs, chosen by their hash alone, for excerpts (after FracMinHash, Irber et al. 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.corpus.similarity import fill_buckets, overlaps
from provenance.digests import text_digest
from provenance.settings import Scheme, Signing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.similarity import Buckets, Hashes, Overlap
    from provenance.fingerprint import Shingles
    from provenance.settings import DedupSettings

__all__ = ["TextCollector", "Texts", "shingle_sets"]

BATCH = 1024
# Reuters-21578, against all pairs: bands alone find 98.1 % of pairs at Jaccard .5 and 45 % of
# excerpts; with every fourth run of three shingles (nine words) 99.9 % and 100 %.
RUN = 3
SAMPLE = 4
# a run of nine words in more distinct texts than this is furniture
CROWD = 1024


def shingle_sets(texts: list[str], settings: DedupSettings) -> list[Hashes]:
    """The distinct shingle hashes of normalised texts, sorted: one uint32 array a text."""
    import numpy as np

    from provenance.fingerprint import shingle_hashes, units_of

    shingles = shingle_hashes(list(map(units_of, texts)), settings.shingle)
    return [np.unique(shingles.of(position)) for position in range(len(texts))]


def _sampled_runs(hashes: Hashes, size: int) -> NDArray[np.uint64]:
    """Keys of the sampled runs of ``RUN`` shingles that follow each other without overlap."""
    import numpy as np

    count = len(hashes) - size * (RUN - 1)
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    keys = np.zeros(count, dtype=np.uint64)
    for step in range(RUN):
        keys = (keys ^ hashes[size * step : size * step + count]) * np.uint64(0xBF58476D1CE4E5B9)
        keys ^= keys >> np.uint64(31)
    return np.unique(keys[keys < np.uint64(2**64 // SAMPLE)])


@dataclass(frozen=True, slots=True)
class Texts:
    """All distinct texts of a corpus, by number."""

    sets: list[Hashes]
    alike: Buckets
    runs: Buckets
    settings: DedupSettings

    def beside(self, text: int) -> list[int]:
        """The texts that may be near this one, by number; not yet measured."""
        return sorted(self.alike.beside(text) | self.runs.beside(text))

    def is_near(self, overlap: Overlap) -> bool:
        """Whether two texts share enough to be copies, one of the other in either direction."""
        return overlap.jaccard >= self.settings.threshold or overlap.smaller >= self.settings.containment

    def near(self, text: int, among: list[int]) -> list[int]:
        """Those of the texts ``among`` that share enough with this one, in either direction."""
        measured = overlaps(self.sets[text], [self.sets[other] for other in among])
        return [other for other, overlap in zip(among, measured, strict=True) if self.is_near(overlap)]

    def linked(self) -> set[int]:
        """The texts that have at least one near neighbour.

        A text that was found from its neighbour is not looked up again, so that a thousand
        variants of one text cost one look-up and not a thousand.
        """
        found: set[int] = set()
        for text in range(len(self.sets)):
            if text not in found and (near := self.near(text, self.beside(text))):
                found.add(text)
                found.update(near)
        return found


class TextCollector:
    """Takes normalised texts one by one and hashes them in batches."""

    def __init__(self, settings: DedupSettings) -> None:
        """Start without a text."""
        self._settings = settings
        self._scheme = Scheme(shingle=settings.shingle)
        self._numbers: dict[bytes, int] = {}
        self._waiting: list[str] = []
        self._sets: list[Hashes] = []
        self._bands: list[NDArray[np.uint64]] = []
        self._band_owners: list[NDArray[np.int64]] = []
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, normalised: str) -> int:
        """Take a text; returns its number, the same for the same words."""
        digest = text_digest(normalised)
        number = self._numbers.setdefault(digest, len(self._numbers))
        if number == len(self._sets) + len(self._waiting):
            self._waiting.append(normalised)
            if len(self._waiting) == BATCH:
                self._hash_batch()
        return number

    def finish(self) -> Texts:
        """Hash what is left and build the indexes."""
        import numpy as np

        self._hash_batch()
        count = len(self._sets)
        bands = np.concatenate([np.zeros((0, self._settings.bands), np.uint64), *self._bands])
        owners = np.concatenate([np.zeros(0, np.int64), *self._band_owners])
        alike = fill_buckets(bands.ravel(), np.repeat(owners, self._settings.bands), count)
        run_owners = np.repeat(np.arange(count), [len(keys) for keys in self._runs])
        runs = fill_buckets(np.concatenate([np.zeros(0, np.uint64), *self._runs]), run_owners, count, CROWD)
        return Texts(self._sets, alike, runs, self._settings)

    def _hash_batch(self) -> None:
        from provenance.fingerprint import shingle_hashes, units_of

        if self._waiting:
            self._add_hashes(shingle_hashes(list(map(units_of, self._waiting)), self._settings.shingle))
            self._waiting.clear()

    def _add_hashes(self, shingles: Shingles) -> None:
        import numpy as np

        from provenance.fingerprint import band_keys, signatures, words_of

        settings, first = self._settings, len(self._sets)
        long = [words_of(text) >= self._scheme.min_words for text in self._waiting]
        for position, is_long in enumerate(long):
            hashes = shingles.of(position)
            self._sets.append(np.unique(hashes))
            self._runs.append(_sampled_runs(hashes if is_long else hashes[:0], settings.shingle))
        chosen = np.flatnonzero(long)
        signed = signatures(shingles, Signing())[chosen]
        self._bands.append(band_keys(signed, settings.bands, settings.rows))
        self._band_owners.append(chosen + first)
