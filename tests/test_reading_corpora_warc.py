from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import brotli
import pytest
import zstandard

from provenance.errors import extra_hint
from provenance.model import Fetch, Media, Unreadable
from provenance.reading import ReadOptions, Record, read, total_bytes
from provenance.reading.decoding import decode_named

if TYPE_CHECKING:
    from pathlib import Path

warcio = pytest.importorskip("warcio")
from warcio.recordloader import ArcWarcRecordLoader  # noqa: E402
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

from provenance.reading.corpora.warc_records import _Parser  # noqa: E402

SEEN = "2031-03-04T05:06:07Z"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def page(number: int) -> bytes:
    return f"<html><p>Water rose {number} cm at Harrow Lake, “again”. {number**30}</html>".encode()


class Crawl:
    """A WARC file in the making."""

    def __init__(self, *, packed: bool = True) -> None:
        self._data = io.BytesIO()
        self._writer = WARCWriter(self._data, gzip=packed)
        self.starts: list[int] = []

    def add(
        self,
        url: str,
        payload: bytes = b"",
        headers: tuple[tuple[str, str], ...] = HTML,
        *,
        kind: str = "response",
        status: str = "200 OK",
        **said: str,
    ) -> None:
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        if kind == "request":
            http = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
        self.starts.append(self._data.tell())
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(payload),
                length=len(payload),  # else it buffers each twice, and closes one of the two files
                http_headers=http if kind in {"response", "request", "revisit"} else None,
                warc_content_type="text/plain" if kind == "conversion" else "",
                warc_headers_dict={"WARC-Date": SEEN} | {f"WARC-{name}": value for name, value in said.items()},
            )
        )

    def bytes(self) -> bytes:
        self.starts.append(self._data.tell())
        return self._data.getvalue()


def crawl(count: int, *, packed: bool = True) -> Crawl:
    made = Crawl(packed=packed)
    for number in range(count):
        made.add(f"https://harrow.example/{number}", page(number))
    return made


def found_in(data: bytes, **options: Any) -> list[Record | Unreadable]:
    return list(read(["-"], ReadOptions(**options), io.BytesIO(data)))


def urls(found: list[Record | Unreadable]) -> list[int]:
    return [int(str(each.page.url).rsplit("/", 1)[1]) for each in found if isinstance(each, Record)]


def lost(found: list[Record | Unreadable]) -> list[Unreadable]:
    return [each for each in found if isinstance(each, Unreadable)]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.warc.zst", "whole.warc.gz", "dump"])
def test_a_crawl_keeps_when_each_page_was_seen(tmp_path: Path, name: str) -> None:
    data = crawl(3, packed=name == "a.warc.gz").bytes()
    data = {"a.warc.zst": zstandard.compress, "whole.warc.gz": gzip.compress}.get(name, bytes)(data)
    file = tmp_path / name
    file.write_bytes(data)
    found = list(read([str(file)]))
    assert urls(found) == [0, 1, 2]
    record = found[1]
    assert isinstance(record, Record)
    assert record.page.id.startswith("urn:uuid:")
    assert record.page.location == f"{file.resolve()}#{record.page.id}"
    assert (record.page.media, record.page.content) == (Media.HTML, page(1).decode())
    assert record.page.fetch == Fetch(
        requested="https://harrow.example/1",
        final="https://harrow.example/1",
        redirects=(),
        fetched="2031-03-04T05:06:07+00:00",
        status=200,
        media_type="text/html",
        charset="utf-8",
        etag=None,
        last_modified=None,
        digest=blake2b(page(1), digest_size=16).digest(),
        size=len(page(1)),
    )
    assert record.row == {"id": record.page.id, "url": record.page.url, "date": SEEN, "type": "response"}
    assert sum(each.bytes_read for each in found if isinstance(each, Record)) == total_bytes([str(file)])


