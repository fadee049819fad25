"""The folder that a deduplication leaves.

Invariant: the folder appears complete or not at all: it is written beside its place as
``OUT.partial`` and renamed when every file is on the disk.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from provenance.corpus.machine.errors import as_output_error
from provenance.corpus.machine.unfinished import WORK, is_folder, is_worth_keeping
from provenance.corpus.written.formats.choosing import ROW_FILES, Plan
from provenance.corpus.written.formats.json import JsonLines
from provenance.corpus.written.formats.rows import UNMARKED
from provenance.errors import InputError, OutputError, ProvenanceError
from provenance.model import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from filelock import BaseFileLock
    from numpy.typing import NDArray

    from provenance.corpus.gathering.columns import Documents
    from provenance.corpus.result import Cluster, Member

__all__ = [
    "CLUSTERS",
    "KEPT",
    "PAGE",
    "PARAGRAPHS",
    "REMOVED",
    "REPORT",
    "UNMARKED",
    "JsonLines",
    "Marks",
    "cluster_rows",
    "new_folder",
    "write_json",
    "write_text",
]

KEPT, REMOVED = Plan().files
CLUSTERS = "clusters.jsonl"
PARAGRAPHS = "paragraphs.jsonl"
REPORT = "report.json"
PAGE = "report.html"
FILES = ROW_FILES | {CLUSTERS, PARAGRAPHS, REPORT, PAGE}
LOCK = "unfinished.lock"
DIGITS = 4


@contextmanager
def new_folder(out: Path, *, resume: bool = False) -> Iterator[tuple[Path, str | None]]:
    """Make a folder that takes its name only when the block ends well.

    Else nothing is left, but for what another run can go on from where this one was interrupted.

    Args:
        out: the folder's name at the end; nothing may stand there.
        resume: whether what an unfinished run kept is left there.

    Yields:
        The folder to write into, and a note where the rest of an unfinished run was removed.

    Raises:
        OutputError: something stands there, or the folder cannot be made or renamed.
    """
    if out.exists() or out.is_symlink():
        message = f"{out}: exists already"
        raise OutputError(message, "name a folder that is not there yet, or remove this one")
    partial = out.with_name(f"{out.name}.partial")
    with _owned(partial, resume=resume) as (lock, note):
        try:
            yield partial, note
            with as_output_error(out):
                shutil.rmtree(partial / WORK, ignore_errors=True)
                if os.name == "nt":  # where no folder is renamed that has an open file
                    lock.release()
                partial.rename(out)
            with suppress(OSError):  # the last, so that no other run takes the folder for one that nobody writes to
                (out / LOCK).unlink()
        except BaseException as error:
            if isinstance(error, InputError) or not is_worth_keeping(partial):
                shutil.rmtree(partial, ignore_errors=True)
            elif isinstance(error, ProvenanceError) and error.hint:
                error.hint += "; with --resume it goes on from there"
            raise


@contextmanager
def _owned(partial: Path, *, resume: bool) -> Iterator[tuple[BaseFileLock, str | None]]:
    """An empty folder that no other run writes into: made, or taken over from a run that ended early."""
    from filelock import FileLock, Timeout

    with as_output_error(partial):
        left = partial.is_dir() and any(partial.iterdir())
        if left and not (partial / LOCK).is_file():
            message = f"{partial}: is in the way and was not left by an unfinished run"
            raise OutputError(message, "move it away, or name another folder")
        partial.mkdir(exist_ok=True)
        lock = FileLock(partial / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            message = f"{partial}: another run is writing there"
            raise OutputError(message, "wait for it, or name another folder") from error
    try:
        if left:
            _clear(partial, resume=resume)
        said = f"{partial} of an unfinished run was removed and made again"
        yield lock, said if left and not resume else None
    finally:
        lock.release()


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write one JSON document for people and programs.

    Raises:
        OutputError: it cannot be written.
    """
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2, default=str))


