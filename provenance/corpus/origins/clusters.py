"""Clusters around an origin.

Invariant: every member was measured against the kept copy of its own cluster and is near it;
nothing is joined by way of a third document. Documents are taken in order of preference: each
that is not yet a member is kept, and takes all its near neighbours that are not yet taken. An excerpt
waits for the text that it stands in, because dates are often wrong and nothing is lost with it: where
that text takes all that goes with the excerpt too, which is the better one by its date at most. A
document that adds more than it repeats is never taken, however much of the kept copy it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.corpus.near.similarity import Overlap, overlaps
from provenance.corpus.origins.judged import unpack_anchors
from provenance.corpus.origins.standing import Rank, preference, promoted, why_kept
from provenance.corpus.result import Cluster, Member
from provenance.model import Relation
from provenance.settings import LinkSettings, OriginSettings
from provenance.tracing.times import days_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provenance.corpus.near.texts import Texts
    from provenance.corpus.origins.standing import Preference, Standing
    from provenance.settings import Keep

    Creditors = dict[str, dict[int, Standing]]

__all__ = ["dropped_by_damage", "form_clusters"]

LINKING = LinkSettings()
VERBATIM, EXCERPT = LINKING.verbatim, LINKING.excerpt
_BEFORE_TIME = 4  # of what decides which copy is preferred: what is before its time
VERSION_DAYS = OriginSettings().version_days
# from here on two reports of one house are one text, however many days apart: of 147 pairs of a news wire
# that were more than three days apart and less alike, all that were looked at are routine reports
SAME = 0.75
# Below this a form is told by a larger share of its names and figures, of which the invented copies that LinkSettings
# names have .61 and more: of 3,000 pairs of invented reports by one author with set sentences 3 were linked without,
# 0 are so, and as many copies are found; of a news wire all 563 pairs from here on stay together.
LOOSE = 0.7
FORMS = replace(LINKING, anchored=0.6, figured=0.6)
# a story of which the other page has less than this is another story
FOREIGN = 0.5


@dataclass(frozen=True, slots=True)
class _Copies:
    """The documents that have one text, best first."""

    text: int
    standings: tuple[Standing, ...]

    @property
    def best(self) -> Standing:
        return self.standings[0]


@dataclass(frozen=True, slots=True)
class _Joined:
    """Copies that go with a kept one, and what their text shares with its text."""

    copies: _Copies
    overlap: Overlap


def form_clusters(
    texts: Texts, standings: Mapping[int, Sequence[Standing]], keep: Keep | None = None
) -> tuple[Cluster, ...]:
    """Group the documents of a corpus around the copies that are kept.

    Args:
        texts: the texts of the corpus.
        standings: the documents of each text that has a near neighbour or several documents.
        keep: what decides which copy is kept, where that is not what the texts' settings say.

    Returns:
        Clusters of two documents or more, by the kept copy's id.
    """
    import numpy as np

    keep = keep or texts.settings.keep
    order = _order_by(keep)
    creditors = _creditors(standings)
    groups = {}
    for text, some in standings.items():
        raised = [_promote(texts, text, standing, creditors) for standing in some] if creditors else some
        groups[text] = _Copies(text, tuple(sorted(raised, key=order) if len(raised) > 1 else raised))
    free = np.zeros(len(texts.sets), dtype=np.uint8)
    free[list(groups)] = 1
    found = []
    queue = sorted(groups.values(), key=lambda group: order(group.standings[0]))
    while queue:  # the longest is never an excerpt, so there are fewer each time
        waiting = []
        for copies in queue:
            if not free[copies.text]:
                continue
            near = [(groups[other], overlap) for other, overlap in texts.near_among(copies.text, free)]
            joined = _take(texts, copies, near)
            wholes = (other for other, overlap in near if _is_excerpt(copies.best, other.best, overlap, keep))
            if any(_takes_all(texts, each, joined) for each in wholes):
                waiting.append(copies)
                continue
            free[list(_texts(joined))] = 0
            if _members(joined):
                found.append(joined)
        queue = waiting
    found.sort(key=lambda joined: _by_id(joined[0].copies.best))
    return tuple(_cluster(number, joined, keep) for number, joined in enumerate(found, 1))


def dropped_by_damage(standings: Mapping[int, Sequence[Standing]], clusters: Sequence[Cluster]) -> dict[int, str]:
    """The documents that are removed though they are no copy of another, by number, each with the reason.

    Args:
        standings: those that the clusters were formed of.
        clusters: their members have reasons of their own.
    """
    members = {member.document.number for cluster in clusters for member in cluster.members}
    return {
        standing.document.number: reason_to_drop(standing)
        for some in standings.values()
        for standing in some
        if standing.dropped and standing.document.number not in members
    }


def reason_to_drop(standing: Standing) -> str:
    """Why a document is removed that is no copy of another."""
    return f"a machine reworded it: {standing.paraphrased}"


def _texts(joined: Sequence[_Joined]) -> set[int]:
    return {one.copies.text for one in joined}


def _members(joined: Sequence[_Joined]) -> list[tuple[Standing, Overlap]]:
    """The documents of the corpus that go with the kept copy, with what their texts share with its text."""
    kept = joined[0].copies.best
    return [
        (standing, one.overlap)
        for one in joined
        for standing in one.copies.standings
        if standing is not kept and standing.document.stored is None
    ]


def _by_id(standing: Standing) -> tuple[str, bytes, int]:
    return (standing.document.id, standing.document.identity, standing.document.number)


def _order_by(keep: Keep) -> Callable[[Standing], tuple[Preference, int]]:
    """Preference; only documents that are the same in everything go by their place."""
    return lambda standing: (preference(standing, keep), standing.document.number)


def _creditors(standings: Mapping[int, Sequence[Standing]]) -> Creditors:
    """By source, the texts whose pages name it as the origin, each with one such page."""
    found: Creditors = {}
    for text, some in standings.items():
        for standing in sorted(some, key=_by_id):
            for source in standing.credited:
                found.setdefault(source, {}).setdefault(text, standing)
    return found


def _promote(texts: Texts, text: int, standing: Standing, creditors: Creditors) -> Standing:
    """Raise a source's own page where a near copy elsewhere names that source as the origin."""
    wanted = creditors.get(standing.source or "", {})
    if not wanted or standing.rank is not Rank.CLEAN or standing.aggregator:
        return standing
    beside = [other for other in texts.beside(text) if other in wanted]
    near = [*texts.near(text, beside), *([text] if text in wanted else [])]
    named = min((wanted[other] for other in near), key=_by_id, default=None)
    return promoted(standing, named.document) if named else standing


