"""Which of a server's databases are of this program, and at which addresses their pages stand.

Invariant: a database is ours where the header of its file says so; all others are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from provenance.store.layout import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ROOT", "Addresses", "addresses_of", "is_ours", "our_names"]

ROOT: Final = "/-/provenance"
_MAGIC: Final = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages of one database stand.

    ``root`` begins its pages, ``tables`` is Datasette's own page of the database.
    """

    database: str
    root: str
    tables: str

    @property
    def home(self) -> str:
        """What is in the database."""
        return self.root

    @property
    def style(self) -> str:
        """The style sheet of all pages."""
        return f"{self.root}/browse.css"

    @property
    def table_style(self) -> str:
        """What is added to Datasette's style on its pages of the tables."""
        return f"{self.root}/tables.css"

    @property
    def stories(self) -> str:
        """All stories."""
        return f"{self.root}/stories"

    @property
    def outlets(self) -> str:
        """All outlets, ranked."""
        return f"{self.root}/outlets"

    @property
    def trace(self) -> str:
        """Where a text or an address is traced."""
        return f"{self.root}/trace"

    @property
    def searching(self) -> str:
        """Where words are searched."""
        return f"{self.root}/search"

    def search(self, words: str) -> str:
        """The articles with some words."""
        return f"{self.searching}?{urlencode({'q': words})}"

    def article(self, number: int) -> str:
        """A stored article."""
        return f"{self.root}/article/{number}"

    def compare(self, number: int, other: int, block: int | None = None) -> str:
        """A stored article beside another one; at the row of one of its own blocks."""
        return f"{self.root}/compare/{number}/{other}" + ("" if block is None else f"#c-b{block}")

    def story(self, story: str) -> str:
        """A story with its tree."""
        return f"{self.root}/story/{quote(story, safe='')}"

    def quotes(self, story: str) -> str:
        """The quotations of a story."""
        return f"{self.story(story)}/quotes"

    def outlet(self, name: str) -> str:
        """A site."""
        return f"{self.root}/outlet/{quote(name, safe='')}"

    def table(self, name: str, **conditions: str | int) -> str:
        """Datasette's page of a table or view, with conditions on its columns."""
        return f"{self.tables}/{name}" + (f"?{urlencode(conditions)}" if conditions else "")

    def query(self, name: str) -> str:
        """Datasette's page of a query that we give it."""
        return f"{self.tables}/{name}"


def is_ours(path: str | Path | None) -> bool:
    """Whether a file is a database of this program, by its header; what cannot be read is none."""
    if path is None:
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - called for every table of a page: a Path costs as much again
            header = file.read(72)
    except OSError:
        return False
    return header[:16] == _MAGIC and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def our_names(datasette: Any) -> tuple[str, ...]:
    """The names of the server's databases that are ours, in the order in which they were given."""
    return tuple(name for name, database in datasette.databases.items() if is_ours(database.path))


def addresses_of(datasette: Any, name: str) -> Addresses:
    """Where the pages of a database stand: the first one's at the root, every other one's under its name."""
    first = next(iter(our_names(datasette)), name)
    root = ROOT if name == first else f"{ROOT}/in/{quote(name, safe='')}"
    return Addresses(name, datasette.urls.path(root), datasette.urls.database(name))
