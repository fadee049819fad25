"""How a person is told: the vocabularies of the model in plain words, measures as people say them.

Invariant: every relation, severity and status has its words here, once for all reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.counts import counted, moment, per_cent
from provenance.model import Change, DamageKind, Relation, Severity
from provenance.settings import OriginSettings

if TYPE_CHECKING:
    from provenance.model import DamageSummary, Finding, SiteVerdict, Trace

__all__ = [
    "BY_PAGE",
    "CHANGES",
    "CONFIDENCE_MEANS",
    "GRAVITY",
    "KINDS",
    "RELATIONS",
    "by_articles",
    "change_words",
    "damage_words",
    "kind_words",
    "moment",
    "percent",
    "site_words",
    "source_names",
    "words",
]

# what the verdict's relation says about the page, after "The Associated Press: "
RELATIONS = {
    Relation.ORIGINAL: "this page is the original itself",
    Relation.VERSION: "another version of the same report, by the same source",
    Relation.VERBATIM: "copied word for word, or nearly so",
    Relation.EXCERPT: "a part of the original, copied",
    Relation.REWRITE: "rewritten from the original",
    Relation.MACHINE_PARAPHRASE: "reworded by a machine",
    Relation.PARTIAL: "partly from the original, partly from elsewhere",
    Relation.QUOTE_ONLY: "only quotations in common",
    Relation.UNKNOWN: "how close to the original cannot be said: no text of it is held",
}
# the gravest first
GRAVITY = (Severity.MEANING, Severity.FACT, Severity.WORDING)
KINDS = {
    DamageKind.POLARITY: "turned round",
    DamageKind.CAPITAL_AFTER_COMMA: "capital after a comma",
    DamageKind.HUMAN_DISTORTION: "distorted by a person",
    DamageKind.MIXED_SCRIPT: "letters of another script",
    DamageKind.MODEL_RESIDUE: "left over from a language model",
    DamageKind.SPINTAX: "left over from a spinner",
    DamageKind.SUBSTITUTION: "other words",
}
CHANGES = {
    Change.SENSE: "another sense of the word",
    Change.NUMBER: "another number",
    Change.UNIT: "another unit",
    Change.DATE: "another date or time",
    Change.BOUND: "at least and at most turned",
    Change.NAME: "another name",
    Change.ACTOR: "who did it to whom turned",
    Change.NEGATION: "denied, or no longer",
    Change.QUANTIFIER: "another share of the whole",
    Change.OPPOSITE: "the opposite",
    Change.CERTAINTY: "surer or less sure",
    Change.TENSE: "another time of happening",
    Change.STANCE: "said with another stand",
    Change.SPEAKER: "said by another",
    Change.REMOVED: "no longer said by anybody",
    Change.DROPPED: "a sentence is missing",
    Change.MERGED: "two sentences made one",
    Change.MOVED: "moved",
    Change.SPEECH: "put into quotation marks",
    Change.CLAIM: "a claim told as a fact",
}
BY_PAGE = "by this page and what is known of its site"
"""What the confidence is of where an article's site is judged beside the article."""
_LIMITS = OriginSettings()
CONFIDENCE_MEANS = (
    "Set by how often such evidence was right among invented sites, misleading ones with them; on the web it may be "
    f"right less often. At most {_LIMITS.most:.0%}, a person's word {_LIMITS.person:.0%}; below {_LIMITS.decided:.0%}, "
    "or with a runner-up too close, no origin is named."
)


def percent(value: float) -> str:
    """A share in [0, 1] as people read it: whole per cent, and 100 only for the whole."""
    return f"{per_cent(value)}%"


def words(value: str) -> str:
    """A name of a vocabulary as words."""
    return str(value).replace("_", " ")


def change_words(finding: Finding) -> str:
    """What was done to a span, as closely as it is known."""
    if finding.kind is not DamageKind.QUOTE_ALTERED and finding.change in CHANGES:
        return CHANGES[finding.change]
    return KINDS.get(finding.kind, words(finding.kind))


def damage_words(damage: DamageSummary) -> str:
    """What the findings add up to, in one line."""
    suspected = damage.findings or damage.reasons or damage.substitutions_per_100 is not None
    unsure = "whether by machine cannot be said" if suspected else "no sign of a machine"
    summary = [{True: "a machine paraphrase", False: "no machine paraphrase", None: unsure}[damage.machine_paraphrase]]
    if damage.substitutions_per_100 is not None:
        summary.append(f"{damage.substitutions_per_100:.1f} words in 100 replaced")
    if damage.quotes and damage.quotes_kept is not None:
        summary.append(
            f"{damage.quotes_kept} of {counted(damage.quotes, 'quoted passage', 'quoted passages')} kept word for word"
        )
    if damage.facts_changed:
        facts = counted(damage.facts_changed, "fact or meaning", "facts or meanings")
        summary.append(f"{facts} changed")
    found = counted(damage.findings, "finding")
    summary.append(
        f"{found}, {damage.per_1000_words:.1f} per 1,000 words" if damage.findings else "no damaged span found"
    )
    return "; ".join(summary)


def site_words(site: SiteVerdict) -> str:
    """The name of an article's site with what kind of site it is, as far as the article says."""
    name = site.name or site.domain or "a page without a name"
    named = name if site.domain in {None, name} else f"{name} ({site.domain})"
    return f"{named}: {kind_words(site, BY_PAGE)}"


def kind_words(site: SiteVerdict, evidence: str) -> str:
    """What kind of site a site is, how sure that is, and by what; two figures of one site need not be equal.

    Args:
        site: the verdict.
        evidence: what its confidence is of: ``BY_PAGE``, or what ``by_articles`` says.
    """
    from provenance.model import SourceKind

    if site.kind is SourceKind.AGGREGATOR and site.aggregator:
        kind = "aggregator"
    else:
        kind = "what kind of site cannot be said" if site.kind is SourceKind.UNKNOWN else words(site.kind)
        kind += {True: ", an aggregator", False: ", not an aggregator", None: ""}[site.aggregator]
    known = site.aggregator is not None or site.kind is not SourceKind.UNKNOWN
    return kind + (f", confidence {percent(site.confidence)} {evidence}" if known else "")


def by_articles(site: SiteVerdict, number: int | None) -> str:
    """What the confidence is of where a site is judged and no article of it.

    Args:
        site: the verdict.
        number: how many articles were looked at; ``None`` where that is not at hand.
    """
    if site.source is not None:
        return "by the registry of sources"
    if number is None:
        return "by its stored articles together"
    return f"by its {counted(number, 'stored article', 'stored articles')}" + ("" if number == 1 else " together")


def source_names(trace: Trace) -> dict[str, str]:
    """The names of the sources that an answer speaks of, by id."""
    verdict = trace.verdict
    named = [(other.site.source, other.site.name) for other in trace.others.values()]
    named += [(cited.source, cited.name) for cited in trace.cited]
    named += [(credit.source, credit.name) for credit in trace.credits]
    named += [(hop.source, hop.name) for hop in trace.chain]
    if verdict.runner_up is not None:
        named.append((verdict.runner_up.source, verdict.runner_up.name))
    if verdict.origin is not None:
        named.append((verdict.origin.source, verdict.origin.name))
    return {source: name for source, name in named if source is not None and name is not None}
