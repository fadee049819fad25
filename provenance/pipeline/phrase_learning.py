"""Learning damaged set phrases from the machine paraphrases of a database whose originals it holds.

Invariant: what is learned follows from the stored articles, what their verdicts say beside their
originals, and the phrases that a person gave; phrases that were learned before have no part in it,
so learning again gives the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from provenance.pipeline.storing import index_of, put_sources, running, settle
from provenance.sources import load_registry
from provenance.tracing.damage import look_alone, summarise
from provenance.tracing.damage.alone.phrases import LEAST_STORIES, LearnedPhrase, LearnedPhrases
from provenance.tracing.damage.beside.replaced import phrases_in, replaced_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.pipeline.progress import Report
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.store.phrases import Replaced

__all__ = ["LearnReport", "learn_phrases", "phrases_of"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LearnReport:
    """What was learned: from how many paraphrases, how many phrases of several stories, how many are looked for.

    ``compared`` is in how many other articles the phrases were looked for, ``retraced`` how many
    verdicts were made anew because of what is known now.
    """

    paraphrases: int
    compared: int
    phrases: int
    used: int
    retraced: int


def learn_phrases(
    database: Database,
    *,
    given: Mapping[str, str] | None = None,
    registry: Registry | None = None,
    progress: Report | None = None,
) -> LearnReport:
    """Go over all machine paraphrases with a held original and learn which phrases they broke.

    Args:
        database: open for writing.
        given: damaged phrases of a person's list, with what was meant, to be looked for from now on.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then, where verdicts are made.
    """
    registry = registry or load_registry()
    put_sources(database, registry)
    index = index_of(database)
    with running(database, "damage") as run:
        reports = (progress,) if progress is not None else ()
        settle(database, registry, index, run.number, *reports)
        before = database.damaged_phrases()
        seen, paraphrases = _seen(database.replaced_words())
        # what one story shows may be a phrase of that story
        seen = {pair: where for pair, where in seen.items() if len(where[1]) >= LEAST_STORIES}
        listed = {(phrase.words, phrase.original) for phrase in before.phrases if phrase.given}
        listed |= {(damaged.casefold(), meant) for damaged, meant in (given or {}).items()}
        found = _Search(database, {damaged for damaged, _ in (*seen, *listed)} | {p.words for p in before.phrases})
        known = _known(seen, listed, found)
        after = LearnedPhrases(tuple(known), found.compared)
        changed = _in_use(before) ^ _in_use(after)
        with database.transaction():
            database.put_damaged_phrases(known, found.compared)
            database.mark_pending(sorted({number for damaged, _ in changed for number in found.articles[damaged]}))
        retraced = settle(database, registry, index, run.number, *reports)
    return LearnReport(paraphrases, found.compared, len(known), sum(phrase.used for phrase in known), retraced)


def phrases_of(database: Database, numbers: Sequence[int]) -> set[str]:
    """The known damaged phrases that stand in some articles.

    Args:
        database: the stored articles.
        numbers: of the articles.
    """
    wanted = frozenset(phrase.words for phrase in database.damaged_phrases().phrases)
    if not wanted:
        return set()
    texts = (block.text for number in numbers for block in database.stored(number).blocks)
    return {phrase for text in texts for phrase in phrases_in(text, wanted, _starts(wanted))}


def _starts(phrases: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The first two words of each phrase."""
    return frozenset((words[0], words[1]) for words in map(str.split, phrases) if len(words) > 1)


def _in_use(learned: LearnedPhrases) -> set[Pair]:
    return {(phrase.words, phrase.original) for phrase in learned.phrases if phrase.used}


def _seen(replaced: Iterable[Replaced]) -> tuple[dict[Pair, tuple[set[int], set[str], set[int]]], int]:
    """The broken phrases with the articles, stories and sites that show them; and how many articles there are."""
    seen: dict[Pair, tuple[set[int], set[str], set[int]]] = {}
    paraphrases: set[int] = set()
    for each in replaced:
        paraphrases.add(each.article)
        spans = (each.start, each.end), (each.original_start, each.original_end)
        for pair in replaced_phrases(each.text, spans[0], each.original, spans[1]):
            articles, stories, sites = seen.setdefault(pair, (set(), set(), set()))
            articles.add(each.article)
            stories.add(each.story)
            sites.add(each.site)
    return seen, len(paraphrases)


def _known(
    seen: Mapping[Pair, tuple[set[int], set[str], set[int]]], listed: set[Pair], found: _Search
) -> list[LearnedPhrase]:
    known = []
    for pair in sorted(seen.keys() | listed):
        articles, stories, sites = seen.get(pair, (set(), set(), set()))
        counted = LearnedPhrase(*pair, len(articles), len(stories), len(sites), found.sound[pair[0]])
        known.append(replace(counted, given=pair in listed))
    return known


class _Search:
    """In which articles some phrases stand; ``sound`` counts those that are no machine paraphrases."""

    def __init__(self, database: Database, wanted: set[str]) -> None:
        self.articles: dict[str, list[int]] = defaultdict(list)
        self.sound: Counter[str] = Counter()
        self.compared = 0
        phrases = frozenset(wanted)
        starts = _starts(phrases)
        for number, blocks in groupby(database.texts_to_search(), key=attrgetter("article")):
            every = list(blocks)
            machine = every[0].machine and (every[0].beside or _machine_alone(database, number))
            here = {phrase for block in every for phrase in phrases_in(block.text, phrases, starts)}
            for phrase in here:
                self.articles[phrase].append(number)
            if not machine:
                self.compared += 1
                self.sound.update(here)


def _machine_alone(database: Database, number: int) -> bool:
    """Whether an article is a machine's by what it shows without any learned phrase."""
    blocks = database.stored(number).blocks
    return bool(summarise(blocks, look_alone(blocks)).machine_paraphrase)
