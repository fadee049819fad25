"""An HTTP answer as it stands in a crawl: its header, its body with chunks joined and compression undone.

Invariant: no more than the caller allows is ever held, however much the body would grow to.
"""

from __future__ import annotations

import io

__all__ = ["PayloadError", "http_answer", "payload"]


class PayloadError(Exception):
    """A body cannot be had; the message says why."""


def http_answer(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """The status, the header by lower-case names, and the body of an answer; status 0 where it is none.

    A crawl has written the message down, so it is taken apart by RFC 9112 and not guarded against.
    """
    head, gap, body = block.partition(b"\r\n\r\n")
    if not gap:
        head, _, body = block.partition(b"\n\n")
    first, *lines = head.decode("latin-1").split("\n")
    protocol, _, status = first.partition(" ")
    if not (protocol.startswith("HTTP/") and status[:3].isascii() and status[:3].isdigit()):
        return 0, {}, block
    fields = [line.partition(":") for line in lines]
    return int(status[:3]), {name.strip().lower(): value.strip() for name, colon, value in fields if colon}, body


def payload(block: bytes, transfer: str | None, content: str | None, most: int) -> bytes:
    """A body without its codings; one that is named but was undone by the crawler is no error.

    Args:
        block: the body as recorded.
        transfer: the header ``Transfer-Encoding``.
        content: the header ``Content-Encoding``.
        most: the largest size of the result, in bytes.

    Raises:
        PayloadError: it is larger, or damaged.
    """
    if transfer is not None and "chunked" in transfer.lower():
        from warcio.bufferedreaders import ChunkedDataReader

        block = ChunkedDataReader(io.BytesIO(block)).read()
    if content is not None:
        block = _undone(block, content, most)
    if len(block) > most:
        message = f"larger than {most:,} bytes"
        raise PayloadError(message)
    return block


def _undone(block: bytes, content: str, most: int) -> bytes:
    from provenance.reading.web.bodies import BrokenBodyError, TooLargeError, read_body

    try:
        return read_body(io.BytesIO(block), content, most)
    except TooLargeError as error:
        message = f"larger than {most:,} bytes"
        raise PayloadError(message) from error
    except BrokenBodyError as error:
        if block.lstrip()[:1] == b"<":
            return block
        raise PayloadError(str(error)) from error
