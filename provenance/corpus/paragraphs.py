"""Paragraphs that documents share which are no copies of each other: what was taken over, and a passage of both.

Invariant: only documents that are kept are compared; a group has paragraphs of two documents or more,
each held against the group's first one, which is the earliest by a reliable time. Furniture is left out
as far as its wording shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.article.dates import iso
from provenance.article.forms import find_forms
from provenance.article.plain import plain_lines
from provenance.characters import line_words
from provenance.corpus.gathering.documents import pages_again
from provenance.corpus.gathering.parts import STORY
from provenance.corpus.near.texts import TextCollector
from provenance.corpus.origins.clusters import form_clusters
from provenance.corpus.origins.standing import Rank, Standing, reliable_time
from provenance.corpus.result import Document
from provenance.errors import DocumentError
from provenance.model import Media
from provenance.settings import Keep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.corpus.gathering.documents import Corpus, Records, Report
    from provenance.corpus.gathering.parts import Analyse, Say
    from provenance.corpus.result import Cluster, Member
    from provenance.corpus.written.output import Marks
    from provenance.model import Page
    from provenance.settings import DedupSettings

__all__ = ["SharedParagraphs", "paragraph_rows", "paragraphs_of", "shared_paragraphs"]

# shorter ones are said alike by people who never read each other
WORDS = 15
STRONG = 0.7  # weight from which a form of furniture is believed
DIGITS = 4


@dataclass(frozen=True, slots=True)
class SharedParagraphs:
    """Groups of paragraphs that are alike.

    ``clusters``: their documents stand for paragraphs. ``places``: by the number of such a document,
    the number of the real one and the paragraph's position in it, from 0.
    """

    clusters: tuple[Cluster, ...] = ()
    places: tuple[tuple[int, int], ...] = ()


def shared_paragraphs(
    records: Records,
    corpus: Corpus,
    added: Marks,
    settings: DedupSettings,
    analyse: Analyse,
    tell: Report,
    say: Say,
) -> SharedParagraphs:
    """Find the paragraphs that kept documents share.

    Args:
        records: gives the corpus from its start.
        corpus: as it was read the first time.
        added: what is added to each row, which says whether it is kept.
        settings: what counts as a copy, of paragraphs too.
        analyse: finds the story in HTML.
        tell: told how many documents were looked through.
        say: told when there is a wait.
    """
    collector = TextCollector(settings, say=say)
    places: list[tuple[int, int]] = []
    for document, page in pages_again(records, corpus, added.kept()):
        for position, paragraph in enumerate(paragraphs_of(page, analyse)):
            collector.add(paragraph)
            places.append((document.number, position))
        tell("comparing paragraphs", document.number + 1, len(corpus.documents))
    texts = collector.finish()
    holders: dict[int, dict[int, int]] = {}
    for place, text in enumerate(texts.numbers):
        if text is not None:
            holders.setdefault(text, {}).setdefault(places[place][0], place)
    standings = {}
    for text in texts.linked() | {text for text, some in holders.items() if len(some) > 1}:
        own = len(texts.sets[text])
        standings[text] = [
            _standing(corpus.documents[number], place, text, own) for number, place in holders[text].items()
        ]
    found = form_clusters(texts, standings, Keep.FIRST)
    several = [cluster for cluster in found if len(_documents(cluster, places)) > 1]
    return SharedParagraphs(tuple(several), tuple(places))


def _standing(document: Document, place: int, text: int, length: int) -> Standing:
    paragraph = Document(place, document.id, document.identity, None, text, published=document.published)
    return Standing(paragraph, Rank.CLEAN, "", 0, reliable_time(iso(document.published)), length)


def _documents(cluster: Cluster, places: Sequence[tuple[int, int]]) -> set[int]:
    return {places[member.document.number][0] for member in (cluster.kept, *cluster.members)}


def paragraphs_of(page: Page, analyse: Analyse) -> list[str]:
    """The paragraphs of a page's story that are long enough to be somebody's, in their order.

    Args:
        page: as it was read.
        analyse: finds the story in HTML.
    """
    if page.media is Media.TEXT:
        content = page.content.replace("\r\n", "\n").replace("\r", "\n")
        found = [content[line.start : line.end] for line in plain_lines(content)]
    else:
        try:
            found = [block.text for block in analyse(page).blocks if block.role in STORY]
        except DocumentError:
            return []
    return [text for text in found if line_words(text) >= WORDS and not _is_furniture(text)]


def _is_furniture(text: str) -> bool:
    return any(hit.weight >= STRONG and not hit.edge for hit in find_forms(text))


def paragraph_rows(
    shared: SharedParagraphs, records: Records, corpus: Corpus, analyse: Analyse
) -> Iterator[dict[str, Any]]:
    """The rows of ``paragraphs.jsonl``: by group, its first paragraph before the others.

    Args:
        shared: the groups.
        records: gives the corpus from its start.
        corpus: as it was read the first time.
        analyse: finds the story in HTML.
    """
    wanted = {shared.places[member.document.number] for cluster in shared.clusters for member in _all(cluster)}
    holding = {number for number, _ in wanted}
    texts: dict[tuple[int, int], str] = {}
    for document, page in pages_again(records, corpus, corpus.documents.mask(holding)):
        for position, text in enumerate(paragraphs_of(page, analyse)):
            if (document.number, position) in wanted:
                texts[document.number, position] = text
    for number, cluster in enumerate(shared.clusters, 1):
        for member in _all(cluster):
            place = shared.places[member.document.number]
            yield {
                "group": number,
                "id": member.document.id,
                "position": place[1],
                "first": member is cluster.kept,
                "first_id": cluster.kept.document.id,
                "relation": member.relation.value,
                "jaccard": round(member.jaccard, DIGITS),
                "containment": round(member.containment, DIGITS),
                "text": texts[place],
            }


def _all(cluster: Cluster) -> tuple[Member, ...]:
    return (cluster.kept, *cluster.members)
