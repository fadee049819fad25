"""Which feeds a watch looks at: by name, and no longer.

Invariant: a name stands for addresses or is an error that says which are near; all names are
understood before anything is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.errors import NotFoundError, UsageError
from provenance.model import SourceKind
from provenance.reading.web.addresses import shown, tidy
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.sources import Registry
    from provenance.store import Database, StoredFeed

__all__ = ["Unwatched", "feeds_of", "unwatch"]

_KINDS = frozenset({SourceKind.WIRE, SourceKind.BROADCASTER})
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A feed that is watched no longer, and how many items it listed, which are kept."""

    url: str
    title: str | None
    items: int


def feeds_of(names: Iterable[str], registry: Registry, *, seeds: bool = False) -> tuple[tuple[str, str | None], ...]:
    """The addresses that names stand for, each with the source that it belongs to.

    Args:
        names: addresses of feeds, sitemaps and home pages, and ids of sources.
        registry: the known sources.
        seeds: add the feeds of all agencies and broadcasters that the registry knows.

    Raises:
        UsageError: a name is neither an address nor a source with feeds.
    """
    found: dict[str, str | None] = {}
    for name in names:
        if "://" in name:
            owner = registry.by_domain(urlsplit(name).hostname or "")
            found.setdefault(name, owner.id if owner is not None else None)
            continue
        source = registry.source(name)
        if source is None or not source.feeds:
            what = "this source has no feed in the registry" if source is not None else "no source has this id"
            message = f"{name}: {what}, and it is no address"
            raise UsageError(message, f"give the address with its scheme: https://{name}")
        found.update(dict.fromkeys(source.feeds, source.id))
    if seeds:
        found.update({url: source.id for source in registry if source.kind in _KINDS for url in source.feeds})
    return tuple(found.items())


def unwatch(
    names: Sequence[str],
    database: Database,
    *,
    registry: Registry | None = None,
    seeds: bool = False,
    now: datetime | None = None,
) -> tuple[Unwatched, ...]:
    """Watch feeds no longer; what they listed, and when, is kept.

    Args:
        names: addresses of watched feeds, and ids of sources for all watched feeds of each.
        database: open for writing.
        registry: the known sources; the shipped ones where none is given.
        seeds: those of all agencies and broadcasters as well.
        now: the time that is written down; the clock's where none is given.

    Returns:
        The feeds, each once, in the order of the names.

    Raises:
        NotFoundError: a name stands for no feed that is watched; nothing was changed.
    """
    registry = registry or load_registry()
    known = {feed.url: feed for feed in database.feeds()}
    chosen: dict[str, StoredFeed] = {}
    for name in names:
        chosen.update((feed.url, feed) for feed in _meant(name, known, registry))
    if seeds:
        addresses = (tidy(url) for url, _ in feeds_of((), registry, seeds=True))
        chosen.update((url, known[url]) for url in addresses if url in known and known[url].stopped is None)
    when = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    with database.transaction():
        return tuple(Unwatched(feed.url, feed.title, database.stop_feed(feed.id, when)) for feed in chosen.values())


def _meant(name: str, known: Mapping[str, StoredFeed], registry: Registry) -> list[StoredFeed]:
    """The watched feeds that a name stands for, at least one."""
    if "://" in name:
        named = [known[url]] if (url := tidy(name)) in known else []
    else:
        source = registry.source(name)
        own = {tidy(url) for url in source.feeds} if source is not None else set()
        named = [
            feed for feed in known.values() if feed.url in own or (source is not None and feed.source == source.id)
        ]
    watched = [feed for feed in named if feed.stopped is None]
    if watched:
        return watched
    if named:
        message = f"{shown(name)}: not watched since {named[0].stopped}"
        raise NotFoundError(message, "`provenance watch` and its address watches it again")
    near = _near(name, [feed.url for feed in known.values() if feed.stopped is None])
    message = f"{shown(name)}: no feed of this {'address' if '://' in name else 'name'} is watched"
    hint = f"watched: {', '.join(near)}" if near else "`provenance watch --list` names those that are"
    raise NotFoundError(message, hint)


def _near(name: str, watched: Sequence[str]) -> list[str]:
    """The watched addresses that may have been meant: alike, or of the same host; a few of them."""
    host = (urlsplit(name if "://" in name else f"https://{name}").hostname or "").removeprefix("www.")
    bare = {url.partition("://")[2]: url for url in watched}
    alike = [bare[each] for each in get_close_matches(name.rpartition("://")[2], bare, _NEAR, cutoff=0.75)]
    there = [url for url in watched if host and host in (urlsplit(url).hostname or "")]
    return list(dict.fromkeys([*alike, *there]))[:_NEAR]
