"""Lists of damaged phrases: what is written can be taken, and a bad list is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.pipeline.phrase_lists import phrases_toml, read_phrases
from provenance.tracing.damage.alone.phrases import LearnedPhrase

if TYPE_CHECKING:
    from pathlib import Path

WORD = st.from_regex(r"[abc]{1,4}(?:'[ab])?", fullmatch=True)
WORDS = st.lists(WORD, min_size=2, max_size=5).map(" ".join)
MEANT = st.lists(st.text(alphabet="xyzé'\x7f\\\"", min_size=1, max_size=5), min_size=2, max_size=5).map(" ".join)


@given(st.dictionaries(WORDS, MEANT, max_size=6))
def test_a_written_list_says_the_same_when_it_is_taken(
    tmp_path_factory: pytest.TempPathFactory, meant: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.toml"
    phrases = [LearnedPhrase(damaged, original, 2, 2, 2) for damaged, original in meant.items()]
    path.write_text(phrases_toml(phrases), encoding="utf-8")
    assert read_phrases(path) == meant


def test_only_what_is_looked_for_is_written() -> None:
    text = phrases_toml([LearnedPhrase("iron pony", "iron horse", 1, 1, 1), LearnedPhrase("a b", "c d", given=True)])
    assert text.endswith('[phrases]\n"c d" = ["a b"]\n')


def test_choices_are_spelled_out(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text('[phrases]\n"ferry company" = ["boat partnership|firm", "vessel big_firm"]\n', encoding="utf-8")
    assert list(read_phrases(path)) == ["boat partnership", "boat firm", "vessel big firm"]


def test_a_phrase_is_kept_as_it_is_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text('\ufeff[phrases]\n"ferry owner" = ["Co-Vessel holder", "boat’s lord"]\n', encoding="utf-8")
    assert list(read_phrases(path)) == ["co vessel holder", "boat's lord"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "no list of phrases"),
        ("[other]\n", "no list of phrases"),
        ('[phrases]\n"a b" = 3\n', "no list of phrases"),
        ('[phrases]\n"a b" = [3]\n', "no list of phrases"),
        ('[phrases]\n"a b" = ["one"]\n', "“one” is no phrase of two to five words"),
        ('[phrases]\n"a b" = ["a b c d e f"]\n', "no phrase of two to five words"),
        ('[phrases]\n"a b" = "c d"\n', "“a b” is no list of texts"),
        ('[phrases]\n"a b" = {"c d" = 1}\n', "“a b” is no list of texts"),
        ("phrases = " + "[" * 5000, "no list of phrases"),
        ('[phrases]\n"a b" = ["' + " ".join(["c|d"] * 40) + '"]\n', "1,099,511,627,776 phrases"),
        ('[phrases]\n"a b" = ["A B"]\n', "“A B” stands for the same"),
        ('[phrases]\n"" = ["a b"]\n', "“a b” stands for nothing"),
        ('[phrases]\n"a b" = ["c \\u001b[2J d"]\n', "other signs"),
        ('[phrases]\n"a b" = ["c  d"]\n', "other signs"),
    ],
)
def test_a_bad_list_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "list.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as error:
        read_phrases(path)
    assert str(error.value).startswith(str(path))


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml: No such file"):
        read_phrases(tmp_path / "none.toml")
