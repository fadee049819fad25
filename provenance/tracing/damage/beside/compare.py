"""Damage that shows beside the original: what was replaced, altered, turned, dropped or moved.

Invariant: every finding lies inside one block of the copy and slices back from its text; where
it has an original, the reference slices that back from the original article. A sentence that
was rewritten as a whole is held to its facts and quotations only, and so is a copy that no
machine reworded: an editor chooses words and cuts, and that is no damage.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Finding, Reference, Role, Severity
from provenance.tracing.damage.beside.actors import exchanged_actors, swapped
from provenance.tracing.damage.beside.adopted import with_adopted
from provenance.tracing.damage.beside.align import Alignment, Edit, align, sentences
from provenance.tracing.damage.beside.classify import classify
from provenance.tracing.damage.beside.comparison import Comparison
from provenance.tracing.damage.beside.figures import changed_figures, exchanged_figures, other_figures
from provenance.tracing.damage.beside.names import exchanged_names, similar_names
from provenance.tracing.damage.beside.order import dropped, merged, moved
from provenance.tracing.damage.beside.pairs import longest_rise, sentence_pairs
from provenance.tracing.damage.beside.part import Part, without_overlaps
from provenance.tracing.damage.beside.polarity import exchanged_quantifiers, turned_words
from provenance.tracing.damage.beside.quantities import quantities
from provenance.tracing.damage.beside.senses import opposed_words
from provenance.tracing.damage.beside.speech import kept_quotes, made_speech, verbatim
from provenance.tracing.damage.beside.stated import claims_as_facts, firmer_verbs, hardened_words, unattributed
from provenance.tracing.damage.words.tokens import by_block, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Block
    from provenance.tracing.damage.beside.pairs import SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["compare"]

# A sentence of which less is kept was rewritten as a whole; between the two much of it was.
_NEAR = 0.3
_CLOSE = 0.5
Pair = tuple[tuple[int, ...], tuple[int, ...]]
_ONCE = (Role.HEADLINE, Role.CONTRIBUTOR)
_CLAIMS = frozenset((Change.CERTAINTY, Change.CLAIM))
# a person who writes "said" for "warned" chooses a word
_CHOSEN = frozenset((Change.STANCE, Change.REMOVED, Change.SENSE, Change.TENSE))


def compare(copy: Sequence[Block], original: Sequence[Block], pairs: Sequence[Pair], reference_id: str) -> Comparison:
    """Hold aligned blocks of a copy against those of its original.

    Args:
        copy: all blocks of the copy.
        original: all blocks of the original.
        pairs: groups of positions that belong together: (copy positions, original positions).
        reference_id: the original article's id, for the references.

    Returns:
        The findings in the order of the text, and the counts over the aligned blocks.
    """
    sides = _Sides(copy, original, reference_id)
    pairs = sides.with_adopted(pairs)
    passages = [sides.align(pair) for pair in pairs]
    judged = dict(judgement for passage in passages for judgement in sides.findings(passage))
    found = list(judged)
    facts = sum(sure and finding.severity is not Severity.WORDING for finding, sure in judged.items())
    counts = replace(_count(passages, sides), facts=facts)
    by_machine, _ = counts.by_machine()
    if by_machine:
        # An editor writes a headline of his own; a machine rewords the one that is there.
        for pair in _once(copy, original, pairs):
            found.extend(finding for finding, _ in sides.findings(sides.align(pair)))
    else:
        found = [finding for finding in found if judged[finding]]
    if by_machine is False:
        found = [_by_hand(finding) for finding in found if _counts_by_hand(finding)]
    # those of one place stay in the order in which they were found
    return replace(counts, findings=tuple(sorted(dict.fromkeys(found), key=lambda f: (f.start, f.end, f.kind))))


def _counts_by_hand(finding: Finding) -> bool:
    """Whether a change is damage where a person made it: other words and cuts are an editor's business."""
    chosen = finding.kind is DamageKind.DROPPED or finding.change in _CHOSEN
    return finding.severity is not Severity.WORDING and not chosen


def _by_hand(finding: Finding) -> Finding:
    """A claim that a person told as a fact is that person's distortion."""
    if finding.change in _CLAIMS:
        return replace(finding, kind=DamageKind.HUMAN_DISTORTION, change=Change.CLAIM)
    return finding


