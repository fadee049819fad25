from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.characters import count_words, has_signs, line_words
from provenance.fingerprint import normalise, sampled_keys, shingle_hashes, units_of, words_of
from provenance.settings import Scheme

SIGNS = "東京で地震が人々พบกันที่บ้านກຂ่ខ្មမြန်བོད"
mixed = st.text(alphabet=st.one_of(st.sampled_from(SIGNS + " ab1。、"), st.characters()), max_size=60)


@pytest.mark.parametrize(
    ("raw", "units", "words"),
    [
        ("東京で地震", "東京 京で で地 地震", 3),
        ("東 京。で、地\n震", "東京 京で で地 地震", 3),
        ("震", "震", 1),
        ("Ｍ６．５の地震、AP通信", "m6 5 の地 地震 ap 通信", 6),
        ("人々", "人々", 1),
        ("サーバー", "サー ーバ バー", 2),
        ("พบกันที่บ้าน", "พบกั บกัน กันที่ นที่บ้ ที่บ้า บ้าน", 3),
        ("ปี๒๕๗๔", "ปี 2574", 2),
        ("བོད་སྐད་ཡིག", "བོདསྐད སྐདཡིག", 2),
        ("시장은 화요일 말했다", "시장은 화요일 말했다", 3),
        ("Thị trưởng nói hôm thứ Ba", "thị trưởng nói hôm thứ ba", 6),
        ("हैरो झील के महापौर", "हैरो झील के महापौर", 4),
        ("", "", 0),
    ],
)
def test_units_and_words(raw: str, units: str, words: int) -> None:
    assert units_of(normalise(raw)) == units
    assert words_of(normalise(raw)) == words


@given(mixed)
def test_what_has_spaces_is_its_own_units(text: str) -> None:
    normal = normalise(text)
    if not has_signs(normal):
        assert units_of(normal) == normal
        assert words_of(normal) == len(normal.split())


@given(mixed, st.lists(st.sampled_from(" 。、\n"), max_size=5), st.randoms(use_true_random=False))
def test_marks_and_spaces_between_signs_change_nothing(text: str, marks: list[str], chance: object) -> None:
    signs = "".join(character for character in normalise(text) if character in "東京で地震が人")
    broken = signs
    for mark in marks:
        at = chance.randint(0, len(broken))
        broken = broken[:at] + mark + broken[at:]
    assert units_of(normalise(broken)) == units_of(normalise(signs))


@given(st.lists(mixed, min_size=1, max_size=8))
def test_one_text_has_the_keys_that_it_has_in_a_batch(texts: list[str]) -> None:
    units = [units_of(normalise(text)) for text in texts]
    keys, owners = sampled_keys(shingle_hashes(units, 3), Scheme())
    for number, one in enumerate(units):
        alone, _ = sampled_keys(shingle_hashes([one], 3), Scheme())
        assert keys[owners == number].tolist() == alone.tolist()


@given(st.text(max_size=80))
def test_words_of_raw_text_are_counted_by_spaces_where_there_are_any(text: str) -> None:
    if not has_signs(text):
        assert count_words(text) == len(text.split())
        assert line_words(text) == text.count(" ") + 1
    else:
        assert count_words(text) >= 1
