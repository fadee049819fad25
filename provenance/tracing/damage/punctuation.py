"""Broken punctuation: sentences cut in two, capitals in mid-sentence, quotation marks astray.

Invariant: every pattern is linear on any line; straight quotation marks never make a finding,
because people unbalance them too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import DamageKind, Finding, Severity
from provenance.tracing.damage.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Block

__all__ = ["broken_sentences", "capitals_after_commas", "spintax", "stray_quotes"]

_FULL_STOP = re.compile(r"(?<=[a-z0-9’'])\. (?=[a-z])")
_SPACED_STOP = re.compile(r"(?<=[a-z]) \. (?=[a-z])")
_LAST_WORD = re.compile(r"[^\s(\[\"“”]{1,40}\Z")
# More must follow: a lone word at the end is a button ("Show less").
_NEXT_WORD = re.compile(r"[a-z]{1,40}(?=['’]?[a-z]{0,2}[,;:]? [\w“\"‘'–—(])")
_COMMA = re.compile(
    r"(?<=[a-z0-9]), (?=((?:The|A|An|And|But|It|He|She|They|We|In|On|At|For|With|While|After|Before|As|By|To|Of|Or|If"
    r"|Which|However|There|Some|Several|Many|Most|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Hundreds|Thousands"
    r"|Killing|Saying|Adding|Leaving|Making|Including|According|Causing|Forcing) [a-z]{1,40}))"
)
_SPINTAX = re.compile(r"\{[^\s{}|][^{}|\n]{0,80}(?:\|[^{}\n]{0,120})\}|\{[a-z]{1,20}(?: [a-z’']{1,20}){1,6}\}")
_CLOSE_AFTER_SPACE = re.compile(r"(?<=[a-z][.,!?])\s{1,3}”")
_LOW_QUOTE = re.compile(r"„[A-Za-z]{1,40}")


def broken_sentences(block: Block) -> Iterator[Finding]:
    """A full stop in mid-sentence: ``came back. after the drill``, ``the gate . Before``."""
    text = block.text
    for stop in _FULL_STOP.finditer(text):
        before = _LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
        after = _NEXT_WORD.match(text, stop.end())
        if before and after and _ends_sentence(before.group()) and after.group() not in lexicon().particles:
            yield _finding(block, DamageKind.BROKEN_SENTENCE, before.start(), after.end())
    for stop in _SPACED_STOP.finditer(text):
        before = _LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
        after = _NEXT_WORD.match(text, stop.end())
        if before and after:
            yield _finding(block, DamageKind.BROKEN_SENTENCE, before.start(), after.end())


def _ends_sentence(word: str) -> bool:
    """Whether a full stop after this word ends a sentence: no short form, initial, address or number."""
    bare = word.casefold().lstrip("‘'")
    if len(bare) < 3 or bare in lexicon().abbreviations or not bare[-1].isalpha():  # noqa: PLR2004 - "St", "No"
        return False
    return not any(sign in bare for sign in "./@\\_:#")


def capitals_after_commas(block: Block) -> Iterator[Finding]:
    """A sentence's capital after a comma: ``a day earlier, The ministry``."""
    text = block.text
    for comma in _COMMA.finditer(text):
        before = _LAST_WORD.search(text, max(0, comma.start() - 40), comma.start())
        if before and before.group()[0].islower():
            end = comma.end() + len(comma.group(1))
            yield _finding(block, DamageKind.CAPITAL_AFTER_COMMA, before.start(), end)


def stray_quotes(block: Block) -> Iterator[Finding]:
    """Curly quotation marks where none can stand: closing after a space, opening inside an open one, a low one."""
    text = block.text
    if "“" not in text and "”" not in text and "„" not in text:
        return
    for close in _CLOSE_AFTER_SPACE.finditer(text):
        word = _LAST_WORD.search(text, max(0, close.start() - 40), close.start())
        yield _finding(block, DamageKind.STRAY_QUOTE, word.start() if word else close.start(), close.end())
    for low in _LOW_QUOTE.finditer(text):
        yield _finding(block, DamageKind.STRAY_QUOTE, low.start(), low.end())
    opened: int | None = None
    for mark in re.finditer(r"[“”\"]", text):
        if mark.group() != "“":
            opened = None
        elif opened is not None and re.match(r"[A-Za-z’]", text[mark.end() : mark.end() + 1]):
            end = mark.end() + len(re.match(r"[\w’']{1,40}", text[mark.end() : mark.end() + 40]).group())  # type: ignore[union-attr]
            yield _finding(block, DamageKind.STRAY_QUOTE, mark.start(), end)
            opened = mark.start()
        else:
            opened = mark.start()


def spintax(block: Block) -> Iterator[Finding]:
    """What a spinner's template leaves behind: ``{that a|which}``."""
    if "{" in block.text:
        for match in _SPINTAX.finditer(block.text):
            yield _finding(block, DamageKind.SPINTAX, match.start(), match.end())


def _finding(block: Block, kind: DamageKind, start: int, end: int) -> Finding:
    span = block.start + start, block.start + end
    return Finding(kind, Severity.WORDING, block.position, *span, block.text[start:end])
