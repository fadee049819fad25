"""What every document that may be a copy, or have one, says of itself.

Invariant: a document's standing depends on the document alone; several processes change only the time
it takes. Where only the time or the length of a text decides, no page is looked into.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from provenance.article.dates import iso
from provenance.corpus.gathering.documents import pages_again
from provenance.corpus.gathering.parts import story_of
from provenance.corpus.machine.sharing import Asked, chunks, shared_out
from provenance.corpus.near.fingerprints import shingle_sets
from provenance.corpus.origins.judged import load_standings, pack_anchors, save_standings
from provenance.corpus.origins.standing import Rank, Standing, judge_standing, reliable_time
from provenance.errors import DocumentError
from provenance.settings import Keep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.gathering.documents import Corpus, Records, Report
    from provenance.corpus.gathering.parts import Analyse
    from provenance.corpus.machine.holding import Holding
    from provenance.corpus.near.texts import Texts
    from provenance.corpus.result import Document
    from provenance.model import Analysis
    from provenance.settings import DedupSettings


__all__ = ["judge", "standings_of"]

# less is what is left of a table or a list whose lines were taken for furniture
STORY_WORDS = 40
# fewer are found again in no time
KEPT = 1000
_STORED = (Rank.STORED, "the database has it already")


def judge(
    records: Records, corpus: Corpus, analyse: Analyse, settings: DedupSettings, holding: Holding, tell: Report
) -> dict[int, list[Standing]]:
    """Ask of every document that may be a copy, or have one, what its own page says.

    Args:
        records: gives the corpus from its start.
        corpus: as it was read the first time.
        analyse: what a page says.
        settings: what decides which copy is kept.
        holding: holds what was found; what another run had found is taken from there.
        tell: told how many documents are judged.

    Returns:
        By text, the standings of its documents, in the order of the input; stored articles last.
    """
    import numpy as np

    texts = corpus.documents.texts
    held = np.array([each.text for each in corpus.stored if each.text is not None], dtype=np.int64)
    copies = np.bincount(np.concatenate((texts[texts >= 0], held)), minlength=len(corpus.texts.sets))
    several = copies > 1
    several[list(corpus.texts.linked())] = True
    wanted = np.append(several, False)
    asked = np.append(copies > 0, False) if settings.drop_damaged else wanted
    quick = settings.keep in (Keep.FIRST, Keep.LONGEST)
    numbers = np.flatnonzero(asked[texts]) if settings.drop_damaged or not quick else np.zeros(0, np.int64)
    looked_into = _looked_into(_Asking(records, corpus, analyse, settings, holding), tell, numbers)
    if quick:
        damaged = {each.document.number: each.paraphrased or "" for each in looked_into if each.dropped}
        return _not_looked_into(corpus, wanted, damaged)
    standings: dict[int, list[Standing]] = {}
    for standing in looked_into:
        text = _text(standing.document)
        if wanted[text] or standing.dropped:
            standings.setdefault(text, []).append(standing)
    for some in standings.values():
        some.sort(key=lambda standing: standing.document.number)
    for standing in _of_stored(corpus, wanted, settings):
        standings.setdefault(_text(standing.document), []).append(standing)
    return standings


@dataclass(frozen=True, slots=True)
class _Asking:
    """How documents are asked what their pages say."""

    records: Records
    corpus: Corpus
    analyse: Analyse
    settings: DedupSettings
    holding: Holding

    def __call__(self, some: Sequence[Asked]) -> list[Standing]:
        return standings_of(some, self.analyse, self.corpus.texts, self.settings)

    def known(self, numbers: NDArray[np.int64]) -> Iterator[list[Standing]]:
        """The standings that were found before, of the first documents of those that are asked about."""
        done = 0
        for path in sorted(self.holding.folder.glob("judged-*.segment")):
            found = load_standings(path, self.corpus.documents, numbers[done:], self.holding)
            if found is None:
                path.unlink()
            else:
                done += len(found)
                yield found

    def kept(self, chunk: list[Asked], found: list[Standing]) -> list[Standing]:
        """Standings as they are kept: in a file where they are many."""
        import numpy as np

        if len(chunk) < KEPT:
            return found
        numbers = np.sort([document.number for document, _ in chunk])
        path = self.holding.folder / f"judged-{numbers[0]:012}.segment"
        save_standings(path, found)
        return load_standings(path, self.corpus.documents, numbers, self.holding) or found


def _looked_into(asking: _Asking, tell: Report, numbers: NDArray[np.int64]) -> Iterator[Standing]:
    """The standings of the documents of these numbers, in an order of its own."""
    done = 0
    for found in asking.known(numbers):
        yield from found
        done += len(found)
    if done == len(numbers):
        return
    left = asking.corpus.documents.mask(numbers[done:])
    asked = pages_again(asking.records, asking.corpus, left)
    for chunk in chunks(asked):
        # copies share most of their lines, which are understood once while they are remembered
        chunk.sort(key=partial(_likeness, asking.corpus.texts))
        found = shared_out(chunk, asking, partial(_tell, tell, done, len(numbers)))
        yield from asking.kept(chunk, found)
        asking.holding.release()  # the sets that were looked into
        done += len(chunk)


def _not_looked_into(
    corpus: Corpus, wanted: NDArray[np.bool_], damaged: Mapping[int, str]
) -> dict[int, list[Standing]]:
    """The standings of documents by their time and length alone, and by how it shows that a machine reworded them."""
    import numpy as np

    there = wanted[corpus.documents.texts]
    there[list(damaged)] = True
    lengths = np.diff(corpus.texts.sets.starts)
    standings: dict[int, list[Standing]] = {}
    for document in chain(corpus.documents.some(there), corpus.stored):
        sign = damaged.get(document.number)
        if document.text is not None and (wanted[document.text] or sign is not None):
            time, length = _time_of(document.published), int(lengths[document.text])
            rank, why = (Rank.CLEAN, "it is not looked into") if document.stored is None else _STORED
            standing = Standing(document, rank, why, 0, time, length, paraphrased=sign, dropped=sign is not None)
            standings.setdefault(document.text, []).append(standing)
    return standings


@lru_cache(maxsize=1 << 16)
def _time_of(published: str | None) -> str:
    """A document's time as it is compared; many documents have the same."""
    return reliable_time(iso(published))


