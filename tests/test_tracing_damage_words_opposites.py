"""Opposites, other senses and set phrases: what they find, and the laws that their lists keep."""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, Role
from provenance.settings import seeds_folder
from provenance.tracing.damage.words.lexicon import lexicon
from provenance.tracing.damage.words.opposites import bases, in_place, in_set_phrase, opposed, other_sense
from provenance.tracing.damage.words.tokens import Token, tokenise

OPPOSITES = [(word, other) for word, others in lexicon().opposites.items() for other in others.split()]
LISTED = sorted({word for pair in OPPOSITES for word in pair})
SENSES = [(word, wrong) for word, wrongs in lexicon().senses.items() for wrong in wrongs.split()]
ENDINGS = ("", "s", "es", "ed", "d", "ing", "er", "est", "ly")


def tokens(text: str) -> list[Token]:
    return tokenise([Block(0, Role.BODY, 0, len(text), text)])


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("sold", "sell"),
        ("women", "woman"),
        ("hoped", "hope"),
        ("hopped", "hop"),
        ("denies", "deny"),
        ("denied", "deny"),
        ("passes", "pass"),
        ("rulings", "ruling"),
        ("lowering", "lower"),
        ("bigger", "big+er"),
        ("earlier", "early+er"),
        ("turned down", "turn down"),
        ("left", "leave"),
        ("left", "left"),
    ],
)
def test_a_form_is_of_its_word(form: str, base: str) -> None:
    assert base in bases(form)


@pytest.mark.parametrize(("word", "other"), [("news", "new"), ("hoped", "hop"), ("bus", "bu"), ("species", "specy")])
def test_what_looks_inflected_is_not(word: str, other: str) -> None:
    assert other not in bases(word)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("sold", "bought"),
        ("rose", "fell"),
        ("led", "trailed"),
        ("gains", "losses"),
        ("higher", "lower"),
        ("buyers", "sellers"),
        ("majority", "minority"),
        ("plaintiffs", "defendants"),
        ("a.m", "p.m"),
        ("turned down", "accepted"),
        # by their prefixes and endings
        ("vaccinated", "unvaccinated"),
        ("legally", "illegally"),
        ("approves", "disapproved"),
        ("possible", "impossible"),
        ("regular", "irregular"),
        ("violent", "nonviolent"),
        ("antiwar", "prowar"),
        ("upgraded", "downgrade"),
        ("overestimate", "underestimated"),
        ("careless", "careful"),
    ],
)
def test_contraries_are_opposed(one: str, two: str) -> None:
    assert opposed(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("valuable", "invaluable"),
        ("flammable", "inflammable"),
        ("part", "impart"),
        ("formed", "informed"),
        ("ports", "imports"),
        ("charged", "discharged"),
        ("missed", "dismissed"),
        ("jury", "injury"),
        ("ease", "disease"),
        ("take", "undertake"),
        ("form", "former"),
        ("lead", "leader"),
        ("news", "old"),
        ("buyer", "sell"),
        ("injured", "wounded"),
        ("better", "lose"),
    ],
)
def test_a_likeness_of_letters_opposes_nothing(one: str, two: str) -> None:
    assert not opposed(one, two)


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("interest", "curiosity"),
        ("unions", "marriages"),
        ("minister", "priest"),
        ("shares", "divides"),
        ("turned down", "lowered"),
        ("on board", "ready"),
        ("laid off", "put down"),
        ("killed", "murdered"),
        ("proposed", "approved"),
        ("outstanding", "exceptional"),
        ("hide", "skin"),
        ("signed", "autographed"),
        ("late", "deceased"),
        ("held", "clutched"),
        ("march", "stride"),
        ("will", "desire"),
        ("prosecutors", "fiscals"),
        ("judges", "evaluates"),
        ("china", "porcelain"),
        ("2nd", "instant"),
        ("currently", "fluently"),
    ],
)
def test_another_sense_is_another_word(word: str, wrong: str) -> None:
    assert other_sense(word, wrong)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        # editors say the one or the other
        ("chief", "boss"),
        ("struck", "hit"),
        ("storm", "tempest"),
        ("problem", "issue"),
        ("current", "present"),
        ("goal", "aim"),
        ("concern", "worry"),
        ("drug", "medicine"),
        ("rise", "increase"),
        ("big", "large"),
        ("kill", "slay"),
        ("help", "aid"),
        ("begin", "start"),
        ("show", "demonstrate"),
        ("car", "automobile"),
        ("police", "law enforcement"),
        ("called", "phoned"),
        ("committed", "perpetrated"),
        ("contracted", "shrank"),
        ("rallied", "recovered"),
        ("recalled", "remembered"),
        ("stage", "phase"),
        ("sign", "indication"),
        ("share", "portion"),
        ("count", "tally"),
        ("land", "terrain"),
        ("threw", "hurled"),
        ("demand", "insist"),
        ("opposition", "resistance"),
        ("founded", "established"),
        ("ordinary", "average"),
        # not the other way about
        ("gift", "present"),
        ("gathering", "assembly"),
        # one word
        ("press", "pressing"),
    ],
)
def test_a_synonym_is_no_other_sense(word: str, other: str) -> None:
    assert not other_sense(word, other)


