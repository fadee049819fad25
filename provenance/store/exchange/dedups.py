"""Deduplications of a corpus: as JSON objects and back, and into another database.

Invariant: a record that is written and read again is equal. A deduplication that both databases
have is one: as the later run has it, with every article that either knows.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from provenance.model import Relation
from provenance.store.dedups import DedupMember, DedupRun, begin, complete, put_member
from provenance.store.exchange.records import DedupRecord, MemberRecord

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from provenance.store.exchange.fields import Fields
    from provenance.store.exchange.numbers import Numbers

__all__ = ["dedup_object", "member_object", "read_dedup", "read_member", "take_dedup", "take_member"]

_DIGEST = 16  # bytes


def dedup_object(record: DedupRecord) -> dict[str, Any]:
    """A deduplication as a JSON object, without its members."""
    found = asdict(record.found)
    found |= {name: found[name].hex() for name in ("corpus", "digest")}
    return {"number": record.number, "run": record.run, "complete": record.complete, **found}


def member_object(record: MemberRecord) -> dict[str, Any]:
    """A member as a JSON object."""
    return {"dedup": record.dedup, **asdict(record.member)}


def read_dedup(line: Fields) -> DedupRecord:
    """The deduplication of a line.

    Raises:
        ValueError: something is missing or holds what does not belong there.
    """
    names = ("read", "kept", "removed", "clusters", "known", "dropped", "failed")
    counts = {name: line.whole(name) for name in names}
    found = DedupRun(
        title=line.text("title"),
        **counts,
        inputs=line.text("inputs"),
        against=line.maybe_text("against"),
        settings=line.text("settings"),
        corpus=line.hexed("corpus"),
        digest=line.hexed("digest"),
    )
    if len(found.digest) != _DIGEST or len(found.corpus) != _DIGEST:
        message = f"a digest has {_DIGEST} bytes"
        raise ValueError(message)
    return DedupRecord(line.whole("number"), line.whole("run"), bool(line.maybe_truth("complete")), found)


def read_member(line: Fields) -> MemberRecord:
    """The member of a line.

    Raises:
        ValueError: something is missing or holds what does not belong there.
    """
    member = DedupMember(
        line.whole("number"),
        line.maybe_whole("cluster"),
        line.text("document"),
        bool(line.maybe_truth("kept")),
        Relation(line.text("relation")),
        None if line.raw("jaccard") is None else line.real("jaccard"),
        None if line.raw("containment") is None else line.real("containment"),
        line.text("reason"),
        line.maybe_whole("article"),
        line.maybe_text("file"),
        line.maybe_whole("place"),
        bool(line.maybe_truth("added")),
    )
    return MemberRecord(line.whole("dedup"), member)


def take_dedup(connection: sqlite3.Connection, record: DedupRecord, run: int, numbers: Numbers) -> None:
    """Write a deduplication of another database down, or unite it with the same one here.

    Args:
        connection: inside a transaction.
        record: with the numbers of the other database.
        run: the number here of its run.
        numbers: is told its number here, and whether it is the later one.
    """
    there = (record.complete, *_when(connection, run), record.found.inputs)
    ours = connection.execute(
        "SELECT id, complete, run, inputs FROM dedup_run WHERE digest = ?", (record.found.digest,)
    ).fetchone()
    if ours is None:
        taken = connection.execute("SELECT 1 FROM dedup_run WHERE id = ?", (record.number,)).fetchone()
        number = begin(connection, record.found, run, None if taken else record.number)
        newer = True
    else:
        number = int(ours[0])
        newer = there > (bool(ours[1]), *_when(connection, ours[2]), ours[3])
        if newer:
            begin(connection, record.found, run)
    if newer and record.complete:
        complete(connection, number, run)
    numbers.set("dedup", record.number, number)
    numbers.set("newer dedup", record.number, int(newer))


def take_member(
    connection: sqlite3.Connection, record: MemberRecord, numbers: Numbers, here: Callable[[int], int | None]
) -> None:
    """Write a member down, or give the same one here what the other database knows of it.

    Args:
        connection: inside a transaction.
        record: with the numbers of the other database.
        numbers: knows its deduplication.
        here: an article's number here; ``None`` for one that did not come.

    Raises:
        ValueError: its deduplication did not come.
    """
    dedup = numbers.of("dedup", record.dedup)
    if dedup is None:
        message = f"deduplication {record.dedup} did not come"
        raise ValueError(message)
    member = record.member
    article = None if member.article is None else here(member.article)
    member = replace(member, article=article, added=member.added and article is not None)
    put_member(connection, dedup, member, newer=numbers.of("newer dedup", record.dedup) == 1)


def _when(connection: sqlite3.Connection, run: int) -> tuple[str, str]:
    """When a run began, and by which version of the program."""
    started, version = connection.execute("SELECT started, version FROM run WHERE id = ?", (run,)).fetchone()
    return str(started), str(version)
