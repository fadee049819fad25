"""Small invented stories and stored articles for the tests of tracing."""

from __future__ import annotations

from provenance.fingerprint import normalise, passages_of
from provenance.model import (
    Analysis,
    Article,
    ArticleRef,
    Block,
    Credit,
    CreditType,
    DamageSummary,
    Line,
    Role,
    SiteVerdict,
    SourceKind,
)
from provenance.tracing.library import StoredArticle
from provenance.tracing.paragraphs import Paragraph

HARBOUR = (
    "The ferry Ellida ran aground on a sandbank off Tarn Point before dawn on Friday with 214 people on board.",
    "Nobody was hurt, the coastguard said, but the hull was holed in two places and the engine room was flooded.",
    "“We felt one long scrape and then the lights went out,” said Oda Brekke, a nurse on her way home from a shift.",
    "Two tugs from the naval yard at Skerrin reached the ship at about seven and began to take off passengers.",
    "The operator, Lofthus Lines, has cancelled every crossing until Monday while divers look at the damage.",
    "An inquiry in 2019 had found that the buoy which marks the bank was more than forty metres out of place.",
)
MARKET = (
    "Pepper prices at the Vellampur exchange rose for a ninth day as traders waited for the monsoon figures.",
    "Exporters said that stocks in the warehouses of the district were the lowest since the drought of 2003.",
    "The exchange has asked growers to register what they hold, and a levy on hoarding is being discussed.",
)
WIRE = SiteVerdict(
    "apnews.com", "The Associated Press", SourceKind.WIRE, aggregator=False, confidence=0.95, source="ap"
)
NOWHERE = SiteVerdict(None, None, SourceKind.UNKNOWN, aggregator=None, confidence=0.0)
SOUND = DamageSummary(machine_paraphrase=None, substitutions_per_100=None, findings=0, per_1000_words=0.0)
BROKEN = DamageSummary(machine_paraphrase=True, substitutions_per_100=None, findings=5, per_1000_words=20.0)


def paragraphs(texts: tuple[str, ...]) -> tuple[Paragraph, ...]:
    """Paragraphs of these texts, by position."""
    return tuple(Paragraph(position, text, normalise(text)) for position, text in enumerate(texts))


def site(name: str, kind: SourceKind = SourceKind.OUTLET, source: str | None = None) -> SiteVerdict:
    """A site of this name."""
    domain = f"{name.lower().replace(' ', '')}.example"
    return SiteVerdict(domain, name, kind, aggregator=None, confidence=0.9, source=source)


def analysis(
    texts: tuple[str, ...],
    *,
    name: str = "asked",
    on: SiteVerdict = NOWHERE,
    published: str | None = None,
    credits: tuple[Credit, ...] = (),
) -> Analysis:
    """An article of body blocks with these texts."""
    text = "\n\n".join(texts)
    blocks, at = [], 0
    for position, part in enumerate(texts):
        blocks.append(Block(position, Role.BODY, at, at + len(part), part))
        at += len(part) + 2
    lines = tuple(Line(block.start, block.end) for block in blocks)
    article = Article(name, text, lines, title=f"Title of {name}", published=published, domain=on.domain)
    return Analysis(article, tuple(blocks), credits, on, passages_of(blocks, credits))


def stored(number: int, page: Analysis) -> StoredArticle:
    """The same as a stored article of this number."""
    ref = ArticleRef(number, page.article.id, page.article.url, page.article.title)
    return StoredArticle(ref, page.article, page.blocks, page.credits, page.site)


def credit(kind: CreditType, source: str | None, weight: float, *, name: str = "", block: int | None = 0) -> Credit:
    """A credit without a place worth mentioning."""
    return Credit(kind, source, name or (source or "?").upper(), block, 0, 1, "x", weight, "test")
