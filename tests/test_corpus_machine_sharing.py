"""Work shared out among processes."""

from __future__ import annotations

import os

import pytest

from provenance.corpus.machine import sharing
from provenance.corpus.machine.sharing import chunks, shared_out
from provenance.corpus.result import Document
from provenance.model import Media, Page

SIZES = [0, 0, 90, 5, 5, 100, 10, 10, 0]


def asked(sizes: list[int]) -> list[sharing.Asked]:
    return [
        (Document(at, f"d{at}", b"", None, at), Page(f"d{at}", "x" * size, Media.TEXT)) for at, size in enumerate(sizes)
    ]


@pytest.mark.parametrize("processes", [1, 2, 3, 7])
def test_answers_come_in_the_order_of_the_documents(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "threads", lambda: processes)
    chunk = asked(SIZES * 20)
    told: list[int] = []
    found = shared_out(
        chunk, lambda some: [(document.id, len(page.content), os.getpid()) for document, page in some], told.append
    )
    assert [one[:2] for one in found] == [(document.id, len(page.content)) for document, page in chunk]
    assert len({one[2] for one in found}) == processes
    assert told == sorted(told)
    assert told[-1] <= len(chunk)


def test_work_is_divided_by_the_length_of_the_texts() -> None:
    chunk = asked(SIZES)
    for count in (1, 2, 3, 4, 20):
        parts = sharing._shares(chunk, count)  # noqa: SLF001 - how the work is cut decides the time alone
        assert len(parts) == count
        assert [one for part in parts for one in part] == chunk
    halves = [sum(len(page.content) for _, page in part) for part in sharing._shares(chunk, 2)]  # noqa: SLF001
    assert halves == [100, 120]


def test_so_much_is_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "CHUNK", 4)
    monkeypatch.setattr(sharing, "CHUNK_SIZE", 100)
    sizes = [[len(page.content) for _, page in chunk] for chunk in chunks(iter(asked(SIZES)))]
    assert sizes == [[0, 0, 90, 5], [5, 100], [10, 10, 0]]
    assert list(chunks([])) == []
