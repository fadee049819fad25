"""The records of a crawl written again, each as it was, with what is added as a record of its own.

What is added to a document is a ``metadata`` record right after it that refers to it, as the standard
has it for what is said of a record later: the record itself stays as the crawler signed it.
Invariant: every whole record of the input is copied byte for byte into one of the two files; the ids
and dates of new records depend on the input alone.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.written.formats.packing import member, new_file
from provenance.corpus.written.formats.rows import RowFile, as_line
from provenance.reading.layouts import Packing, WholeRecord
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from provenance.corpus.written.formats.rows import Row

__all__ = ["CrawlRecords"]

_END = b"\r\n\r\n"
_IDS = UUID("6e0ff2a8-7f0b-5f3c-9d51-0a5a6a1b1c0e")
_NO_DATE = "1970-01-01T00:00:00Z"
_CONTROL = re.compile(r"[\0-\x1f\x7f]")


class CrawlRecords(RowFile):
    """A new WARC file that begins with a ``warcinfo`` record; each record can be unpacked by itself."""

    def __init__(self, path: Path, packing: Packing = Packing.NONE) -> None:
        """Make the file.

        Raises:
            OutputError: it cannot be made.
        """
        super().__init__(new_file(path))
        self._path = path
        self._packing = packing
        self._id: UUID | None = None

    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a record, and after it what is added to it.

        Raises:
            OutputError: there is no room for it.
        """
        whole = row.whole
        if not isinstance(whole, WholeRecord):
            message = f"{row.document.id}: no record of a crawl"
            raise TypeError(message)
        ids = self._begun(whole.data, whole.date)
        self._append((whole.data, _END))
        headers = {
            "WARC-Record-ID": f"<{uuid5(ids, f'{row.document.number} {whole.id}').urn}>",
            "WARC-Refers-To": None if whole.id is None else f"<{whole.id}>",
            "WARC-Target-URI": whole.url,
            "WARC-Date": whole.date,
            "Content-Type": "application/json",
        }
        version = whole.data.partition(b"\n")[0].strip().decode("latin-1")
        self._append(_record("metadata", headers, as_line({ADDED: mark}), version))

    def copy(self, chunks: Iterable[bytes], date: str) -> None:
        """Append a record as it is.

        Args:
            chunks: its bytes up to the end of its block, one piece at the least.
            date: its date, as its header has it.

        Raises:
            OutputError: there is no room for it.
        """
        pieces = iter(chunks)
        first = next(pieces)
        self._begun(first, date)
        self._append(chain((first,), pieces, (_END,)))

    def _append(self, pieces: Iterable[bytes]) -> None:
        self._file.write(member(pieces, self._packing))

    def _begun(self, first: bytes, date: str) -> UUID:
        """The id of the file's ``warcinfo``, which is put before its first record and named after that."""
        if self._id is None:
            self._id = uuid5(_IDS, f"{self._path.name} {blake2b(first, digest_size=16).hexdigest()}")
            headers = {
                "WARC-Record-ID": f"<{self._id.urn}>",
                "WARC-Filename": self._path.name,
                "WARC-Date": date,
                "Content-Type": "application/warc-fields",
            }
            block = f"software: provenance {__version__}\r\nformat: WARC File Format 1.0\r\n"
            self._append(_record("warcinfo", headers, block.encode(), "WARC/1.0"))
        return self._id

    def _finish(self) -> None:
        self._begun(b"", _NO_DATE)


def _record(kind: str, headers: Mapping[str, str | None], block: bytes, version: str) -> tuple[bytes, ...]:
    """A new record; a header whose value does not stand on one line is left out."""
    said = {"WARC-Type": kind, **headers, "WARC-Date": headers["WARC-Date"] or _NO_DATE, "Content-Length": len(block)}
    lines = [f"{name}: {value}" for name, value in said.items() if value and not _CONTROL.search(str(value))]
    head = "\r\n".join([version if version.startswith("WARC/1.") else "WARC/1.0", *lines])
    return head.encode("utf-8", "replace"), _END, block, _END
