"""Tracing a text or an address that somebody gives; nothing is stored.

Invariant: what is given is bounded, and an address is fetched only where the server allows it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Final

from provenance.browse.answering import ServerError
from provenance.browse.page import Page, Redirect, registry, site_link, stored_at
from provenance.errors import UsageError
from provenance.model import Role, Unreadable
from provenance.pipeline import trace
from provenance.pipeline.recalling import recall
from provenance.reading import InputFormat, ReadOptions
from provenance.reading.web.options import WebOptions
from provenance.report.contract import answer
from provenance.report.html import Places, trace_view
from provenance.report.printable import clip
from provenance.settings import cache_folder

if TYPE_CHECKING:
    from provenance.browse.ours import Addresses
    from provenance.browse.page import Asked
    from provenance.errors import ProvenanceError
    from provenance.model import ArticleRef, Trace

__all__ = ["MOST_CHARACTERS", "Form", "Question", "trace_form", "traced"]

MOST_CHARACTERS: Final = 200_000
_FETCH_SECONDS: Final = 20.0
_WORDS: Final = 80  # characters


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be traced: a text, or HTML, or an address; with an address beside it where it stood."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None

    @property
    def has_text(self) -> bool:
        """Whether there is something to read in it."""
        return bool((self.text or "").strip() or (self.html or "").strip())


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is shown: what the server does with an address, and what a browser needs to send it."""

    addresses: Addresses
    fetches: bool
    origin: str
    token: str | None

    def filled(
        self, text: str, url: str, known: ArticleRef | None, error: ProvenanceError | None = None, status: int = 200
    ) -> Page:
        """The page with the form.

        Args:
            text: what stands in it.
            url: the same of the address.
            known: a stored article of this address.
            error: what was wrong with what was sent.
            status: what HTTP calls it.
        """
        return Page(
            "browse/trace.html",
            "Trace a text",
            {
                "url": url,
                "text": text,
                "known": known,
                "error": error,
                "fetches": self.fetches,
                "token": self.token,
                "bookmarklet": _bookmarklet(f"{self.origin}{self.addresses.trace}"),
                "here_address": f"{self.origin}{self.addresses.trace}",
                "most": MOST_CHARACTERS,
            },
            lambda: {"fetches": self.fetches, "most_characters": MOST_CHARACTERS},
            status,
            here="trace",
        )


def trace_form(asked: Asked) -> Page | Redirect:
    """The form, filled with what a bookmarklet or another page gives; where that is stored already, its page.

    Nothing is traced by a mere address: any page of another site could lead a browser to it.
    """
    url = asked.arguments.get("url", "").strip()
    text = asked.arguments.get("text", "")[:MOST_CHARACTERS]
    known = stored_at(asked.database, url)
    if known is not None and not text.strip():
        return Redirect(asked.addresses.article(known.key))
    form = Form(asked.addresses, asked.fetches, asked.origin, asked.token)
    return form.filled(text, url[:2000], known)


def traced(asked: Asked, question: Question) -> Page:
    """The answer for what was given."""
    answered = _answer(asked, question)
    site = answered.site
    places = Places(asked.addresses.article, None, site_link(asked, site, site.domain or site.name))
    view = trace_view(answered, "a", places)
    if answered.article.title is None:
        view = replace(view, title=_first_words(answered) or view.title)
    return Page(
        "browse/traced.html",
        view.title,
        {"view": view, "story": answered.story, "derived": answered.taken_from is not None and view.card.decided},
        lambda: answer(answered),
        here="trace",
    )


def _first_words(answered: Trace) -> str | None:
    """What a text without a headline begins with."""
    body = next((block.text for block in answered.blocks if block.role is Role.BODY), None)
    return None if body is None else f"“{clip(body, _WORDS)}”"


def _answer(asked: Asked, question: Question) -> Trace:
    if question.has_text:
        return _only(asked, ["-"], _stdin(question))
    url = (question.url or "").strip()
    if not url:
        message = "there is nothing to trace"
        raise UsageError(message, "give a text, or an address that begins with https://")
    if not url.startswith(("http://", "https://")) or any(character.isspace() for character in url):
        message = f"{url[:200]}: no address that can be traced"
        raise UsageError(message, "give a text, or an address that begins with https://")
    stored = stored_at(asked.database, url)
    if stored is not None:
        return recall(asked.database, stored.key, registry=registry())
    if not asked.fetches:
        message = "this server fetches no pages"
        raise ServerError(message, "give the text itself, or start the server with --allow-fetch", 403)
    return _only(asked, [url], None)


def _only(asked: Asked, inputs: list[str], stdin: BytesIO | None) -> Trace:
    """The one answer for a question."""
    options = ReadOptions(web=replace(WebOptions(), cache=cache_folder(), total=_FETCH_SECONDS, attempts=1))
    if stdin is not None:
        options = replace(options, as_format=InputFormat.JSONL, limit=1)
    found = next(
        iter(trace(inputs, asked.database, options=options, registry=registry(), stdin=stdin, texts=True)), None
    )
    if found is None:
        message = "there is no article in it"
        raise UsageError(message, "give the text of one article")
    if isinstance(found, Unreadable):
        raise ServerError(f"{found.id}: {found.reason}" if stdin is None else found.reason, found.hint, 422)
    return found


def _stdin(question: Question) -> BytesIO:
    """What is given, as a corpus of one row."""
    row = {
        "id": question.url or "the text that was given",
        "url": question.url or None,
        "title": question.title or None,
        "date": question.published or None,
    }
    html = (question.html or "").strip()
    row |= {"html": html} if html else {"text": question.text}
    row = {name: value for name, value in row.items() if value is not None}
    return BytesIO(json.dumps(row).encode("utf-8") + b"\n")


def _bookmarklet(address: str) -> str:
    """A link for the bookmarks bar: opens the form with the page's address and what is selected on it."""
    quoted = json.dumps(address).replace("%", "%25")  # what runs is the link with its escapes undone
    return (
        "javascript:(()=>{const s=String(getSelection()).slice(0,1500);"
        f"open({quoted}+'?url='+encodeURIComponent(location.href)+'&text='+encodeURIComponent(s))}})()"
    )
