"""What is damaged in an article, for people and for programs: beside its original, and by itself.

Invariant: every text that came from a page passes ``printable`` or ``clip``; what is marked stands
in square brackets, so nothing is said by colour alone; no suspicion stands without its rate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from provenance.characters import count_words
from provenance.counts import counted
from provenance.model import DamageKind, Severity
from provenance.report.ledger import SEVERITY_STYLES
from provenance.report.printable import clip, printable
from provenance.report.wording import GRAVITY, change_words, damage_words, words
from provenance.tracing.damage.alone.detectors import DETECTORS, LEARNED
from provenance.tracing.damage.alone.rates import rates
from provenance.tracing.damage.alone.style import SIGNS
from provenance.tracing.damage.alone.weigh import rate_words
from provenance.tracing.damage.words.lists import read_list
from provenance.tracing.damage.words.tokens import sentence_starts
from provenance.tracing.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from provenance.model import Article, ArticleMatch, Block, DamageSummary, Finding, OtherArticle, Trace
    from provenance.tracing.damage import Alone
    from provenance.tracing.damage.alone.detectors import Detected
    from provenance.tracing.side_by_side import Row, Span

__all__ = ["alone_card", "alone_object", "beside_card", "detector_rows", "detector_table", "sentence_of"]

_LONGEST = 600  # characters of an original's words; JSON has all
_AROUND = 300  # characters before and behind a finding, where its sentence is longer
_HERE, _THERE = "yellow", "green"


def sentence_of(block: Block, finding: Finding) -> Span:
    """The sentence, or the sentences, that a finding stands in: offsets into the block's text.

    Of a text without full stops only so much that no answer grows by the square of its input.
    """
    start, end = finding.start - block.start, finding.end - block.start
    starts, text = _starts(block.text), block.text
    first, last = starts[bisect_right(starts, start) - 1], starts[bisect_left(starts, end)]
    if start - first > _AROUND:
        first = start - _AROUND
        first = max(first, text.find(" ", first, start) + 1)
    if last - end > _AROUND:
        space = text.rfind(" ", end, end + _AROUND)
        last = space if space >= 0 else end + _AROUND
    return first, last


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    """Where the sentences of a block start, and where it ends; the findings of a block ask one after another."""
    return (*sentence_starts(text), len(text))


def alone_object(article: Article, blocks: Sequence[Block], alone: Alone, damage: DamageSummary) -> dict[str, Any]:
    """What an article shows by itself as plain values, ready for JSON; offsets are into the article's text."""
    by_position = {block.position: block for block in blocks}

    def finding(each: Detected) -> dict[str, Any]:
        found = each.finding
        block = by_position[found.block]
        start, end = sentence_of(block, found)
        return {
            "detector": each.detector,
            "rate": rate_words(each.detector, alone.book),
            "kind": found.kind.value,
            "severity": found.severity.value,
            "block": found.block,
            "start": found.start,
            "end": found.end,
            "text": found.text,
            "original": found.original,
            "sentence": block.text[start:end].strip(),
        }

    return {
        "article": {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            "words": count_words(article.text),
        },
        "damage": {
            "machine_paraphrase": damage.machine_paraphrase,
            "findings": damage.findings,
            "per_1000_words": round(damage.per_1000_words, 4),
            "reasons": list(damage.reasons),
        },
        "signs": {each.sign: round(each.value, 4) for each in alone.measured},
        "findings": [finding(each) for each in alone.detected],
    }


def alone_card(article: Article, blocks: Sequence[Block], alone: Alone, damage: DamageSummary) -> RenderableType:
    """What an article shows by itself: each finding in its sentence, with its detector and that one's rate."""
    by_position = {block.position: block for block in blocks}
    parts = [*_heading(article), Padding(_summary(damage), (1, 0, 1, 2))]
    for each in alone.detected:
        found = each.finding
        block = by_position[found.block]
        start, end = sentence_of(block, found)
        head = Text(f"block {found.block}  ", style="dim")
        head.append(words(each.detector), style="bold")
        head.append(f"  {rate_words(each.detector, alone.book)}")
        spans = [(found.start - block.start, found.end - block.start)]
        body = _marked(block.text, spans, SEVERITY_STYLES[found.severity], (start, end))
        if found.original is not None:
            body.append(f"\nfor: {clip(found.original, _LONGEST)}", style=_THERE)
        parts += [Padding(head, (0, 0, 0, 2)), Padding(body, (0, 0, 1, 4))]
    return Group(*parts)


def beside_card(trace: Trace, original: OtherArticle, match: ArticleMatch | None) -> RenderableType:
    """An article with the original under each paragraph, the words that only one side has marked."""
    parts = [*_heading(trace.article), Text(f"held against {printable(original.article.id)}", style="dim")]
    parts.append(Padding(_figures(trace), (1, 0, 1, 2)))
    if match is None:
        return Group(*parts)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    grave: dict[int, list[Finding]] = {}
    for finding in trace.findings:
        if finding.severity is not Severity.WORDING:
            grave.setdefault(finding.block, []).append(finding)
    for row in side_by_side(trace.blocks, original.blocks, match).rows:
        for cells in _row(row, [finding for block in row.here for finding in grave.get(block.position, ())]):
            table.add_row(*cells)
    return Group(*parts, Padding(table, (0, 0, 0, 2)))


