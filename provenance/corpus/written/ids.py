"""Ids that several documents of a corpus have.

Invariant: what is said does not depend on the order of the documents.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provenance.counts import counted

if TYPE_CHECKING:
    from provenance.corpus.gathering.columns import Documents

__all__ = ["repeated_ids"]

_NAMED = 5
_LONGEST = 60


def repeated_ids(documents: Documents) -> str | None:
    """What to say of ids that several documents have, which are told apart by their places alone.

    Args:
        documents: of the corpus.

    Returns:
        A sentence that counts them and names some; ``None`` where each document has an id of its own.
    """
    import numpy as np

    hashes = [np.fromiter(map(hash, some), np.int64, len(some)) for some in documents.ids()]
    seen, counts = np.unique(np.concatenate([np.zeros(0, np.int64), *hashes]), return_counts=True)
    suspects = set(seen[counts > 1].tolist())
    if not suspects:
        return None
    found = Counter(each for some in documents.ids() for each in some if hash(each) in suspects)
    repeated = sorted(name for name, count in found.items() if count > 1)
    if not repeated:
        return None
    total = sum(found[name] for name in repeated)
    named = ", ".join(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in repeated[:_NAMED])
    more = ", …" if len(repeated) > _NAMED else ""
    return f"{counted(total, 'document')} share {counted(len(repeated), 'id')}: {named}{more}"
