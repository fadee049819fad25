"""The answer as a card for a person: origin first, then the way, then the evidence.

Invariant: every text that came from a page passes ``printable`` or ``clip`` before it is shown,
so no article can write to the reader's terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from provenance.counts import counted
from provenance.model import Relation, Severity, Status
from provenance.report.interlinear import interlinear
from provenance.report.ledger import block_table, match_numbers
from provenance.report.printable import clip, printable
from provenance.report.wording import GRAVITY, change_words, damage_words, percent, site_words, source_names, words
from provenance.tracing.damage.alone.weigh import rates_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from provenance.model import (
        Block,
        CorrectionNote,
        Credit,
        Fetch,
        Finding,
        Hop,
        Membership,
        SiteVerdict,
        StoryRef,
        Trace,
        Verdict,
    )

__all__ = ["card"]

_EVIDENCE_WIDTH = 72
_MATCHES_SHOWN = 10
_PARAGRAPHS_SHOWN = 6
# relations that mean "this text has no other origin"
_NO_COPY = frozenset({Relation.ORIGINAL, Relation.UNKNOWN})


def card(trace: Trace, *, paragraphs: bool = True) -> RenderableType:
    """Everything that was found out about one article.

    Args:
        trace: what tracing found.
        paragraphs: with the ledger, lines of the site's frame folded.

    Returns:
        A renderable for a rich console of 60 columns or more.
    """
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, content in _rows(trace):
        grid.add_row(label, content)
    title = Text(printable(trace.article.title or ""), style="italic")
    heading = Text(printable(trace.article.id), style="bold cyan")
    parts: list[RenderableType] = [heading, *([title] if trace.article.title else []), Padding(grid, (1, 0, 1, 2))]
    if paragraphs:
        where = ", with the number and block of the article that each is from" if trace.origins else ""
        parts += _section(f"Paragraphs{where}", block_table(trace, folded=True))
    if trace.matches:
        parts += _section(
            "Articles with this text: the share of it that each has, and what this page is of it", _matches(trace)
        )
    parts += _section("Damage", _damage(trace))
    return Group(*parts)


def _section(heading: str, content: RenderableType) -> list[RenderableType]:
    """What needs the whole width, under a line of its own."""
    return [Padding(Text(heading, style="bold"), (0, 0, 0, 2)), Padding(content, (0, 0, 1, 2))]


def _rows(trace: Trace) -> Iterator[tuple[str, RenderableType]]:
    verdict = trace.verdict
    yield "Origin", _origin(verdict)
    if verdict.correction is not None:
        yield "By a person", _correction(verdict.correction)
    if verdict.reasons:
        yield "Because", _bullets(verdict.reasons)
    if verdict.runner_up is not None:
        second = verdict.runner_up
        yield "Or else", Text(printable(f"{second.name}, {percent(second.confidence)}: {second.reason}"))
    yield "Coverage", Text(printable(verdict.coverage))
    if trace.article.fetch is not None:
        yield "Fetched", _fetched(trace.article.fetch, trace.article.canonical)
    yield "Site", _site(trace.site)
    if trace.chain:
        yield "Chain", _chain(trace.chain)
    if trace.story is not None:
        yield "Story", _story(trace.story)
    if trace.memberships:
        yield "Dedup", _bullets(map(_membership, trace.memberships))
    if trace.cited:
        yield "Cited", _bullets(f"{cited.name}: “{clip(cited.text, _EVIDENCE_WIDTH)}”" for cited in trace.cited)


def _fetched(fetch: Fetch, canonical: str | None) -> Text:
    """When, and every address on the way that is not the one asked for."""
    text = Text(fetch.fetched[:16].replace("T", " ") + " UTC")
    way = [*(redirect.url for redirect in fetch.redirects), fetch.final]
    for order, address in enumerate(way if len(way) > 1 else ()):
        text.append(f"\n{'→ ' if order else ''}{printable(address)}")
    if canonical is not None and canonical != fetch.final:
        text.append(f"\nthe page names {printable(canonical)} as its canonical address")
    return text


def _origin(verdict: Verdict) -> Text:
    if verdict.status is Status.ABSTAINED or verdict.origin is None:
        text = Text("cannot be said", style="bold")
        return text if verdict.relation in _NO_COPY else text.append(f" ({words(verdict.relation)})")
    origin = verdict.origin
    text = Text(printable(origin.name), style="bold green")
    known = "" if verdict.relation is Relation.UNKNOWN else f"{words(verdict.relation)}, "
    text.append(f"  {known}confidence {percent(verdict.confidence)}", style="not bold default")
    if origin.article is not None:
        ref = origin.article
        text.append(
            (f"\n{printable(ref.title)}" if ref.title else "") + f"\n{printable(ref.id)}", style="not bold default"
        )
    return text


def _correction(note: CorrectionNote) -> Text:
    """Whose word the verdict is; why stands among the reasons."""
    text = Text(printable(f"{note.kind} by {note.author} on {note.time[:10]}"))
    return text if note.applied else text.append("; of an earlier text, not applied")


def _site(site: SiteVerdict) -> RenderableType:
    said = Text(printable(site_words(site)))
    return Group(said, _bullets(site.reasons)) if site.reasons else said


def _chain(chain: Iterable[Hop]) -> RenderableType:
    hops = list(chain)
    lines: list[RenderableType] = [Text(" → ".join(_named(hop) for hop in hops), style="bold")]
    for hop in hops:
        if hop.evidence:
            lines += [Text(printable(hop.name)), _bullets(map(_evidence, hop.evidence))]
    return Group(*lines)


def _named(hop: Hop) -> str:
    return printable(hop.name if hop.domain in (None, hop.name) else f"{hop.name} ({hop.domain})")


def _evidence(credit: Credit) -> str:
    where = "markup" if credit.block is None else f"block {credit.block}"
    return f"{words(credit.type)}, {where}: “{clip(credit.text, _EVIDENCE_WIDTH)}”"


def _story(story: StoryRef) -> Text:
    """One line: `provenance story` has the rest."""
    text = Text(clip(story.title, _EVIDENCE_WIDTH), style="italic")
    return text.append(f"  {story.articles:,} articles, {story.id}", style="not italic")


def _membership(found: Membership) -> str:
    """What a deduplication made of it, and why."""
    what = "kept" if found.kept else "removed"
    of = f", cluster {found.cluster} with {counted(found.members or 0, 'document')}" if found.cluster else ""
    return f"{found.dedup}: {what}{of}: {found.reason}"


def _matches(trace: Trace) -> RenderableType:
    """Two lines a match: how much of it and its title; in what relation, whose text, and where it stands."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(justify="right", style="dim", no_wrap=True, min_width=2)
    grid.add_column(justify="right", no_wrap=True, min_width=4)
    grid.add_column(ratio=1, overflow="fold")
    numbers, names = match_numbers(trace), source_names(trace)
    for match in trace.matches[:_MATCHES_SHOWN]:
        source = trace.sources_of.get(match.other.key)
        facts = words(match.relation) + (f", {printable(names.get(source, source))}" if source else "")
        place = printable(match.other.id)
        if match.other.title:
            title = Text(clip(match.other.title, 2 * _EVIDENCE_WIDTH), no_wrap=True, overflow="ellipsis")
            grid.add_row(str(numbers[match.other.key]), percent(match.share), title)
            grid.add_row("", "", Text(f"{facts}: {place}", style="dim"))
        else:
            grid.add_row(str(numbers[match.other.key]), percent(match.share), f"{facts}: {place}")
    return _with_rest(grid, len(trace.matches) - _MATCHES_SHOWN)


