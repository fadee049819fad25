"""Invented sites whose pages repeat lines, and what was learned of them in words that no number changes."""

from __future__ import annotations

import json
import random
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from exchange_samples import verdicts

from provenance import ingest, open_database
from provenance.article.lines import line_key
from provenance.fingerprint import normalise
from provenance.store.furniture import SAMPLE, rank_of, site_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

PROMPT = "The morning letter brings all that matters along the coast before breakfast, every day at six."
BIO = "Ada Lund has covered shipping for this paper since 2019 and lives near the old lighthouse."
LABELS = ("More Headlines Today", "Weather And Tides", "Crossword And Games")
SYLLABLES = [one + other for one in "bdfglmnprstvz" for other in ("a", "e", "i", "o", "u", "ar", "en", "ol")]

Row = dict[str, str]


def sentence(name: str, words: int = 24) -> str:
    """An invented sentence, always the same for a name."""
    chance = random.Random(name)
    made = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(words)]
    return f"{' '.join(made).capitalize()}."


def story(name: str, paragraphs: int = 6) -> list[str]:
    return [sentence(f"{name} {number}") for number in range(paragraphs)]


def row(site: str, name: str, paragraphs: Sequence[str], title: str | None = None) -> Row:
    """A page of a site as a corpus has it."""
    return {
        "id": f"{site}/{name}",
        "url": f"https://{site}/{name}",
        "title": title or sentence(f"title {site} {name}", 6)[:-1],
        "text": "\n\n".join(paragraphs),
    }


def templated(site: str, number: int, *, prompt: str = PROMPT, bio: str = BIO) -> list[Row]:
    """Pages of one site: each with a story of its own, a prompt in the middle, a bio and labels at the end."""
    stories = (story(f"{site} {each}") for each in range(number))
    return [row(site, str(each), [*text[:3], prompt, *text[3:], bio, *LABELS]) for each, text in enumerate(stories)]


def fill(path: Path, *corpora: Sequence[Row]) -> Path:
    """Ingest rows, each corpus by an ingest of its own."""
    with open_database(path, write=True, create=True) as database:
        for number, rows in enumerate(corpora):
            corpus = path.with_suffix(f".{number}.jsonl")
            corpus.write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")
            assert ingest([str(corpus)], database).failed == 0
    return path


