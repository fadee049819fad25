"""WARC and WET: the pages of a crawl, each with the time at which it was seen.

Invariant: only whole records become pages; what is no page of a site is passed over and counted,
and so is what the crawl asked, was sent on to, or had seen before.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from provenance.digests import content_digest
from provenance.model import Fetch, Media, Page, Unreadable
from provenance.reading.corpora.payloads import PayloadError, payload
from provenance.reading.corpora.tables import needs_extra
from provenance.reading.corpora.values import first_day, is_before
from provenance.reading.decoding import Decoded, decode_named, sniff
from provenance.reading.layouts import Beside, WholeRecord
from provenance.reading.notes import is_chosen
from provenance.reading.records import InputFormat, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.corpora.warc_records import WarcRecord, WarcRecords
    from provenance.reading.records import ReadOptions
    from provenance.reading.streams import Source

__all__ = ["read_warc"]

_PAGES = frozenset({"response", "resource", "conversion"})
_MEDIA = {"text/html": Media.HTML, "application/xhtml+xml": Media.HTML, "text/plain": Media.TEXT}
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_OK = range(200, 300)
_PLAIN_START = b"<\t\n\r "


def read_warc(source: Source, pages: Pages) -> Iterator[Record | Unreadable]:
    """The pages of a crawl, in order.

    Args:
        source: the stream.
        pages: knows the name, the options and the notes; a crawl has no columns.
    """
    try:
        from provenance.reading.corpora.warc_records import WarcRecords
    except ImportError:
        yield needs_extra(pages.name, "warc", "warcio")
        return
    before, tell = 0, pages.options.beside
    crawl = _Crawl(pages)
    pages.lay_out(source.packing, InputFormat.WARC)
    records = WarcRecords(source, pages.name.given, _PAGES, pages.options.max_bytes, noted=tell is not None)
    for record in records:
        if isinstance(record, Unreadable):
            yield record
            continue
        pages.tell_layout()
        page = crawl.page(record)
        if isinstance(page, Page):
            whole, now = None, source.position
            if tell is not None:
                data = b"".join(records.chunks(record))
                whole = WholeRecord(data, record.id, record.url, record.date, record.refers)
            yield Record(page, _row(record, page, pages.options), now - before, whole=whole)
            before = now
            continue
        if tell is not None:
            tell(_beside(record, records, is_left_out=page is None and _no_page(record) is None))
        if page is not None:
            yield page


def _beside(record: WarcRecord, records: WarcRecords, *, is_left_out: bool) -> Beside:
    """A record that gives no document, as it stands."""
    chunks = records.chunks(record)
    return Beside(record.type, record.id, record.date, record.refers, is_left_out, record.size, chunks)


def _row(record: WarcRecord, page: Page, options: ReadOptions) -> dict[str, str | None]:
    """What is written for a page: as a row it has its content only where that is asked for, since it is large."""
    row = record.row()
    return row | {"html" if page.media is Media.HTML else "text": page.content} if options.rows else row


class _Crawl:
    """Makes pages of the records of one file."""

    def __init__(self, pages: Pages) -> None:
        self._name = pages.name
        self._options = pages.options
        self._notes = pages.notes
        self._since = None if pages.options.since is None else first_day(pages.options.since)

    def page(self, record: WarcRecord) -> Page | Unreadable | None:
        """The page of a record; ``None`` for one that is passed over."""
        if (why := self._passed_over(record)) is not None:
            self._notes.passed(why)
            return None
        if not record.status:
            return self._unreadable(record, "damaged: no HTTP answer in it")
        if record.block is None:
            return self._unreadable(record, f"larger than {self._options.max_bytes:,} bytes")
        try:
            data = payload(record.block, record.transfer_coding, record.content_coding, self._options.max_bytes)
        except PayloadError as error:
            return self._unreadable(record, str(error))
        decoded = _decoded(data, record.content_type)
        if decoded is None or not decoded.text or decoded.text.isspace():
            return self._unreadable(record, "binary" if decoded is None else "empty")
        identity = record.id or f"{self._name.given}:{record.number}"
        return Page(
            identity,
            decoded.text,
            _MEDIA.get(record.media_type or "") or sniff(decoded.text),
            None if self._name.location is None else f"{self._name.location}#{identity}",
            record.url,
            fetch=self._fetch(record, data, decoded.charset),
        )

    def _unreadable(self, record: WarcRecord, reason: str) -> Unreadable:
        return Unreadable(f"{self._name.given}:record {record.number}", f"{reason}: {record.url}")

    def _passed_over(self, record: WarcRecord) -> str | None:
        """Why a record is no document to read; what comes back follows a number."""
        options = self._options
        if (why := _no_page(record)) is not None:
            return why
        identity = record.id or str(record.number)
        if options.sample is not None and not is_chosen(options.sample, self._name.within, identity):
            return "outside the sample"
        # what was seen before that day was published before it
        if self._since is not None and is_before(record.date, self._since):
            return f"before {self._since}"
        return None

    def _fetch(self, record: WarcRecord, data: bytes, charset: str) -> Fetch | None:
        """When and as what the page was seen; ``None`` where the record does not say when."""
        seen = _second(record.date)
        if seen is None:
            return None
        url = record.url if "#" not in record.url else urldefrag(record.url).url
        return Fetch(
            requested=url,
            final=url,
            redirects=(),
            fetched=seen,
            status=record.status,
            media_type=record.media_type,
            charset=charset,
            etag=record.etag,
            last_modified=record.last_modified,
            digest=content_digest(data),
            size=len(data),
            body=data if self._options.web.archive else None,
        )


def _no_page(record: WarcRecord) -> str | None:
    if record.type not in _PAGES:
        return f"{record.type or 'untyped'} records"
    if not record.url.startswith(("http://", "https://")):
        return "records of another kind than HTTP"
    if record.status not in _OK and record.status:
        return "redirects and errors"
    return None if record.media_type in _MEDIA or record.media_type is None else "neither HTML nor text"


def _second(written: str) -> str | None:
    """A record's date to the second, in ISO 8601 with its offset; ``None`` where it is none."""
    try:
        seen = datetime.fromisoformat(written)
    except ValueError:
        return None
    if len(written) == len("2031-03-04T05:06:07Z"):
        return f"{written[:-1]}+00:00"
    return seen.replace(microsecond=0, tzinfo=seen.tzinfo or UTC).astimezone(UTC).isoformat()


def _decoded(data: bytes, content_type: str) -> Decoded | None:
    """What ``decode_named`` gives, at a tenth of its time for a plain page in UTF-8."""
    # an encoding that is told by a mark or by shift sequences, and what is no text at all, ask for care
    if data[:1] in _PLAIN_START and b"\0" not in data:
        with suppress(UnicodeDecodeError):
            text = data.decode()
            if not text.isascii() or (b"\x1b" not in data and b"~" not in data):
                return Decoded(text, "utf-8")
    found = _CHARSET.search(content_type)
    return decode_named(data, found[1] if found else None)
