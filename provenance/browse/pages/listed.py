"""Articles in a list: whose page, from whom, how sure; by several ways of choosing them.

Invariant: every way of choosing ends in an order that does not depend on how rows lie on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from provenance.store.values import array, truth

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from provenance.store.values import Row

__all__ = ["SERIES", "Listed", "Part", "latest", "listed", "of_site"]

SERIES: Final = """
CASE
    WHEN v.origin_name IS NULL THEN iif(v.relation = 'original', 0, 3)
    WHEN v.relation IN ('original', 'version') OR v.origin_source = a.source THEN 0
    WHEN k.kind = 'wire' THEN 1
    ELSE 2
END
"""
"""Whose an article is: its outlet's own (0), an agency's (1), another's (2), or nobody can say (3)."""

_COLUMNS: Final = """
SELECT
    a.id, coalesce(a.title, a.url, a."key"), s.name, coalesce(a.site_name, a.publisher, a.domain), a.published,
    v.status, v.relation, v.origin_name, v.origin_article, v.confidence, v.machine_paraphrase, v.findings
FROM article AS a LEFT JOIN verdict AS v ON v.article = a.id LEFT JOIN site AS s ON s.id = a.site
"""
_LATEST: Final = f"""
{_COLUMNS} WHERE a.id IN (SELECT article FROM verdict ORDER BY run DESC, article DESC LIMIT ?)
ORDER BY v.run DESC, a.id DESC
"""  # noqa: S608 (our own words)
_SOME: Final = f"{_COLUMNS} WHERE a.id IN (SELECT value FROM json_each(?))"  # noqa: S608 (our own words)
_OF_SITE: Final = """
{columns} LEFT JOIN source AS k ON k.id = v.origin_source
WHERE a.site = ?{part} ORDER BY a.published DESC, a.id DESC LIMIT ? OFFSET ?
"""


class Part(StrEnum):
    """Some of an outlet's articles."""

    OWN = "own"
    AGENCIES = "agencies"
    OTHERS = "others"
    UNSAID = "unsaid"
    MACHINE = "machine"


_PARTS: Final = {
    None: "",
    Part.OWN: f" AND v.article IS NOT NULL AND {SERIES} = 0",
    Part.AGENCIES: f" AND v.article IS NOT NULL AND {SERIES} = 1",
    Part.OTHERS: f" AND v.article IS NOT NULL AND {SERIES} = 2",
    Part.UNSAID: f" AND v.article IS NOT NULL AND {SERIES} = 3",
    Part.MACHINE: " AND v.machine_paraphrase = 1",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list; what the verdict says is ``None`` where it is still due.

    ``site`` is the name under which its site is kept, ``outlet`` what people call it.
    """

    article: int
    title: str
    site: str | None
    outlet: str | None
    published: str | None
    status: str | None
    relation: str | None
    origin: str | None
    origin_article: int | None
    confidence: float | None
    machine_paraphrase: bool | None
    findings: int | None


def latest(connection: sqlite3.Connection, limit: int) -> tuple[Listed, ...]:
    """The articles whose verdict was made last."""
    return tuple(_listed(row) for row in connection.execute(_LATEST, (limit,)))


def listed(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Listed]:
    """Some articles, by number."""
    return {row[0]: _listed(row) for row in connection.execute(_SOME, (array(numbers),))}


def of_site(
    connection: sqlite3.Connection, site: int, limit: int, first: int, part: Part | None = None
) -> tuple[Listed, ...]:
    """The articles of a site, or some of them, the newest first; the first ones are passed over."""
    query = _OF_SITE.format(columns=_COLUMNS, part=_PARTS[part])
    return tuple(_listed(row) for row in connection.execute(query, (site, limit, first)))


def _listed(row: Row) -> Listed:
    article, title, site, outlet, published, status, relation, origin, held, confidence, machine, findings = row
    return Listed(
        article,
        title,
        site,
        outlet,
        published,
        status,
        relation,
        origin,
        held,
        confidence,
        truth(machine),
        findings,
    )
