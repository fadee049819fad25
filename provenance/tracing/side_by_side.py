"""Two articles side by side: which paragraphs belong together, and which words differ.

Invariant: every paragraph of either story stands in exactly one row, the asked article's in
their order; what no span covers stands word for word on both sides (a row says so where it
was too long to be compared to its end). The work is bounded, however long the articles are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model import Relation, Role, Severity
from provenance.tracing.damage.beside.align import align
from provenance.tracing.damage.beside.compare import compare
from provenance.tracing.damage.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import ArticleMatch, Block, BlockMatch, Finding
    from provenance.tracing.damage.words.tokens import Token

__all__ = [
    "COMPARED",
    "Row",
    "SideBySide",
    "Span",
    "WordDifferences",
    "beginnings",
    "group_pairs",
    "side_by_side",
    "word_differences",
]

COMPARED = 20_000
"""Characters of a paragraph that are compared: about as many words as an alignment takes."""
_ALL_COMPARED = 200_000  # characters of an article

Span = tuple[int, int]
Group = tuple[tuple[int, ...], tuple[int, ...]]
_Blocks = dict[int, "Block"]
# a page's menus and pictures are told apart in its ledger; here stands the story with its credits
_STORY = frozenset({Role.HEADLINE, Role.SUBHEADING, Role.DATELINE, Role.BYLINE, Role.CONTRIBUTOR, Role.BODY})
_ONCE = (Role.HEADLINE, Role.BYLINE, Role.CONTRIBUTOR)


@dataclass(frozen=True, slots=True)
class WordDifferences:
    """The words that only one of two passages has, as offsets into each one's article.

    ``whole`` is ``False`` where a passage was too long: its end was not compared then.
    """

    here: tuple[Span, ...]
    there: tuple[Span, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that belong together, or one that only one side has.

    ``pairs`` are the matches that join them: empty where nothing does, and for headlines and
    credits, which are held against each other because of what they are. ``moved`` says that
    the other article has them elsewhere in its order.
    """

    here: tuple[Block, ...]
    there: tuple[Block, ...]
    differences: WordDifferences
    pairs: tuple[BlockMatch, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the other article has these paragraphs elsewhere in its order."""
        return any(pair.moved for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two articles held against each other.

    ``changes`` are what was changed of facts and meaning, ``replaced`` the words in a hundred
    that stand for others: as in the damage of an article, both count what belongs together only.
    """

    rows: tuple[Row, ...]
    changes: tuple[Finding, ...]
    replaced: float | None


def beginnings(blocks: Iterable[Block], most: int = _ALL_COMPARED) -> tuple[Block, ...]:
    """The blocks of an article, as much of each as is compared; of an ordinary article all of all.

    Args:
        blocks: in order.
        most: characters of all together; blocks behind them come out empty.
    """
    found = []
    for block in blocks:
        room = min(COMPARED, most)
        long = len(block.text) > room
        found.append(replace(block, text=block.text[:room], end=block.start + room) if long else block)
        most -= min(len(block.text), room)
    return tuple(found)


def group_pairs(pairs: Sequence[BlockMatch]) -> list[Group]:
    """Join pairs that share a block: a paragraph that was split, or two that were merged.

    Args:
        pairs: the matched blocks of two articles.

    Returns:
        The positions that belong together, in the one article and in the other, in order.
    """
    by_left: dict[int, list[int]] = defaultdict(list)
    by_right: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        by_left[pair.position].append(pair.other_position)
        by_right[pair.other_position].append(pair.position)
    groups: list[Group] = []
    seen: set[int] = set()
    for start in sorted(by_left):
        if start in seen:
            continue
        left, right, waiting = {start}, set[int](), [start]
        while waiting:
            for other in set(by_left[waiting.pop()]) - right:
                right.add(other)
                new = set(by_right[other]) - left
                left |= new
                waiting += new
        seen |= left
        groups.append((tuple(sorted(left)), tuple(sorted(right))))
    return groups


def word_differences(here: Sequence[Block], there: Sequence[Block]) -> WordDifferences:
    """Which words only one of two passages has.

    Args:
        here: the blocks of the copy, in order.
        there: the blocks of the text that it is held against, in order.

    Returns:
        Runs of such words, each inside one block; words are compared as a copy desk would
        (case, spelling and number format make no difference), and a sentence that only
        changed its place is no difference.
    """
    mine, theirs = tokenise(here), tokenise(there)
    alignment = align(mine, theirs)
    held = {mate for mate in alignment.mates if mate >= 0}
    # the alignment has the other side's sentences in this side's order
    order = sorted(range(len(alignment.original)), key=lambda at: (alignment.original[at].start, at))
    whole = len(alignment.copy) == len(mine) and len(alignment.original) == len(theirs)
    return WordDifferences(
        _runs(zip(alignment.copy, (mate < 0 for mate in alignment.mates), strict=True)),
        _runs((alignment.original[at], at not in held) for at in order),
        whole,
    )


def side_by_side(
    here: Sequence[Block], there: Sequence[Block], match: ArticleMatch, *, roles: frozenset[Role] = _STORY
) -> SideBySide:
    """Hold an article against another one that it shares text with.

    Args:
        here: all blocks of the asked article.
        there: all blocks of the other one.
        match: how they stand to each other.
        roles: the blocks to show; matched ones are shown in any case.

    Returns:
        The rows in the asked article's order, what only the other has between them.
    """
    mine, theirs = ({block.position: block for block in side} for side in (here, there))
    pairs = [pair for pair in match.blocks if pair.position in mine and pair.other_position in theirs]
    groups = group_pairs(pairs)
    once = [*_once(here, there, groups)]
    begun_here, begun_there = beginnings(here), beginnings(there)
    begun = ({block.position: block for block in side} for side in (begun_here, begun_there))
    joined = [*_rows((*groups, *once), (mine, theirs), tuple(begun), pairs)]
    paired_here = {block.position for row in joined for block in row.here}
    paired_there = {block.position for row in joined for block in row.there}
    alone = [_alone((block,), ()) for block in here if block.role in roles and block.position not in paired_here]
    missing = [block for block in there if block.role in roles and block.position not in paired_there]
    ordered = sorted((*joined, *alone), key=lambda row: row.here[0].position)
    rows = tuple(_with_missing(ordered, missing))
    if match.relation is Relation.QUOTE_ONLY or not groups:
        return SideBySide(rows, (), None)
    comparison = compare(begun_here, begun_there, groups, match.other.id)
    changes = tuple(finding for finding in comparison.findings if finding.severity is not Severity.WORDING)
    return SideBySide(rows, changes, comparison.substitutions_per_100)


def _once(here: Sequence[Block], there: Sequence[Block], groups: Sequence[Group]) -> Iterator[Group]:
    """Headline with headline and credits with credits: the first of each side."""
    left, right = ({position for group in groups for position in group[side]} for side in (0, 1))
    for role in _ONCE:
        mine = next((b.position for b in here if b.role is role), None)
        theirs = next((b.position for b in there if b.role is role), None)
        if mine is not None and theirs is not None and mine not in left and theirs not in right:
            yield (mine,), (theirs,)


def _rows(
    groups: Iterable[Group], sides: tuple[_Blocks, ...], begun: tuple[_Blocks, ...], pairs: Sequence[BlockMatch]
) -> Iterator[Row]:
    """What belongs together, held against each other by its beginnings."""
    for group in groups:
        here, there = (tuple(side[at] for at in group[number]) for number, side in enumerate(sides))
        short = [tuple(side[at] for at in group[number]) for number, side in enumerate(begun)]
        found = word_differences(*short)
        whole = found.whole and (here, there) == tuple(short)
        joining = tuple(pair for pair in pairs if pair.position in group[0])
        yield Row(here, there, replace(found, whole=whole), joining)


def _alone(here: tuple[Block, ...], there: tuple[Block, ...]) -> Row:
    return Row(here, there, WordDifferences((), ()))


def _with_missing(rows: Sequence[Row], missing: Sequence[Block]) -> Iterator[Row]:
    """The rows, with the other side's own paragraphs where that side has them."""
    rest = list(missing)
    for row in rows:
        if row.there and not row.moved:
            first = row.there[0].position
            while rest and rest[0].position < first:
                yield _alone((), (rest.pop(0),))
        yield row
    for block in rest:
        yield _alone((), (block,))


def _runs(tokens: Iterable[tuple[Token, bool]]) -> tuple[Span, ...]:
    """Neighbouring marked tokens of one block as one span; a short form is marked as a whole."""
    words: list[tuple[int, int, int, bool]] = []
    for token, marked in tokens:
        if words and words[-1][:2] == (token.start, token.end):
            words[-1] = (*words[-1][:3], words[-1][3] or marked)
        else:
            words.append((token.start, token.end, token.block, marked))
    spans: list[Span] = []
    before: int | None = None  # the block of the run that may go on
    for start, end, block, marked in words:
        if marked and before == block:
            spans[-1] = (spans[-1][0], end)
        elif marked:
            spans.append((start, end))
        before = block if marked else None
    return tuple(spans)
