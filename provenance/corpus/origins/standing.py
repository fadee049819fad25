"""Which of several copies is the origin, as far as a page says so itself.

Invariant: the order of preference is total and depends on the documents alone, never on their
place in the input: what is stored, what is not dropped; wire original, licensed republication, clean
copy, damaged copy; a page of its own before an aggregator's; then the earliest reliable time; then the
longer text, by powers of two, because an excerpt is no origin; then the smallest id; then the digest of
the whole row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import IntEnum
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.model import DamageKind, SourceKind
from provenance.settings import Keep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.near.similarity import Hashes
    from provenance.corpus.result import Document
    from provenance.model import Analysis, DamageSummary, Finding

    # of anchors as bytes
    Packed = bytes | NDArray[np.uint8]

__all__ = ["Preference", "Rank", "Standing", "judge_standing", "preference", "promoted", "reliable_time", "why_kept"]

# weight from which a credit says who wrote a text; what is below says that somebody helped
STRONG = 0.7
# what a copier leaves, however few
TRACES = {
    DamageKind.MIXED_SCRIPT: "letters of another script inside words",
    DamageKind.INVISIBLE_CHARACTER: "invisible characters",
    DamageKind.SPINTAX: "a paraphraser's unused choices",
    DamageKind.MODEL_RESIDUE: "what a language model said about its task",
}
NEVER = "9999"
_DAYS_END = time.max.isoformat()


class Rank(IntEnum):
    """How near to its origin a copy stands; smaller is nearer."""

    STORED = -1
    ORIGINAL = 0
    LICENSED = 1
    CLEAN = 2
    DAMAGED = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """What a document's own page says for keeping it.

    ``why`` is the evidence for ``rank``. ``aggregator`` is 1 on an aggregator's page, else 0.
    ``time`` is UTC in ISO 8601, ``NEVER`` where no reliable one is known. ``length`` counts
    shingles. ``source`` is whose page it is, ``credited`` the other sources that it says wrote
    the text. ``paraphrased`` says how it shows that a machine reworded it. ``story``: the
    story's shingle hashes, furniture left out; ``None`` where too little is left to rely on.
    ``damage`` counts the signs of it. ``anchors``: the names and figures of its story, packed. ``dropped``:
    it is removed because a machine reworded it, whatever is kept of its copies.
    """

    document: Document
    rank: Rank
    why: str
    aggregator: int = 0
    time: str = NEVER
    length: int = 0
    source: str | None = None
    credited: tuple[str, ...] = ()
    paraphrased: str | None = None
    story: Hashes | None = None
    damage: int = 0
    anchors: Packed | None = None
    dropped: bool = False

    @property
    def day(self) -> str | None:
        """The day of its time, where that is known."""
        return None if self.time == NEVER else self.time[: len("2000-01-01")]


def judge_standing(
    document: Document, analysis: Analysis, whole: Hashes, story: Hashes | None = None, keep: Keep = Keep.ORIGIN
) -> Standing:
    """Rank one document by its own page.

    Args:
        document: the document.
        analysis: what its page says.
        whole: the shingle hashes of its text.
        story: those of its story, where it has one to rely on.
        keep: what decides which copy is kept.

    Returns:
        Its standing.
    """
    site = analysis.site
    strong = [c for c in analysis.credits if c.weight >= STRONG and c.source not in (None, site.source)]
    names = sorted({credit.name for credit in strong})
    is_own = site.kind in (SourceKind.WIRE, SourceKind.PRESS_RELEASE) and not strong
    # who writes for others is no paraphraser, and is kept in any case unless damage comes first
    damage, paraphrased, signs = (None, None, 0) if is_own and keep is not Keep.CLEANEST else _damage(analysis)
    if is_own:
        rank, why = Rank.ORIGINAL, f"it is the own page of {site.name or site.source}, which writes for others"
    elif damage:
        rank, why = Rank.DAMAGED, damage
    elif strong and not site.aggregator:
        rank, why = Rank.LICENSED, f"it republishes and says whose text it is: {', '.join(names)}"
    else:
        rank, why = Rank.CLEAN, "it shows no damage"
    return Standing(
        document,
        rank,
        why,
        aggregator=int(bool(site.aggregator)),
        time=reliable_time(analysis.article.published),
        length=len(whole if story is None else story),
        source=site.source,
        credited=tuple(sorted({credit.source for credit in strong if credit.source})),
        paraphrased=paraphrased,
        story=story,
        damage=signs,
    )


def promoted(standing: Standing, creditor: Document) -> Standing:
    """The standing of a page that a copy of its text names as the origin."""
    return replace(
        standing, rank=Rank.ORIGINAL, why=f"its copy {creditor.id} says that the text is {standing.source}'s"
    )


Preference = tuple[int, int, int, int, str, int, str, bytes]


def preference(standing: Standing, keep: Keep = Keep.ORIGIN) -> Preference:
    """The sort key of a document: the smallest of a cluster is kept."""
    document, first = standing.document, 0
    if keep is Keep.LONGEST:
        first = -standing.length
    elif keep is Keep.CLEANEST:
        first = standing.damage
    return (
        -1 if standing.rank is Rank.STORED else int(standing.dropped),
        first,
        standing.rank,
        standing.aggregator,
        standing.time,
        -standing.length.bit_length(),
        document.id,
        document.identity,
    )


def why_kept(kept: Standing, second: Standing, keep: Keep = Keep.ORIGIN) -> str:
    """What set the kept copy apart from another document of its cluster, for people."""
    if preference(second, keep) < preference(kept, keep):
        return "the other copy is an excerpt of it, whatever its date"
    if keep is Keep.LONGEST and kept.length != second.length:
        return f"it is the longer one: {kept.length} word runs, {second.length} in the other copy"
    if keep is Keep.CLEANEST and kept.damage != second.damage:
        return f"it shows less damage: {counted(kept.damage, 'sign')}, {second.damage} in the other copy"
    return _why_origin(kept, second)


def _why_origin(kept: Standing, second: Standing) -> str:
    if kept.rank is not second.rank:
        return kept.why if kept.rank is not Rank.CLEAN else f"the other copy is damaged: {second.why}"
    if kept.aggregator != second.aggregator:
        return "the other copy stands on an aggregator's page"
    if kept.time != second.time:
        return (
            f"it is the earlier one, {_told(kept.time)}"
            if second.time != NEVER
            else "the other copy has no reliable time"
        )
    if kept.length.bit_length() != second.length.bit_length():
        return "the other copy is much shorter"
    if kept.document.id != second.document.id:
        return "nothing else tells the copies apart and its id is the smaller one"
    return "nothing tells the copies apart"


def reliable_time(published: str | None) -> str:
    """Bring a time into the form in which times are compared.

    Args:
        published: ISO 8601, a date or a date and time; without an offset it is taken as UTC.

    Returns:
        UTC with microseconds. A date alone counts as its day's end, because it proves no hour.
        ``NEVER`` for no time, and for the first day of 1970, which stands for a missing one.
    """
    if not published:
        return NEVER
    try:
        if len(published) <= len("2000-01-01"):
            moment = datetime.combine(date.fromisoformat(published), time.max, tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(published)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return NEVER
    epoch = moment.date() == date(1970, 1, 1)
    return NEVER if epoch else moment.isoformat(timespec="microseconds")


def _told(moment: str) -> str:
    """A time of :func:`reliable_time` for people: a day alone stays a day, and seconds are left out that are none."""
    day, _, clock = moment.partition("T")
    if not clock or clock.startswith(_DAYS_END):
        return day
    return f"{day} {clock.removesuffix('+00:00').removesuffix('.000000').removesuffix(':00')} UTC"


def _damage(analysis: Analysis) -> tuple[str | None, str | None, int]:
    """The first sign that a copy is damaged, and that a machine reworded it, each in words; and how many signs."""
    from provenance.tracing.damage import look_alone, summarise

    alone = look_alone(analysis.blocks)
    paraphrased = _paraphrased(summarise(analysis.blocks, alone))
    return paraphrased or _trace(alone.findings), paraphrased, len(alone.findings)


def _paraphrased(summary: DamageSummary) -> str | None:
    if not summary.machine_paraphrase:
        return None
    return "; ".join(summary.reasons) or f"{summary.findings} signs of a machine paraphrase"


def _trace(findings: tuple[Finding, ...]) -> str | None:
    return next((TRACES[finding.kind] for finding in findings if finding.kind in TRACES), None)
