"""The labelled corpus of paraphrases: its marks read as they are written, its files as honest as they say."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from paraphrase_corpus import FOLDER, Change, CopyKind, Half, Mark, Story, load, marked, stories

from provenance.model import DamageKind

if TYPE_CHECKING:
    from pathlib import Path

STORIES = stories()
BY_NAME = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
UNMARKED = (CopyKind.REWRITE, CopyKind.EDITED, CopyKind.WITNESS)
QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


def spaced(text: str) -> str:
    return " ".join(text.split())


def quotations(text: str) -> list[str]:
    """What stands in quotation marks and has four words or more, without its last comma or point."""
    found = (spaced(a or b).rstrip(",.?!") for a, b in QUOTATION.findall(text))
    return [quotation for quotation in found if len(quotation.split()) >= 4]


def plain(text: str) -> str:
    """One kind of quotation mark and of white space."""
    return spaced(re.sub(r"[“”]", '"', re.sub(r"[‘’]", "'", text)))


def restored(text: str, marks: tuple[Mark, ...]) -> str:
    """The text with the original's words in place of every mark."""
    pieces, last = [], 0
    for mark in marks:
        kept = f"{mark.text} {mark.original}" if mark.kind is DamageKind.DROPPED else mark.original
        pieces += [text[last : mark.start], kept]
        last = mark.end
    return "".join([*pieces, text[last:]])


def test_a_mark_is_read_into_its_offsets() -> None:
    text, marks = marked("The [[invoice||bill||meaning_changed||sense]] – of 3 [[pages||||grammar||broken]].")
    assert text == "The invoice – of 3 pages."
    assert marks == (
        Mark(4, 11, "invoice", "bill", DamageKind.MEANING_CHANGED, Change.SENSE),
        Mark(19, 24, "pages", "", DamageKind.GRAMMAR, Change.BROKEN),
    )


