"""Lines with their slots, and which of the repeated lines of a page are furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from furniture_samples import BIO, PROMPT, sentence, story
from hypothesis import given
from hypothesis import strategies as st

from provenance.article.furniture import LOST_SHARE, Repeats, as_the_page_says, home_named, learned
from provenance.article.lines import line_form, line_key, line_keys, words_in
from provenance.model import Block, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

OFTEN, WIDELY = Repeats(3), Repeats(16)


class Known:
    """A library that knows some lines, whatever the site."""

    def __init__(self, **repeats: Repeats) -> None:
        self.by_key: dict[int, Repeats] = {}
        for text, each in repeats.items():
            self.add(text, each)

    def add(self, text: str, repeats: Repeats) -> Known:
        key = line_key(text)
        assert key is not None
        self.by_key[key] = repeats
        return self

    def repeats(self, site: str | None, lines: Sequence[int]) -> dict[int, Repeats]:
        assert site == "tarn.example"
        return {key: each for key, each in self.by_key.items() if key in lines}


def page(*texts: str, role: Role = Role.BODY) -> tuple[Block, ...]:
    blocks, start = [], 0
    for position, text in enumerate(texts):
        blocks.append(Block(position, role, start, start + len(text), text))
        start += len(text) + 2
    return tuple(blocks)


def changed(blocks: tuple[Block, ...], library: Known) -> dict[str, Role]:
    """The blocks whose role is another with what the library knows."""
    found = learned(blocks, "tarn.example", library)
    assert as_the_page_says(found) == blocks
    assert [(b.start, b.end, b.text) for b in found] == [(b.start, b.end, b.text) for b in blocks]
    for block in found:
        assert (block.page_role is None) == (not block.flags), "no change without the flag that says why"
    return {block.text: block.role for block in found if block.page_role is not None}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Copyright 2031 Gullhaven Media Co.", "Copyright 2029 Tarn Valley Press"),
        ("By Ada Lund", "By Bo Ek Strand"),
        ("Photo: Ada Lund", "Photo: Bo Ek"),
        ("© 2031 Ada Lund", "© 1998 Bo Ek"),
        ("Updated on Friday, March 4, 2031", "Updated on Monday, July 12, 2029"),
        ("3 min read", "12 min read"),
        ("١٢ تعليق", "٧ تعليق"),
        ("शुक्रवार 4 पाठक", "शुक्रवार 17 पाठक"),
        ("2031年3月4日 新聞", "2029年12月17日 新聞"),
        ("SIGN UP NOW", "Sign up   now"),
        ("The\x00ferry sails", "The ferry sails"),
        ("The ferry \ud800 sails", "The ferry sails"),
    ],
)
def test_what_changes_from_page_to_page_is_a_slot(one: str, other: str) -> None:
    assert line_form(one) == line_form(other)
    assert line_key(one) == line_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Net sales of the harbour company rose 12 percent to 48 million crowns",
            "Net sales of the harbour company rose 15 percent to 51 million crowns",
        ),
        ("Ada Lund won the race", "Bo Ek won the race"),
        ("新聞社の記事です", "新聞社の写真です"),
        ("यह खबर समुद्र की है", "यह खबर पहाड़ की है"),
        ("هذا الخبر من البحر", "هذا الخبر من الجبل"),
    ],
)
def test_other_lines_stay_apart(one: str, other: str) -> None:
    assert line_key(one) != line_key(other)


@pytest.mark.parametrize("text", ["", "  ", "12", "2031", "March 4, 2031", "***", "— · —", "word " * 121, "字" * 121])
def test_no_line_without_words_nor_beyond_the_longest(text: str) -> None:
    assert line_key(text) is None


@given(st.text())
def test_any_text_has_one_key_and_no_error(text: str) -> None:
    key = line_key(text)
    assert key == line_key(text)
    assert (key is None) == (line_form(text) is None)
    assert key is None or -(1 << 63) <= key < 1 << 63


@pytest.mark.parametrize("text", ["x" * 100_000, "by " * 50_000, "By " + "A" * 100_000, "(" * 100_000, "1 " * 50_000])
def test_long_lines_cost_little(text: str) -> None:
    line_key(text)  # the whole of the tests has a limit of time; a slow expression would take hours


def test_keys_are_by_position() -> None:
    blocks = page("A first line.", "2031", "A third line.")
    assert line_keys(blocks) == {0: line_key("A first line."), 2: line_key("A third line.")}


@pytest.mark.parametrize(
    ("names", "home"),
    [
        (("tarn.example", "other.example", "Tarn", "Tarn"), "tarn.example"),
        ((None, "other.example", "Tarn", None), "other.example"),
        ((None, None, "The Tarn Herald", "x"), "the tarn herald"),
        ((None, None, "www.Tarn.example", None), "tarn.example"),
        ((None, None, None, "Tarn"), "tarn"),
        ((None, None, " ", ""), None),
        ((None, None, None, None), None),
        ((None, None, "0", None), "0"),
    ],
)
def test_a_site_has_one_name(names: tuple[str | None, ...], home: str | None) -> None:
    assert home_named(*names) == home


def test_labels_prompts_and_bios_are_furniture_and_the_story_stays() -> None:
    text = story("a")
    library = (
        Known().add(PROMPT, OFTEN).add(BIO, OFTEN).add("More Headlines Today", Repeats(2)).add("By Ada Lund", OFTEN)
    )
    blocks = page("By Bo Ek", *text[:3], PROMPT, *text[3:], BIO, "More Headlines Today")
    assert changed(blocks, library) == {
        "By Bo Ek": Role.BYLINE,
        PROMPT: Role.PROMOTION,
        BIO: Role.PROMOTION,
        "More Headlines Today": Role.NAVIGATION,
    }


def test_two_stories_are_too_few_for_a_sentence_in_the_middle() -> None:
    text = story("a")
    assert changed(page(*text[:3], PROMPT, *text[3:]), Known().add(PROMPT, Repeats(2))) == {}


def test_a_quotation_that_many_stories_carry_stays() -> None:
    text = story("a")
    quoted = "“We have never seen water this high in the harbour of Gullhaven,” said the mayor Ada Lund."
    assert changed(page(*text[:3], quoted, *text[3:]), Known().add(quoted, WIDELY)) == {}


def test_a_background_paragraph_that_speaks_of_its_story_stays() -> None:
    background = (
        "The ferry company lost three vessels in winter storms before the harbour authority closed the channel."
    )
    text = [
        "The ferry company asked the harbour authority on Friday to open the channel again before winter.",
        *story("a", 3),
        background,
        "Storms had closed the channel, and three vessels of the company were lost, the authority said.",
    ]
    assert changed(page(*text), Known().add(background, WIDELY)) == {}


def test_a_table_of_results_stays() -> None:
    rows = ["Net income 4.2 million", "Operating margin 12.1 percent", "Cash flow 3.3 million"]
    library = Known()
    for each in rows:
        library.add(each, OFTEN)
    blocks = page(*story("a"), *rows, "Shares 12", *story("b", 1), "5 comments")
    assert changed(blocks, library.add("7 comments", OFTEN)) == {"5 comments": Role.NAVIGATION}
    assert set(changed(page(*story("a"), rows[0]), library)) == {rows[0]}, "one line alone is no table"


def test_an_update_loses_nothing() -> None:
    text = story("a", 10)
    library = Known()
    for each in text[:6]:
        library.add(each, OFTEN)
    assert changed(page(*text), library) == {}


def test_a_page_whose_body_is_all_repeated_keeps_it() -> None:
    library = Known().add(PROMPT, WIDELY).add(BIO, WIDELY).add("More Headlines Today", WIDELY)
    assert changed(page(PROMPT, BIO, "More Headlines Today"), library) == {"More Headlines Today": Role.NAVIGATION}
    assert changed(page("More Headlines Today", "More Headlines Today"), library) == {}


def test_a_gallery_keeps_its_captions() -> None:
    captions = [f"Picture {number} of the regatta" for number in "abcd"]
    assert changed(page(*captions, role=Role.CAPTION), Known().add(captions[0], WIDELY)) == {}


def test_scripts_without_spaces_have_sentences_too() -> None:
    chinese = [
        "港口管理局周五表示风暴已经过去渡轮将于周末恢复航行。",
        "市长说港口的水位从来没有这么高过居民们都很担心。",
    ]
    background = "风暴过去以后港口管理局关闭了航道渡轮停航。"
    blocks = page(*chinese, background)
    assert changed(blocks, Known().add(background, Repeats(2))) == {}
    assert changed(page(*chinese, "更多新闻"), Known().add("更多新闻", Repeats(2))) == {"更多新闻": Role.NAVIGATION}
    hindi = "तूफान के बाद बंदरगाह बंद रहा।"
    assert changed(page(*story("a"), hindi, *story("b")), Known().add(hindi, Repeats(2))) == {}


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=12),
    st.dictionaries(st.integers(0, 9), st.builds(Repeats, st.integers(0, 16), st.integers(0, 16))),
)
def test_whatever_is_known_no_page_loses_its_story(lines: list[tuple[int, bool]], repeats: dict[int, Repeats]) -> None:
    texts = {number: sentence(f"s{number}", 6 + 4 * number) for number in range(10)}
    library = Known()
    for number, each in repeats.items():
        library.add(texts[number], each)
    blocks = page(*(texts[number] for number, _ in lines))
    found = learned(blocks, "tarn.example", library)
    assert learned(as_the_page_says(found), "tarn.example", library) == found
    total = sum(words_in(block.text) for block in blocks)
    gone = [block for block in found if block.page_role is not None]
    assert len(gone) < len(blocks)
    assert sum(words_in(block.text) for block in gone if words_in(block.text) > 12) <= LOST_SHARE * total
