from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.article.notices import is_claim, notice_span


@pytest.mark.parametrize(
    "line",
    [
        "Every right is booked.",
        "All privileges are set aside.",
        "Harrow Lake Media 2031. All the freedoms are secured.",
        "2031 Harrow Lake Broadcasting Company. Whole entitlements kept.",
        "Authors’ rights 2031 Harrow Lake Media. Complete claims held.",
        "This stuff can’t be printed, shown, reworked or spread.",
        "This content must not be posted, aired, changed, or passed on without leave.",
        "No part of this text may be copied. These materials could not be sent out, revised or handed on.",
        "Copy right 2031 Harrow Lake Television, LLC",
        "Copyright Harrow Lake Press. This matter may not be run or rerun.",
    ],
)
def test_notices_by_their_shape(line: str) -> None:
    assert notice_span(line) == (0, len(line))


@pytest.mark.parametrize(
    "line",
    [
        "All the passengers were rescued.",
        "Every table was booked by noon.",
        "The boats could not be moved, sold or burned before the flood, the port said.",
        "The bodies may not be identified or buried before Monday.",
        "All of the rights that the court had named were read aloud on the pier.",
        "In 2031 the Harrow Lake Media Company bought two boats and a crane for the port.",
        "Copyright law was changed in 2031, and the ministers were not told.",
        "",
    ],
)
def test_story_has_another_shape(line: str) -> None:
    assert notice_span(line) is None


@given(st.text(max_size=200))
def test_a_notice_is_the_whole_line_or_nothing(text: str) -> None:
    assert notice_span(text) in {None, (0, len(text))}


def test_claims_of_any_words() -> None:
    assert is_claim("All the freedoms are secured.")
    assert not is_claim("All the freedoms that we have")
