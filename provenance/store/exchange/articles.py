"""An article with all that belongs to it, as a JSON object and back.

Invariant: the text stands in it once; blocks are spans of it, and what lies between them is
not written.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from provenance.article.furniture import home_of
from provenance.digests import text_digest
from provenance.model import (
    Analysis,
    Article,
    Block,
    Claim,
    Credit,
    CreditType,
    Fetch,
    Flag,
    Line,
    Media,
    Redirect,
    Role,
    SiteVerdict,
    SourceKind,
)
from provenance.store.captures import Capture
from provenance.store.exchange.records import ArticleRecord

if TYPE_CHECKING:
    from provenance.store.exchange.fields import Fields

__all__ = ["article_object", "read_article"]


def article_object(record: ArticleRecord) -> dict[str, Any]:
    """An article as a JSON object; what a corpus could mistake for its own columns lies deeper."""
    article = record.analysis.article
    return {
        "number": record.number,
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "publisher": article.publisher,
        "text": article.text,
        "page": {
            "location": article.location,
            "canonical": article.canonical,
            "domain": article.domain,
            "language": article.language,
            "media": article.media,
            "home": record.analysis.home,
            "persons": list(record.analysis.persons),
            "house": record.analysis.house,
            "digest": text_digest(article.text).hex(),
            "run": record.run,
        },
        "judged": {**asdict(record.analysis.site), "reasons": list(record.analysis.site.reasons)},
        "claims": [asdict(claim) for claim in article.claims],
        "blocks": [
            {
                "position": block.position,
                "role": block.role,
                "page_role": block.page_role,
                "start": block.start,
                "end": block.end,
                "flags": [asdict(flag) for flag in block.flags],
            }
            for block in record.analysis.blocks
        ],
        "credits": [asdict(credit) for credit in record.analysis.credits],
        "captures": [_capture_object(capture) for capture in record.captures],
    }


def read_article(line: Fields) -> ArticleRecord:
    """The article of a line.

    Raises:
        ValueError: something is missing or holds what does not belong there, or the text is not
            the one that was written.
    """
    page = line.object("page")
    text = line.text("text")
    if text_digest(text) != page.hexed("digest"):
        message = "the text is not the one that was written"
        raise ValueError(message)
    blocks = tuple(_read_block(each, text) for each in line.each("blocks"))
    article = Article(
        id=line.text("id"),
        text=text,
        lines=tuple(Line(block.start, block.end) for block in blocks),
        media=Media(page.text("media")),
        location=page.maybe_text("location"),
        url=line.maybe_text("url"),
        canonical=page.maybe_text("canonical"),
        domain=page.maybe_text("domain"),
        publisher=line.maybe_text("publisher"),
        title=line.maybe_text("title"),
        published=line.maybe_text("published"),
        language=page.maybe_text("language"),
        claims=tuple(Claim(each.text("name"), each.text("value")) for each in line.each("claims")),
    )
    credits = tuple(_read_credit(each) for each in line.each("credits"))
    captures = tuple(_read_capture(each) for each in line.each("captures"))
    site = _read_site(line.object("judged"))
    home = page.maybe_text("home") if page.has("home") else home_of(article, site)  # exports had none before
    persons = page.texts("persons") if page.has("persons") else ()
    analysis = Analysis(article, blocks, credits, site, (), home, persons, page.maybe_text("house"))
    return ArticleRecord(line.whole("number"), page.whole("run"), analysis, captures)


def _read_block(line: Fields, text: str) -> Block:
    start, end = line.whole("start"), line.whole("end")
    if not 0 <= start <= end <= len(text):
        message = f"a block reaches from {start} to {end} in a text of {len(text)} characters"
        raise ValueError(message)
    flags = tuple(
        Flag(each.text("rule"), each.whole("start"), each.whole("end"), each.real("weight"))
        for each in line.each("flags")
    )
    page_role = line.maybe_text("page_role")
    return Block(
        line.whole("position"),
        Role(line.text("role")),
        start,
        end,
        text[start:end],
        flags,
        None if page_role is None else Role(page_role),
    )


def _read_credit(line: Fields) -> Credit:
    return Credit(
        CreditType(line.text("type")),
        line.maybe_text("source"),
        line.text("name"),
        line.maybe_whole("block"),
        line.whole("start"),
        line.whole("end"),
        line.text("text"),
        line.real("weight"),
        line.text("rule"),
        line.maybe_text("domain"),
    )


def _read_site(line: Fields) -> SiteVerdict:
    return SiteVerdict(
        line.maybe_text("domain"),
        line.maybe_text("name"),
        SourceKind(line.text("kind")),
        line.maybe_truth("aggregator"),
        line.real("confidence"),
        line.texts("reasons"),
        line.maybe_text("source"),
    )


def _capture_object(capture: Capture) -> dict[str, Any]:
    fetch = capture.fetch
    return {
        "requested": fetch.requested,
        "final": fetch.final,
        "redirects": [asdict(redirect) for redirect in fetch.redirects],
        "fetched": fetch.fetched,
        "last_seen": capture.last_seen,
        "status": fetch.status,
        "media_type": fetch.media_type,
        "charset": fetch.charset,
        "etag": fetch.etag,
        "last_modified": fetch.last_modified,
        "digest": fetch.digest.hex(),
        "size": fetch.size,
        "text": capture.text.hex(),
        "run": capture.run,
        "page": None if capture.packed is None else base64.b64encode(capture.packed).decode(),
    }


def _read_capture(line: Fields) -> Capture:
    fetch = Fetch(
        requested=line.text("requested"),
        final=line.text("final"),
        redirects=tuple(Redirect(each.text("url"), each.whole("status")) for each in line.each("redirects")),
        fetched=line.text("fetched"),
        status=line.whole("status"),
        media_type=line.maybe_text("media_type"),
        charset=line.maybe_text("charset"),
        etag=line.maybe_text("etag"),
        last_modified=line.maybe_text("last_modified"),
        digest=line.hexed("digest"),
        size=line.whole("size"),
    )
    return Capture(fetch, line.text("last_seen"), line.hexed("text"), line.whole("run"), line.maybe_packed("page"))
