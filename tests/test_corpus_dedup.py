"""Deduplication from records to the folder: laws and the contract of its files."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.corpus import DedupReport, dedup
from provenance.corpus.near import texts
from provenance.errors import DocumentError, InputError, OutputError
from provenance.model import (
    Analysis,
    Article,
    Block,
    Line,
    Media,
    Page,
    Role,
    SiteVerdict,
    SourceKind,
    Unreadable,
)
from provenance.reading import Record
from provenance.settings import DedupSettings, Keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Item = Record | Unreadable


def words(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return ["".join(random.choice("aeioubdfglmnprst") for _ in range(random.randint(3, 8))) for _ in range(count)]


def analyse(page: Page) -> Analysis:
    """A page whose publisher ``wire`` is a wire and whose content is all story."""
    if page.media is Media.HTML and "<p>" not in page.content:
        message = f"{page.id}: no article in it"
        raise DocumentError(message)
    text = page.content.replace("<p>", "").replace("</p>", "")
    kind = SourceKind.WIRE if page.publisher == "wire" else SourceKind.UNKNOWN
    return Analysis(
        Article(page.id, text, (Line(0, len(text)),), published=page.published),
        (Block(0, Role.BODY, 0, len(text), text),),
        (),
        SiteVerdict(None, page.publisher, kind, aggregator=None, confidence=0.9, source=page.publisher),
        (),
    )


def record(name: str, text: str, publisher: str | None = None, published: str | None = None, **more: object) -> Record:
    row = {"id": name, "text": text, "publisher": publisher, "date": published, **more}
    return Record(Page(name, text, Media.TEXT, publisher=publisher, published=published), row)


def run(items: list[Item], out: Path) -> DedupReport:
    return dedup(lambda: iter(items), out, analyse=analyse)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


STORY, OTHER = words(1, 100), words(2, 100)
CORPUS: list[Item] = [
    record("d", " ".join(STORY), "gull", "2031-05-02"),
    record("a", " ".join(OTHER), "gull", "2031-05-02"),
    record("c", " ".join([*STORY[:96], *OTHER[:4]]).upper() + "!", "wire", "2031-05-03"),
    Unreadable("corpus.jsonl:line 4", "invalid JSON"),
    record("b", " ".join(STORY[10:50]), "tern", "2031-05-01", rank=7),
    record("e", "", "tern"),
]


def test_the_folder_keeps_the_contract(tmp_path: Path) -> None:
    report = run(CORPUS, tmp_path / "out")
    assert (report.read, report.kept, report.removed, report.clusters, report.failed) == (5, 3, 2, 1, 2)
    assert report.reasons == {"excerpt": 1, "verbatim": 1}
    kept, removed = rows(tmp_path / "out" / "kept.jsonl"), rows(tmp_path / "out" / "removed.jsonl")
    assert [(row["id"], row["provenance"]) for row in kept] == [
        ("a", {"kept": True, "cluster": None}),
        ("c", {"kept": True, "cluster": 1}),
        ("e", {"kept": True, "cluster": None, "failed": "no text in it"}),
    ]
    assert [row["id"] for row in removed] == ["d", "b"]
    assert removed[1]["rank"] == 7
    assert list(removed[0]["provenance"]) == [
        "kept",
        "cluster",
        "cause",
        "kept_id",
        "relation",
        "jaccard",
        "containment",
        "reason",
    ]
    assert removed[0]["provenance"]["kept_id"] == "c"
    clusters = rows(tmp_path / "out" / "clusters.jsonl")
    assert [(row["cluster"], row["id"], row["kept"], row["relation"]) for row in clusters] == [
        (1, "c", True, "original"),
        (1, "b", False, "excerpt"),
        (1, "d", False, "verbatim"),
    ]
    assert set(clusters[0]) == {"cluster", "id", "kept", "kept_id", "relation", "jaccard", "containment", "reason"}
    assert (clusters[0]["jaccard"], clusters[0]["kept_id"]) == (1.0, "c")


def test_the_report_counts_and_names(tmp_path: Path) -> None:
    run(CORPUS, tmp_path / "out")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["relations"] == {"excerpt": 1, "verbatim": 1}
    assert report["outlets"] == [
        {"outlet": "gull", "kept": 1, "removed": 1},
        {"outlet": "tern", "kept": 1, "removed": 1},
        {"outlet": "wire", "kept": 1, "removed": 0},
    ]
    assert [failure["id"] for failure in report["failures"]] == ["corpus.jsonl:line 4", "e"]
    assert report["settings"]["threshold"] == 0.5
    assert set(report["versions"]) == {"provenance", "signing"}


FAMILIES = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.integers(1, 3),
        st.sampled_from([(0, 60), (0, 60), (5, 60), (0, 30), (20, 60)]),
        st.sampled_from(["gull", "wire", None]),
        st.sampled_from([None, "2031-05-01", "2031-05-02T10:00:00"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(family=FAMILIES, random=st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    family: list[tuple[str, int, tuple[int, int], str | None, str | None]],
    random: Random,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    items: list[Item] = [
        record(name, " ".join(words(story, 60)[slice(*part)]), publisher, published)
        for name, story, part, publisher, published in family
    ]
    shuffled = list(items)
    random.shuffle(shuffled)
    folder = tmp_path_factory.mktemp("law")
    first, second = run(items, folder / "one"), run(shuffled, folder / "two")
    assert (first.kept, first.removed, first.clusters) == (second.kept, second.removed, second.clusters)
    for name in ("clusters.jsonl", "report.json"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    for name in ("kept.jsonl", "removed.jsonl"):
        one, two = (Counter((folder / run_ / name).read_text().splitlines()) for run_ in ("one", "two"))
        assert one == two
    assert_sound(folder / "one", items)


def assert_sound(out: Path, items: list[Item]) -> None:
    """No row is lost or doubled, rows stay in order, every member is near its kept copy."""
    written = [*rows(out / "kept.jsonl"), *rows(out / "removed.jsonl")]
    assert Counter(row["id"] for row in written) == Counter(item.page.id for item in items if isinstance(item, Record))
    clusters = rows(out / "clusters.jsonl")
    sizes = Counter(row["cluster"] for row in clusters)
    assert Counter(row["cluster"] for row in clusters if row["kept"]) == Counter(sizes.keys())
    assert all(size > 1 for size in sizes.values())
    assert all(row["jaccard"] >= 0.5 or row["containment"] >= 0.8 for row in clusters)
    assert sum(not row["kept"] for row in clusters) == len(rows(out / "removed.jsonl"))


def test_deduplicating_what_was_kept_removes_nothing(tmp_path: Path) -> None:
    run(CORPUS, tmp_path / "one")
    kept = rows(tmp_path / "one" / "kept.jsonl")
    again = run([record(row["id"], row["text"], row["publisher"], row["date"]) for row in kept], tmp_path / "two")
    assert (again.read, again.removed, again.clusters) == (3, 0, 0)


def test_equal_rows_with_one_id_are_two_rows(tmp_path: Path) -> None:
    same = record("a", " ".join(STORY))
    report = run([same, same, record("a", " ".join(OTHER))], tmp_path / "out")
    assert (report.kept, report.removed) == (2, 1)
    assert rows(tmp_path / "out" / "removed.jsonl")[0]["provenance"]["kept_id"] == "a"


def test_html_is_compared_by_its_story(tmp_path: Path) -> None:
    story = " ".join(STORY)
    items: list[Item] = [
        Record(Page("a.html", f"<p>{story}</p>", Media.HTML)),
        Record(Page("b.txt", story, Media.TEXT)),
        Record(Page("c.html", "", Media.HTML)),
    ]
    report = run(items, tmp_path / "out")
    assert (report.kept, report.removed) == (2, 1)
    assert report.failures == (Unreadable("c.html", "c.html: no article in it"),)
    assert {row["id"] for row in rows(tmp_path / "out" / "kept.jsonl")} == {"a.html", "c.html"}


def test_only_documents_with_a_copy_are_analysed(tmp_path: Path) -> None:
    seen = []

    def listen(page: Page) -> Analysis:
        seen.append(page.id)
        return analyse(page)

    dedup(lambda: iter(CORPUS), tmp_path / "out", analyse=listen)
    assert seen == ["d", "c", "b"]


def test_a_page_that_cannot_be_understood_is_still_compared(tmp_path: Path) -> None:
    def refuse(page: Page) -> Analysis:
        raise DocumentError(page.id)

    report = dedup(lambda: iter(CORPUS), tmp_path / "out", analyse=refuse)
    assert (report.kept, report.removed) == (3, 2)


@pytest.mark.parametrize("second", [CORPUS[:3], [*CORPUS, record("f", "new")], [record("d", "other"), *CORPUS[1:]]])
def test_an_input_that_changes_is_an_error(tmp_path: Path, second: list[Item]) -> None:
    readings = iter([CORPUS, second])
    with pytest.raises(InputError, match="changed while it was read"):
        dedup(lambda: iter(next(readings)), tmp_path / "out", analyse=analyse)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    def read() -> list[Item]:
        pytest.fail("it was read")

    with pytest.raises(OutputError, match="exists"):
        dedup(read, tmp_path, analyse=analyse)


def test_the_rest_of_a_killed_run_is_said(tmp_path: Path) -> None:
    (tmp_path / "out.partial").mkdir()
    (tmp_path / "out.partial" / "unfinished.lock").touch()
    assert run(CORPUS, tmp_path / "out").notes == (
        f"{tmp_path / 'out.partial'} of an unfinished run was removed and made again",
    )


def test_an_empty_corpus_has_an_empty_result(tmp_path: Path) -> None:
    report = run([], tmp_path / "out")
    assert (report.read, report.kept, report.failed) == (0, 0, 0)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "clusters.jsonl",
        "kept.jsonl",
        "removed.jsonl",
        "report.json",
    ]


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    told: dict[str, tuple[int, int | None]] = {}
    dedup(
        lambda: iter(CORPUS),
        tmp_path / "out",
        analyse=analyse,
        progress=lambda stage, done, total: told.update({stage: (done, total)}),
    )
    assert told == {"reading": (5, None), "judging": (3, 3), "writing": (5, 5)}


@pytest.mark.skipif(find_spec("numba") is None, reason="needs numba")
def test_the_kernels_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(7)
    items: list[Item] = []
    for number in range(300):
        story = words(random.randint(0, 120), 90)
        start = random.choice([0, 0, 0, 20, 45])
        text = " ".join(word if random.random() > 0.04 else "“Łódź”" for word in story[start:])
        items.append(record(f"d{number}", text, random.choice(["gull", "wire", None]), f"2031-05-{1 + number % 28:02}"))
    plain = run(items, tmp_path / "plain")
    monkeypatch.setattr(texts, "COMPILED_FROM", 10)
    compiled = run(items, tmp_path / "compiled")
    assert plain.removed > 100
    assert replace(plain, seconds=0) == replace(compiled, seconds=0)
    for path in (tmp_path / "plain").iterdir():
        assert path.read_bytes() == (tmp_path / "compiled" / path.name).read_bytes()


class Stored:
    """Articles of a database, each with its whole text as one block but for a footer."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.asked: list[int] = []

    def articles(self) -> Iterator[tuple[int, Analysis]]:
        return ((number, self._analysis(number)) for number in range(1, len(self.texts) + 1))

    def article(self, number: int) -> Analysis:
        self.asked.append(number)
        return self._analysis(number)

    def added_for(self, _corpus: bytes) -> frozenset[int]:
        return frozenset()

    def _analysis(self, number: int) -> Analysis:
        return analyse(Page(f"stored-{number}", self.texts[number - 1], Media.TEXT, publisher="store"))


