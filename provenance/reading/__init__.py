"""What comes in: files, folders, standard input and corpora, each document as a ``Page``.

Invariant: reading streams, and a document that cannot be read costs one ``Unreadable`` and
never the run.
"""

from __future__ import annotations

from provenance.reading.inputs import read, total_bytes
from provenance.reading.records import ReadOptions, Record

__all__ = ["ReadOptions", "Record", "read", "total_bytes"]
