"""Stories as articles arrive, change and go: the same whatever the order; and how they are asked for."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance import export, forget, import_, ingest, merge, open_database, show, stories, story, trace
from provenance.errors import NotFoundError, UsageError
from provenance.model import Trace
from provenance.pipeline.telling import tell_stories
from provenance.report.stories import story_object
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.store import Database

FOLDER = seeds_folder() / "articles"
SAMPLES = sorted(str(path) for path in FOLDER.iterdir() if path.name.startswith(("cable-", "merger-", "ropeway-")))
CABLE = "Repair crew finds two cuts in cable that serves 11,000 islanders"


def fill(database: Path, inputs: Sequence[str]) -> None:
    with open_database(database, write=True, create=True) as opened:
        ingest(inputs, opened)


def told(database: Path) -> list[dict[str, Any]]:
    """All stories with their trees, by names that no ingest changes."""
    with open_database(database) as opened:
        assert opened.stories_due(1) == ()
        return [story_object(story(opened, each.id)) for each in stories(opened, limit=100)]


def named(path: str) -> str:
    return Path(path).name


def members(one: dict[str, Any]) -> dict[str, str | None]:
    """The articles of a story, each with its parent."""
    return {named(e["article"]["id"]): e["parent"] and named(e["parent"]["id"]) for e in one["tree"]}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stories") / "p.db"
    fill(path, SAMPLES)
    return path


def test_each_invented_story_is_one_tree_with_its_original_as_the_root(filled: Path) -> None:
    found = {each["title"]: each for each in told(filled)}
    assert len(found) == 3
    cable = found[CABLE]
    assert (cable["origin"]["source"], named(cable["origin"]["article"]["id"])) == ("ap", "cable-ap-original.html")
    assert named(cable["first"]["id"]) == "cable-ap-original.html", "no copy is surely before it"
    tree = members(cable)
    assert tree == {
        "cable-ap-original.html": None,
        "cable-portal-excerpt.html": "cable-ap-original.html",
        "cable-station-ap-byline.html": "cable-ap-original.html",
        "cable-station-own-footer.html": "cable-ap-original.html",
        "cable-aggregator.txt": "cable-station-own-footer.html",
        "cable-mosaic.txt": "cable-ap-original.html",
        "cable-spun.txt": "cable-ap-original.html",
        "cable-human-rewrite.html": "cable-ap-original.html",
        "cable-ap-update.html": "cable-ap-original.html",
    }
    relations = {named(each["article"]["id"]): each["relation"] for each in cable["tree"]}
    assert relations["cable-ap-update.html"] == "version"
    assert relations["cable-spun.txt"] == relations["cable-aggregator.txt"] == "machine_paraphrase"


def test_an_independent_report_is_in_no_story(filled: Path) -> None:
    everybody = {name for each in told(filled) for name in members(each)}
    assert "cable-independent.txt" not in everybody
    with open_database(filled) as database, pytest.raises(NotFoundError, match="stands alone"):
        story(database, str(FOLDER / "cable-independent.txt"))


def test_a_mosaic_is_the_guest_of_the_story_that_it_took_less_from(tmp_path: Path) -> None:
    """Its other source has a copy, and so a story of its own."""
    copy = tmp_path / "copy.html"
    shutil.copy(FOLDER / "cable-reuters-original.html", copy)
    text = copy.read_text(encoding="utf-8").replace("www.reuters.com", "www.brackwater.example")
    copy.write_text(text.replace('content="Reuters"', 'content="Brackwater Echo"'), encoding="utf-8")
    fill(tmp_path / "p.db", [*SAMPLES, str(copy)])
    (theirs,) = [each for each in told(tmp_path / "p.db") if "copy.html" in members(each)]
    assert set(members(theirs)) == {"copy.html", "cable-reuters-original.html"}
    (guest,) = [each for each in theirs["guests"] if named(each["article"]["id"]) == "cable-mosaic.txt"]
    (ours,) = [each for each in told(tmp_path / "p.db") if "cable-mosaic.txt" in members(each)]
    assert guest["story"] == ours["id"] != theirs["id"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_ingest_changes_no_story(filled: Path, tmp_path: Path, seed: int) -> None:
    """A law: in any order, in one run or in several, the same stories with the same names come out."""
    chance = random.Random(seed)
    shuffled = chance.sample(SAMPLES, len(SAMPLES))
    cuts = sorted(chance.sample(range(len(SAMPLES)), 2))
    for part in (shuffled[: cuts[0]], shuffled[cuts[0] : cuts[1]], shuffled[cuts[1] :]):
        fill(tmp_path / "p.db", part)
    assert told(tmp_path / "p.db") == told(filled)


def test_what_is_forgotten_leaves_no_trace_in_a_story(filled: Path, tmp_path: Path) -> None:
    """A law: after forgetting an article, be it the root, all is as if it had never come."""
    gone = str(FOLDER / "cable-ap-original.html")
    path = tmp_path / "p.db"
    shutil.copy(filled, path)
    with open_database(path, write=True) as database:
        forget(database, gone)
    fill(tmp_path / "never.db", [each for each in SAMPLES if each != gone])
    assert told(path) == told(tmp_path / "never.db")
    (cable,) = [each for each in told(path) if "cable-spun.txt" in members(each)]
    assert cable["origin"]["source"] == "ap"


def test_an_article_that_changes_leaves_its_story(tmp_path: Path) -> None:
    page, path = tmp_path / "page.txt", tmp_path / "p.db"
    original = str(FOLDER / "merger-reuters-original.html")
    shutil.copy(FOLDER / "merger-roundtrip.txt", page)
    fill(path, [original, str(page)])
    (found,) = told(path)
    assert set(members(found)) == {"merger-reuters-original.html", "page.txt"}
    page.write_text(
        "The fair opens\n\nThe spring fair opened on the green with two bands and a cake.", encoding="utf-8"
    )
    fill(path, [str(page)])
    assert told(path) == []
    shutil.copy(FOLDER / "merger-roundtrip.txt", page)
    fill(path, [str(page)])
    assert told(path) == [found]


def test_merging_in_either_direction_makes_the_same_stories(filled: Path, tmp_path: Path) -> None:
    half = random.Random(5).sample(SAMPLES, len(SAMPLES) // 2)
    fill(tmp_path / "a.db", half)
    fill(tmp_path / "b.db", [each for each in SAMPLES if each not in half])
    for one, other in (("a", "b"), ("b", "a")):
        both = tmp_path / f"{one}{other}.db"
        shutil.copy(tmp_path / f"{one}.db", both)
        with open_database(both, write=True) as database:
            merge([tmp_path / f"{other}.db"], database)
        assert told(both) == told(filled)


def test_stories_come_back_with_an_import(filled: Path, tmp_path: Path) -> None:
    with open_database(filled) as database:
        export(database, tmp_path / "all.jsonl")
    with open_database(tmp_path / "new.db", write=True, create=True) as database:
        import_([tmp_path / "all.jsonl"], database)
    assert told(tmp_path / "new.db") == told(filled)


def test_what_a_killed_run_left_due_is_made_by_the_next(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    shutil.copy(filled, path)
    with open_database(path, write=True) as database, database.transaction():
        everybody = [ref.key for sample in SAMPLES for ref in database.find_articles(sample)]
        database.put_stories(everybody, ())
        for number in everybody:
            found = database.verdict_of(number)
            assert found is not None
            database.mark_pending([number])
    fill(path, SAMPLES[:1])
    assert told(path) == told(filled)


def test_only_the_stories_that_an_article_touches_are_made_anew(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    shutil.copy(filled, path)
    made: list[int] = []
    fill(path, [])
    with open_database(path, write=True) as database:
        put = database.put_stories

        def noted(numbers: Sequence[int], trees: Sequence[Any]) -> None:
            made.extend(numbers)
            put(numbers, trees)

        database.put_stories = noted  # type: ignore[method-assign, assignment]
        (ropeway,) = database.find_articles(str(FOLDER / "ropeway-pti-original.html"))
        database.mark_pending([ropeway.key])
        ingest([], database)
        names = {named(database.stored(number).ref.id).partition("-")[0] for number in made}
    assert names == {"ropeway"}


def test_a_story_is_asked_for_by_its_id_or_by_an_article(filled: Path) -> None:
    with open_database(filled) as database:
        largest = stories(database)[0]
        by_article = story(database, str(FOLDER / "cable-spun.txt"))
        assert by_article == story(database, largest.id)
        number = by_article.articles[0].ref.key
        assert story(database, str(number)) == by_article
        for unknown in ("s0123456789abcdef", "nothing"):
            with pytest.raises(NotFoundError):
                story(database, unknown)


def test_stories_are_listed_by_size_time_and_source(filled: Path) -> None:
    with open_database(filled) as database:

        def listed(**options: str | int) -> list[str | None]:
            return [each.origin for each in stories(database, **options)]  # type: ignore[arg-type]

        assert listed() == ["ap", "reuters", "pti"]
        assert listed(newest=True) == ["pti", "reuters", "ap"]
        assert listed(least=4) == ["ap", "reuters"]
        assert listed(since="2024-05-01") == ["pti"]
        assert listed(source="Press Trust of India") == ["pti"]
        assert listed(source="afp") == []
        assert listed(limit=1) == ["ap"]
        with pytest.raises(NotFoundError, match="no such source"):
            listed(source="nobody at all")


def _asked(database: Database, path: str | Path) -> Trace:
    (found,) = trace([str(path)], database)
    assert isinstance(found, Trace)
    return found


def test_an_answer_names_the_story_that_the_article_would_belong_to(filled: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.txt"
    shutil.copy(FOLDER / "cable-spun.txt", fresh)
    alone = tmp_path / "alone.txt"
    alone.write_text("The fair opens\n\nThe spring fair opened on the green with two bands.", encoding="utf-8")
    with open_database(filled) as database:
        ours = stories(database)[0]
        for path in (fresh, FOLDER / "cable-aggregator.txt"):
            found = _asked(database, path).story
            assert found is not None
            assert (found.id, found.title, found.articles) == (ours.id, CABLE, ours.articles)
        for path in (alone, FOLDER / "cable-independent.txt"):
            assert _asked(database, path).story is None
        shown = show(database, str(FOLDER / "cable-spun.txt")).story
        assert shown is not None
        assert shown.id == ours.id
        with pytest.raises(UsageError):
            story(database, "apnews.com")


def test_telling_again_changes_nothing(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    shutil.copy(filled, path)
    with open_database(path, write=True) as database:
        assert tell_stories(database) == 0
    assert told(path) == told(filled)