def _damage(trace: Trace) -> RenderableType:
    damage = trace.damage
    parts: list[RenderableType] = [Text(damage_words(damage))]
    if damage.reasons:
        parts.append(_bullets(damage.reasons))
    if trace.findings:
        parts.append(_Damaged(trace.blocks, trace.findings, trace.damage.reasons))
    return Group(*parts)


@dataclass(frozen=True, slots=True)
class _Damaged:
    """The paragraphs with the gravest damage, each span with its original under it, in the width that there is."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The paragraphs, as many as fit a card."""
        by_block: dict[int, list[Finding]] = {}
        for finding in self.findings:
            by_block.setdefault(finding.block, []).append(finding)
        gravest = sorted(by_block, key=lambda position: (*_gravity(by_block[position]), position))
        chosen = set(gravest[:_PARAGRAPHS_SHOWN])
        for block in self.blocks:
            if block.position in chosen:
                yield Text(f"block {block.position}", style="dim")
                for line in interlinear(block, by_block[block.position], options.max_width - 2):
                    yield Padding(line, (0, 0, 0, 2))
        if any(finding.severity is not Severity.WORDING for finding in self.findings):
            yield Text("* a fact or the meaning is changed", style="dim")
        rates = rates_of(self.blocks, self.findings, self.reasons)
        for said in sorted({f"{change_words(finding)}: {rate}" for finding, rate in rates.items()}):
            yield Text(said, style="dim")
        if len(by_block) > len(chosen):
            more = counted(len(by_block) - len(chosen), "other paragraph", "other paragraphs")
            yield Text(f"and {more} with damage; --format html or json has all", style="dim")


def _gravity(findings: Sequence[Finding]) -> tuple[int, ...]:
    """How many findings of each severity, the gravest first, negative: most come first."""
    return tuple(-sum(finding.severity is severity for finding in findings) for severity in GRAVITY)


def _with_rest(table: Table, rest: int) -> RenderableType:
    return Group(table, Text(f"and {rest} more; --format json has all", style="dim")) if rest > 0 else table


def _longest(names: Iterable[str]) -> int:
    return max(map(len, names), default=0)


def _bullets(lines: Iterable[str]) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row("-", Text(printable(line)))
    return grid
