"""The rooms of a story among the boxes of a page."""

from __future__ import annotations

from provenance.article.body import mark_extracted
from provenance.article.boxes import LayoutMap
from provenance.article.markup import parse, visible_lines
from provenance.article.rooms import Rooms, find_rooms, is_thin


def told(number: int) -> str:
    return f"On day {number} the keepers of the lake opened gate {number} and let the water into field {number}."


def paragraphs(*numbers: int) -> str:
    return "".join(f"<p>{told(number)}</p>" for number in numbers)


def rooms_of(body: str, *taken: int) -> tuple[LayoutMap, Rooms | None, bool]:
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    layout = visible_lines(tree)
    page, lines = LayoutMap(layout), mark_extracted(layout, [told(number) for number in taken])
    return page, find_rooms(page, lines), is_thin(page, lines)


def names(page: LayoutMap, rooms: Rooms | None) -> set[str]:
    assert rooms is not None
    return {page.boxes[room].names for room in rooms.rooms}


def test_the_room_with_the_paragraphs_is_the_story_s() -> None:
    page, rooms, thin = rooms_of(
        f"<div class=text>{paragraphs(*range(8))}</div><div class=box>{paragraphs(9)}</div>", *range(10)
    )
    assert names(page, rooms) == {"text"}
    assert not thin


def test_entries_that_look_alike_are_all_rooms() -> None:
    body = "".join(f"<div class=entry>{paragraphs(n)}</div>" for n in range(6))
    page, rooms, _ = rooms_of(body, 0, 1, 2)
    assert rooms is not None
    assert len(rooms.rooms) == 3
    assert set(page.kinds) == rooms.kinds


def test_teasers_are_no_rooms_though_they_are_most_of_the_page() -> None:
    cards = "".join(
        f"<div class=card><h3><a href=/{n}>Another story about the gates of lake {n}</a></h3>{paragraphs(n)}</div>"
        for n in range(10, 30)
    )
    page, rooms, _ = rooms_of(f"<div class=text>{paragraphs(1, 2, 3, 4)}</div>{cards}", *range(1, 30))
    assert names(page, rooms) == {"text"}


def test_a_page_of_teasers_alone_has_rooms_all_the_same() -> None:
    cards = "".join(
        f"<div class=card><h3><a href=/{n}>Another story about the gates of lake {n}</a></h3>{paragraphs(n)}</div>"
        for n in range(10, 14)
    )
    page, rooms, _ = rooms_of(cards, *range(10, 14))
    assert names(page, rooms) == {"card"}


def test_comments_in_rooms_that_look_alike_are_none() -> None:
    body = (
        f"<div id=a><div class=text>{paragraphs(1, 2, 3)}</div></div>"
        f"<div class=comments><div><div class=text>{paragraphs(4)}</div><div class=text>{paragraphs(5)}</div>"
        "</div></div>"
    )
    page, rooms, _ = rooms_of(body, 1, 2, 3, 4, 5)
    assert rooms is not None
    assert [page.texts[index] for index in rooms.paragraphs] == [told(1), told(2), told(3)]


def test_an_extractor_that_took_little_has_missed_the_story() -> None:
    body = f"<div class=text>{paragraphs(*range(8))}</div><div class=box>{paragraphs(9)}</div>"
    assert rooms_of(body, 9)[2]
    assert rooms_of(body, 99)[1:] == (None, True)
