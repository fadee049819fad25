"""Set phrases that a machine broke, as its replaced words show them.

Invariant: what comes out depends on the words around one replaced span; a phrase has two to five
words, two of them with a sense of their own, and differs from what it stands for.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["phrases_in", "replaced_phrases", "words_in"]

_WORD = re.compile(r"[A-Za-z]+(?:['’.][A-Za-z]+)*|\d+")
_LINK = re.compile(r"[ \-]{1,2}")
_LONGEST = 5
_OWN_SENSE = 2  # words of a phrase that are no "of" and no "the"
_LETTERS = 3

Span = tuple[int, int]


def words_in(text: str) -> list[list[str]]:
    """The words of a text in lower case, in runs that no other sign than a space or hyphen parts."""
    return [[word.group().casefold().replace("’", "'") for word in run] for run in _runs(text)]


def phrases_in(text: str, wanted: frozenset[str], starts: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Those of some phrases that stand in a text; ``starts`` are the first two words of each."""
    for run in words_in(text):
        for at, start in enumerate(pairwise(run)):
            if start in starts:
                for stop in range(at + 2, min(at + _LONGEST, len(run)) + 1):
                    phrase = " ".join(run[at:stop])
                    if phrase in wanted:
                        yield phrase


def replaced_phrases(text: str, span: Span, original: str, original_span: Span) -> Iterator[tuple[str, str]]:
    """The phrases that a replaced span breaks, each with what stood there.

    A span of one word is taken with the word before it or after it, where that is the original's too.

    Args:
        text: a paragraph of the paraphrase.
        span: the words that stand for others, as offsets into it.
        original: the paragraph of the original.
        original_span: what they stand for, as offsets into that.
    """
    here, there = _around(text, span), _around(original, original_span)
    if here is None or there is None:
        return
    (before, mine, after), (their_before, theirs, their_after) = here, there
    candidates = [(mine, theirs)]
    if len(mine) == 1:
        if before and before == their_before:
            candidates.append(([before, *mine], [before, *theirs]))
        if after and after == their_after:
            candidates.append(([*mine, after], [*theirs, after]))
    for damaged, meant in candidates:
        if _is_phrase(damaged) and 0 < len(meant) <= _LONGEST and _differ(damaged, meant):
            yield " ".join(damaged), " ".join(meant)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and not _LINK.fullmatch(text, run[-1].end(), word.start()):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _around(text: str, span: Span) -> tuple[str | None, list[str], str | None] | None:
    """The words of a span with the word before and after it; ``None`` where it is no run of whole words."""
    for run in _runs(text):
        inside = [at for at, word in enumerate(run) if word.start() < span[1] and span[0] < word.end()]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        if run[first].start() < span[0] or run[last].end() > span[1] or _rest(text, run, span):
            return None
        words = [word.group().casefold().replace("’", "'") for word in run]
        return (
            words[first - 1] if first else None,
            words[first : last + 1],
            words[last + 1] if last + 1 < len(words) else None,
        )
    return None


def _rest(text: str, run: Sequence[re.Match[str]], span: Span) -> bool:
    """Whether words of a span stand outside a run."""
    return any(
        word.start() < run[0].start() or word.end() > run[-1].end() for word in _WORD.finditer(text, span[0], span[1])
    )


def _is_phrase(words: Sequence[str]) -> bool:
    own = [word for word in words if word not in lexicon().function and len(word) >= _LETTERS]
    return _OWN_SENSE <= len(words) <= _LONGEST and len(own) >= _OWN_SENSE and all(word[0].isalpha() for word in words)


def _differ(damaged: Sequence[str], meant: Sequence[str]) -> bool:
    return {stem(word) for word in damaged if word not in lexicon().function} != {
        stem(word) for word in meant if word not in lexicon().function
    } and all(word[0].isalpha() for word in meant)
