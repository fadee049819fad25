"""What a deduplication found, as a whole, for whoever keeps it elsewhere than in its folder.

Invariant: the digest of a corpus depends on the set of its documents, never on their order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from provenance.corpus.gathering.documents import pages_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.gathering.documents import Corpus, Records
    from provenance.corpus.result import Cluster, DedupReport, Document
    from provenance.model import Page
    from provenance.settings import DedupSettings

__all__ = ["Outcome", "corpus_digest", "without_own"]

_BYTES = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was found: the clusters, and by number why documents are removed that are no copy of another."""

    records: Records
    corpus: Corpus
    clusters: tuple[Cluster, ...]
    dropped: Mapping[int, str]
    report: DedupReport
    settings: DedupSettings

    def pages(self, wanted: NDArray[np.bool_]) -> Iterator[tuple[Document, Page]]:
        """Some documents with their pages, read anew, in the order of the input.

        Args:
            wanted: bool[documents], which.

        Raises:
            InputError: the corpus says something else than the first time.
        """
        return pages_again(self.records, self.corpus, wanted)


def corpus_digest(documents: Iterable[Document]) -> bytes:
    """The digest of a corpus, by which it is known again in any order.

    Args:
        documents: all of it.
    """
    total = 0
    for document in documents:
        total += int.from_bytes(blake2b(document.identity, digest_size=_BYTES).digest())
    return (total % (1 << 8 * _BYTES)).to_bytes(_BYTES)


def without_own(corpus: Corpus) -> Corpus:
    """The corpus, held against what the database had before this very corpus was deduplicated into it.

    Else a run that is given again would find its own documents stored, and remove them all.
    """
    if corpus.known is None or not corpus.stored:
        return corpus
    own = corpus.known.added_for(corpus_digest(corpus.documents))
    return replace(corpus, stored=tuple(each for each in corpus.stored if each.stored not in own)) if own else corpus
