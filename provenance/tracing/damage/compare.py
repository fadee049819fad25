"""Damage that shows beside the original: what was replaced, altered, turned, dropped or moved.

Invariant: every finding lies inside one block of the copy and slices back from its text; where
it has an original, the reference slices that back from the original article. A sentence that
was rewritten as a whole is held to its facts and quotations only, and so is a copy that no
machine reworded: an editor chooses words and cuts, and that is no damage.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.model import DamageKind, Finding, Reference, Role, Severity
from provenance.tracing.damage.align import Alignment, align, sentences
from provenance.tracing.damage.classify import Part, classify, similar_names, swapped, without_overlaps
from provenance.tracing.damage.comparison import Comparison
from provenance.tracing.damage.polarity import hardened_words, opposed_words, turned_words
from provenance.tracing.damage.quantities import changed_quantities, quantities
from provenance.tracing.damage.words import by_block, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Block
    from provenance.tracing.damage.words import Token

__all__ = ["compare"]

# A sentence of which less is kept was rewritten as a whole.
_CLOSE = 0.3
_MIN_QUOTE = 3
_MIN_SPEECH = 5
_KEPT_SPEECH = 0.7
# A group of which less is kept was built anew: a sentence that is gone was not dropped by mistake.
_WHOLE = 0.6
Pair = tuple[tuple[int, ...], tuple[int, ...]]
_ONCE = (Role.HEADLINE, Role.CONTRIBUTOR)


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
    alignments = [sides.align(pair) for pair in pairs]
    counts = _count(alignments, sides)
    by_machine, _ = counts.by_machine()
    if by_machine:
        # An editor writes a headline of his own; a machine rewords the one that is there.
        alignments.extend(sides.align(pair) for pair in _once(copy, original, pairs))
    findings = {
        finding
        for alignment in alignments
        for finding in sides.findings(alignment)
        if by_machine is not False
        or (finding.severity is not Severity.WORDING and finding.kind is not DamageKind.DROPPED)
    }
    return replace(counts, findings=tuple(sorted(findings, key=lambda f: (f.start, f.end, f.kind))))


def _once(copy: Sequence[Block], original: Sequence[Block], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Headline with headline and credits with credits, where both pages have exactly one."""
    aligned = {position for left, _ in pairs for position in left}
    for role in _ONCE:
        mine = [block.position for block in copy if block.role is role]
        theirs = [block.position for block in original if block.role is role]
        if len(mine) == len(theirs) == 1 and mine[0] not in aligned:
            yield (mine[0],), (theirs[0],)


def _count(alignments: Iterable[Alignment], sides: _Sides) -> Comparison:
    substitutions = aligned = kept = runs = single = quotes_kept = quotes_altered = 0
    for alignment in alignments:
        aligned += len(alignment.copy)
        kept += alignment.kept
        for edit in alignment.edits:
            size = min(edit.c1 - edit.c0, edit.o1 - edit.o0)
            substitutions += size
            runs += size > 0
            single += edit.c1 - edit.c0 == 1 == edit.o1 - edit.o0
        for quotation in _quotations(alignment.copy):
            if sides.says([token.key for token in alignment.copy[quotation.start : quotation.stop]]):
                quotes_kept += 1
            else:
                quotes_altered += 1
    return Comparison((), substitutions, aligned, kept, quotes_kept, quotes_altered, sides.body_words, runs, single)


