from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from provenance import CleanArticle, clean, ingest, open_database
from provenance.errors import UsageError
from provenance.model import Role, Unreadable
from provenance.pipeline.article_files import ArticleFolder, file_stem
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = "The ferry ran aground on a bank off the point before dawn and was pulled free by two tugs from the yard."
NOTICE = "© 2031 Harrow Lake Media. All rights reserved."


def stories(*inputs: object, **more: object) -> list[CleanArticle]:
    found = list(clean([str(each) for each in inputs], **more))  # type: ignore[arg-type]
    assert all(isinstance(one, CleanArticle) for one in found), found
    return [one for one in found if isinstance(one, CleanArticle)]


def test_roles_are_kept_and_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Ferry aground off the point\n\n{STORY}\n\n{NOTICE}\n", encoding="utf-8")
    (kept,) = stories(tmp_path, keep=[Role.COPYRIGHT], drop=[Role.HEADLINE])
    assert [(block.role, block.text) for block in kept.blocks] == [(Role.BODY, STORY), (Role.COPYRIGHT, NOTICE)]
    with pytest.raises(UsageError, match="body"):
        clean([], keep=[Role.BODY], drop=[Role.BODY])


def test_a_document_that_gives_no_story_is_named_and_the_rest_goes_on() -> None:
    rows = [{"id": 1, "text": STORY}, {"id": 2, "text": ""}, {"id": 3, "text": NOTICE}, {"id": 4, "text": STORY}]
    lines = [json.dumps(row) for row in rows]
    corpus = "\n".join([*lines[:2], "{broken", *lines[2:]]).encode()
    found = list(clean(["-"], stdin=io.BytesIO(corpus)))
    assert [isinstance(one, Unreadable) for one in found] == [False, True, True, True, False]
    assert found[3] == Unreadable("3", "no story in it", "`provenance trace` shows what role each line has")


def test_documents_are_read_one_by_one() -> None:
    taken = []

    def rows() -> Iterator[bytes]:
        for number in range(50):
            taken.append(number)
            yield json.dumps({"id": number, "text": f"{STORY} It was number {number}. " * 400}).encode() + b"\n"

    class Endless(io.RawIOBase):
        """Gives rows as they are asked for."""

        def __init__(self) -> None:
            self._rows, self._rest = rows(), b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self._rest = self._rest or next(self._rows, b"")
            size = min(len(buffer), len(self._rest))
            buffer[:size], self._rest = self._rest[:size], self._rest[size:]
            return size

    results = clean(["-"], stdin=io.BufferedReader(Endless(), 4096))
    assert isinstance(next(results), CleanArticle)
    assert len(taken) < 50
    assert sum(1 for _ in results) == 49


def test_cleaning_what_is_clean_changes_nothing(tmp_path: Path) -> None:
    for story in stories(seeds_folder() / "articles"):
        first = "\n\n".join(block.line for block in story.blocks)
        (tmp_path / "again.txt").write_text(first, encoding="utf-8")
        (again,) = stories(tmp_path / "again.txt")
        assert "\n\n".join(block.line for block in again.blocks) == first, story.id


def test_lines_that_a_site_repeats_are_left_out_where_a_database_knows_them(tmp_path: Path) -> None:
    motto = "The paper that floats when the town does not"
    subjects = {"ferry": "Monday", "pier": "Tuesday", "lighthouse": "Wednesday", "goat": "Thursday", "bell": "Friday"}
    for number, (subject, day) in enumerate(subjects.items()):
        rest = f"The {subject} was gone on a {day}, and nobody at all {number} saw where the {subject} went."
        end = f"The {subject} had gone once before, in a storm, they said."
        text = f"How the {subject} at the lake went\n\n{rest} {rest}\n\n{motto}\n\n{end}"
        row = {"id": number, "url": f"https://lake.example/{number}", "text": text}
        with (tmp_path / "rows.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    with open_database(tmp_path / "p.db", write=True, create=True) as database:
        ingest([str(tmp_path / "rows.jsonl")], database)
        with_it = list(clean([str(tmp_path / "rows.jsonl")], database))
    alone = stories(tmp_path / "rows.jsonl")
    assert all(motto in one.text for one in alone)
    assert all(isinstance(one, CleanArticle) and motto not in one.text for one in with_it)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("pages/story.html", "story"),
        ("pages/story.html.gz", "story"),
        ("https://www.harrow.example/2031/03/gates-shut/", "gates-shut"),
        ("https://www.harrow.example/2031/gates/index.html?x=1#y", "gates"),
        ("https://www.harrow.example/", "article"),
        ("../../etc/passwd", "passwd"),
        ("..", "article"),
        ("", "article"),
        ("C:\\pages\\con.txt", "con-"),
        ("a b\x00c/über 4%", "über-4"),
        ("-", "article"),
        (".hidden", "hidden"),
        ("x" * 400, "x" * 120),
        ("row:17", "row-17"),
    ],
)
def test_names_of_files_are_safe(name: str, stem: str) -> None:
    assert file_stem(CleanArticle(name, None, None, None, None, ())) == stem


def test_names_are_unique_and_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    one, other = (CleanArticle(name, None, None, None, None, ()) for name in ("a/story.html", "b/Story.html"))
    numbered = CleanArticle("story-2", None, None, None, None, ())
    folder = ArticleFolder(tmp_path / "out", ".txt")
    names = [path.name for each in (one, other, numbered, one) if (path := folder.add(each, each.id))]
    assert names == ["story.txt", "Story-2.txt", "story-2-2.txt", "story-3.txt"]
    again = ArticleFolder(tmp_path / "out", ".txt")
    assert again.add(one, "new") is None
    assert (tmp_path / "out" / "story.txt").read_text(encoding="utf-8") == "a/story.html"
    assert ArticleFolder(tmp_path / "out", ".txt", force=True).add(one, "new") is not None
    assert (tmp_path / "out" / "story.txt").read_text(encoding="utf-8") == "new"
    assert len(list((tmp_path / "out").iterdir())) == 4
