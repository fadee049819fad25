"""Sentences that moved, were dropped, or were made one.

Invariant: a passage that was built anew has no order to lose; only beside one that kept most of
its words a sentence can be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.align import sentences
from provenance.tracing.damage.beside.part import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.beside.align import Alignment
    from provenance.tracing.damage.beside.pairs import SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["dropped", "merged", "moved"]

# A group of which less is kept was built anew: a sentence that is gone was not dropped by mistake.
_WHOLE = 0.6


def moved(alignment: Alignment) -> list[Part]:
    """Sentences that changed places, named by their first words."""
    starts: dict[int, int] = {}
    for at, token in enumerate(alignment.copy):
        starts.setdefault(token.sentence, at)
    homes: dict[int, tuple[int, int]] = {}
    at = 0
    for sentence in sentences(alignment.original):
        homes[sentence[0].sentence] = (at, at + len(sentence))
        at += len(sentence)
    return [
        Part(starts[mine], starts[mine] + 1, *homes[other], DamageKind.REORDERED, Severity.WORDING, Change.MOVED)
        for mine, other in alignment.moved
    ]


def dropped(alignment: Alignment) -> list[Part]:
    """Sentences that are gone, named at the last word before the gap."""
    parts: list[Part] = []
    if alignment.kept < _WHOLE * len(alignment.copy):
        return parts
    gaps: list[tuple[int, int]] = []
    for start, stop in alignment.dropped:
        if gaps and gaps[-1][1] == start:
            gaps[-1] = (gaps[-1][0], stop)
        else:
            gaps.append((start, stop))
    for start, stop in gaps:
        before = [edit.c0 for edit in alignment.edits if edit.o0 <= start <= edit.o1]
        at = max(0, min(before[0] if before else len(alignment.copy), len(alignment.copy)) - 1)
        parts.append(Part(at, at + 1, start, stop, DamageKind.DROPPED, Severity.MEANING, Change.DROPPED))
    return parts


def merged(pair: SentencePair) -> list[Part]:
    """Two sentences told in one, named by the first word that is the second one's."""
    if _count(pair.copy.inside) != 1 or _count(pair.original.inside) < 2:  # noqa: PLR2004 - two made one
        return []
    first = pair.original.inside[0].sentence
    second = {token.key for token in pair.original.inside if token.sentence != first}
    second -= {token.key for token in pair.original.inside if token.sentence == first}
    at = next((at for at in range(pair.copy.start, pair.copy.stop) if pair.copy.tokens[at].key in second), None)
    if at is None:
        return []
    span = (pair.original.start, pair.original.stop)
    return [Part(at, at + 1, *span, DamageKind.REORDERED, Severity.WORDING, Change.MERGED)]


def _count(tokens: Sequence[Token]) -> int:
    return len({token.sentence for token in tokens})
