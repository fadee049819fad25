"""A run at a glance."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from provenance.corpus import dedup
from provenance.corpus.written import overview
from provenance.corpus.written.overview import OutletCounts, Overview
from provenance.errors import DocumentError
from provenance.model import Analysis, Article, Block, Line, Media, Page, Role, SiteVerdict, SourceKind
from provenance.reading import Record

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.settings import DedupSettings


def words(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return ["".join(random.choice("aeioubdfglmnprst") for _ in range(random.randint(3, 8))) for _ in range(count)]


def analyse(page: Page) -> Analysis:
    if page.media is Media.HTML and "<p>" not in page.content:
        raise DocumentError(page.id)
    text = page.content.replace("<p>", "").replace("</p>", "")
    site = SiteVerdict(None, None, SourceKind.UNKNOWN, aggregator=None, confidence=0.9, source=None)
    return Analysis(
        Article(page.id, text, (Line(0, len(text)),)), (Block(0, Role.BODY, 0, len(text), text),), (), site, ()
    )


def record(name: str, text: str, publisher: str | None = None, media: Media = Media.TEXT) -> Record:
    content = f"<p>{text}</p>" if media is Media.HTML else text
    return Record(Page(name, content, media, publisher=publisher), {"id": name, "text": content})


def seen(items: list[Record], out: Path, settings: DedupSettings | None = None) -> Overview:
    found: list[Overview] = []

    def show(one: Overview) -> str:
        found.append(one)
        return "<p>a page</p>"

    dedup(lambda: iter(items), out, analyse=analyse, settings=settings, show=show)
    assert (out / "report.html").read_text(encoding="utf-8") == "<p>a page</p>\n"
    return found[0]


STORIES = [words(seed, 120) for seed in range(30)]
ITEMS = [
    record(
        f"s{n:02}{copy}",
        " ".join([*story[: 120 - 8 * copy - n // 3], *words(1000 * n + copy, 8 * copy + n // 3)]),
        f"o{copy}",
    )
    for n, story in enumerate(STORIES)
    for copy in range(2 + (n == 4) + 2 * (n == 5))
]


def test_outlets_sizes_and_clusters_are_counted(tmp_path: Path) -> None:
    found = seen([*ITEMS, record("alone", " ".join(words(77, 60)))], tmp_path / "out")
    assert found.sizes == ((2, 28), (3, 1), (4, 1))
    assert sum(size * count for size, count in found.sizes) == len(ITEMS)
    assert found.outlets[0] == OutletCounts(None, 1, 0)
    assert sum(each.kept for each in found.outlets) == found.report.kept
    assert sum(each.removed for each in found.outlets) == found.report.removed


def test_the_clusters_that_are_least_alike_are_shown(tmp_path: Path) -> None:
    found = seen(ITEMS, tmp_path / "out")
    numbers = [sample.number for sample in found.samples]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == overview.DOUBTFUL + overview.SPREAD
    assert {5, 6, 28, 29, 30} <= set(numbers), "the last ones share least, and those with several copies"
    for sample in found.samples:
        assert len(sample.members) + sample.more in {1, 2, 3}
        assert len(sample.members) <= overview.MEMBERS
        for shown in (sample.kept, *sample.members):
            whole = next(one.page.content for one in ITEMS if one.page.id == shown.member.document.id)
            assert shown.text.endswith(" …")
            assert whole.startswith(shown.text.removesuffix(" …"))
            assert len(shown.text) <= overview.LONGEST + 2


def test_the_order_of_the_input_changes_nothing(tmp_path: Path) -> None:
    known = seen(ITEMS, tmp_path / "known")
    shuffled = seen(Random(3).sample(ITEMS, len(ITEMS)), tmp_path / "shuffled")
    assert (shuffled.outlets, shuffled.sizes) == (known.outlets, known.sizes)
    assert [[one.text for one in (each.kept, *each.members)] for each in shuffled.samples] == [
        [one.text for one in (each.kept, *each.members)] for each in known.samples
    ]


def test_of_html_the_story_is_shown(tmp_path: Path) -> None:
    text = " ".join(words(5, 60))
    items = [record("a", text, media=Media.HTML), record("b", text, media=Media.HTML)]
    (sample,) = seen(items, tmp_path / "out").samples
    assert (sample.kept.text, sample.members[0].text, sample.more, sample.dropped) == (text, text, 0, False)


@pytest.mark.parametrize("items", [[record("a", " ".join(words(5, 60)))], [record("e", "")]], ids=["alone", "empty"])
def test_without_clusters_there_is_nothing_to_judge(items: list[Record], tmp_path: Path) -> None:
    found = seen(items, tmp_path / "out")
    assert (found.sizes, found.samples) == ((), ())