def _of_stored(corpus: Corpus, wanted: NDArray[np.bool_], settings: DedupSettings) -> Iterator[Standing]:
    """The standings of the stored articles that have one of the wanted texts."""
    for document in corpus.stored:
        if document.text is None or not wanted[document.text]:
            continue
        if document.stored is not None and corpus.known is not None:
            found = _standings([document], [corpus.known.article(document.stored)], corpus.texts, settings)
            yield replace(found[0], rank=_STORED[0], why=_STORED[1], dropped=False)


def _likeness(texts: Texts, asked: Asked) -> tuple[int, ...]:
    """What two documents most probably have in common if they are copies: their texts' smallest hash."""
    return tuple(texts.sets[_text(asked[0])][:1].tolist())


def _tell(tell: Report, before: int, total: int, more: int) -> None:
    tell("judging", before + more, total)


def _text(document: Document) -> int:
    """The number of a document's text, of one that has a text."""
    if document.text is None:
        message = f"{document.id}: no text"
        raise ValueError(message)
    return document.text


def standings_of(some: Sequence[Asked], analyse: Analyse, texts: Texts, settings: DedupSettings) -> list[Standing]:
    """The standings of some documents; their stories are hashed together, which is quicker.

    Args:
        some: documents with a text, each with its page.
        analyse: what a page says.
        texts: the texts of the corpus.
        settings: what decides which copy is kept.
    """
    found: list[Analysis | DocumentError] = []
    for _, page in some:
        try:
            found.append(analyse(page))
        except DocumentError as error:
            found.append(error)
    return _standings([document for document, _ in some], found, texts, settings)


def _standings(
    documents: Sequence[Document], found: Sequence[Analysis | DocumentError], texts: Texts, settings: DedupSettings
) -> list[Standing]:
    """The standings of documents by what their pages say, or why that is nothing."""
    from provenance.fingerprint import normalise, words_of
    from provenance.tracing.anchors import anchors_of
    from provenance.tracing.paragraphs import Paragraph

    told = ["" if isinstance(analysis, DocumentError) else story_of(analysis) for analysis in found]
    stories = list(map(normalise, told))
    long = [place for place, story in enumerate(stories) if words_of(story) >= STORY_WORDS]
    sets = dict(zip(long, shingle_sets([stories[place] for place in long], settings), strict=True))
    standings = []
    for place, (document, analysis) in enumerate(zip(documents, found, strict=True)):
        whole = texts.sets[_text(document)]
        if isinstance(analysis, DocumentError):
            why = f"its page cannot be understood: {analysis}"
            standings.append(Standing(document, Rank.CLEAN, why, length=len(whole)))
        else:
            standing = judge_standing(document, analysis, whole, sets.get(place), settings.keep)
            story = Paragraph(0, told[place], stories[place])
            anchors = pack_anchors(anchors_of([story])) if story.normal else None
            dropped = settings.drop_damaged and standing.paraphrased is not None
            standings.append(replace(standing, anchors=anchors, dropped=dropped))
    return standings
