"""The records of a WARC file, parsed by warcio and found again after damage.

Invariant: a record is given only when the next one begins where its length says, or the file ends
there. After damage the next record is sought, at the next gzip member or the next line that
begins one.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from provenance.model import Unreadable
from provenance.reading.corpora.payloads import http_answer
from provenance.reading.corpora.warc_whole import Noted, refers_to
from provenance.reading.streams import STREAM_ERRORS, CutShortError, EndlessError, replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from provenance.reading.streams import Source

__all__ = ["WarcRecord", "WarcRecords"]

_START = b"WARC/"
_HEADER_END = b"\r\n\r\n"
_INSIDE = b"\nWARC/1."
_LONGEST_LINE = 1 << 16
_LONGEST_HEADER = 1 << 20
_BUFFER = 1 << 16
_CASE = {name.lower(): name for name in ("WARC-Type", "WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "Content-Type")}
_NOTHING: dict[str, str] = {}
_HINT = "the records after it are read where they can be found"


class _DamageError(Exception):
    """A record cannot be read; ``line`` begins the next one where it is known already."""

    def __init__(self, reason: str, line: bytes | None = None) -> None:
        super().__init__(reason)
        self.line = line


class WarcRecord(NamedTuple):
    """A whole record: what its headers say, and its body where it may be a page.

    ``media_type`` is ``content_type`` without its parameters. ``status`` is 200 for a record
    without an HTTP answer, such as those of WET, and 0 where the answer is damaged. ``block`` is
    the body; it is ``None`` where it was not asked for, or is larger than allowed. ``refers`` are the
    ids of the records that it names as captured with it or as what it is about, and ``size`` is its
    length up to the end of its block, both where records are noted.
    """

    number: int
    type: str
    id: str | None
    url: str
    date: str
    status: int
    content_type: str
    media_type: str | None
    transfer_coding: str | None
    content_coding: str | None
    etag: str | None
    last_modified: str | None
    block: bytes | None
    refers: tuple[str, ...] = ()
    size: int = 0

    def row(self) -> dict[str, str | None]:
        """What is written back for the record."""
        return {"id": self.id, "url": self.url, "date": self.date, "type": self.type}


class WarcRecords:
    """Reads the records of one file, in order."""

    def __init__(self, source: Source, given: str, kept: frozenset[str], most: int, *, noted: bool = False) -> None:
        """Take a stream.

        Args:
            source: the stream.
            given: the file's name, for reports.
            kept: the types of record of which the body is wanted.
            most: the largest body that is held, in bytes; its HTTP header comes on top.
            noted: whether the bytes of the record that was read last can be asked for.
        """
        self._source = source
        self._given = given
        self._kept = kept
        self._most = most
        self._loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        self._loader.warc_parser = _Parser(ArcWarcRecordLoader.WARC_TYPES)
        self._is_noted = noted
        self._noted: Noted | None = None
        self._stream = self._watched(source.stream)
        self._number = 0
        self._lost = False  # whether a record is sought, and that was said
        logging.getLogger("warcio").setLevel(logging.ERROR)  # an address with a space is no news

    def __iter__(self) -> Iterator[WarcRecord | Unreadable]:
        """Each record as it is read, an ``Unreadable`` for each damage."""
        try:
            yield from self._all()
        finally:
            self._forget()

    def _all(self) -> Iterator[WarcRecord | Unreadable]:
        line: bytes | None = None
        while True:
            try:
                if line is None:
                    line = self._next_start() if self._lost else self._next_line()
                if not line:
                    return
                found, line = self._record(line)
                self._lost = False
                yield found
            except _DamageError as error:
                yield from self._damaged(str(error))
                line = error.line
            except STREAM_ERRORS as error:
                yield from self._damaged(f"{'truncated' if isinstance(error, EOFError) else 'damaged'}: {error}")
                if not self._source.resume():
                    return
                self._stream, line = self._watched(self._source.stream), None

    def chunks(self, record: WarcRecord) -> Iterator[bytes]:
        """The bytes of a record, up to the end of its block; before the next one is read, and where they are noted."""
        return iter(()) if self._noted is None else self._noted.chunks(record.size)

    def _forget(self) -> None:
        if self._noted is not None:
            self._noted.forget()

    def _watched(self, stream: BinaryIO) -> BinaryIO:
        """A stream of which what is read is noted, where that is wanted."""
        if not self._is_noted:
            return stream
        self._forget()
        self._noted = Noted(stream)
        return cast("BinaryIO", self._noted)  # as much of a stream as is used

    def _damaged(self, reason: str) -> Iterator[Unreadable]:
        """Say once that something is lost, until a record is found again."""
        self._forget()
        if not self._lost:
            self._lost = True
            yield Unreadable(f"{self._given}:after record {self._number}", reason, _HINT)

    def _next_line(self) -> bytes:
        """The next line with something in it, or none at the end of the stream."""
        line = b"\n"
        while line and line.isspace():
            line = self._stream.readline(_LONGEST_LINE)
        return line

    def _next_start(self) -> bytes:
        """The next line that begins a record, or none at the end of the stream."""
        line, whole = self._stream.readline(_LONGEST_LINE), True
        while line and not (whole and line.startswith(_START)):
            whole = line.endswith(b"\n")
            line = self._stream.readline(_LONGEST_LINE)
        return line

    def _record(self, line: bytes) -> tuple[WarcRecord, bytes | None]:
        """The record that a line begins, and the line after it; ``None`` where that cannot be read."""
        if not line.startswith(_START):
            message = "no record begins where one should"
            raise _DamageError(message)
        if self._noted is not None:
            self._noted.begin(line)
        try:
            self._source.allow(_LONGEST_HEADER)
            # without the HTTP header: that stands in the block, which is bounded
            record = self._loader.parse_record_stream(self._stream, line, "warc", no_record_parse=True)
        except CutShortError:
            raise
        except EndlessError as error:
            message = "a record with a header without end"
            raise _DamageError(message) from error
        except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as error:
            message = f"a record with a damaged header ({error})"
            raise _DamageError(message) from error
        finally:
            self._source.allow(None)
        if record.length is None or (record.length == 0 and record.rec_headers.get_header("Content-Length") != "0"):
            message = "a record that does not say how long it is"
            raise _DamageError(message)
        block, is_whole = self._block(record)
        size = 0 if self._noted is None else self._noted.size
        try:
            end = self._stream.readline(_LONGEST_LINE)
            following = self._next_line() if not end or end.isspace() else end
        except STREAM_ERRORS:  # raised again when the next record is read
            end, following = b"", None
        if end and following is end and not end.startswith(_START):
            self._put_back(block, end)
            message = f"a record with a wrong length: {record.rec_headers.get_header('WARC-Target-URI')}"
            raise _DamageError(message)
        self._number += 1
        return self._parts(record, block, size, is_whole=is_whole), following

    def _block(self, record: Any) -> tuple[bytes, bool]:  # noqa: ANN401 - warcio ships no types
        """What is held of the block of a record: all of it, or a part, and whether it is all."""
        rest = record.raw_stream
        is_whole = record.rec_type in self._kept and rest.limit <= self._most + _LONGEST_HEADER
        block: bytes = rest.read() if is_whole else rest.read(_BUFFER)
        while rest.limit and rest.read(_BUFFER):
            is_whole = False
        if rest.limit:
            self._put_back(block, b"")
            message = "truncated: a record breaks off"
            raise _DamageError(message)
        return block, is_whole

    def _put_back(self, block: bytes, end: bytes) -> None:
        """Read again from a record that was swallowed as another's body, if there is one."""
        at = block.find(_INSIDE)
        if at >= 0:
            self._stream = self._watched(replay(block[at + 1 :] + end, self._stream))

    def _parts(self, record: Any, block: bytes, size: int, *, is_whole: bool) -> WarcRecord:  # noqa: ANN401
        """The record as plain values."""
        said = dict(record.rec_headers.headers)
        if "WARC-Type" not in said:
            said = {_CASE.get(name.lower(), name): value for name, value in said.items()}
        kind, content_type, status, answer = said.get("WARC-Type", ""), said.get("Content-Type", ""), 200, _NOTHING
        if kind == "response":
            status, answer, block = http_answer(block)
            content_type = answer.get("content-type", "")
        return WarcRecord(
            self._number,
            kind,
            said.get("WARC-Record-ID", "").removeprefix("<").removesuffix(">") or None,
            _without_credentials(said.get("WARC-Target-URI", "")),
            said.get("WARC-Date", ""),
            status,
            content_type,
            content_type.partition(";")[0].strip().lower() or None,
            answer.get("transfer-encoding"),
            answer.get("content-encoding"),
            answer.get("etag"),
            answer.get("last-modified"),
            block if is_whole else None,
            refers_to(record.rec_headers.headers) if self._is_noted else (),
            size,
        )


