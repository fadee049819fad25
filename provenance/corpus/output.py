"""The folder that a deduplication leaves.

Invariant: the folder appears complete or not at all: it is written beside its place as
``OUT.partial`` and renamed when every file is on the disk. A row of the input stands in exactly
one of ``kept.jsonl`` and ``removed.jsonl``, unchanged but for an added ``provenance`` object.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from provenance.corpus.errors import as_output_error
from provenance.corpus.lines import ADDED
from provenance.corpus.unfinished import WORK, is_worth_keeping
from provenance.errors import InputError, OutputError
from provenance.model import Media, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from filelock import BaseFileLock

    from provenance.corpus.columns import Documents
    from provenance.corpus.result import Cluster, Member
    from provenance.model import Page

__all__ = [
    "CLUSTERS",
    "KEPT",
    "PAGE",
    "PARAGRAPHS",
    "REMOVED",
    "REPORT",
    "JsonLines",
    "Marks",
    "cluster_rows",
    "new_folder",
    "row_of",
    "write_json",
    "write_text",
]

KEPT = "kept.jsonl"
REMOVED = "removed.jsonl"
CLUSTERS = "clusters.jsonl"
PARAGRAPHS = "paragraphs.jsonl"
REPORT = "report.json"
PAGE = "report.html"
FILES = frozenset({KEPT, REMOVED, CLUSTERS, PARAGRAPHS, REPORT, PAGE})
LOCK = "unfinished.lock"
DIGITS = 4
_PUT_IN = f', "{ADDED}": '.encode()
# what is added to the many documents that no other is a copy of
UNMARKED: dict[str, Any] = {"kept": True, "cluster": None}
_UNMARKED = json.dumps(UNMARKED).encode() + b"\n"
_LINES = 400  # pieces that are written at once


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
                lock.release()
                (partial / LOCK).unlink(missing_ok=True)
                partial.rename(out)
        except BaseException as error:
            if isinstance(error, InputError) or not is_worth_keeping(partial):
                shutil.rmtree(partial, ignore_errors=True)
            raise


@contextmanager
def _owned(partial: Path, *, resume: bool) -> Iterator[tuple[BaseFileLock, str | None]]:
    """An empty folder that no other run writes into: made, or taken over from a run that ended early."""
    from filelock import FileLock, Timeout

    with as_output_error(partial):
        left = partial.is_dir()
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


class JsonLines:
    """A new JSONL file of UTF-8, one row a line; on the disk when it is closed."""

    def __init__(self, path: Path) -> None:
        """Make the file.

        Raises:
            OutputError: it cannot be made.
        """
        self._path = path
        self._lines: list[bytes] = []
        with as_output_error(path):
            self._file = path.open("xb")

    def __enter__(self) -> Self:
        """Write inside a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file without hiding the error that ended the block."""
        with as_output_error(self._path):
            try:
                self._file.writelines(self._lines)
                self._file.flush()
                os.fsync(self._file.fileno())
            finally:
                self._file.close()

    def copy(self, line: bytes, mark: Mapping[str, Any]) -> None:
        """Append a row by its own bytes, with ``mark`` put in before its last brace.

        Args:
            line: a JSON object of one field or more, none of which has the name of what is added.
            mark: what is added.

        Raises:
            OutputError: there is no room for it.
        """
        added = _UNMARKED if mark is UNMARKED else _encode(mark)
        self._lines += (line.rstrip()[:-1], _PUT_IN, added[:-1], b"}\n")
        if len(self._lines) >= _LINES:
            self._flush()

    def write(self, row: Mapping[str, Any]) -> None:
        """Append a row.

        Raises:
            OutputError: there is no room for it.
        """
        self._lines.append(_encode(row))
        self._flush()

    def _flush(self) -> None:
        with as_output_error(self._path):
            self._file.writelines(self._lines)
        self._lines.clear()


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


def row_of(page: Page, row: Mapping[str, Any] | None, mark: Mapping[str, Any]) -> dict[str, Any]:
    """The row that is written for a document.

    Args:
        page: the document.
        row: its row in the corpus; a document on its own becomes a row of its page's fields.
        mark: what deduplication has to say of it.

    Returns:
        The row with ``provenance`` added; what the input had under that name is ``input`` in it.
    """
    if row is None:
        content = "html" if page.media is Media.HTML else "text"
        fields = {"id": page.id, "url": page.url, "publisher": page.publisher, "date": page.published}
        fields |= {"title": page.title, content: page.content}
        row = {name: value for name, value in fields.items() if value is not None}
    before = {"input": row[ADDED]} if ADDED in row else {}
    return {**row, ADDED: {**mark, **before}}


class Marks:
    """What is added to each document's row, by the document's number; made when it is asked for."""

    def __init__(self, documents: Documents, clusters: Sequence[Cluster], dropped: Mapping[int, str]) -> None:
        """Take what was found."""
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
                mark = {"kept": False, "cluster": cluster.number} | _against(cluster, member)
        elif number in self._failed:
            mark = UNMARKED | {"failed": self._failed[number]}
        if number in self._dropped:
            reason = self._dropped[number]
            mark = mark | {"kept": False, "relation": Relation.MACHINE_PARAPHRASE.value, "reason": reason}
        return mark

    def marked(self) -> frozenset[int]:
        """The numbers of the documents that something is said of."""
        return frozenset(self._members) | frozenset(self._failed) | frozenset(self._dropped)

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


def _encode(row: Mapping[str, Any]) -> bytes:
    line = json.dumps(row, ensure_ascii=False, default=str)
    try:
        return line.encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can hold and UTF-8 cannot
        return json.dumps(row, default=str).encode() + b"\n"


def _clear(partial: Path, *, resume: bool) -> None:
    """Remove what an unfinished run left; anything else in its folder is somebody's."""
    strangers = sorted(
        path.name
        for path in partial.iterdir()
        if not (path.is_file() if path.name in {*FILES, LOCK} else path.is_dir() and path.name == WORK)
    )
    if strangers:
        message = f"{partial}: is in the way and holds a file of another program: {strangers[0]}"
        raise OutputError(message, "move it away, or name another folder")
    with as_output_error(partial):
        for name in FILES:
            (partial / name).unlink(missing_ok=True)
        if not resume and (partial / WORK).is_dir():
            shutil.rmtree(partial / WORK)
