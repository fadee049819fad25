"""Articles, verdicts and databases that the tests of the store share; all invented."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from provenance.model import (
    Analysis,
    Article,
    ArticleMatch,
    ArticleRef,
    Block,
    BlockMatch,
    BlockMeasures,
    Claim,
    Credit,
    CreditType,
    DamageKind,
    DamageSummary,
    Fetch,
    Finding,
    Flag,
    Hop,
    Line,
    Media,
    Origin,
    Passage,
    Redirect,
    Reference,
    Relation,
    Role,
    RunnerUp,
    Severity,
    SiteVerdict,
    SourceKind,
    Status,
    Trace,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.store import Database

STORY = (
    "Ferry service resumes in Gullhaven",
    "GULLHAVEN (AP) — Few boats left the harbour on Friday.",
    "The harbour master said the storm had passed.",
    "Copyright 2031 Gullhaven Media Co.",
)


def passage(position: int, text: str) -> Passage:
    return Passage(
        position,
        position,
        text,
        len(text.split()),
        hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest(),
    )


def analysis(
    key: str = "ferry.txt",
    paragraphs: Sequence[str] = STORY,
    *,
    gap: str = "\n\n",
    tail: str = "\n",
    roles: Sequence[Role] = (),
    **facts: str,
) -> Analysis:
    """An article of these paragraphs; ``facts`` are fields of ``Article``, or ``source``."""
    source = facts.pop("source", None)
    facts.setdefault("location", f"/news/{key}")
    blocks: list[Block] = []
    text = ""
    for position, paragraph in enumerate(paragraphs):
        start = len(text) + (len(gap) if position else 0)
        text += (gap if position else "") + paragraph
        role = roles[position] if position < len(roles) else Role.BODY
        flags = (Flag("sample", start, start + 1, 0.5), Flag("other", start, len(text), 1.0))
        blocks.append(Block(position, role, start, len(text), paragraph, flags[: position % 3]))
    domain = facts.get("domain")
    return Analysis(
        article=Article(
            key,
            text + tail,
            tuple(Line(block.start, block.end) for block in blocks),
            claims=(Claim("canonical", "https://a.example/1"), Claim("author", "B")),
            **facts,  # type: ignore[arg-type]
        ),
        blocks=tuple(blocks),
        credits=credits_of(blocks),
        site=SiteVerdict(
            domain, domain, SourceKind.STATION, aggregator=None, confidence=0.25, reasons=("a",), source=source
        ),
        passages=tuple(passage(block.position, block.text) for block in blocks),
    )


def credits_of(blocks: Sequence[Block]) -> tuple[Credit, ...]:
    """A credit in the first block, and a claim of the markup."""
    claim = Credit(CreditType.META, None, "B", None, 0, 0, "B", 0.0, "author", "b.example")
    if not blocks:
        return (claim,)
    first = blocks[0]
    named = Credit(
        CreditType.DATELINE, "ap", "The Associated Press", 0, first.start, first.end, first.text, 0.9, "mark"
    )
    return (named, claim)


def fetch(
    address: str = "https://tarn.example/ferry", *, minute: int = 0, content: bytes = b"page", archive: bool = False
) -> Fetch:
    """A fetch of this content at this minute of one evening."""
    return Fetch(
        requested=address.replace("https:", "http:"),
        final=address,
        redirects=(Redirect(address.replace("https:", "http:"), 301),),
        fetched=f"2031-03-04T20:{minute:02}:00+00:00",
        status=200,
        media_type="text/html",
        charset="utf-8",
        etag='"a1"',
        last_modified=None,
        digest=hashlib.blake2b(content, digest_size=16).digest(),
        size=len(content),
        body=content if archive else None,
    )


def page(
    address: str = "https://tarn.example/ferry",
    paragraphs: Sequence[str] = STORY,
    fetched: Fetch | None = None,
    **facts: str,
) -> Analysis:
    """An article that was fetched from this address."""
    facts = {"location": address, "url": address, "domain": "tarn.example", **facts}
    each = analysis(address, paragraphs, **facts)
    return replace(each, article=replace(each.article, fetch=fetched or fetch(address)))


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed lists."""

    url: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None

    @property
    def digest(self) -> bytes:
        """Of all that the feed says."""
        return hashlib.blake2b(repr(self).encode(errors="surrogatepass"), digest_size=16).digest()


def put(database: Database, *analyses: Analysis) -> tuple[int, ...]:
    """Store these articles in one run and return their numbers."""
    run = database.start_run("test")
    with database.transaction():
        return tuple(database.put(each, run).number for each in analyses)


def ref(number: int, each: Analysis) -> ArticleRef:
    return ArticleRef(number, each.article.id, each.article.url, each.article.title)


