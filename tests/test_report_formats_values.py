"""Values for other programs: times, texts, numbers, identifiers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from export_samples import texts
from hypothesis import given
from lxml import etree

from provenance.model import Article, ArticleRef
from provenance.report.formats.values import (
    article_uri,
    finite,
    host_address,
    local_name,
    part_uri,
    published,
    sound,
    sound_tree,
    zoned,
)


@pytest.mark.parametrize(
    ("text", "time", "rfc"),
    [
        (None, None, None),
        ("", None, None),
        ("2031-04-02", date(2031, 4, 2), None),
        ("2031-04-02T10:00:00", datetime(2031, 4, 2, 10), None),  # noqa: DTZ001 - a page that gives no zone
        ("2031-04-02T10:00:00Z", datetime(2031, 4, 2, 10, tzinfo=UTC), "2031-04-02T10:00:00+00:00"),
        (
            "2031-04-02T10:00:00-05:00",
            datetime(2031, 4, 2, 10, tzinfo=timezone(timedelta(hours=-5))),
            "2031-04-02T10:00:00-05:00",
        ),
        ("2031-02-30", None, None),
        ("2031-13-45T10:00:00Z", None, None),
        ("2031-04-02T10:00:00+00:00:30", None, None),
        ("2031-04-02T10:00:00+15:00", None, None),
        ("last Friday", None, None),
        ("javascript:alert(1)", None, None),
    ],
)
def test_a_time_is_a_real_one_or_none(text: str | None, time: date | None, rfc: str | None) -> None:
    assert published(text) == time
    assert type(published(text)) is type(time)
    assert zoned(text) == rfc


@given(texts)
def test_a_sound_text_fits_into_xml_and_utf8(text: str) -> None:
    clean = sound(text)
    clean.encode()
    element = etree.Element("a")
    element.text = clean
    assert len(clean) == len(text)
    assert sound(clean) == clean


def test_what_people_write_stays() -> None:
    for text in ("plain\ttext\r\n", "“curly” – дата 日本語 😀", "\x85\u2028"):
        assert sound(text) == text
    assert sound("a\x00b\x1b\ud800") == "a\ufffdb\ufffd\ufffd"
    assert sound_tree({"a\x00": ["\x01", 1, None, {"b": "\x02"}]}) == {"a\ufffd": ["\ufffd", 1, None, {"b": "\ufffd"}]}


def test_a_number_is_finite_and_short() -> None:
    assert finite(0.123456) == 0.1235
    assert finite(None) is None
    assert finite(float("nan")) is None
    assert finite(float("inf")) is None


def test_an_article_has_one_identifier_wherever_it_is_named() -> None:
    article = Article("a.html", "text", (), url="https://a.example/1")
    same = ArticleRef(7, "a.html", "https://a.example/1", "any title")
    assert article_uri(article) == article_uri(same)
    others = (ArticleRef(7, "b.html", same.url, None), ArticleRef(7, "a.html", None, None))
    assert len({article_uri(each) for each in (same, *others)}) == 3
    # what was given away once has to be found again: this never changes
    assert article_uri(same) == "urn:uuid:1d4d6fbb-934c-57d4-a427-e938185fae6e"
    assert part_uri(article_uri(same), "verdict") == f"{article_uri(same)}#verdict"


@given(texts, texts)
def test_an_identifier_is_a_uuid_whatever_the_article_is_called(id_: str, url: str) -> None:
    prefix, _, rest = article_uri(ArticleRef(1, id_, url, None)).rpartition(":")
    assert prefix == "urn:uuid"
    assert UUID(rest).version == 5


@given(texts)
def test_a_name_in_an_identifier_has_plain_characters(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._~%-]*", local_name(name))


@pytest.mark.parametrize(
    ("domain", "address"),
    [
        ("apnews.com", "https://apnews.com/"),
        (None, None),
        ("no domain", None),
        ("localhost", None),
        ('a.example/"onload', None),
        ("javascript:1", None),
        ("-a.example", None),
    ],
)
def test_a_site_has_an_address_where_its_name_is_a_host(domain: str | None, address: str | None) -> None:
    assert host_address(domain) == address
