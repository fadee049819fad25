"""Who there is: every source that the program knows, and how to find one by what a page says.

Invariant: ids are unique and sorted, and no name, mark, holder or domain belongs to two
sources, so a look-up has one answer or none, whatever the order of the files.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from provenance.errors import RegistryError
from provenance.model import SourceKind
from provenance.settings import seeds_folder
from provenance.sources.entries import Form, Source, line_of, read_entries
from provenance.sources.keys import declined, holder_key, name_key
from provenance.sources.outlets import OutletTable
from provenance.sources.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.sources.outlets import Outlet

__all__ = ["Form", "Registry", "Source", "files_of", "load_registry", "shipped_outlets", "shipped_sources"]


_FIRST_WORD = re.compile(r"[^A-Za-z].*")


class Registry:
    """All sources, sorted by id, with one dictionary or pattern for each kind of credit.

    ``outlets`` is the table of further outlets; look-ups ask it last, and it is not iterated over.
    ``silent`` is for lines that are known to name none of the sources, at their place.
    """

    def __init__(self, sources: Iterable[Source] = (), outlets: OutletTable | None = None) -> None:
        """Take sources in any order; the first of an id stays."""
        self.outlets = outlets
        by_id: dict[str, Source] = {}
        for source in sources:
            by_id.setdefault(source.id, source)
        self._by_id = dict(sorted(by_id.items()))
        self.silent: set[Hashable] = set()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, sorted."""
        return tuple(self._by_id)

    def __iter__(self) -> Iterator[Source]:
        """Every source, by id."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """How many sources there are."""
        return len(self._by_id)

    def source(self, source_id: str | None) -> Source | None:
        """The source with this id; ``None`` where there is none."""
        if source_id is None:
            return None
        found = self._by_id.get(source_id)
        if found is None and self.outlets is not None and not source_id.isidentifier():
            return _source_of(self.outlets.by_id(source_id))
        return found

    def by_domain(self, host: str | None) -> Source | None:
        """The source that owns a host or a parent of it: ``edition.cnn.com`` is CNN's, ``mycnn.com`` is not.

        Args:
            host: a host name, in any case, with or without ``www.`` or a port.
        """
        name = (host or "").casefold().strip().rstrip(".").split(":", 1)[0]
        parents = list(_parents(name))
        for parent in parents:
            if parent in self._domains:
                return self._domains[parent]
        if self.outlets is None:
            return None
        return next((found.source for parent in parents if (found := self.outlets.by_domain(parent))), None)

    def by_name(self, text: str | None) -> Source | None:
        """The source of this name or alias; case and a leading "The" do not count."""
        return self._names.get(name_key(text or "")) or self.by_outlet(text)

    def by_outlet(self, text: str | None, *, call_sign: bool = True) -> Source | None:
        """The outlet of the table of outlets that has this name, or this call sign."""
        if not text or self.outlets is None:
            return None
        station = self.outlets.by_call_sign(text.strip()) if call_sign else None
        return _source_of(station or self.outlets.by_name(text))

    def by_call_sign(self, text: str) -> Source | None:
        """The station of a call sign, as a mark of the registry or in the table of outlets."""
        return self._marks.get(text) or (
            _source_of(self.outlets.by_call_sign(text)) if self.outlets is not None else None
        )

    def by_mark(self, text: str) -> Source | None:
        """The source whose mark stands in a dateline's brackets, as registered or in capitals."""
        return self._marks.get(text)

    def wire(self, name: str) -> Source | None:
        """The agency that a name, in its own capitals, stands for anywhere: "AP" does, "PA" may be a state."""
        source = self._names.get(name_key(name))
        exact = source is not None and (name in source.names or name in source.marks)
        return source if exact and source and source.kind is SourceKind.WIRE else None

    def by_byline(self, text: str) -> Source | None:
        """The source that a whole segment of a byline names; case and a leading "The" do not count."""
        return self._bylines.get(name_key(text))

    def by_holder(self, text: str | None) -> Source | None:
        """The source that a copyright holder stands for; case and the company's legal form do not count.

        An owner of several outlets stands for none of them.
        """
        found = self._holders.get(holder_key(text or ""))
        return found or (None if self.owner(text) else self.by_outlet(text))

    def owner(self, holder: str | None) -> str | None:
        """The owner of several outlets, by the name that the table has, that a copyright holder stands for."""
        return self.outlets.owner(holder) if holder and self.outlets is not None else None

    def by_damaged(self, text: str) -> Source | None:
        """The source of whose name a paraphraser or a slip made this; none where it is somebody's name."""
        return self._damaged.get(holder_key(text))

    def is_holder(self, text: str) -> bool:
        """Whether a source is listed with this very copyright holder, and not only with such a name."""
        return holder_key(text) in self._listed_holders

    def by_form(self, form: Form) -> Source | None:
        """The source that signs in this way, the first by id."""
        return self._forms.get(form)

    def named(self, text: str) -> Source | None:
        """The source of a name exactly as ``name_phrases`` found it."""
        return self._names.get(name_key(text))

    @cached_property
    def name_phrases(self) -> Phrases:
        """For every name and alias in running text, case counts, longest first."""
        names = [name for source in self for name in source.names]
        return Phrases([*names, *(form for name in names for form in declined(name))])

    @cached_property
    def mark_phrases(self) -> Phrases:
        """For every name, alias and mark, for photo credits and sign-offs."""
        return Phrases(
            name for source in self for name in (*source.names, *source.marks, *(mark.upper() for mark in source.marks))
        )

    @cached_property
    def line_phrases(self) -> Phrases:
        """For the phrases that only a source's own lines carry; case does not count."""
        return Phrases((line for source in self for line in source.agency_lines), ignore_case=True)

    @cached_property
    def disclaimer_phrases(self) -> Phrases:
        """For every feed disclaimer; case does not count."""
        return Phrases((line for source in self for line in source.disclaimers), ignore_case=True)

    @cached_property
    def headline_phrases(self) -> Phrases:
        """For the phrases that stand only in the headlines of a source's own texts; case counts."""
        return Phrases(line for source in self for line in source.headlines)

    @cached_property
    def wire_words(self) -> frozenset[str]:
        """The first word of every agency's names: a line without one of them names no agency."""
        wires = [source for source in self if source.kind is SourceKind.WIRE]
        return frozenset(
            _FIRST_WORD.sub("", name.removeprefix("The "))
            for source in wires
            for name in (*source.names, *source.marks)
        )

    def by_line(self, text: str) -> Source | None:
        """The source of a phrase that ``line_phrases``, ``disclaimer_phrases`` or ``headline_phrases`` found."""
        return self._lines.get(text.casefold())

    @cached_property
    def _domains(self) -> dict[str, Source]:
        return {domain: source for source in self for domain in source.domains}

    @cached_property
    def _names(self) -> dict[str, Source]:
        names = [(name, source) for source in self for name in source.names]
        forms = {name_key(form): source for name, source in names for form in declined(name)}
        return {**forms, **{name_key(name): source for name, source in names}}

    @cached_property
    def _marks(self) -> dict[str, Source]:
        upper = {mark.upper(): source for source in self for mark in source.marks}
        return {**upper, **{mark: source for source in self for mark in source.marks}}

    @cached_property
    def _bylines(self) -> dict[str, Source]:
        extra = {name_key(name): source for source in self for name in source.bylines}
        return {**extra, **self._names}

    @cached_property
    def _holders(self) -> dict[str, Source]:
        names = {holder_key(name): source for source in self for name in source.names}
        return {**names, **{holder_key(name): source for source in self for name in source.holders}}

    @cached_property
    def _damaged(self) -> dict[str, Source]:
        return {holder_key(name): source for source in self for name in source.damaged}

    @cached_property
    def damaged_phrases(self) -> Phrases:
        """For what was made of sources' names; case counts."""
        return Phrases(name for source in self for name in source.damaged)

    @cached_property
    def _listed_holders(self) -> frozenset[str]:
        return frozenset(holder_key(name) for source in self for name in source.holders)

    @cached_property
    def _forms(self) -> dict[Form, Source]:
        return {form: source for source in reversed(tuple(self)) for form in source.forms}

    @cached_property
    def _lines(self) -> dict[str, Source]:
        return {
            line.casefold(): source
            for source in self
            for line in (*source.agency_lines, *source.disclaimers, *source.headlines)
        }


