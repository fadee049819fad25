"""How long the pages take to make, over a database of 50,000 articles; the median of each is held to its limit.

The limit is held against the processor's time of the server, which other work on the machine does not lengthen.

The database is of some hundred articles that are ingested, and whose rows are written again in other words
(tests/multiplied.py: a minute and a half). With --ingested it is of 60 invented webs (tests/sites_corpus.py), a few
days apart, with their agencies in common, all read and traced, which takes a quarter of an hour or two. Name a place
with --db, and it is made there once. Each page is asked for several things, all over the database, each of them once;
`first` is with nothing kept from before. Of tables, questions and facets each is asked thrice, and the slowest named.

usage: python tests/bench/browse.py [--articles N] [--ingested] [--db FILE] [--json FILE]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import multiplied
import sites_corpus
from browsing import ROOT, datasette

from provenance import ingest, open_database
from provenance.browse.describing import canned, described

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator, Sequence

LIMIT = 200.0  # milliseconds
ASKED = 25  # of each page
SLOWEST = 4  # of several things that are named
DAYS_APART = 6
TEXT = """Harbour office counts fewer boats

Few boats left the harbour at Tarn Mill on Monday, the harbour office said, after a night of heavy rain.

"We have seen worse," said Ida Corran, who keeps the book of the harbour. "We have not seen it in May."
"""


def rows(articles: int) -> Iterator[dict[str, Any]]:
    """Pages of as many webs as are needed."""
    start, made, seed = sites_corpus.START, 0, 0
    while made < articles:
        sites_corpus.START = start + timedelta(days=DAYS_APART * seed)
        found, _ = sites_corpus.web(seed)
        yield from found[: articles - made]
        made, seed = made + len(found), seed + 1


def fill(path: Path, articles: int) -> None:
    """Make the database."""
    with tempfile.TemporaryDirectory() as folder, open_database(path, write=True, create=True) as database:
        corpus = Path(folder) / "pages.jsonl"
        with corpus.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(articles))
        ingest([corpus], database)


def addresses(path: Path) -> dict[str, list[str]]:
    """What is asked of each page: the largest of everything, and some from all over."""
    with closing(sqlite3.connect(path)) as connection:

        def column(query: str) -> list[Any]:
            return [value for (value,) in connection.execute(query)]

        most = connection.execute("SELECT max(id) FROM article").fetchone()[0]
        spread = [1 + most * place // ASKED for place in range(ASKED)]
        pairs = connection.execute(
            'SELECT article, other FROM "match" WHERE article IN (SELECT value FROM json_each(?)) GROUP BY article',
            (json.dumps(spread),),
        ).fetchall()
        large = column(f"SELECT id FROM story ORDER BY articles DESC, id LIMIT {ASKED // 2}")
        some = column(f"SELECT id FROM story ORDER BY id LIMIT {ASKED // 2}")
        sites = column(
            "SELECT s.name FROM article AS a JOIN site AS s ON s.id = a.site GROUP BY s.id ORDER BY count(*) DESC "
            f"LIMIT {ASKED}"
        )
        words = column(f"SELECT title FROM article WHERE id IN ({','.join(map(str, spread))})")
        sentences = column(f"SELECT content FROM text WHERE id IN ({','.join(map(str, spread))})")
    common = ["the", "harbour", "said", "rain", '"prices of oil"', "a*"]
    return {
        "home": [ROOT] * ASKED,
        "article": [f"{ROOT}/article/{number}" for number in spread],
        "compare": [f"{ROOT}/compare/{here}/{there}" for here, there in pairs],
        "story": [f"{ROOT}/story/{story}" for story in (*large, *some)],
        "quotes": [f"{ROOT}/story/{story}/quotes" for story in large],
        "stories": [f"{ROOT}/stories", f"{ROOT}/stories?sort=largest"] * (ASKED // 2),
        "outlet": [f"{ROOT}/outlet/{site}" for site in sites],
        "outlets": [f"{ROOT}/outlets?page={page}" for page in range(1, ASKED + 1)],
        "search": [f"{ROOT}/search?q={each}" for each in (*common, *words, *(s[:80] for s in sentences))],
        "trace": [f"{ROOT}/trace"] * ASKED,
    }


async def measure(path: Path) -> dict[str, dict[str, Any]]:
    """Milliseconds of each page: the first answer, the median, the slowest; and the median of the processor's."""
    server = datasette([path])
    await server.invoke_startup()
    found = {}
    for page, asked in addresses(path).items():
        found[page] = summed([await timed(server.client.get(address), address) for address in asked])
    texts = [TEXT.replace("Monday", f"day {number}") for number in range(5)]
    found["tracing a text"] = summed(
        [await timed(server.client.post(f"{ROOT}/trace", json={"text": text}), "trace") for text in texts]
    )
    found["home, changed"] = summed([await after_a_change(server, path) for _ in range(5)])
    root = f"/{path.stem}"
    shown = [name for name, says in described().items() if not says.get("hidden")]
    found["tables"] = await each_of(server, {name: f"{root}/{name}" for name in shown})
    questions = {name: f"{root}/{name}?{'=&'.join(says['params'])}=" for name, says in canned().items()}
    found["questions"] = await each_of(server, questions)
    found["facets"] = facets(path)
    wanted = {name: says.get("facets", ()) for name, says in described().items()}
    address = f"{root}/{{}}.json?_size=1&_extra=facet_results"
    found["facets"]["late"] = [name for name in shown if await is_late(server, address.format(name), wanted[name])]
    return found