@given(st.sampled_from(LISTED), st.sampled_from(LISTED), st.sampled_from(ENDINGS), st.sampled_from(ENDINGS))
def test_opposition_reads_both_ways(one: str, two: str, mine: str, theirs: str) -> None:
    assert opposed(one + mine, two + theirs) == opposed(two + theirs, one + mine)


@given(st.sampled_from(LISTED), st.sampled_from(ENDINGS), st.sampled_from(ENDINGS))
def test_no_word_is_opposed_to_itself(word: str, mine: str, theirs: str) -> None:
    assert not opposed(word + mine, word + mine)
    assert not opposed(word, word + theirs)


@given(st.text(alphabet="abdeinorstuy ", max_size=14), st.text(alphabet="abdeinorstuy ", max_size=14))
def test_any_words_can_be_asked_about(one: str, two: str) -> None:
    assert opposed(one, two) == opposed(two, one)
    assert not other_sense(one, one)
    assert one in bases(one)


def folded(entry: str) -> str:
    return " ".join(token.key for token in tokens(entry.replace("_", " ")))


def test_every_listed_pair_is_opposed() -> None:
    assert [pair for pair in OPPOSITES if not opposed(*map(folded, pair))] == []


def test_every_listed_sense_is_found_and_is_no_spelling_of_the_word() -> None:
    assert [pair for pair in SENSES if not other_sense(*map(folded, pair))] == []


def test_no_listed_sense_shares_a_base_with_its_word() -> None:
    shared = [pair for pair in SENSES if not bases(folded(pair[0])).isdisjoint(bases(folded(pair[1])))]
    assert shared == []


def test_the_words_of_a_sense_stand_in_order_once() -> None:
    groups = (seeds_folder() / "damage" / "senses.toml").read_text("utf-8").split("\n\n")[1:]
    listed = [[line.partition(" = ")[0] for line in group.splitlines() if " = " in line] for group in groups]
    assert [words for words in listed if words != sorted(set(words))] == []
    lines = lexicon().senses
    assert [word for word, wrongs in lines.items() if wrongs.split() != sorted(set(wrongs.split()))] == []
    # "centre" and "center", "times" and "time" of one spelling are one word: a wrong word stands at one of them
    assert [(word, other) for word, other in SENSES if word != folded(word) and (folded(word), other) in SENSES] == []


def test_the_lists_are_as_long_as_they_claim() -> None:
    assert len(lexicon().senses) >= 2000
    assert len(SENSES) >= 4000
    assert len({frozenset(pair) for pair in OPPOSITES}) >= 600
    assert len(lexicon().expected) >= 700
    assert len(lexicon().irregular) >= 150


def test_a_damaged_phrase_means_one_phrase() -> None:
    phrases = tomllib.loads((seeds_folder() / "damage" / "set_phrases.toml").read_text("utf-8"))["phrases"]
    meant = Counter(
        form
        for patterns in phrases.values()
        for form in {
            " ".join(choice).replace("_", " ").casefold()
            for pattern in patterns
            for choice in product(*(slot.split("|") for slot in pattern.split(" ")))
        }
    )
    assert [form for form, times in meant.items() if times > 1] == []
    assert [form for form in meant if " " not in form] == []


def test_phrases_are_found_where_they_stand() -> None:
    original, copy = tokens("The board turned down the offer."), tokens("The board lowered the offer.")
    assert in_place(copy, 2, original, 2, other_sense) == (1, 2)
    assert in_place(copy, 2, original, 2, opposed) is None
    assert in_place(copy, 1, original, 1, opposed) is None


def test_a_phrase_ends_with_its_sentence() -> None:
    original, copy = tokens("They turned. Down it went."), tokens("They lowered it there then.")
    assert in_place(copy, 1, original, 1, other_sense) is None


@pytest.mark.parametrize(
    ("start", "stop", "within"), [(4, 5, True), (3, 4, True), (5, 6, True), (1, 2, False), (6, 7, False), (6, 6, False)]
)
def test_only_the_words_of_a_set_phrase_are_in_it(start: int, stop: int, within: bool) -> None:
    text = tokens("She called a state of emergency there.")
    assert [token.key for token in text[3:6]] == ["state", "of", "emergency"]
    assert in_set_phrase(text, start, stop) is within
