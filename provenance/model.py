"""The words of the field as types: what passes from one stage to the next.

Invariant: every class here is frozen and holds plain values only, so a stage can neither
change its input nor reach behind it. All offsets are code points into ``Article.text``;
``text[start:end]`` gives back the text that a span was made from. Unknown is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.errors import ProvenanceError

__all__ = [
    "Analysis",
    "Article",
    "ArticleMatch",
    "ArticleRef",
    "Block",
    "BlockMatch",
    "BlockMeasures",
    "Citation",
    "Claim",
    "Correction",
    "CorrectionKind",
    "CorrectionNote",
    "Credit",
    "CreditType",
    "DamageKind",
    "DamageSummary",
    "Fetch",
    "Finding",
    "Flag",
    "Hop",
    "Line",
    "Media",
    "Origin",
    "OtherArticle",
    "Page",
    "Passage",
    "ProgramVerdict",
    "Redirect",
    "Reference",
    "Relation",
    "Role",
    "RunnerUp",
    "Severity",
    "SiteVerdict",
    "SourceKind",
    "Status",
    "StoryRef",
    "Trace",
    "Unreadable",
    "Verdict",
]


class Media(StrEnum):
    """What kind of document a page is."""

    TEXT = "text"
    HTML = "html"


class SourceKind(StrEnum):
    """What a source does for a living."""

    WIRE = "wire"
    BROADCASTER = "broadcaster"
    OUTLET = "outlet"
    STATION = "station"
    PORTAL = "portal"
    AGGREGATOR = "aggregator"
    PRESS_RELEASE = "press_release"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a block is on its page."""

    HEADLINE = "headline"
    SUBHEADING = "subheading"
    BREADCRUMB = "breadcrumb"
    DATE_STAMP = "date_stamp"
    DATELINE = "dateline"
    BYLINE = "byline"
    CONTRIBUTOR = "contributor"
    CAPTION = "caption"
    IMAGE_FILE = "image_file"
    SOCIAL_EMBED = "social_embed"
    COPYRIGHT = "copyright"
    DISCLAIMER = "disclaimer"
    SOURCE_LINK = "source_link"
    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    BODY = "body"


class CreditType(StrEnum):
    """How an article names a source; the types mean different things."""

    DATELINE = "dateline"
    BYLINE = "byline"
    AGENCY_LINE = "agency_line"
    CONTRIBUTOR_LINE = "contributor_line"
    FEED_DISCLAIMER = "feed_disclaimer"
    COPYRIGHT = "copyright"
    SOURCE_LINK = "source_link"
    CITATION = "citation"
    TOLD = "told"
    CONTRIBUTION = "contribution"
    CAPTION = "caption"
    META = "meta"