def trace(of: Analysis, other: ArticleRef | None = None) -> Trace:
    """An answer in which every part is filled; without ``other`` one that abstains."""
    nothing = DamageSummary(machine_paraphrase=None, substitutions_per_100=None, findings=0, per_1000_words=0.0)
    page = Hop(None, "Copies", SourceKind.AGGREGATOR, "copies.example")
    abstained = Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.1, (), None, "nothing near")
    if other is None:
        return Trace(of.article, of.blocks, of.credits, of.site, abstained, (page,), (), (), {}, (), nothing)
    measures = BlockMeasures(0.5, 0.25, 1.0)
    first = BlockMatch(0, other, 0, measures, Relation.VERBATIM)
    second = BlockMatch(1, other, 1, measures, Relation.MACHINE_PARAPHRASE, quoted=0.5, moved=True)
    alone = BlockMatch(2, other, 3, measures, Relation.QUOTE_ONLY)
    start = of.blocks[1].start
    return Trace(
        article=of.article,
        blocks=of.blocks,
        credits=of.credits,
        site=of.site,
        verdict=Verdict(
            Status.DECIDED,
            Relation.MACHINE_PARAPHRASE,
            Origin("ap", "The Associated Press", other),
            0.75,
            ("the dateline names it", "„so“ — 2"),
            RunnerUp("reuters", "Reuters", 0.2, "is cited"),
            "1 article",
        ),
        chain=(page, Hop("ap", "The Associated Press", SourceKind.WIRE, "apnews.com", of.credits)),
        matches=(ArticleMatch(other, Relation.REWRITE, 0.9, 0.4, 0.3, 11.5, (first, second)),),
        cited=(),
        origins={1: second, 2: alone},
        findings=(
            Finding(
                DamageKind.POLARITY,
                Severity.MEANING,
                1,
                start,
                start + 3,
                "Few",
                "Some",
                Reference(other.id, 4, 8),
            ),
            Finding(DamageKind.BROKEN_SENTENCE, Severity.WORDING, 1, start, start + 1, "F"),
        ),
        damage=DamageSummary(
            machine_paraphrase=True, substitutions_per_100=7.5, findings=2, per_1000_words=3.5, reasons=("many",)
        ),
        sources_of={other.key: "ap"},
        taken_from=other,
        likely="ap",
    )


_FACTS = ("location", "url", "canonical", "domain", "publisher", "title", "published", "language")
_name = st.none() | st.text(max_size=8)
_gap = st.text(st.sampled_from(" \n\t\r\u2028\u00a0\u200b"), max_size=4)
_span = st.tuples(st.integers(0, 9), st.integers(10, 99), st.floats(0, 1))


@st.composite
def _blocks(draw: st.DrawFn) -> tuple[str, tuple[Block, ...]]:
    """A text and its blocks, with any white space between them."""
    text, blocks = "", []
    for position in range(draw(st.integers(0, 6))):
        text += draw(_gap)
        start = len(text)
        # A small alphabet, so that the same text comes twice.
        text += draw(st.text(min_size=1, max_size=6) | st.sampled_from(STORY))
        flags = tuple(Flag(draw(st.text(max_size=4)), *span) for span in draw(st.lists(_span, max_size=2)))
        blocks.append(Block(position, draw(st.sampled_from(Role)), start, len(text), text[start:], flags))
    return text + draw(_gap), tuple(blocks)


@st.composite
def fetches(draw: st.DrawFn) -> Fetch:
    """Any fetch that the reading stage could make."""
    content = draw(st.binary(max_size=20))
    return Fetch(
        requested=draw(st.text(max_size=8)),
        final=draw(st.text(max_size=8)),
        redirects=tuple(
            Redirect(*each)
            for each in draw(st.lists(st.tuples(st.text(max_size=8), st.integers(200, 399)), max_size=2))
        ),
        fetched=f"2031-03-04T20:{draw(st.integers(0, 59)):02}:00+00:00",
        status=draw(st.integers(200, 299)),
        media_type=draw(_name),
        charset=draw(_name),
        etag=draw(_name),
        last_modified=draw(_name),
        digest=hashlib.blake2b(content, digest_size=16).digest(),
        size=len(content),
        body=draw(st.sampled_from([None, content])),
    )


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Any article that the stages before could make."""
    text, blocks = draw(_blocks())
    places = st.none() if not blocks else st.none() | st.sampled_from([block.position for block in blocks])
    return Analysis(
        article=Article(
            draw(st.text(max_size=6)),
            text,
            tuple(Line(block.start, block.end) for block in blocks),
            draw(st.sampled_from(Media)),
            **{name: draw(_name) for name in _FACTS},
            claims=tuple(Claim(*pair) for pair in draw(st.lists(st.tuples(st.text(), st.text()), max_size=2))),
            fetch=draw(st.none() | fetches()),
        ),
        blocks=blocks,
        credits=tuple(
            Credit(
                draw(st.sampled_from(CreditType)),
                draw(st.none() | st.sampled_from(["ap", "zz"])),
                draw(st.text(max_size=5)),
                draw(places),
                start,
                end,
                draw(st.text(max_size=5)),
                weight,
                "rule",
                draw(_name),
            )
            for start, end, weight in draw(st.lists(_span, max_size=2))
        ),
        site=SiteVerdict(
            draw(_name),
            draw(_name),
            draw(st.sampled_from(SourceKind)),
            draw(st.none() | st.booleans()),
            draw(st.floats(0, 1)),
            tuple(draw(st.lists(st.text(), max_size=2))),
            draw(st.none() | st.sampled_from(["ap", "yy"])),
        ),
        passages=tuple(passage(block.position, block.text) for block in blocks),
    )
