"""The detectors of damage that shows without the original, as a table.

Invariant: a detector has one name, one sentence and one kind of damage; what it finds it finds in
one block, whatever stands around that; ``seeds/damage/rates.toml`` has its measured rates by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from provenance.model import DamageKind, Role
from provenance.tracing.damage.alone import characters, grammar, punctuation, residue, wording
from provenance.tracing.damage.words.lexicon import by_start, lexicon
from provenance.tracing.damage.words.lists import read_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from provenance.model import Block, Finding
    from provenance.tracing.damage.alone.phrases import Phrases

__all__ = ["DETECTORS", "LEARNED", "Detected", "Detector", "Line"]

LEARNED = "learned_phrase"
_BODY = frozenset((Role.BODY,))
_READ = frozenset((Role.BODY, Role.HEADLINE, Role.SUBHEADING, Role.COPYRIGHT, Role.DISCLAIMER))


class Line(NamedTuple):
    """A block with its words, and the phrases that are known to be damaged where the program runs."""

    block: Block
    words: wording.Words
    learned: Phrases


class Detected(NamedTuple):
    """A finding and the name of the detector that made it."""

    detector: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Detector:
    """What looks for one sort of damage.

    ``english``: it runs on English only. ``roles``: the blocks that it reads. ``paraphraser``:
    what it finds is the work of a paraphraser or translator, and not of somebody who hides a copy.
    """

    name: str
    looks_for: str
    kind: DamageKind
    find: Callable[[Line], Iterator[Finding]]
    english: bool = True
    roles: frozenset[Role] = _READ
    paraphraser: bool = True


def _in_block(find: Callable[[Block], Iterator[Finding]]) -> Callable[[Line], Iterator[Finding]]:
    return lambda line: find(line.block)


def _set_phrases(line: Line) -> Iterator[Finding]:
    return wording.set_phrases(line.block, line.words, lexicon().phrases)


@lru_cache(maxsize=1)
def _small() -> Phrases:
    return by_start(read_list("small_words")["phrases"])


def _small_words(line: Line) -> Iterator[Finding]:
    return wording.set_phrases(line.block, line.words, _small())


def _learned(line: Line) -> Iterator[Finding]:
    return wording.set_phrases(line.block, line.words, line.learned)


def _doubled(line: Line) -> Iterator[Finding]:
    return wording.doubled_phrases(line.block, line.words)


_in_body = partial(Detector, roles=_BODY)
_TABLE = (
    Detector(
        "mixed_script",
        "look-alike letters of another script inside a word",
        DamageKind.MIXED_SCRIPT,
        _in_block(characters.mixed_words),
        english=False,
        paraphraser=False,
    ),
    Detector(
        "invisible_character",
        "characters that nobody sees inside a word, or that turn the reading order",
        DamageKind.INVISIBLE_CHARACTER,
        _in_block(characters.hidden_characters),
        english=False,
        paraphraser=False,
    ),
    Detector(
        "spintax",
        "a spinner's braces: {said|stated}",
        DamageKind.SPINTAX,
        _in_block(residue.spintax),
        english=False,
    ),
    Detector(
        "model_residue",
        "what a language model says to its user: As an AI language model",
        DamageKind.MODEL_RESIDUE,
        _in_block(residue.residue),
    ),
    Detector(
        "template",
        "blanks and labels of a template: [Your Name], **Headline:**",
        DamageKind.MODEL_RESIDUE,
        _in_block(residue.blanks),
    ),
    Detector(
        "set_phrase",
        "a set phrase of the shipped list with its words exchanged: curiosity charges for interest rates",
        DamageKind.TORTURED_PHRASE,
        _set_phrases,
    ),
    _in_body(
        "small_words",
        "small words exchanged as they never stand: extra than, did no longer for did not",
        DamageKind.TORTURED_PHRASE,
        _small_words,
    ),
    Detector(
        LEARNED,
        "a phrase that machine paraphrases of this database have in the place of another, and no other article",
        DamageKind.TORTURED_PHRASE,
        _learned,
    ),
    _in_body(
        "broken_sentence",
        "a full stop in the middle of a sentence: came back. after the drill",
        DamageKind.BROKEN_SENTENCE,
        _in_block(punctuation.broken_sentences),
    ),
    _in_body(
        "fragment",
        "a piece of a sentence that stands as one: near the village. Which grows plums on",
        DamageKind.BROKEN_SENTENCE,
        _in_block(punctuation.fragments),
    ),
    _in_body(
        "capital_after_comma",
        "a sentence's capital after a comma: a day earlier, The ministry",
        DamageKind.CAPITAL_AFTER_COMMA,
        _in_block(punctuation.capitals_after_commas),
    ),
    _in_body(
        "stray_quote",
        "a curly quotation mark where none can stand",
        DamageKind.STRAY_QUOTE,
        _in_block(punctuation.stray_quotes),
    ),
    _in_body(
        "foreign_quote",
        "speech punctuated as in another language: last year”, — she said",
        DamageKind.STRAY_QUOTE,
        _in_block(punctuation.foreign_quotes),
    ),
    _in_body(
        "doubled_phrase",
        "a phrase said twice in a row: next week, next week or",
        DamageKind.DOUBLED_PHRASE,
        _doubled,
    ),
    _in_body("article", "a for an, or an for a: a assurance", DamageKind.GRAMMAR, _in_block(grammar.articles)),
    _in_body(
        "agreement",
        "number that does not agree: three minister, these house, many money",
        DamageKind.GRAMMAR,
        _in_block(grammar.agreement),
    ),
    _in_body(
        "verb_form",
        "a verb in a form that cannot stand there: would went, no proof was not",
        DamageKind.GRAMMAR,
        _in_block(grammar.verb_forms),
    ),
    _in_body(
        "foreign_figure",
        "a number, date or sum in the form of another language: 7,5 million, 11. June",
        DamageKind.GRAMMAR,
        _in_block(grammar.foreign_figures),
    ),
    _in_body(
        "literal",
        "word for word from another language: the in 1998 founded, despite of",
        DamageKind.GRAMMAR,
        _in_block(grammar.literal),
    ),
)
DETECTORS: Mapping[str, Detector] = {detector.name: detector for detector in _TABLE}