def _is_excerpt(one: Standing, other: Standing, overlap: Overlap, keep: Keep) -> bool:
    """Whether a document is so much shorter than a near one, and is before it by its date at most."""
    # a page with much furniture is no longer text
    if overlap.one >= EXCERPT * overlap.other or one.length >= EXCERPT * other.length:
        return False
    return preference(other, keep)[:_BEFORE_TIME] <= preference(one, keep)[:_BEFORE_TIME]


def _takes_all(texts: Texts, whole: _Copies, joined: Sequence[_Joined]) -> bool:
    """Whether all that goes with an excerpt, and itself, would go with another text."""
    others = [one.copies for one in joined if one.copies is not whole]
    measured = overlaps(texts.sets[whole.text], [texts.sets[other.text] for other in others])
    near = [(other, overlap) for other, overlap in zip(others, measured, strict=True) if texts.is_near(overlap)]
    return len(near) == len(others) and len(_take(texts, whole, near)) == len(others) + 1


def _take(texts: Texts, kept: _Copies, near: Sequence[tuple[_Copies, Overlap]]) -> list[_Joined]:
    """The kept copies themselves, then those of their near neighbours that go with them."""
    own = len(texts.sets[kept.text])
    joined = [_Joined(kept, Overlap(own, own, own))]
    decided: dict[int, Overlap | None] = {other.text: overlap for other, overlap in near}
    decided |= _decided_by_story(texts, kept, [other for other, _ in near])
    for other, _ in near:
        overlap = decided[other.text]
        if overlap and _joins(overlap, texts) and not _is_another(kept.best, other.best, overlap, texts):
            joined.append(_Joined(other, overlap))
    return joined


def _joins(overlap: Overlap, texts: Texts) -> bool:
    """Whether a text goes with the kept one: alike, or hardly anything in it is its own."""
    return overlap.jaccard >= texts.settings.threshold or overlap.contained >= texts.settings.containment


