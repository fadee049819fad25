"""Broken grammar: what a translator or a spinner writes and hardly any writer of English.

Invariant: every pattern is linear on any line; what people mistype or say in another English is
left alone, as far as many pages of theirs show it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.model import DamageKind
from provenance.tracing.damage.alone.spans import spot
from provenance.tracing.damage.words.lexicon import lexicon
from provenance.tracing.damage.words.lists import read_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model import Block, Finding

__all__ = ["agreement", "articles", "foreign_figures", "literal", "verb_forms"]

# the noun ends its phrase: "there were no traffic lights" counts lights
_THERE_ARE = re.compile(
    r"\b[Tt]here (?:are|were) (?:no|little|much|any) ([a-z]{3,20})\b"
    r"(?=[,.;:!?]| (?:that|to|for|in|on|at|from|by|about|why|between|with|as)\b)"
)
_A_VOWEL = re.compile(r"a (?<![\w'’.\-]a )((?:a|e(?!u|w)|i|o(?!n[ce]))[a-z]{3,20})\b(?!-)")
_AN_CONSONANT = re.compile(r"an (?<![\w'’.\-]an )((?!ho|he|hi|ha|xy|mp|nb|nf)[bcdfgjklmnpqrstvwxz][a-z]{2,20})\b(?!-)")
_BECAUSE_OF = re.compile(r"\b(?:is|are|was|were) because of ([a-z]{2,12})\b")
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Aug|Sept|Oct|Nov|Dec)"
)
_WEEKDAYS = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_FIGURE = re.compile(r"\d+")
# Decimal commas, thousands points, a day with a point, hours past twelve with "p.m.", a sign after its number.
_FIGURES = re.compile(
    r"(?:(?<![\d,.])\d{1,3},\d{1,2}(?= ?(?:%|per ?cent|(?:m|b|tr)illion|bn\b|euro|dollar|pound|pence|km\b))"
    r"|(?<![\d,.])[1-9]\d{1,2}\.000\b(?![.,]?\d)"
    r"|(?<![\d,.$£€:])[1-9]\d{0,2}\.\d{3} (?=people\b)"
    r"|(?<![\d,.$£€:])[1-9]\d{0,2}\.\d{3} (?=[a-z]{3,20}s\b)"
    r"(?!dlrs|cts|sec|inch|mile|points|percent|times|yards|feet|pounds|ounces)"
    r"|(?<![\d,.$£€:-])[1-9]\d{0,2} \d{3}(?= [a-z]{3,20}s\b)"
    rf"|(?<![\w.,:])(?:[12]?\d|3[01])\. {_MONTHS}(?![\w.])(?! \d{{1,2}}\b)"
    r"|(?<![\w.,:])(?:1[3-9]|2[0-3])(?:[:.]\d\d)? ?p\.?m\b"
    r"|(?<![\w.,:])\d[\d.,]{0,12} (?:millions|billions|trillions)\b(?! of)"
    r"|(?<![\w.,$£€])\d[\d.,]{0,12}[$£€](?![\w\d]))"
)
_CALQUE = re.compile(
    rf"[ta](?<!\w[ta])(?:(?<=t)he|(?<=a)n?) (?:in|since|on|from|by) (?:the year )?"
    rf"(?:\d{{4}}|{_MONTHS}|{_WEEKDAYS}) [a-z]{{3,20}}(?:ed|en)\b"
)
_AGED = re.compile(
    r"\b(?:[Mm]an|[Ww]oman|[Bb]oy|[Gg]irl|[Bb]rothers|[Ss]isters|[A-Z][a-z]{2,20}),? of \d\d years\b(?: old)?"
    r"|, \d\d years old(?=[.,])"
)
_ON_PERCENT = re.compile(r"\b(?:grew|fell|rose|increased|decreased|dropped|declined|reduced) on \d")
_YEARS, _ON_FIGURE = re.compile(r"\d\d years"), re.compile(r" on \d")
_LETTERS = re.compile(r"[A-Za-z]+")
_IS = "(?:was|were|is|are|has|have|had|will|does|did|could|would)"
_NEGATED = re.compile(
    rf"\b[Nn]o (?:(?!and |or |but |one )[a-z]{{1,20}} ){{1,2}}{_IS} not\b"
    rf"|\b[Nn]o(?: one|body|ne) of (?:them|us|the [a-z]{{3,20}}) {_IS} not\b"
    r"|\b(?:did|does|do|has|have|had|was|were) not [a-z]{2,20} nor (?:a|one|the)\b"
    rf"|\b(?:[Nn]obody|[Nn]o one|[Nn]othing) {_IS} not\b"
)
_NAME_BEFORE = re.compile(r"(?:^|[^\w.])[A-Z][\w’']{0,25} \Z")
# after a noun that is not part of a longer name of a thing
_AFTER = (
    r"(?=[.,;:!?)”\"]|\Z| (?:in|on|at|of|were|was|are|is|had|have|has|who|that|and|or|from|to|by|for|with|after|before"
    r"|killed|injured|died)\b)"
)


def articles(block: Block) -> Iterator[Finding]:
    """``a assurance``, ``an court``."""
    for pattern in (_A_VOWEL, _AN_CONSONANT):
        yield from _all(block, pattern)


def agreement(block: Block) -> Iterator[Finding]:
    """Number that does not agree: ``three minister``, ``these house``, ``many money``, ``There are no evidence``."""
    for match in _THERE_ARE.finditer(block.text) if "here are" in block.text or "here were" in block.text else ():
        if match.group(1) in lexicon().uncountable:
            yield spot(block, DamageKind.GRAMMAR, match.span())
    pattern, nouns = _agreement()
    if nouns.isdisjoint(_letters(block.text)):
        return
    for match in pattern.finditer(block.text):
        # "System 36 house": the number of a name counts nothing
        named = match.group()[0].isdigit() and _NAME_BEFORE.search(
            block.text, max(0, match.start() - 30), match.start()
        )
        if not named:
            yield spot(block, DamageKind.GRAMMAR, match.span())


def verb_forms(block: Block) -> Iterator[Finding]:
    """``would went``, ``has took``, ``no proof was not``, ``is because of hear``."""
    yield from _all(block, _verbs())
    if " not" in block.text:
        yield from _all(block, _NEGATED)
    for match in _BECAUSE_OF.finditer(block.text) if "because of" in block.text else ():
        if match.group(1) in lexicon().base_verbs:
            yield spot(block, DamageKind.GRAMMAR, match.span(), "due to " + match.group(1))


def foreign_figures(block: Block) -> Iterator[Finding]:
    """Numbers, dates and sums in the form of another language: ``7,5 million``, ``11. June``, ``18 p.m.``."""
    behind = 0
    for figure in _FIGURE.finditer(block.text):  # none of them begins inside a number
        match = _FIGURES.match(block.text, figure.start()) if figure.start() >= behind else None
        if match:
            behind = match.end()
            yield spot(block, DamageKind.GRAMMAR, (match.start(), match.start() + len(match[0].rstrip())))


def literal(block: Block) -> Iterator[Finding]:
    """Word for word from another language: ``the in 1998 founded``, ``despite of``, ``more better``."""
    yield from _all(block, _CALQUE)
    pattern, rare = _literal()
    if not rare.isdisjoint(_letters(block.text)):
        yield from _all(block, pattern)
    if _ON_FIGURE.search(block.text):
        yield from _all(block, _ON_PERCENT)
    if _YEARS.search(block.text):
        yield from _all(block, _AGED)


@lru_cache(maxsize=1)
def _letters(text: str) -> frozenset[str]:
    """The runs of letters in a text."""
    return frozenset(_LETTERS.findall(text))


def _all(block: Block, pattern: re.Pattern[str]) -> Iterator[Finding]:
    return (spot(block, DamageKind.GRAMMAR, match.span()) for match in pattern.finditer(block.text))


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


@lru_cache(maxsize=1)
def _agreement() -> tuple[re.Pattern[str], frozenset[str]]:
    """The pattern, and words of which a line that has it has one."""
    lists = read_list("grammar")
    number = rf"(?:{_any(lists['numbers'])}|[2-9]\d{{0,2}}|1\d{{1,2}}|\d{{1,3}},\d{{3}})"
    kinds = ("countable", "singular", "plural", "uncountable", "no_plural")
    nouns = {word for kind in kinds for word in lists[kind]} | {"third", "quarter", "fifth"}
    pattern = re.compile(
        rf"(?<![\w.,:$£€/-])(?:{number} {_any(lists['countable'])}{_AFTER}"
        rf"|(?:two|three|four) (?:third|quarter|fifth){_AFTER}"
        rf"|[Tt]h(?:e|o)se {_any(lists['singular'])}{_AFTER}"
        rf"|(?:[Tt]his|[Ee]very|[Ee]ach|[Aa]nother|[Aa]n?) {_any(lists['plural'])}{_AFTER}"
        rf"|(?:[Mm]any|[Aa] few|[Ss]everal|[Tt]hese|[Tt]wo|[Tt]hree) {_any(lists['uncountable'])}{_AFTER}"
        rf"|[Mm]uch {_any(lists['plural'])}\b"
        rf"|{_any(lists['no_plural'])}\b)"
    )
    return pattern, frozenset(nouns)


@lru_cache(maxsize=1)
def _verbs() -> re.Pattern[str]:
    lists = read_list("grammar")
    before = r"(?:will|would|can|could|should|must|might|(?:did|does|do) not|(?:did|does|do)n['’]t|to)"
    return re.compile(
        rf"(?<![\w'’-])(?:{before} {_any(lists['past'])}|(?:has|have|had) {_any(lists['no_participle'])})(?![\w'’-])"
    )


@lru_cache(maxsize=1)
def _literal() -> tuple[re.Pattern[str], frozenset[str]]:
    """The pattern, and words of which a line that has it has one."""
    lists = read_list("grammar")
    rare = {max(re.findall(r"\w+", phrase), key=len) for phrase in lists["literal"]}
    pattern = re.compile(
        rf"(?<![\w-])(?:[Mm](?:ore|ost) {_any(lists['comparatives'])}|{_any(lists['literal'])})(?![\w-])"
    )
    return pattern, frozenset(rare.union(lists["comparatives"]))
