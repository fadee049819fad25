"""The bytes of records, noted while they are read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.reading import ReadOptions, Record, read
from provenance.reading.corpora import warc_whole
from provenance.reading.corpora.warc_whole import Noted, refers_to
from provenance.reading.layouts import WholeRecord

if TYPE_CHECKING:
    import pytest


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=300),
    steps=st.lists(st.tuples(st.booleans(), st.integers(-1, 40)), max_size=12),
    held=st.integers(0, 50),
    part=st.floats(0, 1),
)
def test_what_is_read_is_noted(data: bytes, steps: list[tuple[bool, int]], held: int, part: float) -> None:
    from pytest import MonkeyPatch  # noqa: PT013 - for each example anew

    with MonkeyPatch.context() as patch:
        patch.setattr(warc_whole, "_HELD", held)
        noted = Noted(io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]
        noted.read(5)
        noted.begin(b"first\n")
        taken = b"first\n"
        for by_line, size in steps:
            taken += noted.readline(size) if by_line else noted.read(size)
        assert noted.size == len(taken)
        wanted = int(len(taken) * part)
        assert b"".join(noted.chunks(wanted)) == taken[:wanted]
        noted.begin(b"")
        assert b"".join(noted.chunks(100)) == b""


def test_ids_are_found_whatever_the_case_of_their_name() -> None:
    said = [
        ("WARC-Concurrent-To", "<urn:a>"),
        ("warc-refers-to", "urn:b"),
        ("WARC-Type", "x"),
        ("Warc-Concurrent-To", "<c>"),
    ]
    assert refers_to(said) == ("urn:a", "urn:b", "c")


def test_a_record_after_damage_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_whole, "_HELD", 100)
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/{}\r\nContent-Type: text/plain\r\n"
    good = [f"{head.format(n)}Content-Length: {90 + n}\r\n\r\n{'w' * (90 + n)}".encode() for n in (1, 2)]
    data = (
        good[0]
        + b"\r\n\r\n"
        + head.format(9).encode()
        + b"Content-Length: none\r\n\r\nlost\r\n\r\n"
        + good[1]
        + b"\r\n\r\n"
    )
    found = list(read(["-"], ReadOptions(beside=lambda _: None), io.BytesIO(data)))
    wholes = [each.whole for each in found if isinstance(each, Record)]
    assert [each.data for each in wholes if isinstance(each, WholeRecord)] == good
    assert len(found) == 3
