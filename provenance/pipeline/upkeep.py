"""Keeping a database: opening, forgetting, looking for what is wrong.

Invariant: what is forgotten leaves the file, and every verdict that rested on it is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import NotFoundError
from provenance.fingerprint import datasketch_signatures, shingle_hashes, signatures
from provenance.pipeline.analysis import passages
from provenance.pipeline.learning import relearn
from provenance.pipeline.phrase_learning import phrases_of
from provenance.pipeline.storing import index_of, settle
from provenance.settings import Signing, database_path
from provenance.sources import load_registry
from provenance.store import Database, DoctorFinding, RunCounts, RunStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleRef, Passage
    from provenance.sources import Registry

__all__ = ["ForgetReport", "check", "forget", "open_database"]


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was forgotten, and how many other articles got a new verdict because of it.

    ``corrections`` is how many things that people said of the verdicts were deleted too, or are
    kept for the articles' return.
    """

    articles: tuple[ArticleRef, ...]
    retraced: int
    corrections: int = 0


def open_database(path: Path | str | None = None, *, write: bool = False, create: bool = False) -> Database:
    """Open the provenance database.

    Args:
        path: the file; else ``PROVENANCE_DB``, else ``db/provenance.db`` where the current
            folder has a ``db/``, else the user's data folder.
        write: open for writing, and bring an older database up to date.
        create: make it where it is absent; only with ``write``.

    Raises:
        DatabaseError: it is missing, not ours, too new, or damaged.
        OutputError: it cannot be written.
    """
    named, _ = database_path(Path(path) if path is not None else None)
    return Database.open(named, write=write, create=create)


def forget(
    database: Database, what: str, *, corrections: bool = False, registry: Registry | None = None
) -> ForgetReport:
    """Take an article, or all of a site, out of the database and out of every verdict.

    Args:
        database: open for writing.
        what: an article's number, id, URL or path, or a site's domain.
        corrections: whether what people said of the verdicts goes too; else it is kept, with
            the article's addresses, and in force again when the article comes back.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: nothing stored is meant by this.
    """
    found = database.find_articles(what)
    if not found:
        message = f"{what}: no stored article or site has this name"
        raise NotFoundError(message, "`provenance stats` lists the sites")
    registry = registry or load_registry()
    run = database.start_run("forget")
    index = index_of(database)
    numbers = [ref.key for ref in found]
    with database.transaction():
        said = sum(len(database.corrections_on(number)) for number in numbers)
        if corrections:
            database.drop_corrections(numbers)
        database.mark_pending(database.drop_damaged_phrases(phrases_of(database, numbers)))
        database.mark_pending(database.remove(numbers))
        passages_found = relearn(database, registry)
        index.add([passage.text for _, passage in passages_found], [number for number, _ in passages_found])
    retraced = settle(database, registry, index, run)
    database.finish_run(run, RunStatus.DONE, RunCounts())
    database.compact()
    return ForgetReport(found, retraced, said)


def check(database: Database) -> tuple[DoctorFinding, ...]:
    """Look for everything that could be wrong with a database; every hash is made again."""
    index = index_of(database)

    def unindexed(held: Sequence[tuple[int, Passage]]) -> tuple[int, ...]:
        return index.missing([passage.text for _, passage in held], [number for number, _ in held])

    return (*database.check(passages, unindexed), *_signing())


def _signing() -> tuple[DoctorFinding, ...]:
    """Whether this machine signs texts for deduplication as datasketch does."""
    shingles = shingle_hashes([f"ship {number} left the harbour of {number * 7} islands" for number in range(99)], 3)
    if (signatures(shingles, Signing()) == datasketch_signatures(shingles, Signing())).all():
        return ()
    what = "on this machine texts are signed otherwise than datasketch signs them"
    return (DoctorFinding(what, "install numpy again; do not trust a deduplication made here"),)