def detector_rows() -> list[dict[str, Any]]:
    """Every detector and sign with what it looks for and how often it was seen, for JSON."""
    data = read_list("rates")
    known = rates()
    thousands = data["people"]["paragraphs"] / 1000
    rows: list[dict[str, Any]] = []
    for name, detector in DETECTORS.items():
        row: dict[str, Any] = {"detector": name, "looks_for": detector.looks_for, "kind": detector.kind.value}
        if name != LEARNED:
            rate = data["detectors"][name]
            row |= {
                "pages": rate["pages"],
                "of_pages": known.pages,
                "per_1000_paragraphs": round(rate["findings"] / thousands, 2),
                "older_pages": rate["older"],
                "of_older_pages": data["older"]["pages"],
                "paraphrases": rate["machine"] + rate["measured"],
                "of_paraphrases": data["machine"]["documents"] + data["machine"]["measured"],
            }
        rows.append(row)
    for name, sign in SIGNS.items():
        rate = data["signs"][name]
        rows.append(
            {
                "detector": name,
                "looks_for": sign.looks_for,
                "kind": None,
                "at_least": f"{rate['at_least']:g} {sign.unit}",
                "pages": len(rate["largest"]),
                "of_pages": known.long_pages,
                "paraphrases": rate["machine"] + rate["measured"],
                "of_paraphrases": data["machine"]["documents"] + data["machine"]["measured"],
            }
        )
    return rows


def detector_table(rows: Iterable[dict[str, Any]]) -> RenderableType:
    """The detectors as a table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("detector", no_wrap=True)
    table.add_column("looks for", overflow="fold")
    for heading in ("people's\npages", "per 1,000\nparagraphs", "pages\nof 1987", "machine\nparaphrases"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        least = f" (from {row['at_least']} on)" if "at_least" in row else ""
        table.add_row(
            words(row["detector"]),
            row["looks_for"] + least,
            _share(row, "pages"),
            f"{row['per_1000_paragraphs']:g}" if "per_1000_paragraphs" in row else "",
            _share(row, "older_pages"),
            _share(row, "paraphrases"),
        )
    known = rates()
    note = (
        f"One detector alone says nothing: it takes two that differ, or two damaged phrases, and a weight of "
        f"{known.threshold:g}. So {counted(known.wrong, 'page')} of {known.pages} that people wrote would be called a "
        "machine's. Learned phrases have the rate of their database."
    )
    return Group(table, Text(note))


def _share(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:,} of {row[f'of_{name}']:,}" if name in row else ""


def _heading(article: Article) -> list[RenderableType]:
    title = [Text(printable(article.title), style="italic")] if article.title else []
    return [Text(printable(article.id), style="bold cyan"), *title]


def _summary(damage: DamageSummary) -> RenderableType:
    return Group(Text(damage_words(damage), style="bold"), *(_bullets(damage.reasons)))


def _figures(trace: Trace) -> RenderableType:
    """What it comes to, with the facts and the meanings changed apart."""
    lines = []
    for severity in (Severity.MEANING, Severity.FACT):
        changes = sum(finding.severity is severity for finding in trace.findings)
        if changes:
            lines.append(
                f"{counted(changes, 'change')} of {'the meaning' if severity is Severity.MEANING else 'facts'}"
            )
    return Group(
        Text(damage_words(trace.damage), style="bold"),
        *_bullets([*trace.verdict.reasons, *trace.damage.reasons, *lines]),
    )


def _bullets(lines: Iterable[str]) -> Iterator[RenderableType]:
    for line in lines:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column()
        grid.add_column(overflow="fold")
        grid.add_row("-", Text(printable(line)))
        yield grid


def _row(row: Row, grave: Sequence[Finding]) -> Iterator[tuple[RenderableType, RenderableType, RenderableType]]:
    """A paragraph, the original's under it, and what of facts and meaning changed in it."""
    for block in row.here:
        spans = [(a - block.start, b - block.start) for a, b in row.differences.here if block.start <= a < block.end]
        state = "copy" if row.there else "new"
        yield str(block.position), state, _marked(block.text, spans if row.there else [], _HERE)
    same = not row.differences.here and not row.differences.there
    if row.here and row.there and same:
        yield "", "original", Text("the same", style="dim")
    for block in row.there if not (row.here and same) else ():
        spans = [(a - block.start, b - block.start) for a, b in row.differences.there if block.start <= a < block.end]
        yield "", "original" if row.here else "left out", _marked(block.text, spans if row.here else [], _THERE)
    for finding in sorted(grave, key=lambda f: (GRAVITY.index(f.severity), f.start)):
        yield "", finding.severity.value, _change(finding)
    yield "", "", ""


def _change(finding: Finding) -> Text:
    here = "" if finding.kind is DamageKind.DROPPED else clip(finding.text, _LONGEST)
    text = Text(f"{change_words(finding)}: ", style="dim")
    text.append(here, style=SEVERITY_STYLES[finding.severity])
    if finding.original is not None:
        text.append(" stands for " if here else "", style="dim")
        text.append(clip(finding.original, _LONGEST), style=_THERE)
    return text


def _marked(text: str, spans: Iterable[Span], style: str, part: Span | None = None) -> Text:
    """A text, or a part of it, with some spans in square brackets."""
    at, stop = part or (0, len(text))
    shown = Text(_dots(text, at))
    for start, end in sorted(spans):
        shown.append(_plain(text[at:start]))
        shown.append(f"[{_plain(text[start:end])}]", style=style)
        at = max(at, end)
    shown.append(_plain(text[at:stop]))
    return shown.append(_dots(text, stop))


def _dots(text: str, place: int) -> str:
    """What stands where a sentence is cut."""
    starts = _starts(text)
    return "" if starts[bisect_left(starts, place)] == place else "…"


def _plain(text: str) -> str:
    """A text on one line, without what could move the cursor."""
    return printable(text.replace("\n", " "))
