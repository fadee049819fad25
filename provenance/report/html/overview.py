"""A deduplication as one self-contained page: what was removed and why, and clusters to judge by eye.

Invariant: like every page here it asks for nothing from anywhere; every bar stands beside its number.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.report.html.document import render
from provenance.report.printable import clip, printable
from provenance.report.wording import moment, percent, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.corpus.written.overview import OutletCounts, Overview, Sample, Shown

__all__ = ["overview_page"]

_OUTLETS = 25
_NAME = 160
_REASON = 600
# the sizes of clusters that share a bar, by their smallest
_SIZES = (2, 3, 4, 5, 6, 11, 21, 51, 101)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A row of a chart: its name, its numbers, and how far its bar reaches in two parts, in [0, 100]."""

    name: str
    figures: tuple[str, ...]
    first: float
    second: float = 0.0


@dataclass(frozen=True, slots=True)
class _Text:
    """A document of a cluster."""

    title: str
    facts: tuple[str, ...]
    reason: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A cluster with the copy that is kept before the others."""

    number: int
    title: str
    texts: tuple[_Text, ...]
    more: str | None


def overview_page(found: Overview, store: str | None = None) -> str:
    """The page.

    Args:
        found: the run at a glance.
        store: the database that keeps the clusters, as a command names it.

    Returns:
        HTML; equal for equal runs.
    """
    report, settings = found.report, found.settings
    threshold = f"{percent(settings.threshold)} of the runs of {counted(settings.shingle, 'word')}"
    return render(
        "provenance/overview.html",
        counts=_counts(found),
        relations=_relations(report.reasons, report.removed),
        outlets=_outlets(found.outlets),
        left_out=max(0, len(found.outlets) - _OUTLETS),
        sizes=_sizes(found.sizes),
        samples=tuple(map(_sample, found.samples)),
        clusters=report.clusters,
        rule=f"{threshold} in common, or {percent(settings.containment)} of an excerpt; kept: {settings.keep.value}",
        notes=tuple(map(printable, report.notes)),
        failures=tuple((clip(each.id, _NAME), printable(each.reason)) for each in report.failures[:_OUTLETS]),
        failed=report.failed,
        removed_file=report.files[1],
        store=None if store is None else f"provenance browse {shlex.quote(printable(store))}",
    )


def _counts(found: Overview) -> tuple[tuple[str, str], ...]:
    report = found.report
    rows = [("documents", report.read), ("kept", report.kept), ("removed", report.removed)]
    rows += [("of these stored already", report.stored)] if report.stored else []
    rows += [("of these without another copy, reworded by a machine", report.dropped)] if report.dropped else []
    rows += [("clusters", report.clusters)]
    rows += [("paragraphs that kept documents share", report.shared)] if report.shared else []
    return tuple((name, f"{number:,}") for name, number in rows)


def _relations(reasons: Mapping[str, int], removed: int) -> tuple[_Bar, ...]:
    by_count = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        _Bar(words(name), (f"{count:,}", percent(count / removed)), 0.0, 100 * count / removed)
        for name, count in by_count
    )


def _outlets(outlets: Iterable[OutletCounts]) -> tuple[_Bar, ...]:
    """The outlets with most removed, and of all documents what was kept and removed."""
    order = sorted(outlets, key=lambda each: (-each.removed, -each.kept, each.outlet or ""))[:_OUTLETS]
    most = max((each.kept + each.removed for each in order), default=1)
    return tuple(
        _Bar(
            "no outlet named" if each.outlet is None else clip(each.outlet, _NAME),
            (f"{each.kept:,}", f"{each.removed:,}"),
            100 * each.kept / most,
            100 * each.removed / most,
        )
        for each in order
    )


def _sizes(sizes: Iterable[tuple[int, int]]) -> tuple[_Bar, ...]:
    counts = dict.fromkeys(_SIZES, 0)
    for size, count in sizes:
        counts[max(each for each in _SIZES if each <= size)] += count
    most = max(counts.values(), default=0)
    ends = (*(after - 1 for after in _SIZES[1:]), None)
    return tuple(
        _Bar(_range(first, last), (f"{counts[first]:,}",), 100 * counts[first] / most)
        for first, last in zip(_SIZES, ends, strict=True)
        if counts[first]
    )


def _range(first: int, last: int | None) -> str:
    if last is None:
        return f"{counted(first, 'document')} or more"
    return counted(first, "document") if first == last else f"{first} to {counted(last, 'document')}"


def _sample(sample: Sample) -> _Cluster:
    documents = counted(len(sample.members) + sample.more + 1, "document")
    return _Cluster(
        sample.number,
        f"Cluster {sample.number}: {documents}",
        (_text(sample.kept, _role(sample)), *(_text(each, None) for each in sample.members)),
        f"and {sample.more} more" if sample.more else None,
    )


def _role(sample: Sample) -> str:
    if sample.kept.member.document.stored is not None:
        return "stored"
    return "removed too" if sample.dropped else "kept"


def _text(shown: Shown, role: str | None) -> _Text:
    member = shown.member
    document = member.document
    facts = [role] if role else ["removed", words(member.relation), f"Jaccard {member.jaccard:.2f}"]
    facts += [] if role else [f"{percent(member.containment)} of it stands in the other"]
    facts += [clip(document.outlet, _NAME)] if document.outlet else []
    facts += [clip(moment(document.published), _NAME)] if document.published else []
    paragraphs = tuple(printable(line) for line in shown.text.splitlines() if line.strip())
    return _Text(clip(document.id, _NAME), tuple(facts), clip(member.reason, _REASON), paragraphs)
