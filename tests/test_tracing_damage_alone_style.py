"""Signs of style: numbers of an article, never findings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, Role
from provenance.tracing.damage.alone.style import SIGNS, measure
from provenance.tracing.damage.words.lists import read_list

PLAIN = "The council of Ostra said on Monday that it was in talks with the owners of the mill. "


def body(text: str) -> list[Block]:
    return [Block(0, Role.BODY, 0, len(text), text)]


def number(text: str, sign: str) -> float:
    return next(each.value for each in measure(body(text)) if each.sign == sign)


def test_a_short_article_has_no_style() -> None:
    assert measure(body(PLAIN * 3)) == ()
    assert len(measure(body(PLAIN * 10))) == len(SIGNS)


def test_words_of_spinners_are_counted_in_a_thousand_and_each_twice_at_most() -> None:
    text = PLAIN * 11 + "The clergyman and the columnists utilize it. " + "Utilize, utilize, utilize it. "
    assert number(text, "spun_words") == 1000 * 4 / len(text.split())


def test_said_is_starved_only_where_many_other_verbs_stand_for_it() -> None:
    assert number(PLAIN * 10 + "He stated it. She mentioned it.", "said_starved") == 0
    starved = PLAIN.replace("said", "expressed") * 10
    assert number(starved, "said_starved") == 100


def test_chains_of_of_count_against_possessives() -> None:
    chained = "The chief of the council of the town said that the roof of the mill of the owner leaked. " * 8
    plain = "The town council’s chief said the owner’s mill roof leaked, and nobody else spoke up there. " * 8
    assert number(chained, "translated") > 100
    assert number(plain, "translated") < 0


def test_the_list_is_of_words_in_lower_case_without_doubles() -> None:
    words = read_list("spun_words")["words"]
    assert words == sorted(set(words))
    assert all(word == word.lower().strip() for word in words)


@given(st.text(max_size=400))
def test_any_text_has_a_style_or_none(text: str) -> None:
    assert all(each.value == each.value for each in measure(body(PLAIN * 9 + text)))


def test_one_word_of_the_list_is_no_style_however_often() -> None:
    assert number(PLAIN * 10 + "She slept badly and he slept well. ", "spun_words") == 0
    assert number(PLAIN * 10 + "She slept at the abode. ", "spun_words") > 0
