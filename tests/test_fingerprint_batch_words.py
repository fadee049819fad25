"""The kernel of words against the one-article path, compiled and as plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from provenance.fingerprint import normalise
from provenance.fingerprint.batch.words import OTHER, byte_table, character_table, hash_words, powers
from provenance.fingerprint.shingle import _word_hashes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

TABLE = character_table()
BYTES = byte_table(normal=False)
KNOWN = "".join(chr(code) for code in range(len(TABLE)) if TABLE[code, 0] != OTHER)
TEXTS = st.lists(st.text(st.sampled_from(KNOWN) | st.sampled_from("aB c'’\n“é½…ﬂ")) | st.text(), max_size=5)
PYTHON = hash_words.py_func  # type: ignore[attr-defined]


def hashed(
    texts: list[str], how: Callable[..., tuple[NDArray[np.uint64], ...]], *, normal: bool = False
) -> list[list[int] | None]:
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    with np.errstate(over="ignore"):
        words, bounds, digests, known = how(
            np.frombuffer(b"".join(encoded), np.uint8), offsets, byte_table(normal=normal), TABLE, powers()
        )
    assert digests.shape == (len(texts), 2)
    return [words[bounds[place] : bounds[place + 1]].tolist() if known[place] else None for place in range(len(texts))]


def one_by_one(text: str) -> list[int]:
    """Hashes of the single words, which are shingles of one word without their own finisher."""
    return _word_hashes(np.frombuffer(normalise(text).encode(), np.uint8))[0].tolist()


@settings(max_examples=300)
@given(TEXTS)
def test_words_are_those_of_the_one_article_path(texts: list[str]) -> None:
    for text, found in zip(texts, hashed(texts, hash_words), strict=True):
        if found is None:
            assert not set(KNOWN).issuperset(text)
        else:
            assert found == one_by_one(text)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_compiled_and_plain_python_agree(texts: list[str]) -> None:
    assert hashed(texts, hash_words) == hashed(texts, PYTHON)


@given(TEXTS)
def test_a_normal_form_is_taken_as_it_is(texts: list[str]) -> None:
    normals = [normalise(text) for text in texts]
    assert hashed(normals, hash_words, normal=True) == [one_by_one(text) for text in texts]


@pytest.mark.parametrize("length", [1000, 1023, 1024, 1025, 2500])
def test_a_word_may_be_longer_than_the_table_of_powers(length: int) -> None:
    for text in ("a" * length, "z" + "ab" * length + " and more", "aé" * length + "b c", "’".join("xyz" * length)):
        assert hashed([text, "next"], hash_words) == [one_by_one(text), one_by_one("next")]
        normal = normalise(text)
        assert hashed([normal], hash_words, normal=True) == [one_by_one(text)]


def test_every_character_of_the_table_is_judged_right_between_any_two() -> None:
    for before, after in (("a", "b"), (" ", " "), ("é", "9"), ("", ""), ("’", "“")):
        texts = [before + character + after for character in KNOWN]
        for text, found in zip(texts, hashed(texts, hash_words), strict=True):
            assert found == one_by_one(text), ascii(text)


def test_the_table_covers_western_news() -> None:
    sample = "Ærøskøbing’s “mayor” said — in Łódź, for €5½ … No. 7 • naïve façade\u00a0ñandú\u200b„Straße“ ™"
    assert set(KNOWN).issuperset(sample)
    for other in "жα漢ก\u0301ı😀":
        assert other not in KNOWN


def test_equal_words_have_equal_digests() -> None:
    def digests(*texts: str) -> list[list[int]]:
        encoded = [text.encode() for text in texts]
        data = np.frombuffer(b"".join(encoded), np.uint8)
        return hash_words(data, np.cumsum([0, *map(len, encoded)]), BYTES, TABLE, powers())[2].tolist()

    one, same, swapped, longer = digests("Two gulls.", "“two GULLS”", "gulls two", "two gulls two")
    assert one == same
    assert len({tuple(each) for each in (one, swapped, longer)}) == 3


def test_a_broken_character_is_not_read_beyond_its_text() -> None:
    data = np.frombuffer("ab “".encode()[:-1] + b"\xc3", np.uint8)
    offsets = np.array([0, len(data) - 1, len(data)])
    known = hash_words(data, offsets, BYTES, TABLE, powers())[3]
    assert known.tolist() == [False, False]
