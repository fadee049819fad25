"""The quotations of a stored story: what its speakers are quoted with, and who changed that.

Invariant: it only reads. Witnesses are looked for outside of the story too: a speaker's sentence
makes no story, so an independent report of the same words is in none or in another one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from provenance.errors import NotFoundError
from provenance.fingerprint import normalise, units_of
from provenance.pipeline.reading_stories import story
from provenance.tracing.quotes.integrity import judge
from provenance.tracing.quotes.names import surname
from provenance.tracing.quotes.spoken import speech_of
from provenance.tracing.quotes.votes import Teller
from provenance.tracing.stories import StoryPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import ArticleRef
    from provenance.store import Database
    from provenance.tracing.quotes.findings import QuoteReport, Utterance
    from provenance.tracing.quotes.spoken import Speech
    from provenance.tracing.stories import StoryWithTree

__all__ = ["quotes", "quotes_of"]

# So many wordings are looked up, the longest ones, and so many articles are read as witnesses.
_ASKED: Final = 400
_WITNESSES: Final = 60


def quotes(database: Database, what: str, *, speaker: str | None = None, deviating: bool = False) -> QuoteReport:
    """Hold the quotations of a story's articles against each other.

    Args:
        database: the stored articles.
        what: the story's id, or the number, id, URL or path of an article that belongs to it.
        speaker: only what this one is quoted with; a surname is enough.
        deviating: only quotations from which an article departs.

    Raises:
        NotFoundError: there is no such article, it belongs to no story, or there is no such quotation.
        UsageError: several articles are meant.
    """
    with database.snapshot():
        report = quotes_of(database, story(database, what))
    if not report.utterances:
        message = f"{what}: no article of its story quotes anybody"
        raise NotFoundError(message, "quotations of four words and more are counted")
    found = tuple(
        each
        for each in report.utterances
        if (speaker is None or _is_by(each, speaker)) and (not deviating or each.deviations)
    )
    if not found:
        wanted = "quotation that anybody changed" if deviating else "quotation"
        whose = "" if speaker is None else f" of {speaker}"
        message = f"{what}: its story has no {wanted}{whose}"
        raise NotFoundError(message, "`provenance quotes` without --speaker and --deviating lists all")
    return replace(report, utterances=found)


def quotes_of(database: Database, told: StoryWithTree) -> QuoteReport:
    """The same for a story that was read, or for the articles of it that were; all of their quotations or none."""
    tellers = [
        replace(
            _teller(database, each.ref, each.outlet, each.published),
            parent=each.parent,
            origin=each.place is StoryPlace.ORIGIN,
        )
        for each in told.articles
    ]
    if any(teller.speech.quotations for teller in tellers):
        holders = _holders(database, told.summary.id, [teller.speech for teller in tellers])
        also = {guest.ref.key for guest in told.guests} | holders
        for each in database.quoting(told.summary.id, [each.ref.key for each in told.articles], sorted(also)):
            witness = _teller(database, each.ref, each.outlet, each.published)
            tellers.append(replace(witness, in_story=False, group=each.story))
    near = _neighbours(database, [each.ref.key for each in told.articles])
    return judge(told.summary.id, told.summary.title, tellers, near)


def _teller(database: Database, ref: ArticleRef, outlet: str | None, published: str | None) -> Teller:
    stored = database.stored(ref.key)
    return Teller(ref, outlet, published, stored.article.text, speech_of(stored.blocks, stored.credits))


def _is_by(utterance: Utterance, speaker: str) -> bool:
    """Whether somebody of this name is quoted with it, by most or by one who deviates."""
    names = [utterance.speaker, *(each.speaker for each in utterance.deviations)]
    wanted = speaker.casefold()
    return any(name is not None and (surname(name) == surname(speaker) or wanted in name.casefold()) for name in names)


def _holders(database: Database, story_id: str, speeches: Iterable[Speech]) -> set[int]:
    """Stored articles outside of a story that may have one of the quotations, by the index."""
    from provenance.pipeline.storing import index_of

    texts = {units_of(normalise(spoken.text)) for speech in speeches for spoken in speech.quotations}
    asked = sorted(texts, key=lambda text: (-len(text), text))[:_ASKED]
    hits = index_of(database).look_up(asked)
    shared: dict[int, int] = defaultdict(int)
    for passage, count in zip(hits.passages.tolist(), hits.shared.tolist(), strict=True):
        shared[passage] = max(count, shared[passage])
    best: dict[int, int] = defaultdict(int)
    for passage, article in database.holders_outside(story_id, sorted(shared)):
        best[article] = max(best[article], shared[passage])
    places = database.places(sorted(best))
    ranked = sorted(best, key=lambda number: (-best[number], places[number].id, places[number].url))
    return set(ranked[:_WITNESSES])


def _neighbours(database: Database, numbers: Iterable[int]) -> dict[tuple[int, int], frozenset[tuple[int, int]]]:
    """The paragraphs that are made from each other, in both directions."""
    found: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for article, position, other, other_position in database.copied_blocks(numbers):
        found[article, position].add((other, other_position))
        found[other, other_position].add((article, position))
    return {place: frozenset(near) for place, near in found.items()}
