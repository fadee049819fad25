"""The answer as a card for a person: origin first, then the way, then the evidence.

Invariant: every text that came from a page passes ``printable`` or ``clip`` before it is shown,
so no article can write to the reader's terminal; nothing is said by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from provenance.model import Relation, Role, Severity, SourceKind, Status
from provenance.report.printable import clip, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from provenance.model import Block, Credit, Fetch, Finding, Hop, SiteVerdict, Trace, Verdict

__all__ = ["card", "spoken"]

# the gravest first
_STYLES = {Severity.MEANING: "bold red", Severity.FACT: "red", Severity.WORDING: "yellow"}
_GRAVITY = tuple(_STYLES)
_EVIDENCE_WIDTH = 72
_MATCHES_SHOWN = 10
_FINDINGS_SHOWN = 20
_FURNITURE_SHOWN = 25
# relations that mean "this text has no other origin"
_NO_COPY = frozenset({Relation.ORIGINAL, Relation.UNKNOWN})


def card(trace: Trace) -> RenderableType:
    """Everything that was found out about one article.

    Args:
        trace: what tracing found.

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
    return Group(heading, *([title] if trace.article.title else []), Padding(grid, (1, 0, 1, 2)))


def spoken(value: float) -> str:
    """A share in [0, 1] as people read it: whole per cent."""
    return f"{value:.0%}"


def _rows(trace: Trace) -> Iterator[tuple[str, RenderableType]]:
    verdict = trace.verdict
    yield "Origin", _origin(verdict)
    if verdict.reasons:
        yield "Because", _bullets(verdict.reasons)
    if verdict.runner_up is not None:
        second = verdict.runner_up
        yield "Or else", Text(printable(f"{second.name}, {spoken(second.confidence)}: {second.reason}"))
    yield "Coverage", Text(printable(verdict.coverage))
    if trace.article.fetch is not None:
        yield "Fetched", _fetched(trace.article.fetch, trace.article.canonical)
    yield "Site", _site(trace.site)
    if trace.chain:
        yield "Chain", _chain(trace.chain)
    if trace.matches:
        yield "Matches", _matches(trace)
    if trace.cited:
        yield "Cited", _bullets(f"{cited.name}: “{clip(cited.text, _EVIDENCE_WIDTH)}”" for cited in trace.cited)
    if furniture := [block for block in trace.blocks if block.role is not Role.BODY]:
        yield "Furniture", _furniture(furniture)
    yield "Damage", _damage(trace)


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
        return text if verdict.relation in _NO_COPY else text.append(f" ({_words(verdict.relation)})")
    origin = verdict.origin
    text = Text(printable(origin.name), style="bold green")
    known = "" if verdict.relation is Relation.UNKNOWN else f"{_words(verdict.relation)}, "
    text.append(f"  {known}confidence {spoken(verdict.confidence)}", style="not bold default")
    if origin.article is not None:
        ref = origin.article
        text.append(f"\n{printable(ref.id)}" + (f"  {printable(ref.title)}" if ref.title else ""), style="default")
    return text


def _site(site: SiteVerdict) -> Text:
    name = site.name or site.domain or "a page without a name"
    text = Text(printable(name if site.domain in {None, name} else f"{name} ({site.domain})"))
    text.append(f": {_kind(site)}")
    if site.aggregator is not None or site.kind is not SourceKind.UNKNOWN:
        text.append(f", confidence {spoken(site.confidence)}")
    for reason in site.reasons:
        text.append(f"\n- {printable(reason)}")
    return text


def _kind(site: SiteVerdict) -> str:
    if site.kind is SourceKind.AGGREGATOR and site.aggregator:
        return "aggregator"
    kind = "what kind of site cannot be said" if site.kind is SourceKind.UNKNOWN else _words(site.kind)
    aggregator = {True: ", an aggregator", False: ", not an aggregator", None: ""}
    return kind + aggregator[site.aggregator]


