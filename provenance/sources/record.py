"""What kind of site the stored articles of a site show together.

Invariant: only counts decide, so the verdict follows from the set of stored articles; a site
that lives on agencies and credits them is no aggregator, and with few articles nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from provenance.counts import counted, per_cent
from provenance.model import SiteVerdict, SourceKind

__all__ = ["SiteFacts", "judge_record", "with_record"]

FEWEST = 5  # articles from which a site is judged by them
# of its articles: from so many taken ones on a site may live on others, from so many it does
SOME, MOST = 0.4, 0.65
OWN = 0.35  # with no more than so many taken it writes its own
HARDLY = 0.1  # so few taken ones need no signed ones of its own beside them
LICENSED = 0.75  # with more, credited, a site that signs nothing may be a paper or not
WRITES = 0.25  # signed ones of its own
CREDITED = 0.8  # of the taken ones
UNCREDITED = 0.1
SAYS_SO, MOSTLY_SAYS_SO = 0.2, 0.5
AWAY, WIDELY_AWAY = 0.3, 0.6
BARE, MOSTLY_BARE = 0.2, 0.35
EXCERPTS = 0.4
DAMAGED, RESIGNED = 0.15, 0.15
SIGNED = 0.45
SEVERAL_HOUSES, MANY_HOUSES = 3, 4
TWICE = 2  # once may be chance
POINTS = 3
# what a page says of its own site goes before its record from this confidence on
SURE = 0.9
SURER = {2: 0.6, 3: 0.75, 4: 0.85}
SUREST = 0.9


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the articles of one site show, counted over the newest of them.

    ``taken`` were first written elsewhere, as their verdict, an earlier page or they themselves
    say; ``credited`` of these name in words whom they are from. ``bare`` ones do not, and are no
    agency's but from ``bare_houses`` others; ``resigned`` of these carry another byline than the
    origin's page. ``away`` do not either, but link to their source or carry its footer, of
    ``away_houses`` different ones. ``excerpts`` of the taken are a part of the origin's text.
    ``damaged`` are machine paraphrases. ``origins`` counts whom all were taken from,
    ``outlets`` those of them that are no agencies, ``named_houses`` those that are credited.
    ``says_so`` show by themselves that the site collects; ``own`` were not taken and are signed;
    ``called`` have a station's call sign, which is the site's name, in their dateline.
    ``words_elsewhere``: share of the site's words first seen elsewhere, in [0, 1].
    ``hours_behind``: the median time behind the origin's own page; ``None`` where no times are
    known. ``kind`` is what most pages say of the site.
    """

    home: str
    name: str | None
    kind: SourceKind
    articles: int
    taken: int
    credited: int
    damaged: int
    origins: int
    outlets: int
    bare: int
    bare_houses: int
    resigned: int
    excerpts: int
    away: int
    away_houses: int
    named_houses: int
    says_so: int
    own: int
    called: int
    words_elsewhere: float
    hours_behind: float | None


def judge_record(facts: SiteFacts) -> SiteVerdict:
    """Say what kind of site this is, by its articles.

    Args:
        facts: counted over the stored articles.

    Returns:
        The verdict with its reasons; ``aggregator`` is ``None`` where the articles do not say.
    """
    if facts.articles < FEWEST:
        return _few(facts)
    taken = facts.taken / facts.articles
    signs = [sign for sign in _signs(facts) if sign.worth]
    reasons = (_living(facts), *(sign.text for sign in signs if sign.text))
    points = sum(sign.worth for sign in signs)
    hides = sum(sign.worth for sign in signs if sign.tells)
    if taken >= SOME and points >= POINTS and hides > 0:
        return _verdict(facts, SourceKind.AGGREGATOR, True, SURER.get(points, SUREST), reasons)  # noqa: FBT003
    credits_all = facts.credited >= CREDITED * facts.taken
    if taken > SOME and credits_all and facts.named_houses >= SEVERAL_HOUSES and facts.outlets >= TWICE:
        said = f"the taken ones name {facts.named_houses} different others as where they are from"
        if facts.own < SIGNED * facts.articles:
            return _verdict(facts, SourceKind.PORTAL, False, SURER[3], (*reasons, said))  # noqa: FBT003
    kind = facts.kind if facts.kind is not SourceKind.AGGREGATOR else SourceKind.UNKNOWN
    if kind is SourceKind.UNKNOWN and facts.called >= TWICE:
        kind = SourceKind.STATION
        reasons = (*reasons, f"{_of(facts.called, facts)} have its call sign in their dateline")
    writes = taken <= OWN and points < POINTS and (taken <= HARDLY or facts.own >= WRITES * facts.articles)
    licensed = credits_all and not hides and (taken <= LICENSED or facts.own >= WRITES * facts.articles)
    if writes or licensed:
        if kind is SourceKind.UNKNOWN and (writes or facts.own):
            kind = SourceKind.OUTLET
        return _verdict(facts, kind, False, SURER[4] if writes else SURER[3], reasons)  # noqa: FBT003
    return _verdict(facts, kind, None, 0.0, reasons)


