"""Which wording is right: witnesses, copies that are none, ties."""

from __future__ import annotations

from quote_samples import BRIDGE, teller

from provenance.tracing.quotes.findings import DecidedBy
from provenance.tracing.quotes.gathered import gather
from provenance.tracing.quotes.votes import Ballot, Teller, ancestors, roots_of

OTHER = BRIDGE.replace("three", "four")
PART = "“three of the cables were never tested,” Nora Quill said."


def ballot(*tellers: Teller) -> Ballot:
    known = {each.ref.key: each for each in tellers}
    (found,) = gather({number: each.speech.quotations for number, each in known.items()})
    return Ballot(found, known)


def right(*tellers: Teller) -> tuple[int | None, DecidedBy]:
    chosen, by = ballot(*tellers).majority()
    return None if chosen is None else chosen.article, by


def test_more_independent_articles_are_right() -> None:
    assert right(teller(1, OTHER, origin=True), teller(2, BRIDGE), teller(3, BRIDGE)) == (2, DecidedBy.WITNESSES)


def test_copies_are_no_witnesses() -> None:
    copies = [teller(number, OTHER, parent=1) for number in range(10, 20)]
    one, two, three = teller(1, OTHER, origin=True), teller(2, BRIDGE), teller(3, BRIDGE)
    assert right(one, two, three, *copies) == (2, DecidedBy.WITNESSES)
    assert right(one, two, *copies) == (1, DecidedBy.ORIGIN)


def test_a_copy_with_other_words_is_one_voice_for_these_however_many_copy_it() -> None:
    copies = [teller(number, OTHER, parent=2) for number in range(10, 20)]
    assert right(teller(1, BRIDGE, origin=True), teller(2, OTHER, parent=1), *copies) == (1, DecidedBy.ORIGIN)


def test_a_part_speaks_for_the_whole_and_the_whole_is_shown() -> None:
    found = ballot(teller(1, BRIDGE), teller(2, PART), teller(3, PART), teller(4, OTHER))
    chosen, by = found.majority()
    assert chosen is not None
    assert (chosen.article, by, found.witnesses(chosen.spoken.keys)) == (1, DecidedBy.WITNESSES, 3)


def test_what_some_quote_beside_the_common_part_is_judged_by_its_own_witnesses() -> None:
    first = "“We shut the bridge for good and we will not open it again,” Nora Quill said."
    more = (
        "“We shut the bridge for good and we will not open it again. Nine cables had snapped by then,” Nora Quill said."
    )
    other = more.replace("Nine", "Two")
    found = ballot(teller(1, first), teller(2, first), teller(3, more), teller(4, more), teller(5, other))
    chosen, by = found.majority()
    assert chosen is not None
    assert (chosen.article, by) == (3, DecidedBy.WITNESSES)


def test_a_tie_is_the_origins_then_the_earliest_then_nobodys() -> None:
    early, late = "2031-05-02", "2031-05-04"
    assert right(teller(1, OTHER), teller(2, BRIDGE, origin=True)) == (2, DecidedBy.ORIGIN)
    assert right(teller(1, OTHER, published=late), teller(2, BRIDGE, published=early)) == (2, DecidedBy.EARLIEST)
    assert right(teller(1, OTHER), teller(2, BRIDGE)) == (None, DecidedBy.NOTHING)


def test_witnesses_of_one_other_story_are_one() -> None:
    outside = [teller(number, BRIDGE, in_story=False, group="s9") for number in (5, 6, 7)]
    assert right(teller(1, OTHER), teller(2, OTHER), *outside) == (1, DecidedBy.WITNESSES)


def test_the_speaker_is_whom_most_name_by_the_full_name() -> None:
    other = BRIDGE.replace("Nora Quill", "Tom Ashby")
    short = BRIDGE.replace("engineer Nora Quill", "Quill")
    assert ballot(teller(1, other), teller(2, BRIDGE), teller(3, short)).speaker() == "Nora Quill"
    assert ballot(teller(1, other), teller(2, BRIDGE)).speaker() is None
    assert ballot(teller(1, other), teller(2, BRIDGE, origin=True)).speaker() == "Nora Quill"
    assert ballot(teller(1, "“Nobody drank from the well after Tuesday.”")).speaker() is None


def test_a_circle_of_parents_ends() -> None:
    tellers = {1: teller(1, BRIDGE, parent=2), 2: teller(2, BRIDGE, parent=1)}
    assert ancestors(1, tellers, {1, 2}) == [2]
    assert set(roots_of({1, 2}, tellers)) == {1, 2}