class Relation(StrEnum):
    """How a text stands to the text it is held against."""

    ORIGINAL = "original"
    VERSION = "version"
    VERBATIM = "verbatim"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    MACHINE_PARAPHRASE = "machine_paraphrase"
    PARTIAL = "partial"
    QUOTE_ONLY = "quote_only"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether a verdict names an origin or says that it cannot."""

    DECIDED = "decided"
    ABSTAINED = "abstained"


class DamageKind(StrEnum):
    """What was done to a span of text."""

    SUBSTITUTION = "substitution"
    TORTURED_PHRASE = "tortured_phrase"
    QUOTE_ALTERED = "quote_altered"
    NUMBER_CHANGED = "number_changed"
    NAME_CHANGED = "name_changed"
    POLARITY = "polarity"
    MEANING_CHANGED = "meaning_changed"
    ATTRIBUTION_CHANGED = "attribution_changed"
    DROPPED = "dropped"
    REORDERED = "reordered"
    BROKEN_SENTENCE = "broken_sentence"
    STRAY_QUOTE = "stray_quote"
    DOUBLED_PHRASE = "doubled_phrase"
    CAPITAL_AFTER_COMMA = "capital_after_comma"
    GRAMMAR = "grammar"
    SPINTAX = "spintax"
    MIXED_SCRIPT = "mixed_script"
    INVISIBLE_CHARACTER = "invisible_character"
    MODEL_RESIDUE = "model_residue"
    HUMAN_DISTORTION = "human_distortion"


class Severity(StrEnum):
    """What a damaged span costs the reader."""

    WORDING = "wording"
    FACT = "fact"
    MEANING = "meaning"


class CorrectionKind(StrEnum):
    """What a person said of a verdict."""

    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address on the way from the one asked for to the page, and the status it answered with.

    A page that sends its reader on by itself (``meta refresh``) answered with 200.
    """

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Fetch:
    """How a page came from the web; its addresses hold neither credentials nor a fragment.

    ``requested`` is the address asked for, ``final`` the one that answered after ``redirects``.
    ``fetched`` is ISO 8601 in UTC, to the second. ``media_type`` is in lower case, without
    parameters; ``charset`` is what the content was decoded by. ``digest`` is the BLAKE2b,
    16 bytes, of the body as it stands uncompressed, ``size`` its length in bytes. ``body`` is
    kept where the page is to be archived.
    """

    requested: str
    final: str
    redirects: tuple[Redirect, ...]
    fetched: str
    status: int
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    digest: bytes
    size: int
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One document as it was read, before anything in it is understood.

    ``id`` is the row's id in a corpus, else the path or URL as the user gave it.
    ``location`` says where it was read, so that one file named in two ways is one page:
    an absolute path, a path with ``#`` and the row's id, or the address that a fetch ended at;
    ``None`` for standard input.
    ``published`` is the date as the input gave it, in any form.
    """

    id: str
    content: str
    media: Media
    location: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    fetch: Fetch | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document or an input that could not be read: what a run counts and names before it goes on."""

    id: str
    reason: str
    hint: str | None = None

    @classmethod
    def because(cls, id: str, error: ProvenanceError) -> Unreadable:  # noqa: A002 - the field's name
        """The document of this id, and why: the error's message without the id in front."""
        return cls(id, str(error).removeprefix(f"{id}: "), error.hint)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that a page's markup makes about itself; stored, never proof."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A run of ``Article.text`` that its page set apart, with what the markup says of it.

    ``tag`` is the HTML element, or ``None`` for plain text. ``region`` is the landmark it
    stands in (``header``, ``nav``, ``aside``, ``footer``, ``figure`` …) or ``None``.
    ``link_density`` is the share of its characters inside links, in [0, 1].
    ``extracted`` says whether it is taken for the story; ``None`` where nothing was asked. Where
    the page's boxes decided that, ``rule`` names why and ``weight``, in [0, 1], how sure that is.
    ``within`` is the ``li`` or ``blockquote`` that it stands in, the inner one of both.
    """

    start: int
    end: int
    tag: str | None = None
    region: str | None = None
    link_density: float = 0.0
    extracted: bool | None = None
    within: str | None = None
    rule: str | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Article:
    """A page's text with its furniture, and what is known of where it stood.

    ``lines`` are disjoint and in order; between them is white space only.
    ``published`` is ISO 8601: a date, or a date and time, with an offset where one was given.
    """

    id: str
    text: str
    lines: tuple[Line, ...]
    media: Media = Media.TEXT
    location: str | None = None
    url: str | None = None
    canonical: str | None = None
    domain: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    claims: tuple[Claim, ...] = ()
    fetch: Fetch | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """The evidence for a role: the rule that fired, where, and what it weighs, in [0, 1]."""

    rule: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line of an article, with its role and the evidence for it.

    ``page_role`` is the role that the page alone gives it, where its site's repeated lines say otherwise.
    """

    position: int
    role: Role
    start: int
    end: int
    text: str
    flags: tuple[Flag, ...] = ()
    page_role: Role | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A place where an article names a source.

    ``source`` is the registry's id, ``None`` for a name that no registry knows.
    ``block`` is the position of the block it stands in, ``None`` for a claim of the markup
    (then ``start`` and ``end`` are 0). ``weight`` in [0, 1]: how far it speaks for the
    source having written the text. ``rule`` names what recognised it.
    """

    type: CreditType
    source: str | None
    name: str
    block: int | None
    start: int
    end: int
    text: str
    weight: float
    rule: str
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit of the index: a block, or several short neighbours joined.

    ``first`` and ``last`` are block positions, both inclusive. ``text`` holds its units in one
    form, one space between them: words, and runs of signs in scripts without spaces. ``digest``
    is its BLAKE2b, 16 bytes.
    """

    first: int
    last: int
    text: str
    words: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known of an article from its own page, before it is held against others.

    ``home`` is the name under which its site's articles are kept together: a domain, else what
    the site calls itself; ``None`` where the page does not say. ``persons`` are the people who
    signed it, ``house`` the one source that its credits name as theirs.
    """

    article: Article
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    site: SiteVerdict
    passages: tuple[Passage, ...]
    home: str | None = None
    persons: tuple[str, ...] = ()
    house: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """Enough of a stored article to name it. ``key`` is the store's own number for it."""

    key: int
    id: str
    url: str | None
    title: str | None


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
    """One damaged span, with the original beside it where that is known."""

    kind: DamageKind
    severity: Severity
    block: int
    start: int
    end: int
    text: str
    original: str | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class DamageSummary:
    """What the findings of an article add up to.

    ``machine_paraphrase`` is ``None`` where it cannot be said.
    ``substitutions_per_100`` is ``None`` where there is no reference.
    """

    machine_paraphrase: bool | None
    substitutions_per_100: float | None
    findings: int
    per_1000_words: float
    reasons: tuple[str, ...] = ()


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
class SiteVerdict:
    """What kind of site a page stands on; ``aggregator`` is ``None`` where it cannot be said."""

    domain: str | None
    name: str | None
    kind: SourceKind
    aggregator: bool | None
    confidence: float
    reasons: tuple[str, ...] = ()
    source: str | None = None


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
class Trace:
    """The whole answer for one article: verdict, chain and all the evidence.

    ``origins`` maps a block's position to the best match for that block; ``sources_of`` a
    matched article's number to the source that wrote it, as far as its own page says. ``near``
    are the numbers of stored articles that share words with it and are no matches of it: it may
    be one of theirs. ``others`` are the matched articles themselves, by number, where they were
    asked for: those that the verdict and the blocks name as their origin.
    ``taken_from`` is the stored text that it was made from, as far as that can
    be said, ``likely`` the source of which ``verdict.coverage`` speaks, ``story`` the story that
    it belongs to or would belong to.
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