def _chain(chain: Iterable[Hop]) -> RenderableType:
    hops = list(chain)
    lines: list[RenderableType] = [Text(" → ".join(_named(hop) for hop in hops), style="bold")]
    for hop in hops:
        lines.extend(Text(f"- {printable(hop.name)}: {_evidence(credit)}") for credit in hop.evidence)
    return Group(*lines)


def _named(hop: Hop) -> str:
    return printable(hop.name if hop.domain in (None, hop.name) else f"{hop.name} ({hop.domain})")


def _evidence(credit: Credit) -> str:
    where = "markup" if credit.block is None else f"block {credit.block}"
    return f"{_words(credit.type)}, {where}: “{clip(credit.text, _EVIDENCE_WIDTH)}”"


def _matches(trace: Trace) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("share", "contained"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("relation", no_wrap=True, min_width=_longest(match.relation for match in trace.matches))
    table.add_column("article", overflow="fold")
    for match in trace.matches[:_MATCHES_SHOWN]:
        other = Text(printable(match.other.id))
        if match.other.title:
            other.append(f"\n{clip(match.other.title, _EVIDENCE_WIDTH)}", style="italic")
        table.add_row(spoken(match.share), spoken(match.containment), _words(match.relation), other)
    return _with_rest(table, len(trace.matches) - _MATCHES_SHOWN)


def _furniture(blocks: Iterable[Block]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    every = list(blocks)
    rows = every[:_FURNITURE_SHOWN]
    table.add_column(justify="right", style="dim", min_width=_longest(str(block.position) for block in rows))
    table.add_column(no_wrap=True, min_width=_longest(block.role for block in rows))
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    for block in rows:
        table.add_row(str(block.position), _words(block.role), Text(clip(block.text, 2 * _EVIDENCE_WIDTH)))
    return _with_rest(table, len(every) - _FURNITURE_SHOWN)


def _damage(trace: Trace) -> RenderableType:
    damage = trace.damage
    machine = {True: "a machine paraphrase", False: "no machine paraphrase", None: "whether by machine cannot be said"}
    summary = [machine[damage.machine_paraphrase]]
    if damage.substitutions_per_100 is not None:
        summary.append(f"{damage.substitutions_per_100:.1f} words in 100 replaced")
    found = f"{damage.findings} finding" + ("" if damage.findings == 1 else "s")
    summary.append(f"{found}, {damage.per_1000_words:.1f} per 1,000 words" if damage.findings else "nothing found")
    parts: list[RenderableType] = [Text("; ".join(summary))]
    if damage.reasons:
        parts.append(_bullets(damage.reasons))
    if trace.findings:
        parts.append(_findings(trace.findings))
    return Group(*parts)


def _findings(findings: Sequence[Finding]) -> RenderableType:
    """The gravest first, each with what stood there before where that is known."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("block", justify="right", style="dim", no_wrap=True)
    table.add_column("severity", no_wrap=True)
    table.add_column("kind", no_wrap=True, min_width=_longest(finding.kind for finding in findings))
    table.add_column("here", overflow="fold")
    table.add_column("original", overflow="fold", style="green")
    gravest = sorted(findings, key=lambda finding: (_GRAVITY.index(finding.severity), finding.start, finding.end))
    for finding in gravest[:_FINDINGS_SHOWN]:
        table.add_row(
            str(finding.block),
            finding.severity.value,
            _words(finding.kind),
            Text(clip(finding.text, 2 * _EVIDENCE_WIDTH), style=_STYLES[finding.severity]),
            Text("" if finding.original is None else clip(finding.original, 2 * _EVIDENCE_WIDTH)),
        )
    return _with_rest(table, len(findings) - _FINDINGS_SHOWN)


def _with_rest(table: Table, rest: int) -> RenderableType:
    return Group(table, Text(f"and {rest} more; --format json has all", style="dim")) if rest > 0 else table


def _longest(words: Iterable[str]) -> int:
    return max(map(len, words), default=0)


def _bullets(lines: Iterable[str]) -> Text:
    return Text("\n".join(f"- {printable(line)}" for line in lines))


def _words(value: str) -> str:
    return str(value).replace("_", " ")
