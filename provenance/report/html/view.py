"""What the parts of a page show: plain values, ready to be written as they are.

Invariant: every text from a page has passed ``printable``, every address is one that a browser
may follow (``http`` or ``https``) or absent; so a template needs autoescape and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CardView",
    "Cell",
    "ChainView",
    "Change",
    "CompareFold",
    "CompareRow",
    "CompareView",
    "FindingView",
    "LedgerRow",
    "LedgerView",
    "Link",
    "MatchRow",
    "Node",
    "OriginCell",
    "Piece",
    "Places",
    "TextLine",
    "TraceView",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A name, with an address where there is one to follow."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where a site of pages shows things, as addresses of its own.

    ``article`` gives the page of a stored article, by its number; ``compare`` the page that holds
    the shown article beside that one, at the row of one of the shown article's blocks where a
    position is given; without it, the page's own comparisons are meant. ``site`` is the page of the
    article's site, under the name of what that says of the site.
    """

    article: Callable[[int], str]
    compare: Callable[[int, int | None], str] | None
    site: Link | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One damaged span: what was done, what it costs, what stands here and stood there.

    ``inline`` says that the original is short enough to stand under the words; ``here`` is
    ``None`` where something is gone. ``rate`` says how often such a finding is wrong, where no
    original stands beside it.
    """

    kind: str
    severity: str
    here: str | None
    original: str | None
    inline: bool
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that is marked in one way.

    ``change`` is ``ins`` for words that only this article has, ``del`` for words that only the
    other has. ``credit`` says what a credit names here; ``under`` is what stood there before.
    """

    text: str
    change: str | None = None
    credit: str | None = None
    severity: str | None = None
    damage: str | None = None
    under: str | None = None


@dataclass(frozen=True, slots=True)
class CardView:
    """The verdict: who, how sure, why, and what speaks for another."""

    decided: bool
    origin: str
    relation: str
    confidence: str | None
    confidence_means: str
    share: float
    article: Link | None
    reasons: tuple[str, ...]
    runner_up: str | None
    coverage: str
    site: str
    site_reasons: tuple[str, ...]
    site_page: Link | None
    damage: str
    damage_reasons: tuple[str, ...]
    cited: tuple[str, ...]
    fetched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text in a drawing, by its baseline."""

    x: int
    y: int
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Node:
    """One station of the chain: its box, its lines, and where the arrow to the next one runs."""

    y: int
    height: int
    style: str
    lines: tuple[TextLine, ...]
    arrow: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ChainView:
    """The way of a text from the page (first) to its origin (last), as a drawing."""

    width: int
    height: int
    label: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OriginCell:
    """Where a paragraph came from. ``target`` is the address of the comparison that shows it."""

    source: str
    title: str
    block: int
    alike: str
    share: float
    relation: str
    target: str | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One block of the article."""

    anchor: str
    position: int
    role: str
    group: str
    pieces: tuple[Piece, ...]
    origin: OriginCell | None
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """All blocks in order, and the legend: group of roles and its name."""

    rows: tuple[LedgerRow, ...]
    legend: tuple[tuple[str, str], ...]
    origins: bool
    credits: bool
    damage: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, name, quotation or meaning that differs, with the place where it stands.

    ``here`` is ``None`` where something is gone.
    """

    kind: str
    severity: str
    here: str | None
    there: str | None
    block: int
    target: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One paragraph in a comparison; ``more`` characters of it are not shown."""

    position: int
    role: str
    pieces: tuple[Piece, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class CompareRow:
    """Paragraphs side by side; one side is empty where only the other has them.

    ``state`` is ``same``, ``changed``, ``apart``, ``here`` or ``there``; ``note`` says it in words.
    """

    anchor: str
    state: str
    note: str
    here: tuple[Cell, ...]
    there: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CompareFold:
    """Neighbouring rows that stand together in a comparison; with a summary they are folded under it."""

    summary: str | None
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The article beside one other, paragraph by paragraph; ``key`` is the store's number of that one.

    ``changes`` come the gravest first; of a long list ``changes_shown`` are in sight at once. ``shared`` says how
    much the two have in common, ``left_out`` what is not compared. ``folds`` are the ``rows``.
    """

    anchor: str
    number: int
    key: int
    source: str
    title: str
    article: Link
    published: str | None
    facts: tuple[str, ...]
    is_origin: bool
    opened: bool
    changes: tuple[Change, ...]
    changes_shown: int
    shared: str
    left_out: str | None
    rows: tuple[CompareRow, ...]
    folds: tuple[CompareFold, ...]
    here_language: str | None
    there_language: str | None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Another article with this text. ``target`` is the address of its comparison, if there is one."""

    source: str | None
    title: str
    article: Link
    share: str
    relation: str
    target: str | None


@dataclass(frozen=True, slots=True)
class TraceView:
    """All that a page shows of one article."""

    anchor: str
    title: str
    article: Link
    published: str | None
    summary: str
    card: CardView
    chain: ChainView | None
    matches: tuple[MatchRow, ...]
    ledger: LedgerView
    comparisons: tuple[CompareView, ...]
