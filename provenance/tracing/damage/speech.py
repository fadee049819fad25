"""Quotations of a copy: which the original has word for word, and which nobody spoke.

Invariant: an original without any quotation mark has lost them, and shows nothing.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.tracing.damage.align import Alignment
    from provenance.tracing.damage.words import Token

    Says = Callable[[Sequence[str]], bool]

__all__ = ["kept_quotes", "made_speech", "quotations_of", "verbatim"]

_MIN_QUOTE = 3
_MIN_SPEECH = 5
_KEPT_SPEECH = 0.7


def quotations_of(tokens: Sequence[Token]) -> Iterator[range]:
    """The quotations of three words and more, as places of their tokens."""
    at = 0
    for (quoted, _), group in groupby(tokens, key=lambda token: (token.quoted, token.block)):
        size = len(list(group))
        if quoted and size >= _MIN_QUOTE:
            yield range(at, at + size)
        at += size


def kept_quotes(tokens: Sequence[Token], says: Says) -> tuple[int, int]:
    """How many quotations there are, and how many of them the original article has word for word."""
    found = list(quotations_of(tokens))
    return len(found), sum(says([tokens[at].key for at in quotation]) for quotation in found)


def verbatim(tokens: Sequence[Token], says: Says) -> frozenset[int]:
    """Tokens of quotations that the original has word for word, wherever it has them."""
    return frozenset(
        at for quotation in quotations_of(tokens) if says([tokens[at].key for at in quotation]) for at in quotation
    )


def made_speech(alignment: Alignment) -> list[Part]:
    """Reported speech put into quotation marks: words that nobody spoke."""
    parts: list[Part] = []
    for quotation in quotations_of(alignment.copy):
        mates = [mate for at in quotation if (mate := alignment.mates[at]) >= 0]
        kept = len(quotation) >= _MIN_SPEECH and len(mates) >= _KEPT_SPEECH * len(quotation)
        if kept and not any(alignment.original[mate].quoted for mate in mates):
            span = (quotation.start, quotation.stop, min(mates), max(mates) + 1)
            parts.append(Part(*span, DamageKind.HUMAN_DISTORTION, Severity.MEANING, Change.SPEECH))
    return parts
