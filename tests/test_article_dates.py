from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.article import dates
from provenance.article.dates import iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-05-13", "2031-05-13"),
        ("2031-05-13T20:15:00Z", "2031-05-13T20:15:00+00:00"),
        ("2030-08-16T06:43:17-04:00", "2030-08-16T06:43:17-04:00"),
        ("2031-05-13 20:15", "2031-05-13T20:15:00"),
        ("14-MAY-1983 14:02:03.45", "1983-05-14T14:02:03"),
        ("March 4, 2031", "2031-03-04"),
        ("4 Mar 2031", "2031-03-04"),
        ("13.05.2031", "2031-05-13"),
        ("05/13/2031", "2031-05-13"),
        ("Updated 3:40 PM PDT, May 13, 2031", "2031-05-13T15:40:00-07:00"),
        ("Posted on March 4, 2031 at 5:07 pm IST", "2031-03-04T17:07:00+05:30"),
        ("19/07/2031 16h15", "2031-07-19T16:15:00"),
        ("March 4, 2031 5:07 pm XYZ", "2031-03-04T17:07:00"),
        ("2031-05-13T00:00:00", "2031-05-13T00:00:00"),
    ],
)
def test_dates_in_many_forms(text: str, expected: str) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "yesterday", "March 2031", "2031", "Tuesday", "5", "10:30", "2024-13-45", "1710192600", "x" * 500,
     "0001-01-01T00:00:00", "99999999999999999999", "2024-02-30", "March 4"],
)  # fmt: skip
def test_what_is_no_full_date(text: str | None) -> None:
    assert iso(text) is None


@given(st.datetimes(min_value=datetime(1600, 1, 1), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001 - local times
def test_what_is_iso_already_stays(moment: datetime) -> None:
    text = moment.isoformat(timespec="seconds")
    assert iso(text) == text


@given(st.text(max_size=60))
def test_whatever_comes_out_goes_in_again(text: str) -> None:
    found = iso(text)
    assert found is None or iso(found) == found


WIRE_DATES = st.builds(
    "{}{}{gap}{}{gap}{}{}{}".format,
    st.sampled_from(["", "Mon, ", "sun, "]),
    st.integers(0, 33),
    st.sampled_from(["jan", "FEB", "Mar", "May", "Jun", "Sep", "dec", "xyz"]),
    st.integers(1590, 2210),
    st.sampled_from(["", " 02:03", " 14:02:03", " 14:02:03.45", " 24:00", " 09:61", " 00:00:00"]),
    st.sampled_from(["", " GMT", " gmt", " +0530", " -0400", " +0000", " +2500"]),
    gap=st.sampled_from(" -"),
)


@given(WIRE_DATES)
def test_the_quick_way_gives_what_the_thorough_one_gives(text: str) -> None:
    quick = iso(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "WIRE", re.compile("(?!)"))
        assert iso(text) == quick


def test_dates_of_feeds_and_wires_take_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "_parse", None)
    assert iso("Tue, 13 May 2031 14:02:03 -0430") == "2031-05-13T14:02:03-04:30"
    assert iso("14-MAY-1983 14:02:03.45") == "1983-05-14T14:02:03"
