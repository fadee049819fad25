"""Two stories held against each other, exactly: what they share, and how it was changed.

Invariant: only words that a reporter wrote make a link. A speaker's sentence stands in every
report of a speech, so a paragraph whose unquoted rest does not match is ``quote_only`` and
weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.model import ArticleMatch, BlockMatch, Relation
from provenance.tracing.alignment import Pair, accepted, align, measure
from provenance.tracing.anchors import anchors, differ, names_of
from provenance.tracing.leftovers import with_leftovers
from provenance.tracing.paragraphs import word_shingles
from provenance.tracing.retold import Sentences, retold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleRef
    from provenance.settings import LinkSettings, RetoldSettings, TraceSettings
    from provenance.tracing.paragraphs import Paragraph
    from provenance.tracing.retold import Retold

__all__ = ["Story", "linked_stories", "match_stories", "may_match", "story"]

# Of a longer paragraph only the part beside the other one is aligned: the time grows by the square.
_ALIGNED = 3000


@dataclass(frozen=True)
class Story:
    """An article's paragraphs and their word-3 shingles, ``written`` without those of quotations."""

    paragraphs: tuple[Paragraph, ...]
    shingles: frozenset[str]
    written: frozenset[str]

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The shingles that stand in quotations only."""
        return self.shingles - self.written

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its distinct words, as far as a reporter wrote them."""
        return frozenset().union(*(paragraph.unquoted.word1 for paragraph in self.paragraphs))

    @cached_property
    def sentences(self) -> Sentences:
        """Its sentences, as far as a reporter wrote them."""
        return Sentences.of(self.paragraphs)

    @property
    def words(self) -> int:
        """All words of the story."""
        return sum(paragraph.words for paragraph in self.paragraphs)


def story(paragraphs: Sequence[Paragraph]) -> Story:
    """Make a story from its paragraphs."""
    written = word_shingles([paragraph.unquoted for paragraph in paragraphs])
    return Story(tuple(paragraphs), word_shingles(paragraphs), written)


def match_stories(
    left: Story, right: Story, other: ArticleRef, settings: TraceSettings, *, cites: bool = False
) -> ArticleMatch | None:
    """Hold a story against a stored one.

    Args:
        left: the story that is asked about.
        right: the stored one.
        other: names the stored one.
        settings: when two paragraphs share text, and when two articles do.
        cites: whether the one cites the other's house more than in passing; then less has to be shared.

    Returns:
        The match with its paragraphs, or ``None`` where the two are not linked.
    """
    shared = _Shared.of(left, right, cites=cites)
    told = None if shared.together(settings.link) else _told(left, right, settings.retold)
    if not shared.enough(settings.link) and told is None:
        return None
    pairs = _with_told(align(left.paragraphs, right.paragraphs, settings.match), told, left, right)
    found = _judged(left, right, pairs, other, settings)
    relation = _relation(left, right, found, shared, settings.link, told=told is not None)
    if relation not in {None, Relation.QUOTE_ONLY} and _is_form(left, right, pairs, found.replaced, settings.link):
        relation = Relation.QUOTE_ONLY if shared.one_quotation(settings.link) else None
    if relation is None:
        return None
    share, blocks = found.share, found.blocks
    if relation is not Relation.QUOTE_ONLY:
        # what is paired by rare words alone says where a paragraph is from, not how it was changed
        more = with_leftovers(left.paragraphs, right.paragraphs, pairs, settings.match)
        if len(more) > len(pairs):
            all_found = _judged(left, right, more, other, settings)
            share, blocks = all_found.share, all_found.blocks
    return ArticleMatch(other, relation, share, shared.containment, shared.jaccard, found.per_100, blocks)


def _judged(left: Story, right: Story, pairs: Sequence[Pair], other: ArticleRef, settings: TraceSettings) -> _Figures:
    """What pairs of paragraphs say of two stories."""
    density = _Density()
    blocks = []
    for pair in pairs:
        one, two = left.paragraphs[pair.left], right.paragraphs[pair.right]
        replaced = density.add(one, two)
        alike = _block_relation(one, two, pair, replaced, settings)
        blocks.append(
            BlockMatch(one.position, other, two.position, pair.measures, alike, round(one.quoted, 4), pair.moved)
        )
    written = {block.position for block in blocks if block.relation is not Relation.QUOTE_ONLY}
    unquoted = sum(p.unquoted.words for p in left.paragraphs)
    share = _part(sum(p.unquoted.words for p in left.paragraphs if p.position in written), unquoted)
    theirs = {block.other_position for block in blocks if block.relation is not Relation.QUOTE_ONLY}
    whole = sum(p.unquoted.words for p in right.paragraphs)
    given = _part(sum(p.unquoted.words for p in right.paragraphs if p.position in theirs), whole)
    return _Figures(share, given, len(written), density.per_100, tuple(blocks))


