"""Damaged wording that shows without the original: set phrases, repeats, grammar, residue.

Invariant: a finding here is something that hardly any writer of English produces; what people
mistype is left alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.model import DamageKind, Finding, Severity
from provenance.tracing.damage.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Block
    from provenance.tracing.damage.lexicon import SetPhrase

__all__ = ["doubled_phrases", "grammar", "residue", "tortured_phrases", "words_of"]

_WORD = re.compile(r"[A-Za-z]+(?:['’.][A-Za-z]+)*|\d+")
_LINK = re.compile(r"[ \-]{1,2}")
_CLOSED = frozenset(
    ("", "is", "are", "was", "were", "have", "has", "had", "in", "on", "at", "to", "from", "by", "that")
)
_CLOSED_PRONOUNS = frozenset(("i", "we", "you", "he", "she", "they", "it", "no", "yes", "not", "very", "so"))
_LONGEST_REPEAT = 4
_MIN_REPEATED = 5
# the noun ends its phrase: "there were no traffic lights" counts lights
_THERE_ARE = re.compile(
    r"\b[Tt]here (?:are|were) (?:no|little|much|any) ([a-z]{3,20})\b"
    r"(?=[,.;:!?]| (?:that|to|for|in|on|at|from|by|about|why|between|with|as)\b)"
)
_A_VOWEL = re.compile(r"(?<![\w'’.\-])a ((?:a|e(?!u|w)|i|o(?!n[ce]))[a-z]{3,20})\b(?!-)")
_AN_CONSONANT = re.compile(r"(?<![\w'’.\-])an ((?!ho|he|hi|ha|xy|mp|nb|nf)[bcdfgjklmnpqrstvwxz][a-z]{2,20})\b(?!-)")
# A decimal comma or a thousands point: the form of another language.
_FOREIGN_NUMBER = re.compile(
    r"(?<![\d,.])\d{1,3},\d{1,2}(?= ?(?:%|per ?cent|(?:m|b|tr)illion|bn\b|euro|dollar|pound|pence|km\b))"
    r"|(?<![\d,.])[1-9]\d{1,2}\.000\b(?![.,]?\d)"
)
_BECAUSE_OF = re.compile(r"\b(?:is|are|was|were) because of ([a-z]{2,12})\b")


def words_of(block: Block) -> list[re.Match[str]]:
    """The words and numbers of a block, hyphenated ones apart, with offsets into its text."""
    return list(_WORD.finditer(block.text))


def tortured_phrases(block: Block, words: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """Damaged set phrases of the list, with the phrase that was meant as the original."""
    phrases = lexicon().phrases
    skip = 0
    folded = [word.group().casefold().replace("’", "'") for word in words]
    for at, start_words in enumerate(pairwise(folded)):
        if start_words not in phrases or at < skip:
            continue
        for phrase in phrases[start_words]:
            stop = at + len(phrase.words)
            if _stands(block.text, words[at:stop], folded[at:stop], phrase):
                start, end = words[at].start(), words[stop - 1].end()
                severity = Severity.FACT if phrase.capitals else Severity.WORDING
                yield _finding(block, DamageKind.TORTURED_PHRASE, start, end, phrase.expected, severity)
                skip = stop
                break


def _stands(text: str, words: Sequence[re.Match[str]], folded: Sequence[str], phrase: SetPhrase) -> bool:
    if tuple(folded) != phrase.words:
        return False
    if phrase.capitals and not all(
        word.group()[0].isupper() for word, written in zip(words, phrase.capitals, strict=True) if written[0].isupper()
    ):
        return False
    return all(_LINK.fullmatch(text, one.end(), two.start()) for one, two in pairwise(words))


def doubled_phrases(block: Block, words: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """A phrase said twice in a row: ``next week, next week or``, ``shipments and shipments``."""
    text, skip = block.text, 0
    folded = [word.group().casefold() for word in words]
    for at in range(len(words) - 1):
        if at < skip:
            continue
        if folded[at] not in folded[at + 1 : at + _LONGEST_REPEAT + 1]:
            continue
        for size in range(_LONGEST_REPEAT, 0, -1):
            stop = _repeat_ends(text, words, folded, at, size)
            if stop:
                yield _finding(block, DamageKind.DOUBLED_PHRASE, words[at].start(), words[stop - 1].end())
                skip = stop
                break


def _repeat_ends(text: str, words: Sequence[re.Match[str]], folded: Sequence[str], at: int, size: int) -> int:
    """Where a phrase of ``size`` words that stands twice ends, as a word's number; 0 where none does."""
    second = at + size
    if second >= len(folded):
        return 0
    if size == 1:
        second += folded[second] == "and"
    stop = second + size
    if stop > len(folded) or folded[at] != folded[second] or folded[at:second][:size] != folded[second:stop]:
        return 0
    joint = text[words[at + size - 1].end() : words[second].start()]
    after = folded[stop] if stop < len(folded) and text[words[stop - 1].end() : words[stop].start()] == " " else ""
    if size == 1:
        word = folded[at]
        plain = len(word) >= _MIN_REPEATED and words[at].group().islower() and word not in lexicon().reduplicated
        return stop if joint == " and " and plain and not word.endswith("er") and after in _CLOSED else 0
    if joint != ", " or folded[at] in _CLOSED_PRONOUNS:
        return 0
    if after in ("or", "and"):
        return stop
    return stop if after in lexicon().function and not _inside_quotation(text, words[at].start()) else 0


def _inside_quotation(text: str, at: int) -> bool:
    """Whether a place stands in quotation marks: people repeat themselves when they speak."""
    return text.count("“", 0, at) > text.count("”", 0, at) or text.count('"', 0, at) % 2 == 1


def grammar(block: Block) -> Iterator[Finding]:
    """Disagreement that writers do not commit: ``There are no evidence``, ``a assure``, ``7,5 million``."""
    for match in _THERE_ARE.finditer(block.text):
        if match.group(1) in lexicon().uncountable:
            yield _finding(block, DamageKind.GRAMMAR, match.start(), match.end())
    for pattern in (_A_VOWEL, _AN_CONSONANT):
        for match in pattern.finditer(block.text):
            yield _finding(block, DamageKind.GRAMMAR, match.start(), match.end())
    for match in _FOREIGN_NUMBER.finditer(block.text):
        yield _finding(block, DamageKind.GRAMMAR, match.start(), match.end())
    for match in _BECAUSE_OF.finditer(block.text):
        if match.group(1) in lexicon().base_verbs:
            yield _finding(block, DamageKind.GRAMMAR, match.start(), match.end(), "due to " + match.group(1))


def residue(block: Block) -> Iterator[Finding]:
    """What a language model or its template left: ``As an AI language model``."""
    folded = block.text.replace("’", "'").lower()
    if len(folded) != len(block.text):
        return
    words = lexicon()
    start = len(folded) - len(folded.lstrip("\"'“ "))
    for phrase in words.residue_start:
        if folded.startswith(phrase, start):
            yield _finding(block, DamageKind.MODEL_RESIDUE, start, start + len(phrase))
    for phrase in words.residue_anywhere:
        at = folded.find(phrase)
        if at >= 0:
            yield _finding(block, DamageKind.MODEL_RESIDUE, at, at + len(phrase.rstrip()))


def _finding(
    block: Block,
    kind: DamageKind,
    start: int,
    end: int,
    original: str | None = None,
    severity: Severity = Severity.WORDING,
) -> Finding:
    span = block.start + start, block.start + end
    return Finding(kind, severity, block.position, *span, block.text[start:end], original)
