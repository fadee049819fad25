"""A site as one self-contained page: what it is, whom it lives on, what it repeats, its articles.

Invariant: like every page here it asks for nothing from anywhere; every bar stands beside its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.model import SourceKind
from provenance.report.html.document import render
from provenance.report.html.pieces import link
from provenance.report.html.summary import LONGEST, Facts, bars
from provenance.report.printable import clip, printable
from provenance.report.wording import by_articles, moment, percent, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleRow, SiteVerdict
    from provenance.report.html.summary import Bar
    from provenance.report.html.view import Link
    from provenance.sources.record import SiteFacts

__all__ = ["site_page"]

_IS = {True: "an aggregator", False: "not an aggregator", None: "whether an aggregator cannot be said"}


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    article: Link
    published: str | None
    origin: str
    relation: str
    confidence: str
    damage: str


@dataclass(frozen=True, slots=True)
class _View:
    name: str
    home: str
    card: Facts
    counts: tuple[tuple[str, str], ...]
    origins: tuple[Bar, ...]
    lines: tuple[Bar, ...]
    articles: tuple[_Row, ...]
    shown: str


def site_page(
    site: SiteVerdict,
    facts: SiteFacts,
    *,
    origins: Sequence[tuple[str, int]] = (),
    lines: Sequence[tuple[str, int]] = (),
    articles: Sequence[ArticleRow] = (),
    total: int = 0,
) -> str:
    """The page.

    Args:
        site: what kind of site it is, with the reasons.
        facts: what its newest articles show together.
        origins: those whom its articles are from, with how many of them.
        lines: the lines that it repeats, with how many articles carry each.
        articles: its newest articles.
        total: how many are stored.

    Returns:
        HTML; equal for equal sites.
    """
    view = _View(
        name=clip(site.name or facts.home, LONGEST),
        home=clip(facts.home, LONGEST),
        card=_card(site, facts),
        counts=_counts(facts),
        origins=bars(origins),
        lines=bars(lines),
        articles=tuple(map(_row, articles)),
        shown=f"The newest {len(articles):,} of {counted(total, 'article')}."
        if total > len(articles)
        else f"{counted(len(articles), 'article')}, the newest first.",
    )
    return render("provenance/site.html", view=view)


def _card(site: SiteVerdict, site_facts: SiteFacts) -> Facts:
    known = site.aggregator is not None or site.kind is not SourceKind.UNKNOWN
    kind = words(site.kind) if site.kind is not SourceKind.UNKNOWN else "a site of a kind that is not known"
    rows: list[tuple[str, tuple[str, ...]]] = []
    rows += [] if site.kind is SourceKind.AGGREGATOR else [("Is it", (_IS[site.aggregator],))]
    sure = f"{percent(site.confidence)} {by_articles(site, site_facts.articles)}"
    rows += [("Confidence", (sure,))] if site.confidence else []
    rows += [("Because", tuple(map(printable, site.reasons)))] if site.reasons else []
    return Facts("Kind", kind, known, None, tuple(rows))


def _counts(facts: SiteFacts) -> tuple[tuple[str, str], ...]:
    rows = [
        ("articles looked at", f"{facts.articles:,}"),
        ("first written elsewhere", f"{facts.taken:,}"),
        ("of these credited", f"{facts.credited:,}"),
        ("machine paraphrases", f"{facts.damaged:,}"),
        ("signed, and seen nowhere before", f"{facts.own:,}"),
        ("others that it takes from", f"{facts.origins:,}"),
        ("of its words first seen elsewhere", percent(facts.words_elsewhere)),
    ]
    rows += (
        [] if facts.hours_behind is None else [("hours behind the origin, at the median", f"{facts.hours_behind:.1f}")]
    )
    return tuple(rows)


def _row(row: ArticleRow) -> _Row:
    relation = row.relation or ""
    return _Row(
        title=clip(row.title or row.id, LONGEST),
        article=link(clip(row.id, LONGEST), row.url),
        published=None if row.published is None else clip(moment(row.published), LONGEST),
        origin=clip(row.origin, LONGEST)
        if row.origin
        else "not judged yet"
        if row.status is None
        else "cannot be said",
        relation=printable(words(relation)),
        confidence=percent(row.confidence) if row.origin and row.confidence is not None else "",
        damage=_damage(row),
    )


def _damage(row: ArticleRow) -> str:
    parts = ["by machine"] if row.machine_paraphrase else []
    parts += [f"{row.substitutions_per_100:.1f} words in 100"] if row.substitutions_per_100 else []
    parts += (
        [f"{counted(row.facts_changed, 'fact or meaning', 'facts or meanings')} changed"] if row.facts_changed else []
    )
    return ", ".join(parts)
