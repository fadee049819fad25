"""The body of an HTTP answer as it stands in a crawl: chunks joined, compression undone.

Invariant: no more than the caller allows is ever held, however much the body would grow to.
"""

from __future__ import annotations

import io

__all__ = ["PayloadError", "payload"]


class PayloadError(Exception):
    """A body cannot be had; the message says why."""


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
