"""Records as JSON objects, one a line, and back.

Invariant: a record that is written and read again is equal, and equal records are written
with equal bytes. An article's line is a row of a corpus too: id, url, title, published,
publisher and text stand at its top.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

from provenance.model import SourceKind
from provenance.store.exchange.articles import article_object, read_article
from provenance.store.exchange.corrections import correction_object, read_correction
from provenance.store.exchange.dedups import dedup_object, member_object, read_dedup, read_member
from provenance.store.exchange.records import (
    VERDICT_TABLES,
    ArticleRecord,
    CorrectionRecord,
    DedupRecord,
    FailureRecord,
    ItemRecord,
    MemberRecord,
    PendingRecord,
    RunRecord,
    VerdictRecord,
)
from provenance.store.feeds import StoredFeed
from provenance.store.runs import RunCounts
from provenance.store.sources import StoredSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.exchange.fields import Fields
    from provenance.store.exchange.records import Record
    from provenance.store.values import Row

__all__ = ["KINDS", "kind_of", "line_of", "read_record"]

_LISTED: Final = ("reasons", "damage_reasons", "runner_up", "correction")
_BEFORE_5: Final = {"likely": "origin_source", "taken_from": "origin_article"}
# what versions 6 and 7 of the schema added
_ADDED: Final = frozenset({"correction", "quotes", "quotes_kept", "facts_changed", "change"})
_NESTED: Final = {"hop": "hops", "evidence": "evidence", "match": "matches", "block_match": "block_matches"}
_NAMES: Final[dict[type, str]] = {
    StoredSource: "source",
    RunRecord: "run",
    FailureRecord: "failure",
    ArticleRecord: "article",
    CorrectionRecord: "correction",
    DedupRecord: "dedup",
    MemberRecord: "dedup_member",
    VerdictRecord: "verdict",
    StoredFeed: "feed",
    ItemRecord: "item",
    PendingRecord: "pending",
}
KINDS: Final = tuple(_NAMES.values())
"""The kinds of lines between the first and the last, in their order."""


def kind_of(record: Record) -> str:
    """What kind of line a record is."""
    return _NAMES[type(record)]


def line_of(value: dict[str, Any] | Record) -> bytes:
    """A record, or an object that is none, as a line of JSON in UTF-8."""
    object_ = value if isinstance(value, dict) else {"type": kind_of(value), **_object(value)}
    return json.dumps(object_, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_record(line: Fields) -> Record:
    """The record of a line.

    Raises:
        ValueError: it is of no known kind, or a field is missing or holds what does not belong there.
    """
    reader = _READERS.get(line.text("type"))
    if reader is None:
        message = f"a line of type {line.text('type')!r} means nothing here"
        raise ValueError(message)
    return reader(line)


def _object(record: Record) -> dict[str, Any]:
    """A record as a JSON object, without its kind."""
    if type(record) in _WRITERS:
        return _WRITERS[type(record)](record)
    if isinstance(record, RunRecord):
        plain = asdict(record)
        counts: dict[str, int] = plain.pop("counts")
        return {**plain, **counts}
    if isinstance(record, ItemRecord):
        return {**asdict(record), "digest": None if record.digest is None else record.digest.hex()}
    return asdict(record)


def _verdict_object(record: VerdictRecord) -> dict[str, Any]:
    found: dict[str, Any] = {"article": record.article}
    for table, columns in VERDICT_TABLES.items():
        rows = [dict(zip(columns, row, strict=True)) for row in record.rows[table]]
        if table == "verdict":
            (own,) = rows
            found |= own | {name: None if own[name] is None else json.loads(own[name]) for name in _LISTED}
        else:
            found[_NESTED.get(table, table)] = rows
    return found


def _read_verdict(line: Fields) -> VerdictRecord:
    rows: dict[str, tuple[Row, ...]] = {}
    for table, columns in VERDICT_TABLES.items():
        if table == "verdict":
            own = {name: _own_field(line, name) for name in columns}
            own |= {name: None if own[name] is None else json.dumps(own[name], ensure_ascii=False) for name in _LISTED}
            rows[table] = (tuple(own.values()),)
        else:
            nested = line.each(_NESTED.get(table, table))
            rows[table] = tuple(tuple(_field(each, column) for column in columns) for each in nested)
    return VerdictRecord(line.whole("article"), rows)


def _own_field(line: Fields, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """A field of a verdict; what version 5 of the schema added may stand under an older name."""
    before = _BEFORE_5.get(name)
    return _field(line, before if before is not None and not line.has(name) else name)


def _field(line: Fields, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """A field of a row; ``None`` where an older export could not have it."""
    return None if name in _ADDED and not line.has(name) else line.raw(name)


def _read_source(line: Fields) -> StoredSource:
    return StoredSource(line.text("id"), line.text("name"), SourceKind(line.text("kind")), line.maybe_text("domain"))


def _read_run(line: Fields) -> RunRecord:
    return RunRecord(
        line.whole("number"),
        line.text("command"),
        line.text("version"),
        line.text("started"),
        line.maybe_text("finished"),
        line.text("status"),
        RunCounts(**{field.name: line.whole(field.name) for field in fields(RunCounts)}),
    )


def _read_failure(line: Fields) -> FailureRecord:
    return FailureRecord(line.whole("run"), line.text("input"), line.text("reason"), line.maybe_text("hint"))


def _read_feed(line: Fields) -> StoredFeed:
    return StoredFeed(
        line.whole("id"),
        line.text("url"),
        line.maybe_text("kind"),
        line.maybe_text("title"),
        line.maybe_text("source"),
        line.maybe_text("etag"),
        line.maybe_text("last_modified"),
        line.text("added"),
        line.maybe_text("checked"),
        line.maybe_text("answered"),
        line.whole("failures"),
        line.maybe_text("failure"),
        line.maybe_text("stopped"),
    )


def _read_item(line: Fields) -> ItemRecord:
    return ItemRecord(
        line.whole("feed"),
        line.text("url"),
        line.maybe_text("title"),
        line.maybe_text("published"),
        line.maybe_text("updated"),
        None if line.maybe_text("digest") is None else line.hexed("digest"),
        line.text("first_seen"),
        line.text("last_seen"),
        line.maybe_text("gone"),
        line.text("state"),
        line.whole("attempts"),
        line.maybe_text("next_try"),
        line.maybe_text("reason"),
        line.maybe_whole("article"),
    )


_WRITERS: Final[dict[type, Callable[[Any], dict[str, Any]]]] = {
    ArticleRecord: article_object,
    CorrectionRecord: correction_object,
    DedupRecord: dedup_object,
    MemberRecord: member_object,
    VerdictRecord: _verdict_object,
}
_READERS: Final[dict[str, Callable[[Fields], Record]]] = {
    "source": _read_source,
    "run": _read_run,
    "failure": _read_failure,
    "article": read_article,
    "correction": read_correction,
    "dedup": read_dedup,
    "dedup_member": read_member,
    "verdict": _read_verdict,
    "feed": _read_feed,
    "item": _read_item,
    "pending": lambda line: PendingRecord(line.whole("article")),
}
