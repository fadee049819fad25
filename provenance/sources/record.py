"""What kind of site the stored articles of a site show together.

Invariant: only counts decide, so the verdict follows from the set of stored articles; a site
that lives on agencies and credits them is no aggregator, and with few articles nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model import SiteVerdict, SourceKind

__all__ = ["SiteFacts", "judge_record", "with_record"]

FEWEST = 5  # articles from which a site is judged by them
# of its articles: from so many taken ones on a site may live on others, from so many it does
SOME, MOST = 0.5, 0.8
OWN = 0.35  # with no more than so many taken it writes its own
UNCREDITED = 0.5  # of the taken ones
CREDITED = 0.8
DAMAGED = 0.15
AWAY = 0.3
SIGNED = 0.2
MANY_ORIGINS, SEVERAL_OUTLETS = 4, 2
POINTS = 3
# what a page says of its own site goes before its record from this confidence on
SURE = 0.9
SURER = {2: 0.6, 3: 0.75, 4: 0.85}
SUREST = 0.9


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the articles of one site show, counted over the newest of them.

    ``taken`` were first written elsewhere, as their verdict or an earlier page says;
    ``credited`` of these name their origin on their own page; ``damaged`` are machine
    paraphrases. ``origins`` counts whom they were taken from, ``outlets`` those of them that
    are no agencies. ``away`` carry a link to another site as their source or another's footer;
    ``says_so`` call their site an aggregator; ``signed`` carry the site's own dateline or a
    person's byline without an agency. ``words_elsewhere``: share of the site's words first
    seen elsewhere, in [0, 1]. ``hours_behind``: the median time behind the origin's own page;
    ``None`` where no times are known. ``kind`` is what most pages say of the site.
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
    away: int
    says_so: int
    signed: int
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
        reason = f"only {facts.articles} of its articles are stored; from {FEWEST} on they are judged together"
        return _verdict(facts, SourceKind.UNKNOWN, None, 0.0, (reason,))
    taken = facts.taken / facts.articles
    signs = _signs(facts)
    reasons = (_living(facts), *(sign.text for sign in signs))
    points = sum(sign.worth for sign in signs)
    hides = any(sign.worth > 0 and sign.tells for sign in signs)
    if taken >= SOME and points >= POINTS and hides:
        return _verdict(facts, SourceKind.AGGREGATOR, True, SURER.get(points, SUREST), reasons)  # noqa: FBT003
    credits_all = facts.credited >= CREDITED * facts.taken
    many = facts.origins >= (MANY_ORIGINS if taken >= MOST else 2 * MANY_ORIGINS)
    if taken >= SOME and credits_all and facts.outlets >= SEVERAL_OUTLETS and many:
        said = "it takes from many and names them: a portal"
        return _verdict(facts, SourceKind.PORTAL, False, SURER[3], (*reasons, said))  # noqa: FBT003
    kind = facts.kind if facts.kind is not SourceKind.AGGREGATOR else SourceKind.UNKNOWN
    if taken <= OWN or (credits_all and not hides):
        if kind is SourceKind.UNKNOWN and (taken <= OWN or facts.signed):
            kind = SourceKind.OUTLET
        return _verdict(facts, kind, False, SURER[4] if taken <= OWN else SURER[3], reasons)  # noqa: FBT003
    return _verdict(facts, kind, None, 0.0, reasons)


def with_record(page: SiteVerdict, record: SiteVerdict | None) -> SiteVerdict:
    """What a page and its site's stored articles say of the site together.

    The registry, and a page that says what it is, go before the articles; those go before signs.

    Args:
        page: what one page says.
        record: what the stored articles say; ``None`` where they were not judged.
    """
    if record is None or record.kind is SourceKind.UNKNOWN or page.source is not None:
        return page
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
    """A sign of a site that collects others' texts; ``tells`` it from one that licenses them."""

    text: str
    worth: int
    tells: bool = True


def _signs(facts: SiteFacts) -> tuple[_Sign, ...]:
    bare = facts.taken - facts.credited
    return (
        _Sign(
            f"{_of(facts.says_so, facts)} call it an aggregator or offer removal",
            2 * (facts.says_so >= AWAY * facts.articles),
        ),
        _Sign(
            f"{bare} of the {facts.taken} taken ones do not name whom they are from",
            int(bare > 0 and bare >= UNCREDITED * facts.taken),
        ),
        _Sign(f"{_of(facts.damaged, facts)} are machine paraphrases", int(facts.damaged >= DAMAGED * facts.articles)),
        _Sign(
            f"{_of(facts.away, facts)} link to another site as their source or carry another's footer",
            int(facts.away >= AWAY * facts.articles),
        ),
        _Sign(
            f"they come from {facts.origins} others, {facts.outlets} of them no agencies",
            (facts.outlets >= SEVERAL_OUTLETS) + (facts.outlets >= MANY_ORIGINS),
            tells=False,
        ),
        _Sign(
            f"{_of(facts.signed, facts)} are signed as its own",
            (facts.taken >= MOST * facts.articles) - (facts.signed >= SIGNED * facts.articles),
            tells=False,
        ),
    )


def _living(facts: SiteFacts) -> str:
    behind = "" if facts.hours_behind is None else f", {facts.hours_behind:.1f} hours behind at the median"
    words = f"{100 * facts.words_elsewhere:.0f} % of its words"
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