def _is_another(kept: Standing, other: Standing, overlap: Overlap, texts: Texts) -> bool:
    """Whether what two texts share is a form, or what one house writes about the same thing every week."""
    if overlap.jaccard < VERBATIM and kept.anchors is not None and other.anchors is not None:
        from provenance.tracing.anchors import is_form

        one, two = unpack_anchors(kept.anchors), unpack_anchors(other.anchors)
        if is_form(one, two, FORMS if overlap.jaccard < LOOSE else LINKING):
            return True
    if overlap.jaccard >= SAME or overlap.contained >= texts.settings.containment:
        return False
    outlet, apart = kept.document.outlet, days_between(kept.day, other.day)
    return outlet is not None and outlet == other.document.outlet and apart is not None and apart > VERSION_DAYS


def _decided_by_story(texts: Texts, kept: _Copies, near: Sequence[_Copies]) -> dict[int, Overlap | None]:
    """Where two stories say more than two whole texts, by text.

    Two texts whose stories are each foreign to the whole other text share furniture only: they
    get ``None``. Held against the whole text, a line that one page takes for furniture and the
    other for story is still found. Stories that are nearer than the whole texts replace them.
    """
    told = {other.text: other.best.story for other in near if other.best.story is not None}
    if kept.best.story is None or not told:
        return {}
    stories, wholes = list(told.values()), [texts.sets[text] for text in told]
    alike = overlaps(kept.best.story, stories)
    here = overlaps(texts.sets[kept.text], stories)
    there = overlaps(kept.best.story, wholes)
    whole = overlaps(texts.sets[kept.text], wholes)
    decided: dict[int, Overlap | None] = {}
    for text, story, one, two, all_of_it in zip(told, alike, here, there, whole, strict=True):
        if one.smaller < FOREIGN and two.smaller < FOREIGN:
            decided[text] = None
        elif _joins(story, texts) and not _joins(all_of_it, texts):
            decided[text] = story
    return decided


def _cluster(number: int, joined: Sequence[_Joined], keep: Keep) -> Cluster:
    kept = joined[0].copies.best
    others = _members(joined)
    members = [
        _member(kept, standing, overlap, keep) for standing, overlap in sorted(others, key=lambda o: _by_id(o[0]))
    ]
    second = min((standing for standing, _ in others), key=_order_by(keep))
    stored = kept.document.stored is not None
    if kept.dropped:
        reason = reason_to_drop(kept)
    else:
        reason = kept.why if stored else f"kept because {why_kept(kept, second, keep)}"
    return Cluster(number, Member(kept.document, Relation.ORIGINAL, 1.0, 1.0, reason), tuple(members))


def _member(kept: Standing, standing: Standing, overlap: Overlap, keep: Keep) -> Member:
    relation, how = _relate(kept, standing, overlap)
    name = kept.document.id
    if kept.dropped:
        reason = f"{how} {name}; neither is kept, because a machine reworded both"
    elif kept.document.stored is None:
        reason = f"{how} the kept copy {name}; {name} is kept because {why_kept(kept, standing, keep)}"
    else:
        reason = f"{how} article {kept.document.stored} of the database, {name}"
    return Member(standing.document, relation, overlap.jaccard, overlap.contained, reason)


def _relate(kept: Standing, standing: Standing, overlap: Overlap) -> tuple[Relation, str]:
    """How a member stands to the kept copy, and the figure that says so, as the start of a sentence."""
    jaccard = f"Jaccard {overlap.jaccard:.2f} with"
    if kept.document.text == standing.document.text:
        return Relation.VERBATIM, "the same words as"
    if overlap.jaccard >= VERBATIM:
        return Relation.VERBATIM, f"nearly the same words, {jaccard}"
    if overlap.other < EXCERPT * overlap.one:
        return Relation.EXCERPT, f"{overlap.contained:.0%} of its word runs stand in"
    if standing.paraphrased:
        return Relation.MACHINE_PARAPHRASE, f"reworded by a machine ({standing.paraphrased}), {jaccard}"
    return _relate_changed(kept, standing, overlap, jaccard)


def _relate_changed(kept: Standing, standing: Standing, overlap: Overlap, jaccard: str) -> tuple[Relation, str]:
    """The same for a member that has other words, or more of them."""
    outlets = (kept.document.outlet, standing.document.outlet)
    if outlets[0] is not None and outlets[0] == outlets[1]:
        return Relation.VERSION, f"another version by {outlets[0]}, {jaccard}"
    if overlap.one < overlap.other and overlap.smaller >= VERBATIM:
        return Relation.PARTIAL, f"it has {overlap.smaller:.0%} of the word runs and adds others, {jaccard}"
    return Relation.REWRITE, f"reworded or cut, {jaccard}"
