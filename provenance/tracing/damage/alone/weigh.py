"""Whether the damage that a page shows by itself makes it a machine paraphrase.

Each detector that fired and each sign of style that counts weighs as much as it is more frequent
among machine paraphrases than among pages that people wrote (a log-likelihood ratio of measured
rates, add-half for what was never seen); the weights are added, as in naive Bayes. A second
damaged phrase weighs as much again: phrases are broken one by one.

Invariant: one detector alone never makes a machine paraphrase: two that differ are needed, or two
damaged phrases that differ; every reason has its measured rate. A style alone is not even a
suspicion: nothing is broken, and one page in fifty that people wrote has as much of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.model import DamageKind
from provenance.tracing.damage.alone.detectors import DETECTORS, LEARNED
from provenance.tracing.damage.alone.look import detect
from provenance.tracing.damage.alone.rates import rates
from provenance.tracing.damage.alone.style import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.model import Block, Finding
    from provenance.tracing.damage.alone.detectors import Detected
    from provenance.tracing.damage.alone.phrases import PhraseBook
    from provenance.tracing.damage.alone.rates import Rates
    from provenance.tracing.damage.alone.style import Measured

__all__ = ["Weighed", "rate_words", "rates_of", "sign_words", "weigh"]

_LONGEST = 300_000  # characters: a book has as many, no article has

_LEAST = 2
_PAGE = "page that people wrote"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a page's damage weighs: for a machine paraphrase (``machine``) or too little.

    ``reasons`` has a line for each detector and sign that fired, ``conclusion`` what they come to; a style that fired
    alone has neither.
    """

    weight: float
    machine: bool
    reasons: tuple[str, ...]
    conclusion: str | None


def weigh(
    detected: Sequence[Detected],
    measured: Iterable[Measured],
    words: int,
    book: PhraseBook | None = None,
    *,
    known: Rates | None = None,
) -> Weighed:
    """Add up what a page shows by itself.

    Args:
        detected: all findings without a reference, with their detectors.
        measured: the numbers of its style.
        words: of its body.
        book: the learned phrases that were looked for.
        known: the measured rates; the shipped ones where none are given.

    Returns:
        The weight, the answer, and a reason for each detector and sign with its rate.
    """
    known = known or rates()
    found = {
        name: [each.finding.text.casefold() for each in detected if each.detector == name]
        for name in DETECTORS
        if DETECTORS[name].paraphraser and any(each.detector == name for each in detected)
    }
    weights = {
        name: _weight(name, words, book, known)
        * (min(_LEAST, len(set(texts))) if DETECTORS[name].kind is DamageKind.TORTURED_PHRASE else 1)
        for name, texts in found.items()
    }
    signs = [sign for sign in measured if sign.value >= known.signs[sign.sign].at_least]
    weights |= {sign.sign: known.sign_weight(sign.sign, sign.value) for sign in signs}
    reasons = [f"{_found(name, texts)}: {rate_words(name, book, known)}" for name, texts in found.items()]
    told = signs if len(weights) >= _LEAST else []
    reasons += [sign_words(sign, known) for sign in told]
    phrases = {each.finding.text.casefold() for each in detected if each.finding.kind is DamageKind.TORTURED_PHRASE}
    weight = sum(weights.values())
    differ = len(weights) >= _LEAST or len(phrases) >= _LEAST
    machine = differ and weight >= known.threshold
    conclusion = _together(weights, known, machine=machine, differ=differ) if reasons else None
    return Weighed(weight, machine, tuple(reasons), conclusion)


def rate_words(name: str, book: PhraseBook | None = None, known: Rates | None = None) -> str:
    """How often a detector is wrong, for people: on how many pages that people wrote it fires."""
    if name == LEARNED:
        if book is None or not book.compared:
            return "not measured here"
        return f"such phrases stand in {book.wrong:,} of {book.compared:,} other articles of this database"
    known = known or rates()
    return f"seen on {known.detectors[name].pages} of {counted(known.pages, _PAGE)}"


def sign_words(sign: Measured, known: Rates | None = None) -> str:
    """A style that counts, with its number and on how many of people's pages it is as large."""
    known = known or rates()
    pages = known.signs[sign.sign].pages(sign.value)
    said = SIGNS[sign.sign].says.format(sign.value)
    return f"{said}: as many on {pages} of {counted(known.long_pages, _PAGE)}"


def rates_of(blocks: Sequence[Block], findings: Sequence[Finding], said: Iterable[str] = ()) -> dict[Finding, str]:
    """How often each finding that has no original beside it is wrong, for people.

    Which detector found what is looked up by looking again, which a page of megabytes is too long for.

    Args:
        blocks: all blocks of the article.
        findings: all its findings.
        said: the reasons of its damage; what one of these says is not said at the finding once more.
    """
    bare = {finding for finding in findings if finding.reference is None}
    if not bare or sum(len(block.text) for block in blocks) > _LONGEST:
        return {}
    told = tuple(said)
    known = {
        each.finding: rate
        for each in detect(blocks)
        for rate in (rate_words(each.detector),)
        if not any(reason.endswith(f"{_label(each.detector)}: {rate}") for reason in told)
    }
    return {finding: known[finding] for finding in findings if finding in bare and finding in known}


def _label(name: str) -> str:
    return name.replace("_", " ")


def _weight(name: str, words: int, book: PhraseBook | None, known: Rates) -> float:
    if name != LEARNED:
        return known.detector_weight(name, words)
    return 0.0 if book is None else known.phrase_weight(book.wrong, book.compared)


def _found(name: str, texts: Sequence[str]) -> str:
    label = _label(name)
    return label if len(texts) == 1 else f"{len(texts)} × {label}"


def _together(weights: Mapping[str, float], known: Rates, *, machine: bool, differ: bool) -> str:
    """What it comes to, and how often people's pages show as much."""
    weight = sum(weights.values())
    if not differ:
        return "one sign alone is too little to say"
    weighs = f"they weigh {weight:.1f}"
    if len(weights) >= _LEAST:
        pages = known.seen_together(weights)
        weighs = f"{len(weights)} signs that are together on {pages} of {counted(known.pages, _PAGE)}: {weighs}"
    said = "and a machine did it from" if machine else "too little to say, which takes"
    return f"{weighs}, {said} {known.threshold:.1f}{' on' if machine else ''}"