def roles(path: Path, key: str) -> dict[str, str]:
    """The roles of an article's blocks, by their texts."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(
            connection.execute(
                "SELECT t.content, b.role FROM block AS b JOIN text AS t ON t.id = b.text "
                'JOIN article AS a ON a.id = b.article WHERE a."key" = ? ORDER BY b.position',
                (key,),
            )
        )


def lost(path: Path, rows: Iterable[Row], paragraphs: Iterable[str]) -> list[tuple[str, str]]:
    """Which of some paragraphs are story no more, on which of some pages."""
    wanted = set(paragraphs)
    return [
        (each["id"], text)
        for each in rows
        for text, role in roles(path, each["id"]).items()
        if text in wanted and role not in {"body", "subheading", "headline"}
    ]


_COUNTS = {
    "furniture": "SELECT s.name, f.line, f.stories FROM furniture AS f JOIN site AS s ON s.id = f.site",
    "common": "SELECT line, sites FROM common_line",
    "often": "SELECT site, line FROM _line_often",
}


def told_counts(path: Path) -> dict[str, Any]:
    """What is learned, as it is written down."""
    with closing(sqlite3.connect(path)) as connection:
        return {name: sorted(connection.execute(query), key=repr) for name, query in _COUNTS.items()}


def told(path: Path) -> dict[str, Any]:
    """All that an ingest finds out, told so that two databases can be compared."""
    queries = {
        **_COUNTS,
        "lines": 'SELECT l.line, l.site, l.rank, a."key" FROM _line AS l JOIN article AS a ON a.id = l.article',
        "due": "SELECT line, site FROM _line_due",
        "sites": "SELECT name FROM site",
        "blocks": 'SELECT a."key", b.position, b.role, b.page_role, t.content, t.line FROM block AS b '
        "JOIN article AS a ON a.id = b.article JOIN text AS t ON t.id = b.text",
        "flags": 'SELECT a."key", f.position, f.rule, f."start", f."end", f.weight FROM flag AS f '
        "JOIN article AS a ON a.id = f.article",
        "credits": 'SELECT a."key", c.type, c.name, c.block, c.text, c.weight FROM credit AS c '
        "JOIN article AS a ON a.id = c.article",
        "passages": 'SELECT a."key", i.number, p.digest FROM passage_in AS i '
        "JOIN article AS a ON a.id = i.article JOIN passage AS p ON p.id = i.passage",
    }
    with closing(sqlite3.connect(path)) as connection:
        found: dict[str, Any] = {name: sorted(connection.execute(query), key=repr) for name, query in queries.items()}
    found["verdicts"] = verdicts(path)
    return found


@dataclass(slots=True)
class Page:
    """A stored article, as far as counting needs it."""

    site: str | None
    digest: bytes
    title: str
    place: tuple[int, int]
    lines: set[int] = field(default_factory=set)
    body: set[str] = field(default_factory=set)


def _pages(path: Path) -> dict[int, Page]:
    pages = {}
    with closing(sqlite3.connect(path)) as connection:
        for number, site, digest, title, key in connection.execute(
            'SELECT a.id, s.name, a.digest, a.title, a."key" FROM article AS a LEFT JOIN site AS s ON s.id = a.site'
        ):
            name = normalise(title or "")
            name = "" if name == normalise(site or "") else name
            pages[number] = Page(site, digest, name, (rank_of(digest, title, key), number))
        for number, text, role in connection.execute(
            "SELECT b.article, t.content, coalesce(b.page_role, b.role) FROM block AS b JOIN text AS t ON t.id = b.text"
        ):
            if (key := line_key(text)) is not None:
                pages[number].lines.add(key)
            if role == "body":
                pages[number].body.add(text)
    return pages


def _size(texts: Iterable[str]) -> int:
    return sum(len(text) for text in texts)


def _one(one: Page, other: Page, line: int, enough: float, often: set[tuple[str | None, int]]) -> bool:
    if one.digest == other.digest or (one.title and one.title == other.title):
        return True
    whole = [{text for text in page.body if line_key(text) != line} for page in (one, other)]
    rest = [
        {text for text in texts if (page.site, line_key(text)) not in often}
        for page, texts in zip((one, other), whole, strict=True)
    ]
    if all(_size(some) >= 0.3 * max(1, _size(every)) for some, every in zip(rest, whole, strict=True)):
        return _size(rest[0] & rest[1]) >= enough * min(map(_size, rest))
    return _size(whole[0] & whole[1]) >= enough * max(1, min(map(_size, whole)))


def _stories(sample: Sequence[Page], line: int, enough: float, often: set[tuple[str | None, int]]) -> int:
    groups = [{number} for number in range(len(sample))]
    for one, other in combinations(range(len(sample)), 2):
        if _one(sample[one], sample[other], line, enough, often):
            joined = [group for group in groups if one in group or other in group]
            groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    return len(groups)


def recounted(path: Path) -> dict[str, Any]:
    """What is learned, counted from the blocks without anything that was counted before."""
    carried: defaultdict[int, defaultdict[str | None, list[Page]]] = defaultdict(lambda: defaultdict(list))
    for page in sorted(_pages(path).values(), key=lambda page: page.place):
        for line in page.lines:
            carried[line][page.site].append(page)
    often = {
        (site, line)
        for line, sites in carried.items()
        for site, pages in sites.items()
        if site is not None and len(pages) > SAMPLE
    }
    furniture = [
        (site, line, found)
        for line, sites in carried.items()
        for site, pages in sites.items()
        if site is not None and (found := _stories(pages[:SAMPLE], line, 0.5, often)) >= 2
    ]
    common = []
    for line, sites in carried.items():
        firsts = [pages[0] for _, pages in sorted(sites.items(), key=lambda each: site_hash(each[0]))]
        if (found := _stories(firsts[:SAMPLE], line, 0.3, often)) >= 4:
            common.append((line, found))
    return {
        "furniture": sorted(furniture, key=repr),
        "common": sorted(common, key=repr),
        "often": sorted([(site_hash(site), line) for site, line in often], key=repr),
    }


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What two accounts do not say alike."""
    return [name for name in one if one[name] != other[name]]
