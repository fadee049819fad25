from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.reading import ReadOptions
from provenance.reading.corpora.columns import GUESSES, missing, plan, value_of
from provenance.reading.corpora.foreign import FOREIGN
from provenance.reading.corpora.values import as_date, as_identity, as_json, as_text, first_day, is_before

NAMES = st.lists(st.sampled_from([*(name for names in GUESSES.values() for name in names), *FOREIGN]), unique=True)


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ("title text domain date description url image_url", "text url date title domain"),
        ("authors date_download date_publish maintext source_domain title url", "maintext url date_publish title"),
        ("url url_used title text summary authors publish_date domain warc_date", "text url publish_date title domain"),
        ("text timestamp url", "text url timestamp"),
        ("text id dump url date file_path language", "text id url date"),
        ("id title publication author date year month url content", "content id url date title publication"),
        ("date year month day author title article url section publication", "article url date title publication"),
        ("id date source title content author url published published_utc", "content id url date title source"),
        ("text label", "text"),
        ("document summary id", "document id"),
        ("article highlights id", "article id"),
        ("DocumentIdentifier SourceCommonName DATE", "DocumentIdentifier SourceCommonName DATE"),
        ("Überschrift Inhalt Datum Quelle", "Überschrift Inhalt Datum Quelle"),
        ("Titre|Texte|Date de publication|Éditeur", "Titre|Texte|Date de publication|Éditeur"),
        ("titulo texto fecha fuente enlace autor", "titulo texto fecha fuente enlace"),
        ("Título Conteúdo Data-Publicação Jornal", "Título Conteúdo Data-Publicação Jornal"),
        ("titolo testo data_pubblicazione testata", "titolo testo data_pubblicazione testata"),
        ("标题 正文 日期 来源", "标题 正文 日期 来源"),
        ("タイトル 本文 公開日", "タイトル 本文 公開日"),
        ("제목 본문 날짜 언론사", "제목 본문 날짜 언론사"),
        ("शीर्षक सामग्री तारीख", "शीर्षक सामग्री तारीख"),
        ("หัวข้อ เนื้อหา วันที่", "หัวข้อ เนื้อหา วันที่"),
        ("Article Text|Publish Date|Head-Line|Doc ID", "Article Text|Publish Date|Head-Line|Doc ID"),
    ],
)
def test_the_usual_names_are_known(columns: str, wanted: str) -> None:
    cut = "|" if "|" in columns else None
    assert set(wanted.split(cut)) <= set(plan(columns.split(cut), ReadOptions()).wanted())


@pytest.mark.parametrize(
    ("columns", "text", "title"),
    [
        ("texte contenu titre", (), ("titre",)),  # which of the two?
        ("Inhalt text Titel", ("text",), ("Titel",)),
        ("titel title inhalt", ("inhalt",), ("title",)),
        ("U\u0308berschrift inhalt", ("inhalt",), ("U\u0308berschrift",)),
        ("data medium autor", (), ()),
    ],
)
def test_a_name_in_another_language_is_taken_where_it_is_the_only_one(
    columns: str, text: tuple[str, ...], title: tuple[str, ...]
) -> None:
    found = plan(columns.split(), ReadOptions())
    assert (found.text, found.title, found.date) == (text, title, ())


@given(NAMES, st.randoms())
def test_a_guess_does_not_depend_on_the_order_of_columns(names: list[str], chance: Any) -> None:
    shuffled = names[:]
    chance.shuffle(shuffled)
    assert plan(names, ReadOptions()) == plan(shuffled, ReadOptions())


def test_named_columns_go_before_guesses_and_a_dot_leads_inside() -> None:
    options = ReadOptions(text_field="story", url_field="meta.url", id_field="a.b", title_field="gone")
    columns = plan(["text", "story", "meta", "a.b"], options)
    assert (columns.text, columns.url, columns.id, columns.title) == (("story",), (("meta", "url"),), ("a.b",), ())
    assert columns.wanted() == ["a.b", "meta.url", "story"]
    assert columns.tops() == ["a.b", "meta", "story"]
    assert missing(["text", "story", "meta", "a.b"], options) == ["gone"]
    assert columns.mapping() is None


