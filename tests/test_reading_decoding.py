"""Bytes to text: what decides, and that nothing breaks."""

from __future__ import annotations

from functools import partial

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Media
from provenance.reading.decoding import decode, decode_named, sniff, without_surrogates

STORIES = {
    "cp1251": "Паром снова ходит каждый день, сообщили в порту.",
    "koi8-r": "Паром снова ходит каждый день, сообщили в порту.",
    "cp866": "Паром снова ходит каждый день, сообщили в порту.",
    "iso8859-5": "Паром снова ходит каждый день, сообщили в порту.",
    "cp1253": "Το πλοίο ταξιδεύει ξανά κάθε μέρα, είπε το λιμάνι.",
    "iso8859-7": "Το πλοίο ταξιδεύει ξανά κάθε μέρα, είπε το λιμάνι.",
    "cp1255": "המעבורת מפליגה שוב בכל יום, כך נמסר מן הנמל. הנוסעים שבעי רצון.",
    "cp1256": "تبحر العبارة مرة أخرى كل يوم، حسبما أعلن الميناء.",
    "cp874": "เรือข้ามฟากแล่นอีกครั้งทุกวัน ท่าเรือกล่าว",
    "cp932": "フェリーは毎日運航している、と港は述べた。",
    "euc_jp": "フェリーは毎日運航している、と港は述べた。",
    "gb18030": "渡轮每天再次航行，港口方面说，居民表示欢迎。",
    "big5": "渡輪每天再次航行，港口方面說，居民表示歡迎。",
    "cp949": "여객선이 매일 다시 운항한다고 항구가 말했다.",
}


@pytest.mark.parametrize("encoding", STORIES)
@pytest.mark.parametrize("times", [1, 40])
def test_a_page_in_another_script_that_names_no_encoding(encoding: str, times: int) -> None:
    page = f"<html><body class='a'><script>let a = 1;</script><p>{STORIES[encoding]}</p></body></html>" * times
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize("encoding", [name for name in STORIES if name not in {"iso8859-5", "iso8859-7"}])
def test_what_is_declared_is_not_guessed(encoding: str) -> None:
    text = STORIES[encoding]
    assert decode(text.encode(encoding), encoding) == text
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>{text}</html>'
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(
    "text",
    ["Der Bürgermeister eröffnete die Brücke über den Fluß.", "“Naïve” — said José…", "————————"],
)
def test_latin_letters_are_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1),
    st.none() | st.sampled_from(["cp1251", "latin-1", "sjis", "x"]),
)
def test_utf_8_is_utf_8_whatever_the_header_says(text: str, charset: str | None) -> None:
    decoded = decode_named(text.encode(), charset)
    assert decoded is not None
    assert decoded.text == text.removeprefix("\ufeff")
    assert decoded.charset == "utf-8"


def test_a_few_broken_bytes_in_utf_8() -> None:
    body = ("Паром снова ходит каждый день. " * 20).encode()
    decoded = decode_named(body + b"\xd0", "windows-1251")
    assert decoded is not None
    assert decoded.charset == "utf-8"
    assert decoded.text.startswith("Паром снова")
    assert decoded.text.endswith("\ufffd")


def test_a_header_that_does_not_fit_gives_way_to_the_page() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Паром снова ходит каждый день.</body></html>'
    assert decode(page.encode("cp1251"), "euc-jp") == page


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG\r\n", b"PK\x03\x04", b"a\x00b", b"\x01\x02\x03\x04" * 9])
def test_what_is_no_text(data: bytes) -> None:
    assert decode(data) is None
    assert decode(data, "windows-1251") is None


@given(st.binary(max_size=400), st.none() | st.text(max_size=20) | st.sampled_from(["utf-16", "utf-32", "hz", "gbk"]))
def test_nothing_breaks(data: bytes, charset: str | None) -> None:
    decoded = decode_named(data, charset)
    assert decoded is None or decoded.text.encode("utf-8", "surrogatepass") is not None
    assert decode(data, charset) == (None if decoded is None else decoded.text)


@pytest.mark.parametrize("byte", [b"<", b" ", b"\xe0", b"\xff", b"<meta ", b"<meta charset", b"\x1b$B"])
def test_a_hostile_line_is_quick(byte: bytes) -> None:
    for read in (decode, partial(decode, charset="iso-2022-jp")):
        assert_linear(read, lambda size: byte * (size // len(byte)), 200_000)


def test_sniffing() -> None:
    assert sniff("\n<!-- made by hand --><!DOCTYPE html><p>") is Media.HTML
    assert sniff("The ferry sails. <html>") is Media.TEXT


def test_surrogates_are_replaced() -> None:
    assert without_surrogates("a\ud800b") == "a\ufffdb"
    assert without_surrogates("\ud83d\ude00") == "\U0001f600"