def deflated(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


def chunked(data: bytes) -> bytes:
    cut = len(data) // 2
    return b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (cut, data[:cut], len(data) - cut, data[cut:])


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", deflated),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip", bytes),  # undone by the crawler, and named all the same
        ("br", bytes),
        ("identity", bytes),
    ],
)
@pytest.mark.parametrize("in_chunks", [True, False])
def test_codings_of_the_body_are_undone(coding: str, pack: Any, *, in_chunks: bool) -> None:
    body, headers = pack(page(7)), (*HTML, ("Content-Encoding", coding))
    if in_chunks:
        body, headers = chunked(body), (*headers, ("Transfer-Encoding", "chunked"))
    made = Crawl()
    made.add("https://harrow.example/7", body, headers)
    (record,) = found_in(made.bytes())
    assert isinstance(record, Record)
    assert record.page.content == page(7).decode()
    assert record.page.fetch is not None
    assert record.page.fetch.size == len(page(7))


def test_the_charset_is_that_of_the_header_where_the_page_is_not_utf8() -> None:
    made = Crawl()
    made.add(
        "https://harrow.example/1", "<p>Łódź".encode("iso-8859-2"), (("content-type", "TEXT/HTML; Charset=iso-8859-2"),)
    )
    made.add("https://harrow.example/2", "<p>Łódź".encode(), (("content-type", "text/html; charset=iso-8859-2"),))
    one, two = (each.page for each in found_in(made.bytes()) if isinstance(each, Record))
    assert one.content == two.content == "<p>Łódź"
    assert [each.fetch.charset for each in (one, two) if each.fetch] == ["iso8859-2", "utf-8"]


@pytest.mark.parametrize(
    "data",
    [
        b"<p>a",
        b"<p>\xc3\xa9",
        b"<p>\xe9",
        b"",
        b"<p>\x1b$B",
        b"<p>~{",
        b"\xef\xbb\xbf<p>",
        b"<p>\x00",
        b"x",
        b"\x00\x01",
    ],
)
def test_the_short_way_to_decode_is_the_same_as_the_long_one(data: bytes) -> None:
    from provenance.reading.corpora import warc

    for charset in ("utf-8", "iso-2022-jp", "hz", "iso-8859-1"):
        short, long = warc._decoded(data, f"text/html; charset={charset}"), decode_named(data, charset)  # noqa: SLF001
        assert (short and short.text) == (long and long.text)


def test_what_is_no_page_is_passed_over_and_counted() -> None:
    told: list[str] = []
    made = Crawl()
    made.add("https://harrow.example/0", kind="request")
    made.add("https://harrow.example/0", page(0))
    made.add("https://harrow.example/a.png", b"\x89PNG", (("Content-Type", "image/png"),))
    made.add("https://harrow.example/moved", b"<p>moved", status="301 Moved")
    made.add("https://harrow.example/gone", b"<p>gone", status="404 Not Found")
    made.add("https://harrow.example/0", kind="revisit")
    made.add("dns:harrow.example", b"192.0.2.1", kind="resource")
    made.add("https://harrow.example/1", b"Water rose.", kind="conversion")
    found = found_in(made.bytes(), notice=told.append)
    assert urls(found) == [0, 1]
    assert not lost(found)
    assert found[1].page.media is Media.TEXT  # type: ignore[union-attr]
    (line,) = told
    assert line.removeprefix("-: passed over: ").split(", ") == [
        "1 neither HTML nor text",
        "1 records of another kind than HTTP",
        "2 redirects and errors",
        "1 request records",
        "1 revisit records",
    ]


def test_bodies_that_cannot_be_had_are_named() -> None:
    made = Crawl()
    made.add("https://harrow.example/0", b"x" * 90_000)
    made.add("https://harrow.example/1", gzip.compress(bytes(9_000_000)), (*HTML, ("Content-Encoding", "gzip")))
    made.add("https://harrow.example/2", b"\x1f\x8b\x08\x00rubbish", (*HTML, ("Content-Encoding", "gzip")))
    made.add("https://harrow.example/3", b" \n")
    made.add("https://harrow.example/4", bytes(range(1, 32)) * 9)
    made.add("https://harrow.example/5", b"x" * 3_000_000)
    made.add("https://harrow.example/6", page(6))
    found = found_in(made.bytes(), max_bytes=50_000)
    assert urls(found) == [6]
    assert [(each.id, each.reason.rpartition(": http")[0]) for each in lost(found)] == [
        ("-:record 1", "larger than 50,000 bytes"),
        ("-:record 2", "larger than 50,000 bytes"),
        ("-:record 3", "the compressed body breaks off"),
        ("-:record 4", "empty"),
        ("-:record 5", "binary"),
        ("-:record 6", "larger than 50,000 bytes"),
    ]


