"""How often the detectors of damage without a reference are wrong, and what their findings weigh.

People's pages are the labelled data beside the repository: modern ones, by which everything is set,
and those of an agency of 1987, which are only counted, and only to be written or shown. Machine
paraphrases are our own labelled ones: the tuned half sets weights and threshold, the measured half
is only counted.

Invariant: the same texts give the same file. English pages only: the detectors rest on others.

usage: python tests/gate/false_alarms.py [--write] [--show DETECTOR]
without --write it only fails where a rate is worse than the shipped one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import tomllib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))
from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.characters import count_words
from provenance.errors import DocumentError
from provenance.model import Media, Page, Role
from provenance.tracing.damage.alone.detectors import DETECTORS, LEARNED
from provenance.tracing.damage.alone.look import detect, is_english
from provenance.tracing.damage.alone.rates import Rates, rates_from
from provenance.tracing.damage.alone.style import SIGNS, measure
from provenance.tracing.damage.alone.weigh import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Block
    from provenance.tracing.damage.alone.detectors import Detected
    from provenance.tracing.damage.alone.style import Measured

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
SHIPPED = ROOT / "seeds" / "damage" / "rates.toml"
MODERN = ("html_extraction", "wire_helsinki2018", "events_giveme5w1h")
OLDER = ("reuters21578",)
MACHINES = ("spun", "roundtrip")
STYLE_SHARE = 0.02  # of people's pages may have a style that counts
WRONG_SHARE = 0.003  # of people's pages may be called a machine's
LEAST_WEIGHT = 8.5  # below, more of the older pages are called a machine's, and none more of those that are
PARAGRAPHS_SHARE = 0.005  # of people's paragraphs may have a finding
_CHUNK = 50  # pages that go to a process at a time


@dataclass(frozen=True)
class Read:
    """A document as the detectors see it."""

    name: str
    kind: str
    blocks: Sequence[Block]
    detected: tuple[Detected, ...]
    measured: tuple[Measured, ...]

    @property
    def body(self) -> list[Block]:
        return [block for block in self.blocks if block.role is Role.BODY]

    @property
    def words(self) -> int:
        return sum(count_words(block.text) for block in self.body)


def read(name: str, kind: str, text: str, title: str | None = None, url: str | None = None) -> Read | None:
    """A document with all that is detected in it; ``None`` where it is no English article."""
    try:
        blocks = divide(extract(Page(id=name, content=text, media=Media.TEXT, title=title, url=url)))
    except DocumentError:
        return None
    return Read(name, kind, blocks, detect(blocks), measure(blocks)) if is_english(blocks) else None


def people(names: Iterable[str]) -> Iterator[Read]:
    """The pages of some sets of the labelled data, read by as many processes as there are processors."""
    with ProcessPoolExecutor() as pool:
        yield from filter(None, pool.map(_read, _rows(names), chunksize=_CHUNK))


def _rows(names: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in names:
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            yield from ((name, row) for row in map(json.loads, file) if row.get("text"))


def _read(named: tuple[str, dict[str, Any]]) -> Read | None:
    name, row = named
    return read(row["id"], name, row["text"], row.get("title"), row.get("url"))


def copies(half: str) -> list[Read]:
    """The copies of one half of our own labelled stories, and their originals."""
    from paraphrase_corpus import stories

    found = []
    for story in stories(half):
        documents = [("original", story.title, story.text)]
        documents += [(str(copy.kind), copy.title, copy.text) for copy in story.copies]
        found += [read(f"{story.name}: {kind}", kind, f"{title}\n\n{text}", title) for kind, title, text in documents]
    return [document for document in found if document is not None]


def count(
    pages: Sequence[Read], older: Sequence[Read], tuned: Sequence[Read], measured: Sequence[Read]
) -> dict[str, Any]:
    """The rates of all detectors and signs, without the threshold."""
    machine, other = ([each for each in half if each.kind in MACHINES] for half in (tuned, measured))
    signs = {name: style(name, pages, machine, other) for name in SIGNS}
    return {
        "people": {
            "pages": len(pages),
            "long_pages": sum(bool(page.measured) for page in pages),
            "paragraphs": sum(len(page.body) for page in pages),
            "words": sum(page.words for page in pages),
            "paragraphs_with_a_finding": sum(len({d.finding.block for d in page.detected}) for page in pages),
            "together": sorted(sorted(names) for page in pages if len(names := fired(page, signs)) > 1),
        },
        "older": {"pages": len(older)},
        "machine": {"documents": len(machine), "measured": len(other)},
        "detectors": {
            name: {
                "pages": on_how_many(name, pages),
                "findings": sum(each.detector == name for page in pages for each in page.detected),
                "older": on_how_many(name, older),
                "machine": on_how_many(name, machine),
                "measured": on_how_many(name, other),
            }
            for name in DETECTORS
            if name != LEARNED
        },
        "signs": signs,
    }


def on_how_many(name: str, documents: Sequence[Read]) -> int:
    return sum(any(each.detector == name for each in document.detected) for document in documents)


def style(name: str, pages: Sequence[Read], machine: Sequence[Read], other: Sequence[Read]) -> dict[str, Any]:
    """From which number on a style counts: what one page in fifty that people wrote has."""
    values = sorted((number(page, name) for page in pages if page.measured), reverse=True)
    at_least = math.floor(values[int(STYLE_SHARE * len(values))] * 10) / 10 + 0.1
    return {
        "at_least": round(at_least, 1),
        "largest": sorted(round(value, 1) for value in values if value >= at_least),
        "machine": sum(number(each, name) >= at_least for each in machine),
        "measured": sum(number(each, name) >= at_least for each in other),
    }


def number(document: Read, sign: str) -> float:
    return next((each.value for each in document.measured if each.sign == sign), -math.inf)


def fired(page: Read, signs: dict[str, Any]) -> set[str]:
    names = {each.detector for each in page.detected if DETECTORS[each.detector].paraphraser}
    return names | {each.sign for each in page.measured if each.value >= signs[each.sign]["at_least"]}


def threshold(rates: Rates, pages: Sequence[Read]) -> float:
    """The lowest weight, in steps of a half, that is enough and calls few enough of people's pages a machine's."""
    weights = [each.weight for page in pages if (each := weighed(page, rates)).machine]
    steps = (LEAST_WEIGHT + step / 2 for step in range(200))
    return next(step for step in steps if sum(weight >= step for weight in weights) <= WRONG_SHARE * len(pages))


def weighed(document: Read, rates: Rates) -> Any:
    return weigh(document.detected, document.measured, document.words, known=rates)


def called(documents: Sequence[Read], rates: Rates) -> Counter[str]:
    """How many documents of each kind are called a machine's."""
    return Counter(document.kind for document in documents if weighed(document, rates).machine)


