"""Quotations of a copy: which the original has word for word, and which nobody spoke.

Invariant: an original without any quotation mark has lost them, and shows nothing.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.align import sentences
from provenance.tracing.damage.beside.part import Part
from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.tracing.damage.beside.align import Alignment
    from provenance.tracing.damage.words.tokens import Token

    Says = Callable[[Sequence[str]], bool]

__all__ = ["kept_quotes", "made_speech", "quotations_of", "verbatim"]

_MIN_QUOTE = 3
_MIN_SPEECH = 5
_KEPT_SPEECH = 0.65
_SAME_SPEECH = 0.5
_MIN_CONTENT = 3


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
    """Reported speech put into quotation marks: words that nobody spoke.

    A quotation counts whose words stand in a sentence of the original outside quotation marks,
    and in none of its quotations.
    """
    parts: list[Part] = []
    spoken = [_content(alignment.original[at] for at in places) for places in quotations_of(alignment.original)]
    for quotation in quotations_of(alignment.copy):
        content = _content(alignment.copy[at] for at in quotation)
        if len(quotation) < _MIN_SPEECH or len(content) < _MIN_CONTENT:
            continue
        if any(len(content & words) >= _SAME_SPEECH * len(content) for words in spoken):
            continue
        home = _reported(alignment.original, content)
        if home is not None:
            span = (quotation.start, quotation.stop, home.start, home.stop)
            parts.append(Part(*span, DamageKind.HUMAN_DISTORTION, Severity.MEANING, Change.SPEECH))
    return parts


def _reported(tokens: Sequence[Token], content: frozenset[str]) -> range | None:
    """The sentence that has most of these words outside quotation marks."""
    at = 0
    for sentence in sentences(tokens):
        free = [token for token in sentence if not token.quoted]
        if len(content & _content(free)) >= _KEPT_SPEECH * len(content):
            places = [at + place for place, token in enumerate(sentence) if stem(token.key) in content]
            return range(places[0], places[-1] + 1)
        at += len(sentence)
    return None


def _content(tokens: Iterable[Token]) -> frozenset[str]:
    function = lexicon().function
    return frozenset(stem(token.key) for token in tokens if token.key not in function)