@pytest.mark.parametrize("where", [0, 1, 5, 20, 100, 200])
def test_past_a_damaged_member_the_crawl_is_read_on(where: int) -> None:
    made = crawl(9)
    data = bytearray(made.bytes())
    data[made.starts[4] + where] ^= 0x5A
    found = found_in(bytes(data))
    assert set(urls(found)) >= {0, 1, 2, 3, 5, 6, 7, 8}
    assert len(lost(found)) == (4 not in urls(found))


def test_past_a_long_stretch_of_rubbish_the_crawl_is_read_on() -> None:
    made = crawl(9)
    data = bytearray(made.bytes())
    data[made.starts[3] + 40 : made.starts[6] - 5] = bytes(made.starts[6] - made.starts[3] - 45)
    data[made.starts[3] + 40 : made.starts[3] + 40] = bytes(range(256)) * 900
    found = found_in(bytes(data))
    assert urls(found) == [0, 1, 2, 6, 7, 8]
    assert [each.id for each in lost(found)] == ["-:after record 3"]


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ((b"Content-Length", b"Content-Lxngth"), {0, 1, 2, 3, 5, 6, 7, 8}),
        ((b"Content-Length: ", b"Content-Length: 9"), {0, 1, 2, 3}),  # far longer: the rest is swallowed
        ((b"Content-Length: 1", b"Content-Length: "), {0, 1, 2, 3, 5, 6, 7, 8}),  # too short
        ((b"WARC/1.0", b"WORC/1.0"), {0, 1, 2, 3, 5, 6, 7, 8}),
        ((b"\r\n\r\nHTTP/1.1 200 OK", b"\r\n\r\n\xff\xff\xff\xff 200 OK"), {0, 1, 2, 3, 5, 6, 7, 8}),
    ],
)
def test_past_a_damaged_header_the_crawl_is_read_on(change: tuple[bytes, bytes], kept: set[int]) -> None:
    made = crawl(9, packed=False)
    data = made.bytes()
    record = data[made.starts[4] : made.starts[5]]
    assert change[0] in record
    found = found_in(data[: made.starts[4]] + record.replace(*change, 1) + data[made.starts[5] :])
    assert set(urls(found)) >= kept
    assert lost(found) or 4 in urls(found)
    assert len(lost(found)) <= 2


def test_a_record_that_another_swallowed_is_read() -> None:
    made = crawl(9, packed=False)
    data, record = made.bytes(), made.starts[4]
    start = data.index(b"Content-Length: ", record) + 16
    length = int(data[start : data.index(b"\r", start)])
    changed = data[:start] + b"%d" % (length + 300) + data[data.index(b"\r", start) :]
    found = found_in(changed)
    assert urls(found) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert "wrong length: https://harrow.example/4" in lost(found)[0].reason


@pytest.mark.parametrize("packed", [True, False])
def test_a_crawl_that_breaks_off_gives_its_whole_records(*, packed: bool) -> None:
    made = crawl(5, packed=packed)
    data = made.bytes()
    for cut in (30, 150, len(data) - made.starts[4] - 20):
        found = found_in(data[:-cut])
        assert urls(found) == [0, 1, 2, 3]
        assert len(lost(found)) == 1
        assert "truncated" in lost(found)[0].reason or "how long it is" in lost(found)[0].reason


def test_a_header_without_end_is_never_held() -> None:
    first = crawl(1, packed=False).bytes()
    endless = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"y" * 5_000_000
    many = b"WARC/1.0\r\nWARC-Type: response\r\n" + b"X: y\r\n" * 900_000
    for bad in (endless, many):
        found = found_in(first + bad + b"\r\n\r\n" + crawl(2, packed=False).bytes())
        assert urls(found) == [0, 0, 1]
        assert len(lost(found)) == 1


