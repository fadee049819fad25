"""What is found out about an article: matches, verdict, chain, damage, and what a person said of it.

Invariant: every part carries its evidence; unknown is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model.articles import Article, ArticleRef, Block, Credit, SiteVerdict
    from provenance.model.vocabulary import Change, CorrectionKind, DamageKind, Relation, Severity, SourceKind, Status

__all__ = [
    "ArticleMatch",
    "BlockMatch",
    "BlockMeasures",
    "Citation",
    "Correction",
    "CorrectionNote",
    "DamageSummary",
    "Finding",
    "Hop",
    "Membership",
    "Origin",
    "OtherArticle",
    "ProgramVerdict",
    "Reference",
    "RunnerUp",
    "StoryRef",
    "Trace",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class BlockMeasures:
    """How alike two blocks are, each in [0, 1].

    ``char5``: Jaccard of 5-character shingles. ``word1``: Jaccard of words.
    ``containment``: share of the smaller block's word pairs that the other has too.
    """

    char5: float
    word1: float
    containment: float


@dataclass(frozen=True, slots=True)
class BlockMatch:
    """A block of the traced article and the block of another article that it shares text with.

    ``relation`` is one of verbatim, rewrite, machine_paraphrase and quote_only.
    ``quoted`` is the share of the block's words inside quotation marks.
    ``moved`` says that it stands out of order beside its neighbours.
    """

    position: int
    other: ArticleRef
    other_position: int
    measures: BlockMeasures
    relation: Relation
    quoted: float = 0.0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ArticleMatch:
    """Another stored article that shares text with the traced one.

    ``share``: share of the traced article's body words, those inside quotation marks left
    out, that stand in matched blocks. ``containment`` and ``jaccard``: of word-3 shingles over
    both bodies; containment is the traced article's in the other.
    ``substitutions_per_100``: words replaced in a hundred aligned ones.
    """

    other: ArticleRef
    relation: Relation
    share: float
    containment: float
    jaccard: float
    substitutions_per_100: float | None
    blocks: tuple[BlockMatch, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source whose report the article mentions."""

    source: str | None
    name: str
    block: int
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the original of a damaged span stands: offsets into that article's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One damaged span, with the original beside it where that is known.

    ``change`` says more closely what became of the original; ``None`` where the page alone shows it.
    """

    kind: DamageKind
    severity: Severity
    block: int
    start: int
    end: int
    text: str
    original: str | None = None
    reference: Reference | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class DamageSummary:
    """What the findings of an article add up to.

    ``machine_paraphrase`` is ``None`` where it cannot be said.
    ``substitutions_per_100`` is ``None`` where there is no reference, and so are ``quotes``
    (passages in quotation marks of three words and more in what was taken over), ``quotes_kept`` (word for word)
    and ``facts_changed`` (findings of severity fact and meaning).
    """

    machine_paraphrase: bool | None
    substitutions_per_100: float | None
    findings: int
    per_1000_words: float
    reasons: tuple[str, ...] = ()
    quotes: int | None = None
    quotes_kept: int | None = None
    facts_changed: int | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One station of a text's way, from the page itself (first) to its origin (last)."""

    source: str | None
    name: str
    kind: SourceKind
    domain: str | None
    evidence: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote the text first; ``article`` where the database holds that text."""

    source: str | None
    name: str
    article: ArticleRef | None = None


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The origin that was second best, and how far behind it stayed."""

    source: str | None
    name: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """Who corrected or confirmed a verdict; not ``applied`` where that was said of an earlier text."""

    kind: CorrectionKind
    author: str
    time: str
    reason: str | None
    applied: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an article came from, or that it cannot be said, with the reasons."""

    status: Status
    relation: Relation
    origin: Origin | None
    confidence: float
    reasons: tuple[str, ...]
    runner_up: RunnerUp | None
    coverage: str
    correction: CorrectionNote | None = None


@dataclass(frozen=True, slots=True)
class ProgramVerdict:
    """What the program said by itself when a person spoke; ``source`` and ``name`` are those of the origin."""

    status: Status
    relation: Relation
    source: str | None
    name: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of an article's verdict, and what the program had said.

    ``time`` is ISO 8601 in UTC, to the second. ``origin`` is who wrote the text by that
    person's word, ``None`` where it cannot be said or the correction is taken back;
    ``relation`` is ``None`` where the texts are to show it. ``digest`` and ``sketch`` are of the
    text that was judged: its hash, and a sample of the hashes of its word triples.
    """

    kind: CorrectionKind
    author: str
    time: str
    reason: str | None
    origin: Origin | None
    relation: Relation | None
    said: ProgramVerdict
    digest: bytes
    sketch: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OtherArticle:
    """A stored article that shares text with the traced one, whole."""

    article: Article
    blocks: tuple[Block, ...]
    site: SiteVerdict


@dataclass(frozen=True, slots=True)
class StoryRef:
    """Enough of a story to name it: articles derived from each other, ``articles`` of them stored."""

    id: str
    title: str
    articles: int


@dataclass(frozen=True, slots=True)
class Membership:
    """What a deduplication of a corpus made of a stored article.

    ``dedup`` names the deduplication, ``cluster`` is the number of the article's cluster and ``members`` its
    documents, both ``None`` for what was removed without a copy.
    """

    dedup: str
    kept: bool
    reason: str
    cluster: int | None = None
    members: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole answer for one article: verdict, chain and all the evidence.

    ``origins`` maps a block's position to the best match for that block; ``sources_of`` a
    matched article's number to the source that wrote it, as far as its own page says. ``near``
    are the numbers of stored articles that share words with it and are no matches of it: it may
    be one of theirs. ``others`` are the matched articles themselves, by number, where they were
    asked for: those that the verdict and the blocks name as their origin.
    ``taken_from`` is the stored text that it was made from, as far as that can
    be said, ``likely`` the source of which ``verdict.coverage`` speaks, ``story`` the story that
    it belongs to or would belong to. ``memberships``: what deduplications made of it, where it is stored.
    """

    article: Article
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    site: SiteVerdict
    verdict: Verdict
    chain: tuple[Hop, ...]
    matches: tuple[ArticleMatch, ...]
    cited: tuple[Citation, ...]
    origins: dict[int, BlockMatch]
    findings: tuple[Finding, ...]
    damage: DamageSummary
    sources_of: dict[int, str | None] = field(default_factory=dict)
    near: tuple[int, ...] = ()
    others: dict[int, OtherArticle] = field(default_factory=dict)
    taken_from: ArticleRef | None = None
    likely: str | None = None
    story: StoryRef | None = None
    memberships: tuple[Membership, ...] = ()