def _parents(host: str) -> Iterator[str]:
    """A host and those above it."""
    while host:
        yield host
        host = host.partition(".")[2]


def _source_of(outlet: Outlet | None) -> Source | None:
    """An outlet as a source."""
    return outlet.source if outlet else None


def shipped_sources() -> Path:
    """The folder of the sources that the program ships."""
    return seeds_folder() / "sources"


def shipped_outlets() -> OutletTable:
    """The table of outlets that the program ships; it is not read before it is asked."""
    return OutletTable(seeds_folder() / "outlets_us.tsv", seeds_folder() / "owners_us.toml")


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The TOML files that are meant, in the order in which they are read.

    Args:
        paths: files, and folders that stand for the TOML files in them.
    """
    return tuple(file for path in paths for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path]))


def load_registry(extra: Sequence[Path] = (), *, check: bool = False) -> Registry:
    """Read the sources that the program ships, and the user's own.

    Args:
        extra: further TOML files, or folders of them.
        check: whether to check the shipped entries too, which a test has done; the user's always are.

    Returns:
        The registry of all of them. That of the shipped ones alone is read once a process.

    Raises:
        RegistryError: a file cannot be read or has a wrong entry, or two entries claim the same thing.
    """
    if not extra and not check:
        return _shipped(shipped_sources())
    placed = [(source, file) for file in files_of([shipped_sources()]) for source in read_entries(file, check=check)]
    placed += [(source, file) for file in files_of(extra) for source in read_entries(file)]
    clashes = sorted(_clashes(placed)) if check or extra else []
    if clashes:
        raise RegistryError("\n".join(clashes), "give each source an id, names and domains of its own")
    return Registry((source for source, _ in placed), shipped_outlets())


@cache
def _shipped(folder: Path) -> Registry:
    return Registry(
        (source for file in files_of([folder]) for source in read_entries(file, check=False)), shipped_outlets()
    )


def _clashes(placed: Sequence[tuple[Source, Path]]) -> Iterator[str]:
    """What two entries both claim."""
    seen: dict[tuple[str, str], tuple[Source, Path]] = {}
    for source, path in placed:
        claims = {("id", source.id)}
        claims |= {("domain", domain) for domain in source.domains}
        claims |= {("mark", mark.upper()) for mark in source.marks}
        claims |= {("name", name_key(name)) for name in (*source.names, *source.bylines)}
        claims |= {("holder", holder_key(name)) for name in source.holders}
        claims |= {("damaged name", holder_key(name)) for name in source.damaged}
        claims |= {("feed", url.rstrip("/")) for url in source.feeds}
        for what, claim in sorted(claims):
            owner, first = seen.setdefault((what, claim), (source, path))
            if owner is not source:
                place, other = f"{path}:{line_of(path, source.id)}", f"{first}:{line_of(first, owner.id)}"
                yield f"{place}: {source.id}: the {what} {claim!r} belongs to {owner.id} already ({other})"
