"""Outlets of the United States by domain, call sign, name and owner: facts of 2018, in one table.

Invariant: nothing is read before somebody asks, and an answer parses its own line only; an id here
holds a dot or a hyphen, which no id of the registry does, so the two never collide.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.model import SourceKind
from provenance.sources.entries import Source
from provenance.sources.keys import holder_key, name_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Outlet", "OutletTable"]

_CALL_SIGN = re.compile(r"([KW][A-Z]{2,3}(?:-(?:CD|LP|LD|CA))?)(?:[- ](?:TV|DT|FM|AM)\d{0,2})?")
_WORD = re.compile(r"[\w']+")
# Words that hundreds of papers share: a name of nothing else is no one's in particular.
_SHARED_WORDS = (
    "a advance advertiser advocate afternoon america american and argus banner bay beacon bilingual black "
    "bulletin business call campus capital central chronicle citizen city clarion coast coastal college "
    "comet commercial community connection country county courier daily democrat dispatch downtown eagle "
    "east echo editor enterprise evening examiner express focus fork free gazette general globe golden "
    "guardian guide herald hill hills home independent informer inquirer island item journal lake leader "
    "ledger life local magazine mail messenger metro mirror monitor morning mountain national new news "
    "newspaper north northern observer of online outlook pacific park patriot people pilot pioneer plus "
    "point post press progress publications record recorder register report reporter republic republican "
    "review river rivers road scene sentinel shopper south southern spectator spirit standard star state "
    "statesman student sun sunday telegram telegraph the this time times times-news today town trail "
    "triangle tribune union university valley vanguard view views village voice weekend weekly west western "
    "women world"
)
_SHARED = frozenset(_SHARED_WORDS.split())
_FEWEST_WORDS = 2
_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Outlet:
    """One row: ``medium`` is paper, college, magazine or tv; ``call_signs`` are those of its stations."""

    domain: str
    name: str
    medium: str
    owner: str
    state: str
    call_signs: tuple[str, ...]

    @property
    def id(self) -> str:
        """The domain; of a station without one ``us-`` and its call sign."""
        return self.domain or f"us-{self.call_signs[0].casefold()}"

    @property
    def source(self) -> Source:
        """The outlet as a source."""
        return Source(
            id=self.id,
            name=self.name,
            kind=SourceKind.STATION if self.medium == "tv" else SourceKind.OUTLET,
            domains=(self.domain,) if self.domain else (),
            marks=self.call_signs,
            owner=self.owner or None,
        )


class OutletTable:
    """The table, and what can be asked of it."""

    def __init__(self, path: Path, owners: Path | None = None) -> None:
        """Name the files; they are read when the first question is asked.

        Args:
            path: tab-separated: domain, name, medium, owner, state, call signs; sorted.
            owners: TOML, a table of owners with the forms in which they sign as holders of a copyright.
        """
        self._path = path
        self._owners_path = owners

    def __len__(self) -> int:
        """How many outlets there are."""
        return len(self._lines)

    def __iter__(self) -> Iterator[Outlet]:
        """Every outlet, by domain."""
        return map(_outlet, self._lines)

    @property
    def media(self) -> dict[str, int]:
        """How many outlets there are of each medium, the commonest first."""
        return dict(Counter(outlet.medium for outlet in self).most_common())

    def by_domain(self, host: str) -> Outlet | None:
        """The outlet of exactly this host, in lower case and without ``www.``."""
        line = self._by_domain.get(host) if host else None
        return _outlet(line) if line else None

    def by_call_sign(self, text: str) -> Outlet | None:
        """The station of this call sign in capitals: ``KQTV``, ``KQTV-TV``, ``KQTV-DT2``."""
        match = _CALL_SIGN.fullmatch(text)
        line = self._by_call_sign.get(match[1]) if match else None
        return _outlet(line) if line else None

    def by_name(self, text: str) -> Outlet | None:
        """The outlet of this name, where only one has it and it reads as a paper's own."""
        key = name_key(text)
        line = self._by_name.get(key) if _is_telling(key) else None
        return _outlet(line) if line else None

    def by_id(self, outlet_id: str) -> Outlet | None:
        """The outlet with this id."""
        return self.by_call_sign(outlet_id[3:].upper()) if outlet_id.startswith("us-") else self.by_domain(outlet_id)

    def owner(self, holder: str) -> str | None:
        """The owner, as the table names it, that a copyright holder stands for."""
        return self._owners.get(holder_key(holder))

    # The indexes keep lines and not outlets: most of what a run reads is never asked for.
    @cached_property
    def _lines(self) -> list[str]:
        lines = self._path.read_text(encoding="utf-8").split("\n")
        return [line for line in lines if line and line[0] != "#"]

    @cached_property
    def _by_domain(self) -> dict[str, str]:
        return {line.partition("\t")[0]: line for line in self._lines}

    @cached_property
    def _by_call_sign(self) -> dict[str, str]:
        return {sign: line for line in self._lines for sign in line.rpartition("\t")[2].split()}

    @cached_property
    def _by_name(self) -> dict[str, str | None]:
        """The one line of each name, ``None`` where several have it; names stand in the table in one spelling."""
        found: dict[str, str | None] = {}
        for line in self._lines:
            key = line.split("\t", 2)[1].casefold().removeprefix("the ")
            found[key] = None if key in found else line
        return found

    @cached_property
    def _owners(self) -> dict[str, str]:
        names = {line.split("\t", 4)[3] for line in self._lines} - {""}
        known = {holder_key(name): name for name in sorted(names)}
        if self._owners_path is not None:
            forms = tomllib.loads(self._owners_path.read_text(encoding="utf-8"))["owners"]
            known.update({holder_key(form): owner for owner, listed in forms.items() for form in (owner, *listed)})
        return known


def _outlet(line: str) -> Outlet:
    """The outlet of a line."""
    domain, name, medium, owner, state, signs = line.split("\t", _COLUMNS - 1)
    return Outlet(domain, name, medium, owner, state, tuple(signs.split()))


def _is_telling(name: str) -> bool:
    """Whether a name is a paper's and one in particular: a word that papers share, and one of its own."""
    words = _WORD.findall(name.casefold())
    own = sum(word not in _SHARED for word in words)
    return len(words) >= _FEWEST_WORDS and 0 < own < len(words)
