"""A person's word: in the place of the program's verdict, and as evidence for relatives.

Invariant: a correction that is in force decides its article's verdict, and what the program
says by itself stays visible; it speaks for relatives as the surest of declared claims. It holds
only for the text that the person judged, or one of which half stood there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.digests import text_digest
from provenance.fingerprint import share_held, sketch_of, story_texts
from provenance.model import CorrectionKind, CorrectionNote, Origin, Relation, RunnerUp, Status
from provenance.tracing.declared import Declared
from provenance.tracing.houses import house_key, is_house

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleRef, Correction, ProgramVerdict, SiteVerdict, Verdict
    from provenance.settings import OriginSettings
    from provenance.tracing.library import OwnPage
    from provenance.tracing.matched import Writer

__all__ = ["as_corrected", "holds_for", "judged_sketch", "said_again", "with_named", "word_of"]

# who stands at the beginning of a text, and is compared with no original
_FIRST = frozenset({Relation.ORIGINAL, Relation.VERSION})


def judged_sketch(page: OwnPage) -> bytes:
    """A sketch of an article's story, to know it again when its text has changed."""
    return sketch_of("\n".join(story_texts(page.blocks, page.credits).values()))


def holds_for(correction: Correction, page: OwnPage, settings: OriginSettings) -> bool:
    """Whether a correction was made for the text that an article has now."""
    if correction.digest == text_digest(page.article.text):
        return True
    return share_held(judged_sketch(page), correction.sketch) >= settings.judged


def word_of(correction: Correction, settings: OriginSettings) -> tuple[Declared, ...]:
    """What a corrected article says of who wrote its text: the person's word and nothing else."""
    origin = correction.origin
    if origin is None:
        return ()
    reason = f"by the word of {correction.author} it is by {origin.name}"
    return (Declared(origin.source, origin.name, settings.person, (), (reason,)),)


def with_named(found: Sequence[int], correction: Correction | None, itself: Sequence[int]) -> tuple[int, ...]:
    """The candidates, and the article that a person names as the origin, which need not share a word.

    Args:
        found: the candidates, by number.
        correction: what the person said, if anybody did.
        itself: the numbers of the asked article.
    """
    named = None if correction is None or correction.origin is None else correction.origin.article
    if named is None or named.key in found or named.key in itself:
        return tuple(found)
    return (*found, named.key)


def as_corrected(
    verdict: Verdict,
    correction: Correction,
    site: SiteVerdict,
    writers: Sequence[Writer],
    settings: OriginSettings,
    *,
    applied: bool,
) -> Verdict:
    """A verdict as a person's word has it.

    Args:
        verdict: the program's own.
        correction: what the person said.
        site: where the article stands.
        writers: whom the matched text speaks for; they know the origin's text.
        settings: how sure a person's word is.
        applied: whether it was said of this text; else the program's verdict stays.

    Returns:
        The verdict with a note of the correction. Its relation is ``unknown`` where it is to
        be seen from the texts.
    """
    note = CorrectionNote(correction.kind, correction.author, correction.time, correction.reason, applied)
    if not applied:
        late = f"{_spoken(correction)}; that was said of an earlier text of this article and is not applied to this one"
        return replace(verdict, reasons=(*verdict.reasons, late), correction=note)
    said = _spoken(correction)
    if correction.kind is CorrectionKind.CORRECTED:
        said += f"; the program had said {_before(correction.said)}"
    if correction.origin is None:
        return replace(
            verdict,
            status=Status.ABSTAINED,
            relation=Relation.UNKNOWN,
            origin=None,
            confidence=0.0,
            reasons=(said, *(verdict.reasons if verdict.origin is None else ())),
            runner_up=verdict.runner_up if verdict.origin is None else _runner_up(verdict),
            correction=note,
        )
    origin = correction.origin
    agreed = verdict.origin is not None and _is_same(verdict.origin, origin)
    relation, article = _standing(verdict, correction, origin, site, writers)
    return replace(
        verdict,
        status=Status.DECIDED,
        relation=relation,
        origin=Origin(origin.source, origin.name, article),
        confidence=settings.person,
        reasons=(said, *(verdict.reasons if agreed else ())),
        runner_up=_other(verdict, origin) if agreed or verdict.origin is None else _runner_up(verdict),
        correction=note,
    )


def _standing(
    verdict: Verdict, correction: Correction, origin: Origin, site: SiteVerdict, writers: Sequence[Writer]
) -> tuple[Relation, ArticleRef | None]:
    """How the text stands to the origin that a person names, and the origin's text where it is held."""
    agreed = verdict.origin if verdict.origin is not None and _is_same(verdict.origin, origin) else None
    relation = verdict.relation if agreed is not None and verdict.relation in _FIRST else Relation.UNKNOWN
    if correction.relation in _FIRST:
        relation = correction.relation
    elif relation is Relation.UNKNOWN and origin.article is None and is_house(site, origin.source, origin.name):
        relation = Relation.ORIGINAL
    if relation is Relation.ORIGINAL:
        return relation, None
    if relation is Relation.VERSION and agreed is not None:
        return relation, origin.article or agreed.article
    texts = (writer.article for writer in writers if _is_same(Origin(writer.source, writer.name), origin))
    return relation, origin.article or next(texts, None)


def said_again(verdict: Verdict, correction: Correction) -> Verdict:
    """A corrected verdict with the relation that the person named, where the texts showed another."""
    if correction.relation is None or verdict.origin is None or verdict.correction is None:
        return verdict
    return replace(verdict, relation=correction.relation) if verdict.correction.applied else verdict


def _spoken(correction: Correction) -> str:
    """Who said what, when and why."""
    what = f"{correction.kind} by {correction.author} on {correction.time[:10]}"
    return what if correction.reason is None else f"{what}: {correction.reason}"


def _before(said: ProgramVerdict) -> str:
    if said.status is Status.ABSTAINED or said.name is None:
        return "that it cannot be said"
    return f"{said.name}, {said.confidence:.0%}"


def _is_same(one: Origin, other: Origin) -> bool:
    return house_key(one.source, one.name) == house_key(other.source, other.name)


def _runner_up(verdict: Verdict) -> RunnerUp | None:
    """The program's own answer."""
    if verdict.origin is None:
        return verdict.runner_up
    reason = verdict.reasons[0] if verdict.reasons else ""
    return RunnerUp(verdict.origin.source, verdict.origin.name, verdict.confidence, reason)


def _other(verdict: Verdict, origin: Origin) -> RunnerUp | None:
    """What the program would have said next, unless that is the origin itself."""
    second = verdict.runner_up
    return None if second is None or _is_same(Origin(second.source, second.name), origin) else second