async def after_a_change(server: Any, path: Path) -> tuple[float, float]:
    """The first page of all when somebody has written to the database: nothing that was kept is true any more."""
    os.utime(path)
    return await timed(server.client.get(ROOT), ROOT)


async def each_of(server: Any, asked: dict[str, str]) -> dict[str, Any]:
    """The same of single pages, each asked thrice, with the slowest one's name."""
    by_name = {
        name: summed([await timed(server.client.get(address), address) for _ in range(3)])
        for name, address in asked.items()
    }
    return among(by_name)


def among(by_name: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Figures of several things as one; ``each`` has the processor's by name, the slowest first."""
    processor = {name: figures["processor"] for name, figures in by_name.items()}
    return {
        "asked": len(by_name),
        "first": max(figures["first"] for figures in by_name.values()),
        "median": median(figures["median"] for figures in by_name.values()),
        "slowest": max(figures["median"] for figures in by_name.values()),
        "processor": median(processor.values()),
        "each": dict(sorted(processor.items(), key=lambda pair: -pair[1])),
    }


def facets(path: Path) -> dict[str, Any]:
    """The counts beside tables, each as Datasette asks for it."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for table, says in described().items():
            for column in says.get("facets", ()):
                query = (
                    f'SELECT "{column}" AS value, count(*) AS count FROM (SELECT * FROM "{table}") '
                    f'WHERE "{column}" IS NOT NULL GROUP BY "{column}" ORDER BY count DESC, value LIMIT 31'
                )
                taken = []
                for _ in range(3):
                    clock, processor = time.perf_counter(), time.process_time()
                    connection.execute(query).fetchall()
                    taken.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)))
                found[f"{table}.{column}"] = summed(taken)
    return among(found)


async def is_late(server: Any, address: str, facets_of: Sequence[str]) -> bool:
    """Whether a facet of a table was given up."""
    counted = (await server.client.get(address)).json()["facet_results"]  # in Datasette 1.0 a level down
    return not set(facets_of) <= set(counted.get("results", counted))


async def timed(asking: Awaitable[Any], address: str) -> tuple[float, float]:
    """Milliseconds of one answer, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = await asking
    taken = 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)
    if answer.status_code != 200:
        sys.exit(f"{address}: {answer.status_code}")
    return taken


def summed(taken: list[tuple[float, float]]) -> dict[str, Any]:
    """The figures of a page."""
    clock, processor = zip(*taken, strict=True)
    return {
        "asked": len(taken),
        "first": clock[0],
        "median": median(clock),
        "slowest": max(clock),
        "processor": median(processor),
    }


def main() -> int:
    """Make, ask, print."""
    parser = argparse.ArgumentParser(description="Measure the pages of the browser.")
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--ingested", action="store_true", help="read and trace every article")
    parser.add_argument("--db", type=Path, help="made where it is absent, else asked as it is; kept")
    parser.add_argument("--json", type=Path, help="where the figures are written too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "browse.db"
        if not path.exists():
            (fill if options.ingested else multiplied.fill)(path, options.articles)
        found = asyncio.run(measure(path))
    sys.stdout.write(
        f"milliseconds; load {os.getloadavg()[0]:.1f}; of pages and facets at most {LIMIT:.0f} of the processor\n"
    )
    names = ("asked", "first", "median", "slowest", "processor")
    sys.stdout.write(f"{'':16}{''.join(f'{name:>10}' for name in names)}\n")
    for page, each in found.items():
        slow = "  " + ", ".join(f"{name} {taken:.0f}" for name, taken in list(each.get("each", {}).items())[:SLOWEST])
        sys.stdout.write(f"{page:16}{''.join(f'{each[name]:>10.0f}' for name in names)}{slow.rstrip()}\n")
    if late := found["facets"]["late"]:
        sys.stdout.write(f"given up while others worked: facets of {', '.join(late)}\n")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    pages = [each["processor"] for each in found.values()]
    return int(any(taken > LIMIT for taken in (*pages, *found["facets"]["each"].values())))


if __name__ == "__main__":
    sys.exit(main())