def _once(copy: Sequence[Block], original: Sequence[Block], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Headline with headline and credits with credits, where both pages have exactly one."""
    aligned = {position for left, _ in pairs for position in left}
    for role in _ONCE:
        mine = [block.position for block in copy if block.role is role]
        theirs = [block.position for block in original if block.role is role]
        if len(mine) == len(theirs) == 1 and mine[0] not in aligned:
            yield (mine[0],), (theirs[0],)


def _count(passages: Sequence[_Passage], sides: _Sides) -> Comparison:
    substitutions = aligned = kept = runs = single = quotes = quotes_kept = 0
    for alignment in (passage.alignment for passage in passages):
        aligned += len(alignment.copy)
        kept += alignment.kept
        for edit in alignment.edits:
            size = min(edit.c1 - edit.c0, edit.o1 - edit.o0)
            substitutions += size
            runs += size > 0
            single += edit.c1 - edit.c0 == 1 == edit.o1 - edit.o0
        has, holds = kept_quotes(alignment.copy, sides.says)
        quotes, quotes_kept = quotes + has, quotes_kept + holds
    told, in_order = _told(passages)
    return Comparison(
        (), substitutions, aligned, kept, quotes_kept, quotes - quotes_kept, sides.body_words, runs, single,
        sides.sentences, told, in_order,
    )  # fmt: skip


def _told(passages: Iterable[_Passage]) -> tuple[int, int]:
    """How many of the original's sentences are told, and how many of these in its order."""
    places = [
        (pair.copy.inside[0].start, pair.original.inside[0].start)
        for passage in passages
        for pair in passage.pairs
        for sentence in sentences(pair.original.inside)
        if _written(sentence)
    ]
    return len(places), longest_rise([other for _, other in sorted(places)])


@dataclass(frozen=True, slots=True)
class _Passage:
    """Blocks that belong together, aligned, and which of their sentences tell the same."""

    alignment: Alignment
    pairs: tuple[SentencePair, ...]


class _Sides:
    """The two articles, tokenised once."""

    def __init__(self, copy: Sequence[Block], original: Sequence[Block], reference_id: str) -> None:
        self._mine = {block.position: block for block in copy}
        self._theirs = {block.position: block for block in original}
        self._reference_id = reference_id
        self._my_tokens = by_block(tokenise(copy))
        their_tokens = tokenise(original)
        self._their_tokens = by_block(their_tokens)
        self._quotes = any(token.quoted for token in their_tokens)
        self._words = f" {' '.join(token.key for token in their_tokens)} "
        self._known = frozenset(token.key for token in their_tokens)
        self._figures = frozenset((q.values, q.units) for q in quantities(their_tokens))
        bodies = (self._their_tokens.get(b.position, []) for b in original if b.role is Role.BODY)
        self.sentences = sum(_written(sentence) for body in bodies for sentence in sentences(body))
        self.body_words = sum(len(self._my_tokens.get(b.position, ())) for b in copy if b.role is Role.BODY)

    def align(self, pair: Pair) -> _Passage:
        """Align the tokens of a group of blocks."""
        left, right = pair
        mine = [token for position in left for token in self._my_tokens.get(position, ())]
        theirs = [token for position in right for token in self._their_tokens.get(position, ())]
        alignment = align(mine, theirs)
        return _Passage(alignment, sentence_pairs(alignment.copy, alignment.original))

    def with_adopted(self, pairs: Sequence[Pair]) -> list[Pair]:
        """The pairs, with the original's paragraphs that nobody paired where they are told."""
        return with_adopted(pairs, list(self._theirs.values()), self._my_tokens, self._their_tokens)

    def says(self, keys: Sequence[str]) -> bool:
        """Whether the original article has these words in a row."""
        return f" {' '.join(keys)} " in self._words

    def findings(self, passage: _Passage) -> Iterator[tuple[Finding, bool]]:
        """All findings of one group of blocks, and whether each is sure."""
        alignment = passage.alignment
        if not alignment.copy or not alignment.original:
            return
        for part in self._parts(alignment, passage.pairs):
            yield self._finding(alignment, part), part.sure

    def _parts(self, alignment: Alignment, pairs: Sequence[SentencePair]) -> list[Part]:
        speech = made_speech(alignment) if self._quotes else []
        if not alignment.edits:
            return [*moved(alignment), *speech]
        parts = without_overlaps([*self._facts(alignment, pairs), *moved(alignment), *speech])
        kept = _kept_sentences(alignment)
        spared = verbatim(alignment.copy, self.says)
        for edit in alignment.edits:
            for part in classify(alignment, edit, pairs, parts, close=_close(alignment, edit, kept)):
                in_quote = part.kind is DamageKind.QUOTE_ALTERED
                judged = kept[alignment.copy[part.c0].sentence] >= _NEAR or in_quote
                if judged and part.c0 not in spared:
                    parts.append(part)
        parts.extend(dropped(alignment))
        return _without_echoes(parts)

    def _facts(self, alignment: Alignment, pairs: Sequence[SentencePair]) -> Iterator[Part]:
        """What was changed in facts and meaning, by what stands where and not by the edits alone."""
        copy, original = alignment.copy, alignment.original
        yield from opposed_words(copy, original)
        yield from hardened_words(copy, original)
        yield from (exchanged := swapped(alignment))
        merges: list[Part] = []
        for pair in pairs:
            yield from turned_words(pair)
            yield from exchanged_quantifiers(pair)
            yield from firmer_verbs(pair)
            yield from unattributed(pair)
            if not any(pair.copy.start <= part.c0 < pair.copy.stop for part in exchanged):
                yield from exchanged_actors(pair)
            yield from exchanged_names(pair)
            yield from similar_names(pair, self._known)
            yield from changed_figures(pair, self._figures)
            yield from exchanged_figures(pair)
            merges.extend(merged(pair))
        yield from claims_as_facts(copy, original)
        yield from other_figures(copy, original, self._figures)
        yield from merges

    def _finding(self, alignment: Alignment, part: Part) -> Finding:
        first, last = alignment.copy[part.c0], alignment.copy[part.c1 - 1]
        block = self._mine[first.block]
        end = last.end if last.block == first.block else block.end
        text = block.text[first.start - block.start : end - block.start]
        found = Finding(part.kind, part.severity, block.position, first.start, end, text, change=part.change)
        source = alignment.original[part.o0 : part.o1]
        if not source or source[0].block != source[-1].block or source[0].start > source[-1].start:
            return found
        other = self._theirs[source[0].block]
        reference = Reference(self._reference_id, source[0].start, source[-1].end)
        was = other.text[reference.start - other.start : reference.end - other.start]
        return replace(found, original=was, reference=reference)


def _without_echoes(parts: Sequence[Part]) -> list[Part]:
    """The parts without denials and quantities that another part names more closely: by the words that turn."""
    turns = [part for part in parts if part.kind is DamageKind.POLARITY]
    return [
        part
        for part in parts
        if part.kind is not DamageKind.POLARITY
        or not any(
            part.o0 < other.o1 and other.o0 < part.o1 and other.o1 - other.o0 < part.o1 - part.o0 for other in turns
        )
    ]


def _written(sentence: Sequence[Token]) -> bool:
    """Whether a reporter wrote most of a sentence: what people said stands in everybody's report."""
    return sum(token.quoted > 0 for token in sentence) * 2 < len(sentence)


def _kept_sentences(alignment: Alignment) -> dict[int, float]:
    """The share of its words that each of the copy's sentences kept."""
    total: dict[int, int] = {}
    kept: dict[int, int] = {}
    for token, mate in zip(alignment.copy, alignment.mates, strict=True):
        total[token.sentence] = total.get(token.sentence, 0) + 1
        kept[token.sentence] = kept.get(token.sentence, 0) + (mate >= 0)
    return {number: kept[number] / words for number, words in total.items()}


def _close(alignment: Alignment, edit: Edit, kept: dict[int, float]) -> bool:
    """Whether the sentence around an edit kept most of its words."""
    at = min(edit.c0, len(alignment.copy) - 1)
    return kept[alignment.copy[at].sentence] >= _CLOSE