@pytest.mark.parametrize(
    "header",
    [
        "A: 1\r\nB: two: three\r\n",
        "A: 1\r\n  folded\r\nB: 2\r\n",
        "A : 1 \r\nB:\r\nÜ: ü\r\n",
        "A: 1\nB: 2\n",
        "A: 1\r\nno colon\r\nB: 2\r\n",
        "A: 1\r\n \t\r\nB: 2\r\n",
        "A: 1\r\n\xa0\r\nB: 2\r\n",
        "A: bare\rreturn\r\nB: 2\r\n",
        "",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_header_taken_at_once_is_the_same_as_line_by_line(header: str, encoding: str) -> None:
    def parsed(parser: StatusAndHeadersParser) -> tuple[object, ...]:
        data = (header + ("\n" if header.endswith(("1\n", "2\n")) and "\r" not in header else "\r\n")).encode(encoding)
        stream = io.BufferedReader(io.BytesIO(data + b"body\r\n\r\n"))
        found = parser.parse(stream, b"WARC/1.0\r\n")
        return found.protocol, found.statusline, found.headers, stream.read()

    line_by_line = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
    line_by_line.decode_header = _Parser.decode_header
    assert parsed(_Parser(ArcWarcRecordLoader.WARC_TYPES)) == parsed(line_by_line)


def test_sample_since_limit_and_the_raw_page() -> None:
    from provenance.reading.web.options import WebOptions

    made = Crawl()
    for number in range(200):
        made.add(f"https://harrow.example/{number}", page(number), Date=f"2031-03-{number % 28 + 1:02}T00:00:00Z")
    data = made.bytes()
    told: list[str] = []
    assert len(found_in(data, since="2031-03-15", notice=told.append)) == 98
    assert told == ["-: passed over: 102 before 2031-03-15"]
    assert 20 < len(found_in(data, sample=0.25)) < 80
    assert urls(found_in(data, sample=0.25)) == urls(found_in(data, sample=0.25))
    assert urls(found_in(data, limit=3)) == [0, 1, 2]
    (one,) = found_in(data, limit=1, web=WebOptions(archive=True))
    assert one.page.fetch.body == page(0)  # type: ignore[union-attr]


def test_credentials_and_fragments_are_not_kept() -> None:
    made = Crawl()
    made.add("https://user:secret@harrow.example/1#top", page(1))
    (record,) = found_in(made.bytes())
    assert "secret" not in json.dumps(record.row) + str(record.page)  # type: ignore[union-attr]
    assert record.page.fetch.final == "https://harrow.example/1"  # type: ignore[union-attr]


def test_a_file_that_is_no_crawl(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"Water rose.\n" * 9)
    (problem,) = read([str(tmp_path / "a.warc")])
    assert problem.reason == "no record begins where one should"  # type: ignore[union-attr]


def test_without_warcio_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc").write_bytes(crawl(1).bytes())
    for module in [name for name in sys.modules if name.startswith(("warcio", "provenance.reading.corpora.warc"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "warcio", None)
    file = str(tmp_path / "a.warc")
    assert list(read([file])) == [
        Unreadable(file, "reading it needs warcio", extra_hint("warc")),
    ]


def test_damage_that_looks_like_data_swallows_nothing() -> None:
    made = crawl(5)
    data = bytearray(made.bytes())
    middle = (made.starts[2] + made.starts[3]) // 2
    data[middle : made.starts[3]] = bytes(
        made.starts[3] - middle
    )  # zeros are unpacked as letters, and so is what follows
    found = found_in(bytes(data))
    assert urls(found) == [0, 1, 3, 4]
    assert len(lost(found)) == 1


def test_a_length_beyond_the_end_swallows_nothing() -> None:
    data = crawl(5, packed=False).bytes()
    parts = data.split(b"\nContent-Length: ")
    found = found_in(b"\nContent-Length: ".join([*parts[:3], b"9" + parts[3], *parts[4:]]))
    assert urls(found) == [0, 1, 3, 4]
    assert [each.id for each in lost(found)] == ["-:after record 2"]