def toml(data: dict[str, Any]) -> str:
    """The rates as a file: tables of numbers and lists of them."""
    lines = ["# Written by tests/gate/false_alarms.py --write, from texts that are not part of the program.", ""]

    def table(name: str, values: dict[str, Any]) -> None:
        lines.append(f"[{name}]")
        lines.extend(f"{key} = {json.dumps(value)}" for key, value in values.items())
        lines.append("")

    for name in ("people", "older", "machine", "verdict"):
        table(name, data[name])
    for group in ("detectors", "signs"):
        for name, values in data[group].items():
            table(f"{group}.{name}", values)
    return "\n".join(lines)


def worse(data: dict[str, Any], shipped: dict[str, Any]) -> list[str]:
    """What is worse than what is shipped; a detector that came or went is."""
    found = [f"{name}: not shipped" for name in data["detectors"] if name not in shipped["detectors"]]
    found += [f"{name}: no longer there" for name in shipped["detectors"] if name not in data["detectors"]]
    found += [
        f"{name}: on {rate['pages']} pages that people wrote, {shipped['detectors'][name]['pages']} are shipped"
        for name, rate in data["detectors"].items()
        if name in shipped["detectors"] and rate["pages"] > shipped["detectors"][name]["pages"]
    ]
    if data["verdict"]["wrong"] > shipped["verdict"]["wrong"]:
        found.append(f"{data['verdict']['wrong']} of people's pages are called a machine's")
    share = data["people"]["paragraphs_with_a_finding"] / data["people"]["paragraphs"]
    if share > PARAGRAPHS_SHARE:
        found.append(f"{100 * share:.2f} % of people's paragraphs have a finding")
    return found


def show(name: str, documents: Iterable[Read]) -> None:
    for document in documents:
        for each in document.detected:
            if each.detector == name:
                text = document.blocks[each.finding.block].text
                at = text.find(each.finding.text)
                around = text[max(0, at - 40) : at + len(each.finding.text) + 40].replace("\n", " ")
                sys.stdout.write(f"{document.name}: …{around}…\n")


def main() -> int:
    """Measure, say what came out, and write it where that was asked for."""
    parser = argparse.ArgumentParser(description="Measure the detectors of damage without a reference.")
    parser.add_argument("--write", action="store_true", help="write seeds/damage/rates.toml")
    parser.add_argument("--show", metavar="DETECTOR", help="only show what it finds on people's pages")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.stdout.write("the labelled data is not there: nothing measured\n")
        return 0
    # eight ninths of the words, of which no rate is held to anything
    pages, older = list(people(MODERN)), list(people(OLDER if options.write or options.show else ()))
    if options.show:
        show(options.show, [*pages, *older])
        return 0
    tuned, measured = copies("tuned"), copies("measured")
    data = count(pages, older, tuned, measured) | {"verdict": {"threshold": 0.0, "wrong": 0}}
    data["verdict"]["threshold"] = threshold(rates_from(data), pages)
    rates = rates_from(data)
    data["verdict"]["wrong"] = sum(called(pages, rates).values())
    if options.write:
        sys.stdout.write(toml(data))
    for name, documents in (("people", pages), ("older", older), ("tuned", tuned), ("measured", measured)):
        by_kind, wrong = Counter(document.kind for document in documents), called(documents, rates)
        if not by_kind:
            continue
        sys.stdout.write(f"{name}: " + ", ".join(f"{kind} {wrong[kind]}/{n}" for kind, n in by_kind.items()) + "\n")
    if options.write:
        SHIPPED.write_text(toml(data), encoding="utf-8")
        return 0
    found = worse(data, tomllib.loads(SHIPPED.read_text(encoding="utf-8")))
    sys.stdout.write("".join(f"WORSE  {line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
