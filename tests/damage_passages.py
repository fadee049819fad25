"""Passages as tokens, and what a rule finds in them, for the tests of the damage rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Block, Role
from provenance.tracing.damage.beside.align import Alignment, align
from provenance.tracing.damage.beside.pairs import SentencePair, sentence_pairs
from provenance.tracing.damage.words.tokens import Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.tracing.damage.beside.part import Part

__all__ = ["aligned", "only_pair", "said", "tokens"]


def tokens(text: str) -> list[Token]:
    """The tokens of a text of one block."""
    return tokenise([Block(0, Role.BODY, 0, len(text), text)])


def aligned(original: str, copy: str) -> Alignment:
    """A copy beside its original."""
    return align(tokens(copy), tokens(original))


def only_pair(original: str, copy: str) -> SentencePair:
    """The pair of sentences of two texts that have one."""
    (pair,) = sentence_pairs(tokens(copy), tokens(original))
    return pair


def said(original: str, copy: str, parts: Iterable[Part]) -> list[tuple[str, str]]:
    """What parts name: words of the copy, and words of the original."""
    mine, theirs = tokens(copy), tokens(original)
    return [
        (
            copy[mine[p.c0].start : mine[p.c1 - 1].end],
            original[theirs[p.o0].start : theirs[p.o1 - 1].end] if p.o0 < p.o1 else "",
        )
        for p in parts
    ]
