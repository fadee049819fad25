"""A deduplication as a whole: how a corpus is known again."""

from __future__ import annotations

from dataclasses import replace
from random import Random  # noqa: TC003 - hypothesis reads the annotation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus.gathering.documents import Corpus
from provenance.corpus.near.texts import TextCollector
from provenance.corpus.outcome import corpus_digest, without_own
from provenance.corpus.result import Document
from provenance.settings import DedupSettings


def documents(*identities: bytes) -> list[Document]:
    return [Document(number, f"d{number}", identity, None, None) for number, identity in enumerate(identities)]


@given(st.lists(st.binary(max_size=16), max_size=6), st.randoms(use_true_random=False))
def test_a_corpus_is_known_again_in_any_order(identities: list[bytes], random: Random) -> None:
    before = corpus_digest(documents(*identities))
    assert len(before) == 16
    random.shuffle(identities)
    assert corpus_digest(documents(*identities)) == before


@pytest.mark.parametrize("other", [(), (b"a",), (b"a", b"b", b"b"), (b"a", b"c"), (b"ab",)])
def test_another_corpus_has_another_digest(other: tuple[bytes, ...]) -> None:
    assert corpus_digest(documents(*other)) != corpus_digest(documents(b"a", b"b"))


class Known:
    """Two stored articles, of which one came by the corpus of this digest."""

    def __init__(self, corpus: bytes) -> None:
        self.corpus = corpus

    def articles(self) -> list[tuple[int, object]]:
        return []

    def article(self, number: int) -> object:
        return number

    def added_for(self, corpus: bytes) -> frozenset[int]:
        return frozenset({8}) if corpus == self.corpus else frozenset()


@pytest.mark.parametrize(("identity", "held"), [(b"a", [7]), (b"b", [7, 8])])
def test_what_this_corpus_brought_in_is_not_held_against_it(identity: bytes, held: list[int]) -> None:
    stored = tuple(
        replace(document, stored=number) for document, number in zip(documents(b"7", b"8"), (7, 8), strict=True)
    )
    known = Known(corpus_digest(documents(b"a")))
    corpus = Corpus(documents(identity), (), TextCollector(DedupSettings()).finish(), None, stored, known)  # type: ignore[arg-type]
    assert [each.stored for each in without_own(corpus).stored] == held


def test_without_a_database_nothing_is_asked() -> None:
    corpus = Corpus(documents(b"a"), (), TextCollector(DedupSettings()).finish())
    assert without_own(corpus) is corpus
