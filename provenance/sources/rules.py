"""What recognises a credit, and how far each kind speaks for the source having written the text.

Invariant: every credit names one of these rules and carries its type and weight, so the whole
scale can be read, and changed, in one place. About .9 is strong, about .3 weak, 0 never.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import Credit, CreditType, SourceKind

if TYPE_CHECKING:
    from provenance.sources.entries import Source
    from provenance.sources.view import View

__all__ = [
    "AGENCY_LAST_WORD",
    "AGENCY_LINE",
    "AGENCY_TAIL",
    "BYLINE",
    "BYLINE_DAMAGED",
    "BYLINE_HOUSE",
    "BYLINE_JOINT",
    "CAPTION",
    "CITATION",
    "CONTRIBUTION",
    "CONTRIBUTOR_DAMAGED",
    "CONTRIBUTOR_FORM",
    "CONTRIBUTOR_NAMED",
    "COPYRIGHT_AGENCY",
    "COPYRIGHT_DAMAGED",
    "COPYRIGHT_FOREIGN",
    "COPYRIGHT_HOLDER",
    "COPYRIGHT_OWN",
    "COPYRIGHT_VIA",
    "DATELINE",
    "DATELINE_DAMAGED",
    "DATELINE_JOINT",
    "DATELINE_LATER",
    "DATELINE_STATION",
    "DATELINE_UNKNOWN",
    "DISTRIBUTED",
    "FEED_DISCLAIMER",
    "FIRST_PUBLISHED",
    "HANDING_RULES",
    "HEADLINE_DASH",
    "HEADLINE_LABEL",
    "HEADLINE_MARK",
    "HEADLINE_PHRASE",
    "INITIALS",
    "ISSUER",
    "JOINT_RULES",
    "META_CANONICAL",
    "META_NAME",
    "META_OWN",
    "META_SOURCE",
    "REPORTING_LINE",
    "REPORTING_LINE_DAMAGED",
    "REPRINTED",
    "SLASH_INITIALS",
    "SOURCE_LINK",
    "SOURCE_TAIL",
    "TOLD",
    "Rule",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of recognising a credit: its name, the credit's type and its weight in [0, 1]."""

    name: str
    type: CreditType
    weight: float

    def credit(
        self,
        view: View,
        start: int,
        end: int,
        source: Source | None,
        name: str | None = None,
        domain: str | None = None,
    ) -> Credit:
        """The credit that this rule finds in a block.

        Args:
            view: the block.
            start: offset of the credit in the view's text.
            end: offset behind it.
            source: whom it names, ``None`` for one that no registry knows.
            name: the name as it stands there, where there is no source.
            domain: the domain, for a link.
        """
        first, last = view.span(start, end)
        text = view.block.text[first - view.block.start : last - view.block.start]
        return Credit(
            type=self.type,
            source=source.id if source else None,
            name=source.name if source else (name or text),
            block=view.block.position,
            start=first,
            end=last,
            text=text,
            weight=self.weight,
            rule=self.name,
            domain=domain or (source.domains[0] if source and source.domains else None),
        )