def may_match(left: Story, right: Story, settings: TraceSettings, *, cites: bool = False) -> bool:
    """Whether two stories share enough to be held against each other; the same from either side."""
    if _Shared.of(left, right, cites=cites).enough(settings.link):
        return True
    return any(_told(one, two, settings.retold) is not None for one, two in ((left, right), (right, left)))


def _told(left: Story, right: Story, settings: RetoldSettings) -> Retold | None:
    """How the one story tells the other again; ``None`` where it does not."""
    # most pairs are ruled out before any sentence is looked at
    common = len(left.vocabulary & right.vocabulary)
    fewer = min(len(left.vocabulary), len(right.vocabulary))
    if common < settings.vocabulary * fewer or fewer < settings.words:
        return None
    found = retold(left.sentences, right.sentences, settings)
    return found if found is not None and found.holds(settings) else None


def _with_told(pairs: Sequence[Pair], told: Retold | None, left: Story, right: Story) -> tuple[Pair, ...]:
    """An alignment, with the paragraphs added that it left over and whose sentences are told again."""
    if told is None:
        return tuple(pairs)
    taken = {pair.left for pair in pairs}
    more = [
        Pair(one, two, measure(left.paragraphs[one], right.paragraphs[two]), told=True)
        for one, two in told.pairs
        if one not in taken
    ]
    return tuple(sorted((*pairs, *more), key=lambda pair: (pair.left, pair.right)))


def linked_stories(left: Story, right: Story, settings: TraceSettings) -> bool:
    """Whether two stories may share more than quotations; the same from either side."""
    return _Shared.of(left, right, cites=False).together(settings.link)


@dataclass(frozen=True, slots=True)
class _Shared:
    """Word-3 shingles that two stories share; the cheap measure that rules most pairs out.

    ``containment`` and ``jaccard`` as in ``ArticleMatch``. ``written_jaccard`` and
    ``written_containment`` (of the smaller story) count those outside quotation marks;
    ``quoted`` is the number of those that stand inside them in both stories, ``posted`` in one
    at least: a post is quoted here and set as a block of its own there. ``cites``: the one
    names the other's house as where it has things from.
    """

    shingles: int
    containment: float
    jaccard: float
    written_jaccard: float
    written_containment: float
    quoted: int
    posted: int
    cites: bool

    @classmethod
    def of(cls, left: Story, right: Story, *, cites: bool) -> _Shared:
        both = len(left.shingles & right.shingles)
        written = len(left.written & right.written)
        return cls(
            shingles=both,
            containment=_part(both, len(left.shingles)),
            jaccard=_part(both, len(left.shingles) + len(right.shingles) - both),
            written_jaccard=_part(written, len(left.written) + len(right.written) - written),
            written_containment=_part(written, min(len(left.written), len(right.written))),
            quoted=len(left.spoken & right.spoken),
            posted=both - written,
            cites=cites,
        )

    def enough(self, linking: LinkSettings) -> bool:
        """Whether the two can be linked at all."""
        return self.together(linking) or self.one_quotation(linking)

    def one_quotation(self, linking: LinkSettings) -> bool:
        """Whether they share a quotation of some length."""
        return self.quoted >= linking.quoted_shingles or self.posted >= linking.posted_shingles

    def together(self, linking: LinkSettings) -> bool:
        """Whether they share enough of what reporters wrote."""
        if self.written_containment >= linking.verbatim:
            return True
        jaccard = linking.cited_jaccard if self.cites else linking.written_jaccard
        return self.shingles >= linking.shared_shingles and (
            self.written_jaccard >= jaccard or self.written_containment >= linking.written_containment
        )


@dataclass(frozen=True, slots=True)
class _Figures:
    """What is known of aligned stories, of what reporters wrote.

    ``share`` of the asked story and ``given`` of the stored one is matched, in so many ``paragraphs``.
    """

    share: float
    given: float
    paragraphs: int
    per_100: float | None
    blocks: tuple[BlockMatch, ...]

    @property
    def replaced(self) -> float:
        """Words replaced in a hundred aligned ones; 0 where none were aligned."""
        return self.per_100 or 0.0


