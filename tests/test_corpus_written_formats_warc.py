"""Records of a crawl written again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from format_samples import WARC_DATE, packed, record, records_of, said_by, unpacked
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from provenance.corpus.result import Document
from provenance.corpus.written.formats.rows import Row
from provenance.corpus.written.formats.warc import CrawlRecords
from provenance.reading.layouts import Packing, WholeRecord
from provenance.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://gull.example/1"


def row(number: int, data: bytes, name: str | None, url: str = URL, date: str = WARC_DATE) -> Row:
    return Row(Document(number, "a", b"", None, 0), None, whole=WholeRecord(data, name, url, date, ()))


@pytest.mark.parametrize("packing", list(Packing))
def test_records_are_copied_and_what_is_added_refers_to_them(packing: Packing, tmp_path: Path) -> None:
    page, picture = record("response", "page", URL, b"HTTP/1.1 200 OK\r\n\r\n<p>Gull"), record("x", "p", URL, b"\0\r\n")
    path = tmp_path / f"kept.warc{packing}"
    mark = {"kept": True, "cluster": 3}
    with CrawlRecords(path, packing) as file:
        file.copy([picture[:10], picture[10:]], WARC_DATE)
        file.put(row(0, page, "urn:page"), mark)
    info, first, second, added = records_of(path)
    assert (first, second) == (picture, page)
    assert (said_by(info, "WARC-Type"), said_by(info, "WARC-Filename")) == ("warcinfo", path.name)
    assert info.endswith(f"software: provenance {__version__}\r\nformat: WARC File Format 1.0\r\n".encode())
    assert (said_by(info, "WARC-Date"), said_by(added, "WARC-Date")) == (WARC_DATE, WARC_DATE)
    assert (said_by(added, "WARC-Type"), said_by(added, "WARC-Refers-To")) == ("metadata", "<urn:page>")
    assert (said_by(added, "WARC-Target-URI"), said_by(added, "Content-Type")) == (URL, "application/json")
    assert added.startswith(b"WARC/1.1\r\n")
    assert json.loads(added.partition(b"\r\n\r\n")[2]) == {"provenance": mark}


def test_each_record_can_be_unpacked_by_itself(tmp_path: Path) -> None:
    page = record("response", "page", URL, b"words")
    with CrawlRecords(tmp_path / "kept.warc.gz", Packing.GZIP) as file:
        file.put(row(0, page, "urn:page"), {"kept": True})
    data = (tmp_path / "kept.warc.gz").read_bytes()
    starts = [at for at in range(len(data)) if data[at : at + 4] == packed(b"", ".gz")[:4]]
    assert len(starts) == 3
    (tmp_path / "one.gz").write_bytes(data[starts[1] : starts[2]])
    assert unpacked(tmp_path / "one.gz") == page + b"\r\n\r\n"


def ids(path: Path) -> list[UUID]:
    return [
        UUID(str(said_by(each, "WARC-Record-ID")).removeprefix("<urn:uuid:").removesuffix(">"))
        for each in records_of(path)
        if said_by(each, "WARC-Type") in {"metadata", "warcinfo"}
    ]


def test_new_ids_differ_from_each_other_and_from_file_to_file_and_stay(tmp_path: Path) -> None:
    page, other = record("response", "page", URL, b"words"), record("response", "page", URL, b"others")
    for name, data in (("kept.warc", page), ("removed.warc", page), ("again/kept.warc", page), ("c/kept.warc", other)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with CrawlRecords(tmp_path / name) as file:
            for number in range(3):
                file.put(row(number, data, "urn:page"), {"kept": True})
    found = [ids(tmp_path / name) for name in ("kept.warc", "removed.warc", "c/kept.warc")]
    assert len({each for some in found for each in some}) == 12
    assert ids(tmp_path / "again" / "kept.warc") == found[0]


def test_a_file_without_a_record_still_says_what_it_is(tmp_path: Path) -> None:
    with CrawlRecords(tmp_path / "removed.warc"):
        pass
    (info,) = records_of(tmp_path / "removed.warc")
    assert said_by(info, "WARC-Date") == "1970-01-01T00:00:00Z"


@settings(max_examples=50, deadline=None)
@given(name=st.text(max_size=10), url=st.text(max_size=10), date=st.text(max_size=10))
def test_nothing_that_a_header_says_makes_a_line_of_its_own(
    name: str, url: str, date: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("warc") / "kept.warc"
    page = record("response", "page", URL, b"words")
    with CrawlRecords(path) as file:
        file.put(row(0, page, name, url, date), {"kept": True, "reason": url})
    kinds = []
    with path.open("rb") as file:
        for each in ArchiveIterator(file, check_digests="raise"):
            each.content_stream().read()
            kinds.append((each.rec_type, len(each.rec_headers.headers)))
    assert [kind for kind, _ in kinds] == ["warcinfo", "response", "metadata"]
    assert kinds[2][1] <= 7
    assert json.loads(records_of(path)[2].partition(b"\r\n\r\n")[2])["provenance"]["reason"] == url


def test_a_version_that_is_none_is_not_repeated(tmp_path: Path) -> None:
    with CrawlRecords(tmp_path / "kept.warc") as file:
        file.put(row(0, b"WARC/0.17\r\nContent-Length: 0\r\n\r\n", None), {"kept": True})
    assert records_of(tmp_path / "kept.warc")[2].startswith(b"WARC/1.0\r\n")