DATELINE = Rule("dateline: known mark", CreditType.DATELINE, 0.9)
DATELINE_LATER = Rule("dateline: known mark, behind other paragraphs", CreditType.DATELINE, 0.85)
DATELINE_DAMAGED = Rule("dateline: known mark, brackets or place lost", CreditType.DATELINE, 0.7)
DATELINE_STATION = Rule("dateline: call sign", CreditType.DATELINE, 0.8)
DATELINE_UNKNOWN = Rule("dateline: unknown mark", CreditType.DATELINE, 0.5)
BYLINE = Rule("byline: agency named", CreditType.BYLINE, 0.9)
BYLINE_DAMAGED = Rule("byline: agency named, reworded", CreditType.BYLINE, 0.6)
BYLINE_HOUSE = Rule("byline: house before its distributor", CreditType.BYLINE, 0.8)
# of two who are named together, each may have written most of it: neither is decided by this
BYLINE_JOINT = Rule("byline: agency named together with another", CreditType.BYLINE, 0.5)
DATELINE_JOINT = Rule("dateline: marks of an agency and a station", CreditType.DATELINE, 0.5)
AGENCY_LAST_WORD = Rule("agency line: mark as the last word", CreditType.AGENCY_LINE, 0.85)
AGENCY_TAIL = Rule("agency line: sign-off", CreditType.AGENCY_LINE, 0.9)
FIRST_PUBLISHED = Rule("agency line: first published elsewhere", CreditType.AGENCY_LINE, 0.85)
REPRINTED = Rule("agency line: reprinted from", CreditType.AGENCY_LINE, 0.85)
DISTRIBUTED = Rule("agency line: distributed by", CreditType.AGENCY_LINE, 0.85)
ISSUER = Rule("agency line: issuer of a press release", CreditType.AGENCY_LINE, 0.85)
AGENCY_LINE = Rule("agency line: house phrase", CreditType.AGENCY_LINE, 0.9)
HEADLINE_LABEL = Rule("agency line: label in the headline", CreditType.AGENCY_LINE, 0.8)
HEADLINE_PHRASE = Rule("agency line: house phrase in the headline", CreditType.AGENCY_LINE, 0.8)
HEADLINE_MARK = Rule("agency line: mark beside the headline", CreditType.AGENCY_LINE, 0.75)
# "Ferry stays in port – AFP" is how some papers cite
HEADLINE_DASH = Rule("agency line: mark behind the headline's dash", CreditType.AGENCY_LINE, 0.5)
REPORTING_LINE = Rule("agency line: reporting and editing", CreditType.AGENCY_LINE, 0.85)
REPORTING_LINE_DAMAGED = Rule("agency line: reporting and editing, reworded", CreditType.AGENCY_LINE, 0.6)
SOURCE_TAIL = Rule("agency line: source at the tail", CreditType.AGENCY_LINE, 0.8)
INITIALS = Rule("agency line: mark and initials", CreditType.AGENCY_LINE, 0.85)
SLASH_INITIALS = Rule("agency line: initials, form only", CreditType.AGENCY_LINE, 0.5)
CONTRIBUTOR_NAMED = Rule("contributor line: agency named", CreditType.CONTRIBUTOR_LINE, 0.85)
CONTRIBUTOR_DAMAGED = Rule("contributor line: agency named, reworded", CreditType.CONTRIBUTOR_LINE, 0.6)
CONTRIBUTOR_FORM = Rule("contributor line: form only", CreditType.CONTRIBUTOR_LINE, 0.3)
FEED_DISCLAIMER = Rule("feed disclaimer", CreditType.FEED_DISCLAIMER, 0.0)
COPYRIGHT_AGENCY = Rule("copyright: agency", CreditType.COPYRIGHT, 0.85)
COPYRIGHT_DAMAGED = Rule("copyright: agency, reworded", CreditType.COPYRIGHT, 0.6)
COPYRIGHT_FOREIGN = Rule("copyright: another site's", CreditType.COPYRIGHT, 0.7)
COPYRIGHT_HOLDER = Rule("copyright: holder", CreditType.COPYRIGHT, 0.3)
COPYRIGHT_VIA = Rule("copyright: distributed by", CreditType.COPYRIGHT, 0.85)
COPYRIGHT_OWN = Rule("copyright: the site's own", CreditType.COPYRIGHT, 0.3)
SOURCE_LINK = Rule("source link", CreditType.SOURCE_LINK, 0.3)
CITATION = Rule("citation", CreditType.CITATION, 0.2)
TOLD = Rule("told", CreditType.TOLD, 0.1)
CONTRIBUTION = Rule("contribution", CreditType.CONTRIBUTION, 0.4)
CAPTION = Rule("caption credit", CreditType.CAPTION, 0.0)
META_SOURCE = Rule("meta: source link", CreditType.META, 0.5)
META_NAME = Rule("meta: name", CreditType.META, 0.45)
META_OWN = Rule("meta: the seller's own address", CreditType.META, 0.4)
META_CANONICAL = Rule("meta: canonical", CreditType.META, 0.4)

# Those whose own text is what they sell: their mark on another's page says who wrote it.
SELLERS = frozenset({SourceKind.WIRE, SourceKind.PRESS_RELEASE})
HANDING_RULES = frozenset({DISTRIBUTED.name, COPYRIGHT_VIA.name})
JOINT_RULES = frozenset({BYLINE_JOINT.name, DATELINE_JOINT.name})
