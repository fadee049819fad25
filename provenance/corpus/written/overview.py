"""What a deduplication did, at a glance: counts by outlet and cluster size, and some clusters to judge by eye.

Invariant: it depends on the documents and the settings, never on their order; among the clusters that
are shown are those whose members are least alike.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.corpus.gathering.documents import pages_again
from provenance.corpus.gathering.parts import story_of
from provenance.errors import DocumentError
from provenance.model import Media

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.corpus.gathering.columns import Documents
    from provenance.corpus.gathering.documents import Corpus, Records
    from provenance.corpus.gathering.parts import Analyse
    from provenance.corpus.result import Cluster, DedupReport, Member
    from provenance.corpus.written.output import Marks
    from provenance.model import Page
    from provenance.settings import DedupSettings

__all__ = ["OutletCounts", "Overview", "Sample", "Shown", "count_outlets", "overview"]

# clusters that are shown: the least alike, and some from all over the corpus
DOUBTFUL, SPREAD = 6, 6
MEMBERS = 2  # of each, the least alike
LONGEST = 700  # characters of each text


@dataclass(frozen=True, slots=True)
class OutletCounts:
    """How many documents of an outlet were kept and removed; ``None`` where no outlet is known."""

    outlet: str | None
    kept: int
    removed: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of a cluster with the beginning of its text; empty where that cannot be read."""

    member: Member
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A cluster to judge by eye: ``more`` members are not shown. ``dropped``: nothing of it is kept."""

    number: int
    kept: Shown
    members: tuple[Shown, ...]
    more: int
    dropped: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A run at a glance. ``sizes``: how many clusters there are of each number of documents, by that number."""

    report: DedupReport
    settings: DedupSettings
    outlets: tuple[OutletCounts, ...]
    sizes: tuple[tuple[int, int], ...]
    samples: tuple[Sample, ...]


def count_outlets(documents: Documents, added: Marks) -> tuple[OutletCounts, ...]:
    """The counts of every outlet, by its name.

    Args:
        documents: of the corpus.
        added: what is added to each row, by the document's number.
    """
    found = documents.count_outlets(added.kept())
    return tuple(OutletCounts(name, *found[name]) for name in sorted(found, key=lambda name: name or ""))


def overview(
    records: Records,
    corpus: Corpus,
    clusters: Sequence[Cluster],
    report: DedupReport,
    added: Marks,
    settings: DedupSettings,
    analyse: Analyse,
) -> Overview:
    """Look at a run as a whole.

    Args:
        records: gives the corpus from its start, for the texts of some clusters.
        corpus: as it was read the first time.
        clusters: all of them.
        report: the counts.
        added: what is added to each row, by the document's number.
        settings: what counted as a copy.
        analyse: finds the story in HTML.
    """
    chosen = _chosen(clusters)
    shown = {cluster.number: sorted(cluster.members, key=_unlikeness)[:MEMBERS] for cluster in chosen}
    members = [member for cluster in chosen for member in (cluster.kept, *shown[cluster.number])]
    numbers = [member.document.number for member in members if member.document.stored is None]
    stored = {member.document.number for member in members if member.document.stored is not None}
    texts = {
        document.number: _beginning(page, analyse)
        for document, page in pages_again(records, corpus, corpus.documents.mask(numbers))
    }
    for document in corpus.stored if corpus.known is not None else ():
        if document.number in stored and document.stored is not None and corpus.known is not None:
            texts[document.number] = _cut(corpus.known.article(document.stored).article.text)
    sizes = Counter(len(cluster.members) + 1 for cluster in clusters)
    samples = tuple(
        Sample(
            cluster.number,
            Shown(cluster.kept, texts.get(cluster.kept.document.number, "")),
            tuple(Shown(member, texts.get(member.document.number, "")) for member in shown[cluster.number]),
            len(cluster.members) - len(shown[cluster.number]),
            dropped=cluster.kept.document.stored is None and not added.is_kept(cluster.kept.document.number),
        )
        for cluster in chosen
    )
    return Overview(report, settings, count_outlets(corpus.documents, added), tuple(sorted(sizes.items())), samples)


def _chosen(clusters: Sequence[Cluster]) -> list[Cluster]:
    """The clusters that are shown, by number."""
    doubtful = sorted(clusters, key=lambda cluster: (min(map(_unlikeness, cluster.members)), cluster.number))[:DOUBTFUL]
    others = [cluster for cluster in clusters if cluster not in doubtful]
    spread = [others[at * len(others) // SPREAD] for at in range(SPREAD)] if len(others) > SPREAD else others
    return sorted((*doubtful, *spread), key=lambda cluster: cluster.number)


def _unlikeness(member: Member) -> tuple[float, str, int]:
    """Sorts the least alike first."""
    return max(member.jaccard, member.containment), member.document.id, member.document.number


def _beginning(page: Page, analyse: Analyse) -> str:
    if page.media is Media.TEXT:
        return _cut(page.content)
    try:
        return _cut(story_of(analyse(page)))
    except DocumentError:
        return ""


def _cut(text: str) -> str:
    """The beginning of a text, to its last whole word."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]} …"
