"""What reading gives: a page with how it was fetched, or why there is none.

Invariant: nothing of a page is understood yet; its content is as it came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.errors import ProvenanceError
    from provenance.model.vocabulary import Media

__all__ = ["Fetch", "Page", "Redirect", "Unreadable"]


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
