"""Blocks of JSON Lines: the same documents as line by line, and most of them at once."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Media, Unreadable
from provenance.reading.corpora import CorpusName, Pages, blocks
from provenance.reading.corpora.blocks import RowBlock, read_blocks
from provenance.reading.corpora.jsonl import read_jsonl
from provenance.reading.notes import Notes
from provenance.reading.packed import Packing
from provenance.reading.records import ReadOptions, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

STORY = "The ferry to Oster Quay stopped at noon and nobody said why."


class Source:
    packed, packing, taken = False, Packing.NONE, 0

    def __init__(self, data: bytes) -> None:
        self.stream = io.BytesIO(data)
        self.meter = self


def pages(told: list[str] | None = None, **options: Any) -> Pages:
    notes = Notes("news.jsonl", (told if told is not None else []).append)
    return Pages(CorpusName("news.jsonl", "/there/news.jsonl", "news.jsonl"), ReadOptions(**options), notes)


def plain(items: Iterable[Record | Unreadable]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for item in items:
        if isinstance(item, Unreadable):
            found.append((item.id, item.reason))
            continue
        page, place = item.page, item.place
        where = None if place is None or item.raw is None else (place.start, place.number, len(item.raw), item.raw)
        found.append((page.id, page.content, page.media, page.url, page.publisher, page.published, where))
    return found


def taken_apart(items: Iterable[RowBlock | Record | Unreadable]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for item in items:
        if not isinstance(item, RowBlock):
            found += plain([item])
            continue
        columns = (item.ids, item.texts, item.urls, item.publishers, item.published, item.starts[:-1], item.lines())
        for place, (name, text, url, publisher, published, start, line) in enumerate(zip(*columns, strict=True)):
            raw = bytes(line) + b"\n"
            where = (item.at + start, item.number + place, len(raw), raw)
            found.append((name, text, Media.TEXT, url, publisher, published, where))
    return found


def both(data: bytes, **options: Any) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    one = plain(read_jsonl(Source(data), pages(**options), 7, 3))
    return one, taken_apart(read_blocks(Source(data), pages(**options), 7, 3))


def rows(*some: dict[str, Any] | bytes) -> bytes:
    return b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in some)


def usual(number: int, **more: Any) -> dict[str, Any]:
    row = {"id": f"n{number}", "url": f"https://quay.example/{number}", "text": STORY, "date": "2031-04-05"}
    return {**row, **more}


ODD = [
    b"\n",
    b"  \n",
    b"not a row\n",
    b"[1]\n",
    b"null\n",
    b'{"id": "a", "text": "b"} {"id": "c", "text": "d"}\n',
    b'{"id": "a",\n"text": "b"}\n',
    b'{"id": "a", "text": "caf\xe9"}\n',
    b'{"id": "a", "text": "b \\u0000 c"}\n',
    b'{"id": "a", "text": "b \\ud800 c"}\n',
    b'{"id": "a", "text": "b"}\r\n',
    b'{"id": "a", "id": "b", "text": "c"} \n',
    b'{"id": 12345678901234567890123, "text": "b"}\n',
    rows({"id": True, "text": STORY}),
    rows({"id": 1.5, "text": STORY}),
    rows({"id": "", "text": STORY}),
    rows({"id": None, "text": STORY}),
    rows({"text": STORY}),
    rows({"id": "a", "text": ""}),
    rows({"id": "a", "text": None}),
    rows({"id": "a", "text": " \n"}),
    rows({"id": "a", "text": ["b"]}),
    rows({"id": "a", "text": "<p>HTML</p>"}),
    rows({"id": "a", "text": " leading"}),
    rows({"id": "a", "text": STORY, "date": 20310405}),
    rows({"id": "a", "text": STORY, "date": "1930000000"}),
    rows({"id": "a", "text": STORY, "url": {"deep": 1}}),
    rows({"id": "a", "text": STORY, "publisher": "  "}),
    rows({"id": "a", "text": STORY, "provenance": {"kept": True}}),
    rows({"id": "a", "text": STORY, "body": "another text"}),
    rows({"Text": STORY, "id": "a"}),
    rows({"key": "a", "body": STORY, "site": "Quay"}),
    rows({"id": "a", "text": "\N{SNOWMAN} é " + STORY, "title": " t "}),
    rows({"id": "a", "text": 'with "quotes", \\ and \t'}),
    rows({}),
]


@given(
    st.lists(st.sampled_from(ODD) | st.integers(0, 9).map(lambda n: rows(usual(n))), max_size=30),
    st.booleans(),
    st.sampled_from([40, 300, 1 << 20]),
    st.booleans(),
)
def test_a_block_gives_what_its_lines_give(some: list[bytes], cut: bool, size: int, keep: bool) -> None:
    data = b"".join(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_BLOCK", size)
        one, other = both(data[:-1] if cut else data, keep_empty=keep)
    assert one == other


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "text", "url", "date", "source", "x", 'a "b"', "\0", "\ud800"]),
            st.none() | st.text() | st.integers(),
        ),
        max_size=12,
    )
)
def test_any_row_is_read_as_it_is_by_itself(some: list[dict[str, Any]]) -> None:
    one, other = both(rows(*some))
    assert one == other


def test_usual_rows_come_in_blocks() -> None:
    found = list(read_blocks(Source(rows(*map(usual, range(500)))), pages()))
    assert [len(each) for each in found if isinstance(each, RowBlock)] == [499]  # the first one says what there is
    assert len(found) == 2


def test_rows_that_lack_a_column_or_have_none_of_a_value_come_in_blocks() -> None:
    some = [usual(n, publisher="Quay Post") for n in range(100)]
    del some[40]["publisher"]
    some[50]["date"] = None
    found = list(read_blocks(Source(rows(*some)), pages()))
    assert [len(each) for each in found if isinstance(each, RowBlock)] == [99]


def test_a_column_that_comes_later_is_learned() -> None:
    some = [usual(n, **({"publisher": "Quay Post"} if n > 20 else {})) for n in range(20_000)]
    data = rows(*some)
    found = list(read_blocks(Source(data), pages()))
    assert sum(len(each) for each in found if isinstance(each, RowBlock)) > 10_000
    assert taken_apart(found) == plain(read_jsonl(Source(data), pages()))


def test_an_odd_row_alone_is_read_with_care() -> None:
    some = [usual(n) for n in range(100)]
    some[50]["text"] = "<p>The ferry stopped.</p>"
    found = list(read_blocks(Source(rows(*some)), pages()))
    assert [len(each) if isinstance(each, RowBlock) else 1 for each in found] == [1, 49, 1, 49]


def test_a_row_that_is_longer_than_allowed_is_named() -> None:
    some = [usual(n) for n in range(60)]
    some[30]["text"] = STORY * 200
    one, other = both(rows(*some), max_bytes=5000)
    assert [each[:-1] for each in one] == [each[:-1] for each in other]  # line by line its end is not known
    assert [each for each in other if len(each) == 2] == [("news.jsonl:line 34", "row is larger than 5,000 bytes")]


def test_a_line_that_never_ends_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 1000)
    one, other = both(rows(usual(1)) + b'{"text": "' + b"a" * 50_000 + b'"}\n' + rows(usual(2)), max_bytes=5000)
    assert [each[:-1] for each in one] == [each[:-1] for each in other]


def test_part_of_a_block() -> None:
    block = next(
        each
        for each in read_blocks(Source(rows(*map(usual, range(10)))), pages(), 100, 5)
        if isinstance(each, RowBlock)
    )
    rest = block.part(3, len(block))
    assert (rest.ids[0], rest.number, len(rest)) == ("n4", block.number + 3, 6)
    assert rest.at + rest.starts[0] == block.at + block.starts[3]
    assert [bytes(line) for line in rest.lines()] == [bytes(line) for line in block.lines()][3:]


def test_the_columns_are_told_as_line_by_line() -> None:
    data = rows(*map(usual, range(50)))
    one: list[str] = []
    other: list[str] = []
    list(read_jsonl(Source(data), pages(one)))
    list(read_blocks(Source(data), pages(other)))
    assert one == other
    assert len(one) == 1


def test_options_that_name_columns_hold_in_blocks() -> None:
    some = [{"a": f"x{n}", "b": STORY, "c": "https://quay.example/"} for n in range(50)]
    one, other = both(rows(*some), id_field="a", text_field="b", url_field="c")
    assert one == other
    assert one[20][:2] == ("x20", STORY)


def test_a_sample_is_taken_line_by_line() -> None:
    one, other = both(rows(*map(usual, range(200))), sample=0.5)
    assert one == other
    assert 50 < len(one) < 150


@pytest.mark.parametrize("what", ["id", "url", "publisher", "title"])
def test_a_column_that_means_nothing_may_have_any_name(what: str) -> None:
    odd = {f"column of no {what}": ["a list"], "column_1": "b", "text": STORY}
    for first in ({"text": STORY}, odd):
        one, other = both(rows(first, odd, odd, {"text": STORY, what: "found"}))
        assert one == other


@pytest.mark.parametrize("name", ['a "word"', "back\\slash", "tab\t", "nul\0", "half \ud800"])
def test_a_column_of_a_name_with_escapes_is_read(name: str) -> None:
    one, other = both(rows(*(usual(number, **{name: "x"}) for number in range(20))))
    assert one == other