def _quotations(tokens: Sequence[Token]) -> Iterator[range]:
    at = 0
    for (quoted, _), group in groupby(tokens, key=lambda token: (token.quoted, token.block)):
        size = len(list(group))
        if quoted and size >= _MIN_QUOTE:
            yield range(at, at + size)
        at += size


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
        self.body_words = sum(len(self._my_tokens.get(b.position, ())) for b in copy if b.role is Role.BODY)

    def align(self, pair: Pair) -> Alignment:
        """Align the tokens of a group of blocks."""
        left, right = pair
        mine = [token for position in left for token in self._my_tokens.get(position, ())]
        theirs = [token for position in right for token in self._their_tokens.get(position, ())]
        return align(mine, theirs)

    def says(self, keys: Sequence[str]) -> bool:
        """Whether the original article has these words in a row."""
        return f" {' '.join(keys)} " in self._words

    def findings(self, alignment: Alignment) -> Iterator[Finding]:
        """All findings of one group of blocks."""
        if not alignment.copy or not alignment.original:
            return
        for part in self._parts(alignment):
            yield self._finding(alignment, part)

    def _parts(self, alignment: Alignment) -> list[Part]:
        copy, original = alignment.copy, alignment.original
        if not alignment.edits:
            return [*_moved(alignment), *self._made_speech(alignment)]
        facts = [
            Part(mine.start, mine.stop, other.start, other.stop, DamageKind.NUMBER_CHANGED, Severity.FACT)
            for mine, other in changed_quantities(copy, original, self._figures)
        ]
        facts.extend(
            Part(turn.c0, turn.c1, turn.o0, turn.o1, DamageKind.POLARITY, Severity.MEANING)
            for turn in (*turned_words(copy, original), *opposed_words(copy, original))
        )
        facts.extend(
            Part(turn.c0, turn.c1, turn.o0, turn.o1, DamageKind.MEANING_CHANGED, Severity.MEANING)
            for turn in hardened_words(copy, original)
        )
        facts.extend(similar_names(copy, original, self._known))
        parts = without_overlaps([*facts, *swapped(alignment), *_moved(alignment), *self._made_speech(alignment)])
        close = _close_sentences(alignment)
        spared = self._verbatim_quotes(alignment)
        for edit in alignment.edits:
            for part in classify(alignment, edit, parts):
                in_quote = part.kind is DamageKind.QUOTE_ALTERED
                if (copy[part.c0].sentence in close or in_quote) and part.c0 not in spared:
                    parts.append(part)
        parts.extend(_dropped(alignment))
        return parts

    def _verbatim_quotes(self, alignment: Alignment) -> frozenset[int]:
        """Tokens of quotations that the original has word for word, wherever it has them."""
        return frozenset(
            at
            for quotation in _quotations(alignment.copy)
            if self.says([token.key for token in alignment.copy[quotation.start : quotation.stop]])
            for at in quotation
        )

    def _made_speech(self, alignment: Alignment) -> list[Part]:
        """Reported speech put into quotation marks: words that nobody spoke.

        An original without any quotation mark has lost them, and shows nothing.
        """
        parts: list[Part] = []
        if not self._quotes:
            return parts
        for quotation in _quotations(alignment.copy):
            mates = [mate for at in quotation if (mate := alignment.mates[at]) >= 0]
            kept = len(quotation) >= _MIN_SPEECH and len(mates) >= _KEPT_SPEECH * len(quotation)
            if kept and not any(alignment.original[mate].quoted for mate in mates):
                span = (quotation.start, quotation.stop, min(mates), max(mates) + 1)
                parts.append(Part(*span, DamageKind.HUMAN_DISTORTION, Severity.MEANING))
        return parts

    def _finding(self, alignment: Alignment, part: Part) -> Finding:
        first, last = alignment.copy[part.c0], alignment.copy[part.c1 - 1]
        block = self._mine[first.block]
        end = last.end if last.block == first.block else block.end
        text = block.text[first.start - block.start : end - block.start]
        source = alignment.original[part.o0 : part.o1]
        if not source or source[0].block != source[-1].block or source[0].start > source[-1].start:
            return Finding(part.kind, part.severity, block.position, first.start, end, text)
        other = self._theirs[source[0].block]
        reference = Reference(self._reference_id, source[0].start, source[-1].end)
        original = other.text[reference.start - other.start : reference.end - other.start]
        return Finding(part.kind, part.severity, block.position, first.start, end, text, original, reference)


def _close_sentences(alignment: Alignment) -> frozenset[int]:
    total: dict[int, int] = {}
    kept: dict[int, int] = {}
    for token, mate in zip(alignment.copy, alignment.mates, strict=True):
        total[token.sentence] = total.get(token.sentence, 0) + 1
        kept[token.sentence] = kept.get(token.sentence, 0) + (mate >= 0)
    return frozenset(number for number, words in total.items() if kept[number] >= _CLOSE * words)


def _moved(alignment: Alignment) -> list[Part]:
    """Sentences that changed places, named by their first words."""
    starts: dict[int, int] = {}
    for at, token in enumerate(alignment.copy):
        starts.setdefault(token.sentence, at)
    homes: dict[int, tuple[int, int]] = {}
    at = 0
    for sentence in sentences(alignment.original):
        homes[sentence[0].sentence] = (at, at + len(sentence))
        at += len(sentence)
    return [
        Part(starts[mine], starts[mine] + 1, *homes[other], DamageKind.REORDERED, Severity.WORDING)
        for mine, other in alignment.moved
    ]


def _dropped(alignment: Alignment) -> list[Part]:
    """Sentences that are gone, named at the last word before the gap."""
    parts: list[Part] = []
    if alignment.kept < _WHOLE * len(alignment.copy):
        return parts
    gaps: list[tuple[int, int]] = []
    for start, stop in alignment.dropped:
        if gaps and gaps[-1][1] == start:
            gaps[-1] = (gaps[-1][0], stop)
        else:
            gaps.append((start, stop))
    for start, stop in gaps:
        before = [edit.c0 for edit in alignment.edits if edit.o0 <= start <= edit.o1]
        at = max(0, min(before[0] if before else len(alignment.copy), len(alignment.copy)) - 1)
        parts.append(Part(at, at + 1, start, stop, DamageKind.DROPPED, Severity.MEANING))
    return parts