LONGER = [*STORY, *words(3, 40)]


@pytest.mark.parametrize("keep", list(Keep))
def test_what_is_stored_is_removed_and_the_article_named(keep: Keep, tmp_path: Path) -> None:
    known = Stored(" ".join(words(4, 60)), " ".join(STORY), "", " ".join(words(4, 60)))
    items = [*CORPUS, record("f", " ".join(LONGER), "wire", "2031-01-01"), record("g", " ".join(words(5, 60)))]
    for items_now in (items, items[::-1]):
        out = tmp_path / f"{keep}-{items_now[0] is items[0]}"
        report = dedup(
            lambda now=items_now: iter(now),  # type: ignore[misc] # mypy knows no default of a lambda
            out,
            analyse=analyse,
            settings=DedupSettings(keep=keep),
            known=known,
        )
        assert (report.read, report.kept, report.removed, report.clusters, report.stored) == (7, 3, 4, 1, 4)
        found = rows(out / "clusters.jsonl")
        assert [(row["id"], row["kept"], row["kept_id"], row["stored"]) for row in found] == [
            ("stored-2", True, "stored-2", 2),
            *((name, False, "stored-2", 2) for name in "bcdf"),
        ]
        assert found[0]["reason"] == "the database has it already"
        assert found[3]["reason"] == "the same words as article 2 of the database, stored-2"
        removed = {row["id"]: row["provenance"] for row in rows(out / "removed.jsonl")}
        assert removed["d"]["stored"] == 2
        assert {row["id"] for row in rows(out / "kept.jsonl")} == {"a", "e", "g"}
        assert json.loads((out / "report.json").read_text(encoding="utf-8"))["stored"] == 4
    looked_into = keep in (Keep.ORIGIN, Keep.CLEANEST)
    assert set(known.asked) == ({1, 2, 4} if looked_into else set())


def test_a_document_that_adds_more_than_the_stored_one_stays(tmp_path: Path) -> None:
    known = Stored(" ".join(STORY[:30]))
    report = dedup(lambda: iter([record("long", " ".join(STORY))]), tmp_path / "out", analyse=analyse, known=known)
    assert (report.kept, report.removed, report.clusters, report.stored) == (1, 0, 0, 0)
