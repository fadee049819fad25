"""From an answer to what a page shows of it: card, ledger and comparisons.

Invariant: every text from a page passes ``printable`` or ``clip`` here; equal answers make
equal views.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from provenance.model import DamageKind, Relation, Role, Severity, Status
from provenance.report.gaps import marked_findings
from provenance.report.html.chain import chain_view
from provenance.report.html.compare import compare_views
from provenance.report.html.pieces import Mark, cut, language_tag, layer, link
from provenance.report.html.view import (
    CardView,
    FindingView,
    LedgerRow,
    LedgerView,
    Link,
    MatchRow,
    OriginCell,
    TraceView,
)
from provenance.report.printable import clip, printable
from provenance.report.wording import (
    CONFIDENCE_MEANS,
    RELATIONS,
    change_words,
    damage_words,
    moment,
    percent,
    site_words,
    source_names,
    words,
)
from provenance.tracing.damage.alone.weigh import rates_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model import ArticleRef, Block, Credit, Fetch, Finding, Trace
    from provenance.report.html.view import CompareView, Piece, Places

__all__ = ["trace_view"]

_TITLE = 160
_SHORT_TITLE = 60
_UNDER = 30  # characters of an original that fit under the words that replaced it
_NOT_INLINE = frozenset({DamageKind.DROPPED, DamageKind.REORDERED})
# relations that mean "this text has no other origin"
_NO_COPY = frozenset({Relation.ORIGINAL, Relation.UNKNOWN})
_GROUPS = {
    "story": ("the story", {Role.BODY, Role.HEADLINE, Role.SUBHEADING}),
    "signed": ("who and when", {Role.BYLINE, Role.DATELINE, Role.CONTRIBUTOR, Role.DATE_STAMP}),
    "rights": ("rights and sources", {Role.COPYRIGHT, Role.DISCLAIMER, Role.SOURCE_LINK}),
    "pictures": ("pictures and embeds", {Role.CAPTION, Role.IMAGE_FILE, Role.SOCIAL_EMBED}),
    "frame": ("the site's frame", {Role.NAVIGATION, Role.PROMOTION, Role.BREADCRUMB}),
}
_GROUP_OF = {role: group for group, (_, roles) in _GROUPS.items() for role in roles}


def trace_view(trace: Trace, anchor: str = "a1", places: Places | None = None) -> TraceView:
    """All that a page shows of one article.

    Args:
        trace: what tracing found; with ``others`` it has comparisons.
        anchor: what the anchors of its parts begin with; another one for each article of a page.
        places: where other pages show the articles and comparisons that it names; without them
            it names the articles' own addresses, and the comparisons of its own.
    """
    names = source_names(trace)
    comparisons = compare_views(trace, names, anchor)
    article = trace.article
    compare = None if places is None else places.compare
    beside = {c.key: f"#{c.anchor}" for c in comparisons}
    return TraceView(
        anchor=anchor,
        title=clip(article.title or article.id, _TITLE),
        article=_own_link(article.id, article.url),
        published=None if article.published is None else clip(moment(article.published), _TITLE),
        summary=_summary(trace),
        card=_card(trace, places),
        chain=chain_view(trace.chain),
        matches=tuple(
            MatchRow(
                source=printable(names.get(trace.sources_of.get(match.other.key) or "", "")) or None,
                title=clip(match.other.title or match.other.id, _TITLE),
                article=link(match.other.id, match.other.url)
                if places is None
                else Link(printable(match.other.url or match.other.id), places.article(match.other.key)),
                share=percent(match.share),
                relation=words(match.relation),
                target=beside.get(match.other.key) if compare is None else compare(match.other.key, None),
            )
            for match in trace.matches
        ),
        ledger=_ledger(trace, names, anchor, _shown_by(trace, comparisons, compare)),
        comparisons=comparisons,
    )


def _own_link(name: str, url: str | None) -> Link:
    shown = link(name, url or name)
    return shown if url is None or url == name else Link(f"{printable(url)} ({shown.text})", shown.url)


def _summary(trace: Trace) -> str:
    verdict = trace.verdict
    if verdict.status is Status.ABSTAINED or verdict.origin is None:
        return "origin cannot be said"
    known = "" if verdict.relation is Relation.UNKNOWN else f"{words(verdict.relation)}, "
    return f"{clip(verdict.origin.name, _TITLE)}: {known}confidence {percent(verdict.confidence)}"


def _shown_by(
    trace: Trace, comparisons: tuple[CompareView, ...], compare: Callable[[int, int | None], str] | None
) -> dict[tuple[int, int], str]:
    """By another article's number and a block's position: the address of the comparison that shows both."""
    if compare is not None:
        matches = trace.origins.items()
        return {(m.other.key, position): compare(m.other.key, position) for position, m in matches}
    return {
        (comparison.key, cell.position): f"#{row.anchor}"
        for comparison in comparisons
        for row in comparison.rows
        for cell in row.here
    }


def _card(trace: Trace, places: Places | None) -> CardView:
    verdict, second = trace.verdict, trace.verdict.runner_up
    decided = verdict.status is Status.DECIDED and verdict.origin is not None
    known = decided or verdict.relation not in _NO_COPY
    origin = verdict.origin if decided else None
    article = origin.article if origin is not None else None
    return CardView(
        decided=decided,
        origin=clip(origin.name, _TITLE) if origin is not None else "cannot be said",
        relation=RELATIONS[verdict.relation] if known else "",
        confidence=percent(verdict.confidence) if decided else None,
        share=round(verdict.confidence, 4),
        confidence_means=CONFIDENCE_MEANS,
        article=None if article is None else _text_of(article, places),
        reasons=tuple(map(printable, verdict.reasons)),
        runner_up=None
        if second is None
        else printable(f"{second.name}, {percent(second.confidence)}: {second.reason}"),
        coverage=printable(verdict.coverage),
        site=printable(site_words(trace.site)),
        site_reasons=tuple(map(printable, trace.site.reasons)),
        site_page=None if places is None else places.site,
        damage=damage_words(trace.damage),
        damage_reasons=tuple(map(printable, trace.damage.reasons)),
        cited=tuple(f"{clip(cited.name, _TITLE)}: “{clip(cited.text, _TITLE)}”" for cited in trace.cited),
        fetched=() if trace.article.fetch is None else tuple(_fetched(trace.article.fetch, trace.article.canonical)),
    )


def _text_of(article: ArticleRef, places: Places | None) -> Link:
    name = article.title or article.id
    return link(name, article.url) if places is None else Link(printable(name), places.article(article.key))


def _fetched(fetch: Fetch, canonical: str | None) -> list[str]:
    """When, and every address on the way that is not the one asked for."""
    way = [*(redirect.url for redirect in fetch.redirects), fetch.final]
    lines = [fetch.fetched[:16].replace("T", " ") + " UTC", *(way if len(way) > 1 else ())]
    if canonical is not None and canonical != fetch.final:
        lines.append(f"the page names {canonical} as its canonical address")
    return [printable(line) for line in lines]


def _ledger(trace: Trace, names: dict[str, str], anchor: str, targets: dict[tuple[int, int], str]) -> LedgerView:
    findings: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in trace.findings:
        findings[finding.block].append(finding)
    rates = rates_of(trace.blocks, trace.findings, trace.damage.reasons)
    credits_: defaultdict[int, list[Credit]] = defaultdict(list)
    for credit in trace.credits:
        if credit.block is not None:
            credits_[credit.block].append(credit)
    rows = tuple(
        LedgerRow(
            anchor=f"{anchor}-b{block.position}",
            position=block.position,
            role=words(block.role),
            group=_GROUP_OF[block.role],
            pieces=_pieces(block, credits_[block.position], findings[block.position]),
            origin=_origin(trace, block, names, targets),
            findings=tuple(
                view
                for finding in findings[block.position]
                if not (view := _finding(finding, rates.get(finding))).inline or finding.severity is Severity.MEANING
            ),
        )
        for block in trace.blocks
    )
    present = {row.group for row in rows}
    return LedgerView(
        rows=rows,
        legend=tuple((group, name) for group, (name, _) in _GROUPS.items() if group in present),
        origins=bool(trace.origins),
        credits=any(credits_.values()),
        damage=bool(trace.findings),
        language=language_tag(trace.article.language),
    )


def _pieces(block: Block, credits_: list[Credit], findings: list[Finding]) -> tuple[Piece, ...]:
    named = sorted(credits_, key=lambda credit: (-credit.weight, credit.start, credit.end))
    return cut(
        block.text,
        block.start,
        layer(Mark(c.start, c.end, {"credit": ""}, {"credit": f"{words(c.type)}: {clip(c.name, 60)}"}) for c in named),
        layer(_damage(finding) for finding in marked_findings(block, findings)),
    )


def _damage(finding: Finding) -> Mark:
    view = _finding(finding)
    says = {"severity": view.severity, "damage": view.kind}
    return Mark(finding.start, finding.end, says, {"under": view.original} if view.inline else {})


def _finding(finding: Finding, rate: str | None = None) -> FindingView:
    original = finding.original
    inline = (
        finding.kind not in _NOT_INLINE and original is not None and max(len(original), len(finding.text)) <= _UNDER
    )
    return FindingView(
        kind=change_words(finding),
        severity=finding.severity.value,
        here=None if finding.kind is DamageKind.DROPPED else clip(finding.text, 2 * _TITLE),
        original=None if original is None else clip(original, 2 * _TITLE),
        inline=inline,
        rate=rate,
    )


def _origin(
    trace: Trace, block: Block, names: dict[str, str], targets: dict[tuple[int, int], str]
) -> OriginCell | None:
    match = trace.origins.get(block.position)
    if match is None:
        return None
    source = trace.sources_of.get(match.other.key)
    return OriginCell(
        source=printable(names.get(source or "", "")) or "a source not known",
        title=clip(match.other.title or match.other.id, _SHORT_TITLE),
        block=match.other_position,
        alike=percent(match.measures.char5),
        share=round(match.measures.char5, 4),
        relation=words(match.relation),
        target=targets.get((match.other.key, block.position)),
    )
