"""What a tool left in a text: a language model's words to its user, blanks of a template, a spinner's braces.

Invariant: every pattern is linear on any line, and what is found says nothing of the words around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import DamageKind
from provenance.tracing.damage.alone.spans import spot
from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Block, Finding

__all__ = ["blanks", "residue", "spintax"]

_SPINTAX = re.compile(r"\{[^\s{}|][^{}|\n]{0,80}(?:\|[^{}\n]{0,120})\}|\{[a-z]{1,20}(?: [a-z’']{1,20}){1,6}\}")
_BLANK = re.compile(
    r"\[(?:[Yy]our|[Ii]nsert|INSERT|YOUR|[Aa]dd|[Aa]uthor|[Rr]eporter|[Cc]ity|[Cc]ompany|[Ss]ource|[Nn]ame of)"
    r"(?: [\w’']{1,20}){0,5}\]"
)
_LABEL = re.compile(
    r"(?:#{1,4} |\*\*)(?:Headline|Title|Subheading|Subtitle|Rewritten [Aa]rticle|Rewritten [Vv]ersion|Article"
    r"|Introduction|Conclusion|Body|Lead|Summary|Byline)(?: \d)?(?:\*\*:?|:\*\*|:|\Z)"
)


def residue(block: Block) -> Iterator[Finding]:
    """What a language model says to its user: ``As an AI language model``."""
    folded = block.text.replace("’", "'").lower()
    if len(folded) != len(block.text):
        return
    words = lexicon()
    start = len(folded) - len(folded.lstrip("\"'“ "))
    for phrase in words.residue_start if folded.startswith(words.residue_start, start) else ():
        if folded.startswith(phrase, start):
            yield spot(block, DamageKind.MODEL_RESIDUE, (start, start + len(phrase)))
    for phrase in words.residue_anywhere:
        at = folded.find(phrase)
        if at >= 0:
            yield spot(block, DamageKind.MODEL_RESIDUE, (at, at + len(phrase.rstrip())))


def blanks(block: Block) -> Iterator[Finding]:
    """Blanks and labels of a template that nobody filled or took away: ``[Your Name]``, ``**Headline:**``."""
    if "[" in block.text:
        for match in _BLANK.finditer(block.text):
            yield spot(block, DamageKind.MODEL_RESIDUE, match.span())
    label = _LABEL.match(block.text)
    if label:
        yield spot(block, DamageKind.MODEL_RESIDUE, label.span())


def spintax(block: Block) -> Iterator[Finding]:
    """What a spinner's template leaves behind: ``{that a|which}``."""
    if "{" in block.text:
        for match in _SPINTAX.finditer(block.text):
            yield spot(block, DamageKind.SPINTAX, match.span())
