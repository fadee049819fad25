"""Bodies as they were sent to bodies as they are: content codings undone within bounds.

Invariant: no layer of coding gives out more than the limit, a step holds at most a few megabytes
beside the result, and a body that breaks off is never taken for a whole one.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from zstandard import ZstdDecompressionObj

__all__ = ["CODINGS", "BrokenBodyError", "Source", "TooLargeError", "read_body"]

CODINGS = "gzip, deflate, br, zstd"
STEP = 1 << 16
CHUNK = 1 << 14
# every four bytes of a Zstandard frame can grow to 128 KB, so small pieces bound the memory
ZSTD_PIECE = 64
# the largest window that a server may ask for (RFC 9659)
ZSTD_WINDOW = 1 << 23
GZIP_MAGIC = b"\x1f\x8b"
MEMBERS = 1000
LAYERS = 3
BREAKS_OFF = "the compressed body breaks off"
NOT_SO = "the body is not compressed as it says"


class BrokenBodyError(Exception):
    """A body is not what its content coding says; the message says how."""


class TooLargeError(Exception):
    """A body is larger than allowed."""


class Source(Protocol):
    """What bytes are pulled from."""

    def read(self, size: int, /) -> bytes:
        """At least one byte and about ``size`` of them; none at the end."""
        ...


def read_body(source: Source, coding: str | None, limit: int, *, cut: bool = False) -> bytes:
    """Read a body to its end and undo its content codings.

    Args:
        source: the body as it is sent.
        coding: the header ``Content-Encoding``; names that are no codings are passed over.
        limit: the largest number of bytes, as sent and after every coding.
        cut: give the first ``limit`` bytes of a larger body instead of an error.

    Returns:
        The body.

    Raises:
        TooLargeError: there are more bytes than allowed.
        BrokenBodyError: the body is not coded as it says, or breaks off.
    """
    names = [part.strip().lower() for part in (coding or "").split(",")]
    layers = [_LAYERS[name] for name in reversed(names) if name in _LAYERS]
    if len(layers) > LAYERS:
        message = f"{len(layers)} content codings one over the other"
        raise BrokenBodyError(message)
    wire = decoded = _Bounded(source, limit)
    for layer in layers:
        decoded = _Bounded(layer(decoded), limit)
    whole = bytearray()
    try:
        while data := decoded.read(STEP):
            whole += data
        while wire.read(STEP):  # a connection can be used again only when all was read
            pass
    except TooLargeError:
        if not cut:
            raise
    return bytes(whole[:limit])


class _Bounded:
    """A source that refuses to be read further once it gave more than a number of bytes."""

    def __init__(self, source: Source, limit: int) -> None:
        self._source = source
        self._left = limit

    def read(self, size: int, /) -> bytes:
        if self._left < 0:
            raise TooLargeError
        data = self._source.read(size)
        self._left -= len(data)
        return data


class _Deflate:
    """One stream of zlib, with or without a header; servers send both by this name."""

    gzip = False

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stream: zlib._Decompress | None = None
        self._input = b""
        self._members = 0
        self._done = False

    def read(self, size: int, /) -> bytes:
        while not self._done:
            data = self._input or self._source.read(CHUNK)
            if not data:
                if self._members == 0:
                    return b""
                raise BrokenBodyError(BREAKS_OFF)
            if self._stream is None:
                self._stream, data = self._begin(data)
            try:
                out = self._stream.decompress(data, size)
            except zlib.error as error:
                raise BrokenBodyError(NOT_SO) from error
            self._input = self._stream.unconsumed_tail
            if self._stream.eof:
                self._end(self._stream.unused_data)
            if out:
                return out
        return b""

    def _begin(self, data: bytes) -> tuple[zlib._Decompress, bytes]:
        """Begin a stream by what its first two bytes say it is."""
        if len(data) == 1:
            data += self._source.read(CHUNK)
        self._members += 1
        if self._members > MEMBERS:
            raise BrokenBodyError(NOT_SO)
        if self.gzip:
            window = 16 + zlib.MAX_WBITS
        else:
            headed = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
            window = zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
        return zlib.decompressobj(window), data

    def _end(self, rest: bytes) -> None:
        """End a stream; another member of gzip may follow it, anything else is passed over."""
        self._input = rest or self._source.read(CHUNK)
        self._done = not (self.gzip and self._input and GZIP_MAGIC.startswith(self._input[:2]))
        self._stream = None


class _Gzip(_Deflate):
    """The members of a gzip file."""

    gzip = True


class _Brotli:
    """What Brotli compressed."""

    def __init__(self, source: Source) -> None:
        import brotli  # type: ignore[import-untyped]

        self._source = source
        self._stream = brotli.Decompressor()
        self._error = brotli.error
        self._begun = False

    def read(self, size: int, /) -> bytes:
        while not self._stream.is_finished():
            hungry = self._stream.can_accept_more_data()
            data = self._source.read(CHUNK) if hungry else b""
            self._begun = self._begun or bool(data)
            if not self._begun:
                return b""
            try:
                out: bytes = self._stream.process(data, output_buffer_limit=size)
            except self._error as error:
                raise BrokenBodyError(NOT_SO) from error
            if out:
                return out
            if hungry and not data:
                raise BrokenBodyError(BREAKS_OFF)
        return b""


class _Zstandard:
    """What Zstandard compressed, in one or more frames."""

    def __init__(self, source: Source) -> None:
        import zstandard

        self._source = source
        self._new = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj
        self._error = zstandard.ZstdError
        self._frame: ZstdDecompressionObj | None = None
        self._input = memoryview(b"")
        self._frames = 0

    def read(self, _size: int, /) -> bytes:
        while True:
            self._input = self._input or memoryview(self._source.read(CHUNK))
            if not self._input:
                if self._frame is not None:
                    raise BrokenBodyError(BREAKS_OFF)
                return b""
            out = self._decompress()
            if out:
                return out

    def _decompress(self) -> bytes:
        """What the next few bytes give."""
        if self._frame is None:
            self._frame = self._new()
            self._frames += 1
            if self._frames > MEMBERS:
                raise BrokenBodyError(NOT_SO)
        piece, self._input = self._input[:ZSTD_PIECE], self._input[ZSTD_PIECE:]
        try:
            out = self._frame.decompress(piece)
        except self._error as error:
            raise BrokenBodyError(NOT_SO) from error
        if self._frame.eof:
            if self._frame.unused_data:
                self._input = memoryview(self._frame.unused_data + bytes(self._input))
            self._frame = None
        return out


_LAYERS: dict[str, Callable[[Source], Source]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
