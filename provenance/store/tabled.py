"""The part of a database that is read as flat tables.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import rows
from provenance.store.phrased import Phrased

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import ArticleRow, MatchRow

__all__ = ["Tabled"]


class Tabled(Phrased):
    """Articles and matches as rows; read them inside a snapshot, so that they are of one state."""

    def article_rows(self, site: int | None = None, limit: int | None = None) -> Iterator[ArticleRow]:
        """The articles with their verdicts, by number; those of one site alone the newest first.

        Args:
            site: a site's number.
            limit: of a site at most so many.
        """
        with self._translated:
            yield from rows.article_rows(self._handle, site, limit)

    def article_numbers(self) -> Iterator[int]:
        """The numbers of all articles, in their order."""
        with self._translated:
            yield from rows.article_numbers(self._handle)

    def article_count(self, site: int | None = None) -> int:
        """How many articles are stored, of one site or in all."""
        with self._translated:
            return rows.article_count(self._handle, site)

    def match_rows(self) -> Iterator[MatchRow]:
        """All matches, by article, the closest first."""
        with self._translated:
            yield from rows.match_rows(self._handle)

    def match_count(self) -> int:
        """How many matches there are."""
        with self._translated:
            return rows.match_count(self._handle)