def test_spintax_can_stand_in_a_mark() -> None:
    text, marks = marked("A [[{dam|weir}||dam||spintax||residue]].")
    assert text == "A {dam|weir}."
    assert text[marks[0].start : marks[0].end] == "{dam|weir}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A [[b||c||grammar]] d", "not 3 parts"),
        ("A [[b||c||colour||wording]] d", "no kind of damage"),
        ("A [[b||c||grammar||colour]] d", "no change"),
        ("A [[||c||dropped||dropped]] d", "the word before"),
        ("A [[b||c||grammar||broken d", "not closed"),
        ("A b||c||grammar||broken]] d", "not opened"),
    ],
)
def test_a_broken_mark_is_named_with_its_file_and_copy(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "weir.toml"
    head = 'publisher = "P"\npublished = "2031-04-03T09:10:00Z"\ntitle = "T"\n'
    path.write_text(
        f'topic = "t"\nhalf = "tuned"\n{head}text = "x"\n[[copies]]\nkind = "spun"\n{head}text = "{text}"\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=rf"^weir\.toml: copy 1 \(spun\): .*{why}"):
        load(path)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    (tmp_path / "weir.toml").write_text('copies = []\ntopic = "t"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"^weir\.toml: 'half' is missing"):
        load(tmp_path / "weir.toml")


def test_the_halves_are_all_the_stories_in_the_order_of_their_files() -> None:
    assert [story.name for story in STORIES] == sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert {*stories("tuned"), *stories("measured")} == set(STORIES)
    assert all(story.half is Half.MEASURED for story in stories("measured"))
    with pytest.raises(ValueError, match="neither"):
        stories("neither")


@BY_NAME
def test_a_story_has_a_copy_of_each_kind(story: Story) -> None:
    assert {copy.kind for copy in story.copies} == set(CopyKind)
    assert story.copy("spun").kind is CopyKind.SPUN
    assert all(bool(copy.through) == (copy.kind is CopyKind.ROUNDTRIP) for copy in story.copies)
    assert all(copy.published > story.published for copy in story.copies if copy.kind is not CopyKind.WITNESS)


@BY_NAME
def test_marks_slice_back_and_do_not_overlap(story: Story) -> None:
    for copy in story.copies:
        for text, marks in ((copy.text, copy.marks), (copy.title, copy.title_marks)):
            assert all(text[mark.start : mark.end] == mark.text for mark in marks)
            assert [mark.text for mark in marks if spaced(mark.text) == spaced(mark.original)] == []
            assert all(one.end <= two.start for one, two in pairwise(marks))


@BY_NAME
def test_the_original_of_a_mark_stands_in_the_original(story: Story) -> None:
    source = f"{plain(story.title)}\n{plain(story.text)}"
    missing = [
        f"{copy.kind}: {piece}"
        for copy in story.copies
        if copy.kind is not CopyKind.DISTORTED
        for mark in (*copy.title_marks, *copy.marks)
        for piece in plain(mark.original).split(" … ")
        if piece not in source
    ]
    assert missing == []


@BY_NAME
def test_every_replaced_word_of_a_spun_copy_is_marked(story: Story) -> None:
    for copy in (copy for copy in story.copies if copy.kind is CopyKind.SPUN):
        made = WORD.findall(plain(restored(copy.text, copy.marks)).lower())
        source = WORD.findall(plain(story.text).lower())
        unlike = [
            (" ".join(made[a:b]), " ".join(source[c:d]))
            for tag, a, b, c, d in SequenceMatcher(None, made, source, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
        assert unlike == []
        assert 100 * sum(len(WORD.findall(mark.text)) for mark in copy.marks) >= 12 * len(WORD.findall(copy.text))


@BY_NAME
def test_what_people_wrote_has_only_their_marks(story: Story) -> None:
    assert [copy.kind for copy in story.copies if copy.kind in UNMARKED and (copy.marks or copy.title_marks)] == []
    distortions = Counter(
        mark.change
        for copy in story.copies
        if copy.kind is CopyKind.DISTORTED
        for mark in (*copy.marks, *copy.title_marks)
        if mark.kind is DamageKind.HUMAN_DISTORTION
    )
    assert set(distortions) == {Change.SPEECH, Change.CLAIM}
    assert distortions[Change.CLAIM] >= 2
    assert {mark.kind for mark in story.copy("distorted").marks} == {DamageKind.HUMAN_DISTORTION}


@BY_NAME
def test_people_quote_to_the_letter(story: Story) -> None:
    source = plain(story.text)
    own = quotations(story.text)
    for copy in story.copies:
        if copy.kind not in {CopyKind.REWRITE, CopyKind.WITNESS}:
            continue
        same = [quotation for quotation in quotations(copy.text) if plain(quotation) in source]
        assert len(same) >= 3, f"{copy.kind}: {same}"
        nearly = [
            quotation
            for quotation in quotations(copy.text)
            if plain(quotation) not in source
            and any(SequenceMatcher(None, plain(quotation), plain(other)).ratio() > 0.75 for other in own)
        ]
        assert nearly == [], f"{copy.kind}: a quotation that is nearly the original's"


def test_no_text_stands_twice() -> None:
    texts = Counter(text for story in STORIES for text in (story.text, *(copy.text for copy in story.copies)))
    assert [text[:60] for text, count in texts.items() if count > 1] == []
    paragraphs = Counter(spaced(block) for story in STORIES for block in story.text.split("\n\n"))
    assert [block[:60] for block, count in paragraphs.items() if count > 1] == []


@BY_NAME
def test_a_fluent_copy_has_words_of_its_own(story: Story) -> None:
    def words(text: str) -> list[str]:
        return WORD.findall(QUOTATION.sub("", plain(text)).lower())

    runs = SequenceMatcher(None, words(story.copy("fluent").text), words(story.text), autojunk=False)
    assert runs.find_longest_match().size <= 8
