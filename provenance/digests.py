"""The hashes by which texts and pages are known.

Invariant: the same bytes have the same digest in every database; BLAKE2b, 16 bytes.
"""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["content_digest", "text_digest"]


def content_digest(content: bytes) -> bytes:
    """The hash of a page as it came."""
    return blake2b(content, digest_size=16).digest()


def text_digest(text: str) -> bytes:
    """The hash of a text, of its UTF-8."""
    return content_digest(text.encode(errors="surrogatepass"))