def test_a_mapping_says_what_was_named_and_what_was_guessed() -> None:
    assert plan(["body", "doc_id"], ReadOptions()).mapping() == "text = body, id = doc_id (guessed)"
    named = ReadOptions(text_field="body")
    assert plan(["body", "doc_id"], named).mapping() == "text = body (named); id = doc_id (guessed)"
    assert plan(["body"], named).mapping() is None
    assert plan(["text", "html"], ReadOptions()).mapping({"text": "", "html": "<p>"}) == "html = html (guessed)"


def test_columns_that_mean_nothing_are_known() -> None:
    assert plan(["body", "Topic", "text", "doc_id", "a", "meta"], ReadOptions(url_field="meta.url")).unused() == (
        "Topic",
        "a",
    )
    assert plan(["body", "Topic", "text"], ReadOptions()).first_only().unused() == ("body", "Topic")


def test_a_path_that_breaks_off_is_no_value() -> None:
    row = {"meta": {"url": "u", "list": [1]}}
    assert value_of(row, ("meta", "url")) == "u"
    assert value_of(row, ("meta", "list", "0")) is None
    assert value_of(row, ("gone", "url")) is None


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2031-03-04", "2031-03-04"),
        (" 4 March 2031 ", "4 March 2031"),
        (20310304, "2031-03-04"),
        ("20310304", "2031-03-04"),
        ("20310304050607", "2031-03-04T05:06:07"),
        (1930000000, "2031-02-27T23:06:40+00:00"),
        (1930000000000, "2031-02-27T23:06:40+00:00"),
        (1930000000.5, "2031-02-27T23:06:40+00:00"),
        (datetime(2031, 3, 4, 5, tzinfo=UTC), "2031-03-04T05:00:00+00:00"),
        (date(2031, 3, 4), "2031-03-04"),
        (7, None),
        ("7", "7"),
        (True, None),
        (float("nan"), None),
        (["2031"], None),
        ("", None),
        (99999999999999999999, None),
    ],
)
def test_times_in_many_forms(value: object, written: str | None) -> None:
    assert as_date(value) == written


@pytest.mark.parametrize(
    ("published", "before"),
    [
        ("2031-03-03T23:59:59Z", True),
        ("2031-03-04", False),
        ("20310303", True),
        ("3 March 2031", True),
        ("March 2031", False),  # may be the 31st
        ("February 2031", True),
        ("03/04/2031", False),  # may be the third of April
        ("02/01/2031", True),
        ("2031-99-99", None),
        ("last week", None),
        ("Mon, 03 Mar 2031 10:00:00 XYZ", True),
        ("x" * 100_000, None),
        ("9" * 100_000, None),
    ],
)
def test_only_what_is_surely_earlier_is_earlier(published: str, *, before: bool | None) -> None:
    assert is_before(published, date(2031, 3, 4)) is before


def test_a_day_is_asked_for_in_iso_form() -> None:
    assert first_day("2031-03-04") == first_day("2031-03-04T10:00:00Z") == date(2031, 3, 4)
    with pytest.raises(UsageError, match="not a day"):
        first_day("last week")


def test_text_and_ids() -> None:
    assert as_text("a\0b") == "ab"
    assert as_text(b"caf\xc3\xa9") == "café"
    assert as_text("\ud800x") == "\ufffdx"
    assert [as_text(value) for value in ("", " \n", "\0", None, 7, b"\x00\x01\x02")] == [None] * 6
    assert [as_identity(value) for value in ("a", 7, 0, 1.5, b"\xff", True, None, "", [])] == [
        "a", "7", "0", "1.5", "ff", None, None, None, None
    ]  # fmt: skip


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes() | st.dates()
    | st.times() | st.decimals() | st.timedeltas(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(JSON_LIKE)
def test_any_value_becomes_json(value: object) -> None:
    json.dumps(as_json(value), allow_nan=False)


def test_how_values_are_written_that_json_does_not_know() -> None:
    assert as_json(
        {
            "when": datetime(2031, 3, 4, 5, tzinfo=UTC),
            "at": time(5, 6),
            "span": timedelta(minutes=1),
            "data": b"\xff\x00",
            "price": Decimal("1.10"),
            "nothing": float("inf"),
            "list": (1, "a"),
        }
    ) == {
        "when": "2031-03-04T05:00:00+00:00",
        "at": "05:06:00",
        "span": 60.0,
        "data": "/wA=",
        "price": "1.10",
        "nothing": None,
        "list": [1, "a"],
    }
