"""Articles in a list: whose page, from whom, how sure; by several ways of choosing them.

Invariant: every way of choosing ends in an order that does not depend on how rows lie on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.store.values import array, truth

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from provenance.store.values import Row

__all__ = ["Listed", "latest", "listed", "of_site"]

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
_OF_SITE: Final = f"{_COLUMNS} WHERE a.site = ? ORDER BY a.published DESC, a.id DESC LIMIT ? OFFSET ?"


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


def of_site(connection: sqlite3.Connection, site: int, limit: int, first: int) -> tuple[Listed, ...]:
    """The articles of a site, the newest first; the first ones are passed over."""
    return tuple(_listed(row) for row in connection.execute(_OF_SITE, (site, limit, first)))


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
