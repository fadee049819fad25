"""What a page's maker gets, and what it gives.

Invariant: a page is plain values for a template, and the same as values for JSON, made when asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from provenance.pipeline.sites import standing
from provenance.report.html import Places
from provenance.report.html.view import Link
from provenance.report.wording import by_articles, kind_words
from provenance.sources import load_registry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from provenance.browse.ours import Addresses
    from provenance.model import ArticleRef, SiteVerdict
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["Asked", "File", "Offer", "Page", "Redirect", "kept", "kept_of", "registry", "site_link", "stored_at"]

Value = TypeVar("Value")
_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page of one database.

    ``connection`` is Datasette's own, with rows as tuples, and ``database`` stands over it. ``parts`` are those of
    the address, ``arguments`` what stands behind its question mark. ``token`` is what a form
    sends back.
    """

    addresses: Addresses
    database: Database
    connection: sqlite3.Connection
    parts: Mapping[str, str]
    arguments: Mapping[str, str]
    fetches: bool = False
    origin: str = ""
    token: str | None = None

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number among the arguments, from 1 to a bound; anything else is the default."""
        value = self.arguments.get(name, "")
        return min(max(1, int(value)), most) if value.isascii() and value.isdigit() and len(value) < 10 else default  # noqa: PLR2004

    def places(self, number: int, site: Link | None = None) -> Places:
        """Where the parts of a ledger lead, for the page of a stored article on a site."""
        return Places(self.addresses.article, lambda other, block: self.addresses.compare(number, other, block), site)


@dataclass(frozen=True, slots=True)
class Offer:
    """A link to a file: what people call the format, where the file is, and its media type."""

    label: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: a template with what it shows, the same as plain values for JSON, and the files of it."""

    template: str
    title: str
    view: Mapping[str, Any]
    data: Callable[[], object]
    status: int = 200
    here: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """An answer to be kept: a file with its name, its media type and its bytes."""

    name: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Redirect:
    """Another address answers."""

    address: str


@cache
def registry() -> Registry:
    """The shipped sources, read once."""
    return load_registry()


def site_link(asked: Asked, shown: SiteVerdict, home: str | None) -> Link | None:
    """The page of an article's site, where that says something else of the site than the article's does.

    Args:
        asked: the request.
        shown: what the article's page says of its site.
        home: the name under which the site is kept.
    """
    if home is None or asked.database.site_number(home) is None:
        return None
    whole = standing(asked.database, home, registry=registry())
    if kind_words(whole, "") == kind_words(shown, ""):
        return None
    said = kind_words(whole, by_articles(whole, None))
    return Link(f"The site itself: {said}", asked.addresses.outlet(home))


def stored_at(database: Database, url: str) -> ArticleRef | None:
    """The one stored article of an address on the web, or that names it as its own; ``None`` for none or several."""
    if not url.startswith(("http://", "https://")):
        return None
    found = database.find_articles(url)
    its_own = [ref for ref in found if ref.url == url]
    (one,) = (its_own or found) if len(its_own or found) == 1 else (None,)
    return one


_values: OrderedDict[tuple[object, ...], object] = OrderedDict()
_lock = Lock()


def kept(asked: Asked, name: str, make: Callable[[], Value]) -> Value:
    """A value that costs much and holds as long as the file of the database stays as it is.

    Args:
        asked: the request.
        name: tells the values of one database apart.
        make: called where the value is not known for the file's present state.
    """
    return kept_of(asked.database.path, name, make)


def kept_of(path: Path, name: str, make: Callable[[], Value]) -> Value:
    """The same of a database by its file."""
    key = (path, *_state(path), name)
    with _lock:
        if key in _values:
            _values.move_to_end(key)
            return cast("Value", _values[key])
    value = make()
    with _lock:
        _values[key] = value
        while len(_values) > _KEPT:
            _values.popitem(last=False)
    return value


def _state(path: Path) -> tuple[tuple[int, int] | None, ...]:
    """Times and sizes of the file and of the log beside it; a writer changes one of them."""
    found: list[tuple[int, int] | None] = []
    for file in (path, path.with_name(f"{path.name}-wal")):
        try:
            facts = file.stat()
        except OSError:
            found.append(None)
        else:
            found.append((facts.st_mtime_ns, facts.st_size))
    return tuple(found)
