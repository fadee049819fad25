"""The words of the field as types: what passes from one stage to the next.

Invariant: every class here is frozen and holds plain values only, so a stage can neither
change its input nor reach behind it. All offsets are code points into ``Article.text``;
``text[start:end]`` gives back the text that a span was made from. Unknown is ``None``.
"""

from __future__ import annotations

from provenance.model.answers import (
    ArticleMatch,
    BlockMatch,
    BlockMeasures,
    Citation,
    Correction,
    CorrectionNote,
    DamageSummary,
    Finding,
    Hop,
    Membership,
    Origin,
    OtherArticle,
    ProgramVerdict,
    Reference,
    RunnerUp,
    StoryRef,
    Trace,
    Verdict,
)
from provenance.model.articles import (
    Analysis,
    Article,
    ArticleRef,
    Block,
    Claim,
    Credit,
    Flag,
    Line,
    Passage,
    SiteVerdict,
)
from provenance.model.pages import Fetch, Page, Redirect, Unreadable
from provenance.model.rows import ArticleRow, MatchRow
from provenance.model.vocabulary import (
    Change,
    CorrectionKind,
    CreditType,
    DamageKind,
    Media,
    Relation,
    Role,
    Severity,
    SourceKind,
    Status,
)

__all__ = [
    "Analysis",
    "Article",
    "ArticleMatch",
    "ArticleRef",
    "ArticleRow",
    "Block",
    "BlockMatch",
    "BlockMeasures",
    "Change",
    "Citation",
    "Claim",
    "Correction",
    "CorrectionKind",
    "CorrectionNote",
    "Credit",
    "CreditType",
    "DamageKind",
    "DamageSummary",
    "Fetch",
    "Finding",
    "Flag",
    "Hop",
    "Line",
    "MatchRow",
    "Media",
    "Membership",
    "Origin",
    "OtherArticle",
    "Page",
    "Passage",
    "ProgramVerdict",
    "Redirect",
    "Reference",
    "Relation",
    "Role",
    "RunnerUp",
    "Severity",
    "SiteVerdict",
    "SourceKind",
    "Status",
    "StoryRef",
    "Trace",
    "Unreadable",
    "Verdict",
]