def write_text(path: Path, text: str) -> None:
    """Write a file of text.

    Raises:
        OutputError: it cannot be written.
    """
    with as_output_error(path), path.open("xb") as file:
        file.write(text.encode("utf-8", "backslashreplace") + b"\n")
        file.flush()
        os.fsync(file.fileno())


class Marks:
    """What is added to each document's row, by the document's number; made when it is asked for."""

    def __init__(self, documents: Documents, clusters: Sequence[Cluster], dropped: Mapping[int, str]) -> None:
        """Take what was found."""
        self._count = len(documents)
        self._failed = documents.failed()
        self._dropped = dropped
        self._members: dict[int, tuple[Cluster, Member]] = {}
        for cluster in clusters:
            for member in (cluster.kept, *cluster.members):
                if member.document.stored is None:
                    self._members[member.document.number] = (cluster, member)

    def __getitem__(self, number: int) -> dict[str, Any]:
        """What is added; ``UNMARKED`` itself for the many that nothing is said of."""
        mark = UNMARKED
        if number in self._members:
            cluster, member = self._members[number]
            if member is cluster.kept:
                mark = UNMARKED | {"cluster": cluster.number}
            else:
                cause = "copy" if cluster.kept.document.stored is None else "stored"
                mark = {"kept": False, "cluster": cluster.number, "cause": cause} | _against(cluster, member)
        elif number in self._failed:
            mark = UNMARKED | {"failed": self._failed[number]}
        if number in self._dropped:
            reason = self._dropped[number]
            mark = mark | {
                "kept": False,
                "cause": "damage",
                "relation": Relation.MACHINE_PARAPHRASE.value,
                "reason": reason,
            }
        return mark

    def marked(self) -> frozenset[int]:
        """The numbers of the documents that something is said of."""
        return frozenset(self._members) | frozenset(self._failed) | frozenset(self._dropped)

    def kept(self) -> NDArray[np.bool_]:
        """Which documents are kept: bool[documents]."""
        import numpy as np

        kept = np.ones(self._count, dtype=np.bool_)
        kept[[number for number, (cluster, member) in self._members.items() if member is not cluster.kept]] = False
        kept[list(self._dropped)] = False
        return kept

    def is_kept(self, number: int) -> bool:
        """Whether the document is kept."""
        found = self._members.get(number)
        return number not in self._dropped and (found is None or found[1] is found[0].kept)


def cluster_rows(clusters: Sequence[Cluster], dropped: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """The rows of ``clusters.jsonl``: by cluster, the kept copy before the other members."""
    for cluster in clusters:
        for member in (cluster.kept, *cluster.members):
            row = {"cluster": cluster.number, "id": member.document.id, "kept": member is cluster.kept}
            if member is cluster.kept and member.document.number in dropped:
                row["kept"] = False
            yield row | _against(cluster, member)


def _against(cluster: Cluster, member: Member) -> dict[str, Any]:
    kept = cluster.kept.document
    return {
        "kept_id": kept.id,
        **({} if kept.stored is None else {"stored": kept.stored}),
        "relation": member.relation.value,
        "jaccard": round(member.jaccard, DIGITS),
        "containment": round(member.containment, DIGITS),
        "reason": member.reason,
    }


def _clear(partial: Path, *, resume: bool) -> None:
    """Remove what an unfinished run left; anything else in its folder is somebody's."""
    strangers = sorted(
        path.name
        for path in partial.iterdir()
        if not (path.is_file() if path.name in {*FILES, LOCK} else path.name == WORK and is_folder(path))
    )
    if strangers:
        message = f"{partial}: is in the way and holds a file of another program: {strangers[0]}"
        raise OutputError(message, "move it away, or name another folder")
    with as_output_error(partial):
        for name in FILES:
            (partial / name).unlink(missing_ok=True)
        if not resume and is_folder(partial / WORK):
            shutil.rmtree(partial / WORK)
