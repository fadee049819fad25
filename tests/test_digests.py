"""The hashes by which texts and pages are known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.digests import content_digest, text_digest


def test_a_digest_is_the_same_in_every_database() -> None:
    assert content_digest(b"Ferry").hex() == "8224ebedeacc09f32c7f4ca6062ac6e9"
    assert text_digest("Ferry") == content_digest(b"Ferry")


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_any_text_has_a_digest_of_its_own(one: str, other: str) -> None:
    assert len(text_digest(one)) == 16
    assert (text_digest(one) == text_digest(other)) is (one == other)
