"""PROV-JSON of any number of documents, written as they come.

Invariant: the file is one PROV-JSON document, each entity and agent in it once, one record a
line. Where every article that is named comes itself, what is held in memory grows by the parties
alone and not by the articles.
"""

from __future__ import annotations

import json
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from provenance.report.contract import to_json

if TYPE_CHECKING:
    from types import TracebackType

    from prov.model import ProvDocument

__all__ = ["ProvJson"]

_IN_MEMORY: Final = 4 << 20  # of each kind of record; what is longer waits in a temporary file
_PIECE: Final = 1 << 20
_PREFIX: Final = "prefix"
_BLANK: Final = "_:"
_ELEMENTS: Final = frozenset({"entity", "agent", "activity"})


class _Written(Protocol):
    def write(self, text: str, /) -> object: ...


class ProvJson:
    """Joins PROV documents into one; leaving the block without ``finish`` drops it."""

    def __init__(self) -> None:
        """Start with no record."""
        self._prefixes: dict[str, str] = {}
        self._sections: dict[str, SpooledTemporaryFile[str]] = {}
        self._agents: set[str] = set()
        self._entities: set[str] = set()
        self._mentioned: dict[str, Any] = {}
        self._relations = 0

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of what waits in temporary files."""
        self.close()

    def close(self) -> None:
        """Let go of what waits in temporary files."""
        for section in self._sections.values():
            section.close()

    def add(self, document: ProvDocument, whole: str | None = None) -> None:
        """Take the records of a document.

        Args:
            document: an answer's, or a story's.
            whole: the identifier of the one article that it is about. What it says of others waits
                until the end, in case they come too. Where none is given, each entity of the
                document is in no other one.
        """
        container: dict[str, dict[str, Any]] = json.loads(document.serialize(format="json") or "")
        self._prefixes |= container.pop(_PREFIX, {})
        for section, records in container.items():
            for name, record in records.items():
                if section == "entity" and whole is not None:
                    self._entity(name, record, own=name == whole or name.startswith(f"{whole}#"))
                elif section == "agent":
                    self._agent(name, record)
                elif section not in _ELEMENTS and name.startswith(_BLANK):
                    self._relations += 1
                    self._write(section, f"{_BLANK}r{self._relations}", record)
                else:
                    self._write(section, name, record)

    @property
    def kept(self) -> int:
        """How many entities it keeps in mind until the end."""
        return len(self._entities) + len(self._mentioned)

    def finish(self, stream: _Written) -> None:
        """Write the whole document, once."""
        for name, record in self._mentioned.items():
            self._write("entity", name, record)
        stream.write(f"{{\n{to_json(_PREFIX)}: {to_json(self._prefixes)}")
        for section, records in self._sections.items():
            stream.write(f",\n{to_json(section)}: {{\n")
            records.seek(0)
            while piece := records.read(_PIECE):
                stream.write(piece)
            stream.write("\n}")
        stream.write("\n}\n")

    def _entity(self, name: str, record: dict[str, Any], *, own: bool) -> None:
        if name in self._entities:
            return
        if own:
            self._entities.add(name)
            self._mentioned.pop(name, None)
            self._write("entity", name, record)
        else:
            self._mentioned.setdefault(name, record)

    def _agent(self, name: str, record: dict[str, Any]) -> None:
        if name not in self._agents:
            self._agents.add(name)
            self._write("agent", name, record)

    def _write(self, section: str, name: str, record: dict[str, Any]) -> None:
        first = section not in self._sections
        if first:
            self._sections[section] = SpooledTemporaryFile(  # noqa: SIM115 - closed with the block
                max_size=_IN_MEMORY, mode="w+", encoding="utf-8", newline="\n"
            )
        self._sections[section].write(("" if first else ",\n") + f"{to_json(name)}: {to_json(record)}")
