"""What a person said of a verdict: as a JSON object and back, and into another database.

Invariant: a record that is written and read again is equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from provenance.model import Correction, CorrectionKind, Origin, ProgramVerdict, Relation, Status
from provenance.store.correcting import Place, placed, put
from provenance.store.exchange.records import CorrectionRecord

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from provenance.store.exchange.fields import Fields

__all__ = ["correction_object", "read_correction", "take_correction"]

# as ``store.values.now`` writes it: other forms would not sort by time
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


def correction_object(record: CorrectionRecord) -> dict[str, Any]:
    """A correction as a JSON object."""
    correction, said = record.correction, record.correction.said
    return {
        "article": record.article,
        "page": _place_object(record.place),
        "kind": correction.kind,
        "author": correction.author,
        "time": correction.time,
        "reason": correction.reason,
        "origin": None
        if correction.origin is None
        else {
            "source": correction.origin.source,
            "name": correction.origin.name,
            "article": record.origin_article,
            "page": None if record.origin_place is None else _place_object(record.origin_place),
        },
        "relation": correction.relation,
        "said": {
            "status": said.status,
            "relation": said.relation,
            "source": said.source,
            "name": said.name,
            "confidence": said.confidence,
        },
        "digest": correction.digest.hex(),
        "sketch": correction.sketch.hex(),
    }


def read_correction(line: Fields) -> CorrectionRecord:
    """The correction of a line.

    Raises:
        ValueError: something is missing or holds what does not belong there.
    """
    time, relation = line.text("time"), line.maybe_text("relation")
    if _TIME.fullmatch(time) is None:
        message = f"field 'time' holds {time!r}, which is no time in UTC to the second"
        raise ValueError(message)
    named = None if line.raw("origin") is None else line.object("origin")
    said = line.object("said")
    correction = Correction(
        CorrectionKind(line.text("kind")),
        line.text("author"),
        time,
        line.maybe_text("reason"),
        None if named is None else Origin(named.maybe_text("source"), named.text("name")),
        None if relation is None else Relation(relation),
        ProgramVerdict(
            Status(said.text("status")),
            Relation(said.text("relation")),
            said.maybe_text("source"),
            said.maybe_text("name"),
            said.real("confidence"),
        ),
        line.hexed("digest"),
        line.hexed("sketch"),
    )
    if len(correction.sketch) % 8:
        message = "field 'sketch' does not hold what belongs there"
        raise ValueError(message)
    at = None if named is None or named.raw("page") is None else _read_place(named.object("page"))
    origin_article = None if named is None else named.maybe_whole("article")
    return CorrectionRecord(
        line.maybe_whole("article"), _read_place(line.object("page")), correction, origin_article, at
    )


def take_correction(
    connection: sqlite3.Connection, record: CorrectionRecord, here: Callable[[int], int | None]
) -> None:
    """Write a correction of another database down, unless it was said here too.

    Args:
        connection: inside a transaction.
        record: with the numbers of the other database.
        here: an article's number here; ``None`` for one that did not come.
    """

    def kept(article: int | None, place: Place) -> int:
        return placed(connection, None if article is None else here(article), place)

    subject = kept(record.article, record.place)
    origin = None if record.origin_place is None else kept(record.origin_article, record.origin_place)
    put(connection, subject, record.correction, origin)


def _place_object(place: Place) -> dict[str, Any]:
    return {
        "id": place.key,
        "location": place.location,
        "url": place.url,
        "canonical": place.canonical,
        "domain": place.domain,
        "digest": place.digest.hex(),
    }


def _read_place(line: Fields) -> Place:
    return Place(
        line.text("id"),
        line.maybe_text("location"),
        line.maybe_text("url"),
        line.maybe_text("canonical"),
        line.maybe_text("domain"),
        line.hexed("digest"),
    )