def _beside(one: Paragraph, other: Paragraph) -> tuple[str, ...]:
    """The words of a paragraph; of one that is too long to be aligned, those around the place of the other in it."""
    if len(one.tokens) <= _ALIGNED:
        return one.tokens
    length = min(len(other.tokens), _ALIGNED // 3)
    starts = sorted(one.places[pair] - at for at, pair in enumerate(pairwise(other.tokens)) if pair in one.places)
    first = max(0, starts[len(starts) // 2] - length) if starts and len(other.tokens) <= _ALIGNED else 0
    return one.tokens[first : first + (3 * length if starts else _ALIGNED)]


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 0.0


class _Density:
    """Counts replaced words over aligned paragraphs."""

    def __init__(self) -> None:
        self.replaced = 0
        self.aligned = 0

    def add(self, left: Paragraph, right: Paragraph) -> float:
        """Align two paragraphs word by word; returns the words replaced in a hundred."""
        from rapidfuzz.distance import Levenshtein

        if left.normal == right.normal:
            self.aligned += left.words
            return 0.0
        opcodes = Levenshtein.opcodes(_beside(left, right), _beside(right, left))
        replaced = sum(op.src_end - op.src_start for op in opcodes if op.tag == "replace")
        kept = sum(op.src_end - op.src_start for op in opcodes if op.tag == "equal")
        self.replaced += replaced
        self.aligned += replaced + kept
        return 100 * replaced / (replaced + kept) if replaced + kept else 100.0

    @property
    def per_100(self) -> float | None:
        """Words replaced in a hundred aligned ones, ``None`` where none were aligned."""
        return 100 * self.replaced / self.aligned if self.aligned else None


def _block_relation(one: Paragraph, two: Paragraph, pair: Pair, replaced: float, settings: TraceSettings) -> Relation:
    matching, linking = settings.match, settings.link
    if pair.told:
        return Relation.REWRITE if replaced < linking.machine else Relation.MACHINE_PARAPHRASE
    if one.normal == two.normal or (pair.measures.char5 > linking.verbatim and replaced < linking.light):
        return Relation.VERBATIM
    if one.quoted >= linking.quoted:
        rest, other_rest = one.unquoted, two.unquoted
        if min(rest.words, other_rest.words) < matching.short_words // 2 or not accepted(
            measure(rest, other_rest), matching
        ):
            return Relation.QUOTE_ONLY
    return Relation.REWRITE if replaced < linking.machine else Relation.MACHINE_PARAPHRASE


def _is_form(left: Story, right: Story, pairs: Sequence[Pair], replaced: float, linking: LinkSettings) -> bool:
    """Whether two stories are one form filled with different names and figures: two earnings reports.

    Of one that has most of its words in common with the other less is asked than of one in which they are ``replaced``.
    """
    ours = [left.paragraphs[at] for at in {pair.left for pair in pairs}]
    theirs = [right.paragraphs[at] for at in {pair.right for pair in pairs}]
    names = names_of([*left.paragraphs, *right.paragraphs])
    sides = anchors(ours, names), anchors(theirs, names)
    figures = anchors(ours), anchors(theirs)
    few = len(figures[0] & figures[1]) < linking.dense_figures
    if replaced >= linking.dense and few and differ(*sides, linking.dense_anchors, linking.dense_anchored):
        return True
    return differ(*sides, linking.anchors, linking.anchored) or differ(*figures, linking.figures, linking.figured)


def _relation(
    left: Story, right: Story, found: _Figures, shared: _Shared, linking: LinkSettings, *, told: bool
) -> Relation | None:
    """How the asked story stands to the stored one, as far as text alone can say."""
    one_paragraph = min(len(left.paragraphs), len(right.paragraphs)) == 1
    single = one_paragraph and shared.together(linking) and shared.containment >= linking.short_containment
    # a roundup has little of each report that it has nearly whole
    some = found.share >= linking.partial or found.given >= linking.given
    linked = (told or shared.together(linking)) and found.paragraphs >= linking.paragraphs and some
    if not linked and not single:
        return Relation.QUOTE_ONLY if shared.one_quotation(linking) else None
    if not single and found.share < linking.share:
        return Relation.PARTIAL
    light = found.replaced < linking.light
    if shared.containment >= linking.verbatim and light:
        return Relation.EXCERPT if left.words < linking.excerpt * right.words else Relation.VERBATIM
    if light and found.share < linking.verbatim:
        return Relation.PARTIAL
    if found.share < linking.whole:
        return Relation.REWRITE
    return Relation.REWRITE if found.replaced < linking.machine else Relation.MACHINE_PARAPHRASE