def _few(facts: SiteFacts) -> SiteVerdict:
    """The verdict on a site with few stored articles: what all of them say of it themselves, or nothing."""
    stored = "1 of its articles is" if facts.articles == 1 else f"{facts.articles} of its articles are"
    reason = f"only {stored} stored; from {FEWEST} on they are judged together"
    if facts.articles and facts.says_so == facts.articles:
        shows = "it shows by itself" if facts.articles == 1 else "by itself each shows"
        said = f"{stored} stored, and {shows} that the site collects others' texts"
        return _verdict(facts, SourceKind.AGGREGATOR, True, SURER[3], (said,))  # noqa: FBT003
    return _verdict(facts, SourceKind.UNKNOWN, None, 0.0, (reason,))


def with_record(page: SiteVerdict, record: SiteVerdict | None) -> SiteVerdict:
    """What a page and its site's stored articles say of the site together.

    The registry, and a page that says what it is, go before the articles; those go before signs.

    Args:
        page: what one page says.
        record: what the stored articles say; ``None`` where they were not judged.
    """
    if record is not None and page.kind is SourceKind.PORTAL and page.aggregator is None and record.aggregator is False:
        return replace(page, aggregator=False, reasons=(*page.reasons, *record.reasons))
    if record is None or page.source is not None:
        return page
    if record.kind is SourceKind.UNKNOWN:  # what was counted is told all the same
        return replace(page, reasons=(*page.reasons, *record.reasons))
    if page.aggregator is not None and (page.confidence >= SURE or page.aggregator == record.aggregator):
        return SiteVerdict(
            page.domain,
            page.name,
            page.kind,
            page.aggregator,
            max(page.confidence, record.confidence) if page.aggregator == record.aggregator else page.confidence,
            (*page.reasons, *record.reasons),
            page.source,
        )
    return SiteVerdict(
        page.domain or record.domain,
        page.name or record.name,
        record.kind,
        record.aggregator,
        record.confidence,
        (*record.reasons, *page.reasons),
    )


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of a site that collects others' texts; ``tells`` it from one that licenses them.

    One without a text is told by what is said of every site.
    """

    text: str
    worth: int
    tells: bool = True


def _signs(facts: SiteFacts) -> tuple[_Sign, ...]:
    """The signs for and against; those that weigh nothing are no reasons."""
    number, houses = facts.articles, facts.bare_houses
    bare = facts.bare >= BARE * number and houses >= SEVERAL_HOUSES
    away = facts.away >= AWAY * number and facts.away_houses >= SEVERAL_HOUSES
    says_so = facts.says_so >= max(TWICE, SAYS_SO * number)
    silent = facts.credited <= UNCREDITED * facts.taken and facts.taken >= SOME * number
    return (
        _Sign(
            f"{_of(facts.says_so, facts)} show by themselves that it collects: "
            "they say so, offer removal, or link away over another's footer",
            says_so * (2 + (facts.says_so >= MOSTLY_SAYS_SO * number)),
        ),
        _Sign(
            f"{facts.bare} of the {facts.taken} taken ones are from "
            f"{counted(houses, 'other that is no agency', 'others that are no agencies')}, "
            "and do not name them",
            bare * (2 + (facts.bare >= MOSTLY_BARE * number and houses >= MANY_HOUSES)),
        ),
        _Sign(
            f"{_of(facts.away, facts)} only link to where they are from or carry its footer, "
            f"{facts.away_houses} different ones",
            away * (2 + (facts.away >= WIDELY_AWAY * number)),
        ),
        _Sign(
            f"{_of(facts.damaged, facts)} are machine paraphrases",
            2 * (facts.damaged >= max(TWICE, DAMAGED * number)),
        ),
        _Sign(
            f"{facts.excerpts} of the {facts.taken} taken ones are excerpts, from {facts.outlets} that are no agencies",
            2 * (facts.excerpts >= EXCERPTS * number and facts.outlets >= SEVERAL_HOUSES),
        ),
        _Sign(
            f"{_of(facts.resigned, facts)} are under another byline than where they stood first",
            int(facts.resigned >= max(TWICE, RESIGNED * number)),
        ),
        _Sign(
            f"only {facts.credited} of the {facts.taken} taken ones name whom they are from, "
            f"{counted(facts.origins, 'other')}",
            int(silent and facts.origins > SEVERAL_HOUSES),
        ),
        _Sign("", int(facts.taken >= MOST * number), tells=False),
        _Sign(
            f"{_of(facts.own, facts)} are signed and seen nowhere before", -(facts.own >= SIGNED * number), tells=False
        ),
    )


def _living(facts: SiteFacts) -> str:
    behind = "" if facts.hours_behind is None else f", {facts.hours_behind:.1f} hours behind at the median"
    words = f"{per_cent(facts.words_elsewhere)} % of its words"
    return f"{_of(facts.taken, facts)} were first written elsewhere ({words}{behind})"


def _of(number: int, facts: SiteFacts) -> str:
    return f"{number} of {facts.articles} articles"


def _verdict(
    facts: SiteFacts,
    kind: SourceKind,
    aggregator: bool | None,  # noqa: FBT001 - a field of the verdict
    confidence: float,
    reasons: tuple[str, ...],
) -> SiteVerdict:
    domain = facts.home if "." in facts.home and " " not in facts.home else None
    return SiteVerdict(domain, facts.name or (None if domain else facts.home), kind, aggregator, confidence, reasons)
