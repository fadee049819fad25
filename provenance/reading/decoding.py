"""Bytes to text, and whether the text is HTML.

Invariant: the result depends on the bytes alone, never on the locale; bytes that are no text
give ``None`` and never mojibake by the page.
"""

from __future__ import annotations

import codecs
import re

from provenance.model import Media

__all__ = ["decode", "sniff", "without_surrogates"]

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3", b"\x7fELF")
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
# the labels that browsers read as a larger character set (WHATWG Encoding Standard)
WIDENED = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HTML_START = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,1000}-->\s{0,100}){0,5}<(?:!doctype\s{1,9}html|html[\s>])",
    re.IGNORECASE,
)


def decode(data: bytes) -> str | None:
    """Text from bytes: a byte order mark, UTF-8, what an HTML page declares, Windows-1252.

    Args:
        data: a whole document.

    Returns:
        The text without its byte order mark, or ``None`` where the bytes are no text.
    """
    if data.startswith(BINARY_MAGIC):
        return None
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff")
    if b"\x00" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_otherwise(data)
    return None if 100 * len(CONTROL.findall(text)) > len(text) else text


def _decode_otherwise(data: bytes) -> str:
    """Decode bytes that are not clean UTF-8."""
    declared = _declared(data)
    if declared is not None:
        return data.decode(declared, errors="replace")
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    foreign = sum(character > "\x7f" for character in text) - broken
    # a few broken bytes in a page of UTF-8, against a page in another encoding
    return text if foreign > 10 * broken else data.decode("cp1252", errors="replace")


def _declared(data: bytes) -> str | None:
    """The encoding that an HTML page names, if it is one, known, and not UTF-8."""
    found = DECLARED.search(data, 0, 4096)
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    name = WIDENED.get(name, name)
    return None if name.startswith("utf") else name


def sniff(text: str) -> Media:
    """HTML where the text opens as an HTML document does, else plain text."""
    return Media.HTML if HTML_START.match(text) else Media.TEXT


def without_surrogates(text: str) -> str:
    """Put U+FFFD for lone surrogates, which JSON can carry and no file can."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
