"""Bytes to text, and whether the text is HTML.

Invariant: the result depends on the bytes and on what was said of them, never on the locale;
bytes that are no text give ``None`` and never mojibake by the page.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from provenance.model import Media

__all__ = ["Decoded", "decode", "decode_named", "sniff", "without_surrogates"]

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
WIDENED = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# labels that Python does not know
LABELS = {
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso8859-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-x-big5": "big5hkscs",
}
# what a page may be encoded in; Python also calls "unicode_escape" or "idna" an encoding
EIGHT_BIT = frozenset(
    {f"cp125{digit}" for digit in range(9)}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {"big5hkscs", "cp866", "cp874", "cp932", "cp949", "euc_jp", "gb18030", "koi8-r", "koi8-u"}
    | {"mac-cyrillic", "mac-roman"}
)
SEVEN_BIT = frozenset({"hz", "iso2022_jp"})
WIDE = frozenset({"utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le"})
# Latin text in an eight-bit encoding has accents between letters; other scripts have whole words
FOREIGN_WORD = re.compile(rb"[\x80-\xff]{4}")
FOREIGN_WORDS = 2
GUESSED = (
    *("cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
GUESSED_BY = 1 << 16
TAG = re.compile(rb"<[^<>]{0,2000}>")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HTML_START = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,1000}-->\s{0,100}){0,5}<(?:!doctype\s{1,9}html|html[\s>])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, and the encoding that it was read in, by Python's name."""

    text: str
    charset: str


def decode(data: bytes, charset: str | None = None) -> str | None:
    """Text from bytes.

    A byte order mark decides, else valid UTF-8, else what the transport and then the page itself
    declare, else a guess among the encodings of other scripts, else Windows-1252. A header that
    says otherwise does not make mojibake of UTF-8.

    Args:
        data: a whole document.
        charset: what the transport says, as HTTP's ``Content-Type`` does.

    Returns:
        The text without its byte order mark, or ``None`` where the bytes are no text.
    """
    decoded = decode_named(data, charset)
    return None if decoded is None else decoded.text


def decode_named(data: bytes, charset: str | None = None) -> Decoded | None:
    """The same, with the encoding."""
    if data.startswith(BINARY_MAGIC):
        return None
    for mark, name in BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace").removeprefix("\ufeff"), name.removesuffix("-sig"))
    said = _encoding(charset)
    if b"\x00" in data:
        decoded = Decoded(data.decode(said, errors="replace"), said) if said in WIDE else None
    else:
        decoded = _decode_bytes(data, said)
    return None if decoded is None or 100 * len(CONTROL.findall(decoded.text)) > len(decoded.text) else decoded


def _decode_bytes(data: bytes, said: str | None) -> Decoded:
    """Decode bytes without zeros and without a byte order mark."""
    declared = tuple(name for name in (said, _declared(data)) if name is not None)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_otherwise(data, tuple(name for name in declared if name in EIGHT_BIT))
    shifted = next((name for name in declared if name in SEVEN_BIT), None)
    if shifted is not None and text.isascii():
        return Decoded(data.decode(shifted, errors="replace"), shifted)
    return Decoded(text, "utf-8")


def _decode_otherwise(data: bytes, declared: tuple[str, ...]) -> Decoded:
    """Decode bytes that are not clean UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    foreign = sum(character > "\x7f" for character in text) - broken
    # a few broken bytes in a page of UTF-8, against a page in another encoding
    if foreign > 10 * broken:
        return Decoded(text, "utf-8")
    for name in declared:
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    name = declared[0] if declared else _guess(data) or "cp1252"
    return Decoded(data.decode(name, errors="replace"), name)


def _declared(data: bytes) -> str | None:
    """The encoding that an HTML page names."""
    found = DECLARED.search(data, 0, 4096)
    return _encoding(found[1].decode("ascii")) if found is not None else None


def _encoding(label: str | None) -> str | None:
    """Python's name for the encoding that a label stands for; ``None`` for none of a page and for UTF-8."""
    if label is None:
        return None
    label = label.strip().lower()
    try:
        name = codecs.lookup(LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = WIDENED.get(name, name)
    return name if name in EIGHT_BIT or name in SEVEN_BIT or name in WIDE else None


def _guess(data: bytes) -> str | None:
    """The encoding of a page in another script that names none; ``None`` for a page in Latin letters."""
    sample = TAG.sub(b" ", data[: 4 * GUESSED_BY])[:GUESSED_BY]
    if len(set(FOREIGN_WORD.findall(sample))) < FOREIGN_WORDS:
        return None
    from charset_normalizer import from_bytes

    for match in from_bytes(sample, cp_isolation=list(GUESSED), preemptive_behaviour=False):
        text = str(match)
        # nobody writes a page in capitals, but Hebrew and Windows Cyrillic look so as KOI8
        if 2 * sum(map(str.isupper, text)) <= sum(map(str.isalpha, text)):
            return _encoding(match.encoding)
    return None


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