def _without_credentials(url: str) -> str:
    if "@" not in url:
        return url
    from provenance.reading.web.addresses import without_credentials

    return without_credentials(url)


def _plain_fields(block: bytes) -> list[tuple[str, str]] | None:
    """The fields of a header without anything unusual in it; ``None`` where there is something."""
    try:
        lines = block.decode().split("\r\n")
    except UnicodeDecodeError:
        return None
    if block.count(b"\n") != len(lines) - 1:
        return None
    fields = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or line[0] in " \t":
            return None
        fields.append((name.rstrip(" \t"), value.strip()))
    return fields


class _Parser(StatusAndHeadersParser):  # type: ignore[misc]
    """The parser of headers, which are UTF-8 and plain nearly always."""

    def parse(self, stream: Any, full_statusline: bytes | None = None) -> Any:  # noqa: ANN401 - warcio ships no types
        """A header, taken at once where its lines need no care; the same as line by line in half the time."""
        end = -1 if full_statusline is None else stream.peek().find(_HEADER_END)
        fields = None if end < 0 else _plain_fields(stream.peek()[:end])
        if fields is None:
            return super().parse(stream, full_statusline)
        stream.read(end + len(_HEADER_END))
        header = super().parse(io.BytesIO(), full_statusline)
        header.headers = fields
        return header

    @staticmethod
    def decode_header(line: bytes | str) -> str:
        """A line as text."""
        if isinstance(line, str):
            return line
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode("iso-8859-1")
