"""The measurements as tables: plain for a terminal, and a page in Markdown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from results import OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from results import Measured

__all__ = ["page", "plain"]

HEAD = ("program", "seconds", "ratio", "MB/s", "processors", "peak MB", "precision", "recall", "F1", "excerpts")


def plain(measured: Sequence[Measured]) -> str:
    """One task's table with columns of one width."""
    lines = [HEAD, *rows(measured)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    made = [
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
        for pairs in (zip(line, widths, strict=True) for line in lines)
    ]
    return "\n".join([measured[0].task.title, *made, ""])


def rows(measured: Sequence[Measured]) -> Iterable[tuple[str, ...]]:
    """A row a program, ours first, the others by their time."""
    base = next((each.clock for each in measured if each.side == OURS and each.runs), None)
    order = sorted(measured, key=lambda each: (each.side != OURS, each.clock if each.runs else float("inf"), each.side))
    for each in order:
        name = each.side if each.side.startswith("provenance") else f"{each.side} {each.version}".strip()
        if not each.runs:
            yield (name, each.trouble, *("" for _ in HEAD[2:]))
            continue
        yield (
            name,
            f"{each.clock:.1f}" + (f" ({each.trouble})" if each.trouble else ""),
            f"{each.clock / base:.2f}" if base else "",
            f"{each.megabytes / each.clock:.0f}",
            f"{each.processor:.1f}",
            f"{each.peak:,.0f}",
            f"{each.judged.precision:.4f}",
            f"{each.judged.recall:.4f}",
            f"{each.judged.f1:.4f}",
            f"{each.judged.contained_found / max(each.judged.contained, 1):.0%}",
        )


def page(on: Mapping[str, Any], measured: Sequence[Measured], does: Mapping[str, str]) -> str:
    """The whole page."""
    dates = sorted({each.date for each in measured})
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    parts = [
        "# Deduplication beside its peers",
        (
            f"Measured {when} on {on['cores']} cores ({on['processor']}, {on['system']}, Python {on['python']})."
            " Made by `tests/bench/peers/run.py` from `dedup.json` beside it; do not edit."
        ),
        "![Time and memory over the number of documents](dedup.svg)",
        WHAT,
        *(section(list(each)) for _, each in groupby(measured, key=lambda each: each.task)),
        "## What each does",
        "\n".join(f"- **{name}**: {text}" for name, text in {**OWN, **does}.items()),
        HOW,
    ]
    return "\n\n".join(parts) + "\n"


def section(measured: Sequence[Measured]) -> str:
    """A task's table with its heading."""
    first, most = measured[0], max(len(each.runs) for each in measured)
    times = "one run" if most == 1 else f"medians of {most} runs, one run of what takes over a minute"
    load = max(each.load for each in measured)
    lines = [HEAD, ("---", *("---:" for _ in HEAD[1:])), *rows(measured)]
    made = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    near = next((each.judged.near for each in measured if each.pairs), 0)
    return (
        f"## {first.task.title[0].upper()}{first.task.title[1:]}\n\n{first.megabytes:,.0f} MB, {near:,} near pairs,"
        f" {times}, load before a run at most {load:.1f}.\n\n{made}"
    )


OWN = {
    OURS: "every pair that is near is compared exactly; writes all rows, kept and removed, with reasons and measures",
    "provenance --keep first --fast": "the same with one permutation in the place of 128 for what is a candidate",
    "provenance --keep origin": "the same as the first, and it looks into all pages of a cluster for who wrote first",
}

WHAT = """\
Every program reads the same JSON Lines, finds the documents whose word shingles are as near as the threshold says,
and writes which belong together. A figure is of the whole process: start, reading, finding, writing. `ratio` is the
time against `provenance --keep first`; `processors` the seconds of all processors; `peak MB` the memory of all
processes at one moment. The programs ran in turns, each with all cores and with warm caches.

The truth is exact: all near pairs of the corpus, counted out over whole sets of shingles by no program that is measured
([exact.py](../../tests/bench/peers/exact.py)). A pair in one cluster is right where it is near, wrong where the two are
of different families, and counts for nothing between, as two copies may differ more from each other than each from the
story. `recall` is the share of near pairs that are together; `excerpts` that of the pairs of which one contains the
other and that are not near, which only `provenance` looks for."""

HOW = """\
## How to run it

```sh
python tests/bench/peers/run.py --help
python tests/bench/peers/run.py                            # 5,000 documents, once, printed
python tests/bench/peers/run.py --documents 20000 --only 'provenance --keep first' daft --repeats 5
python tests/bench/peers/run.py --full                     # all of this page, written; takes hours
nox -s bench -- --full                                     # the same after the other benches
```

Each peer gets an environment of its own in the user's cache folder on first use, some 3 GB in all; one that cannot be
installed is left out and says why. The corpus is made by [corpus.py](../../tests/bench/corpus.py) from a seed: of a
hundred documents 70 are stories of their own and the others exact copies, copies with 5 to 20 % of their words replaced
(scattered or in one stretch), excerpts, and stories that carry a passage of another; half of the sites put a footer
under every page. What each program does is in [programs](../../tests/bench/peers/programs)."""
