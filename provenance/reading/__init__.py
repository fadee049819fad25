"""What comes in: files, folders, corpora, pages of the web, standard input, each document as a ``Page``.

Invariant: reading streams, and a document that cannot be read costs one ``Unreadable`` and
never the run.
"""

from __future__ import annotations

from provenance.reading.inputs import layouts_of, read, total_bytes
from provenance.reading.records import InputFormat, ReadOptions, Record

__all__ = ["InputFormat", "ReadOptions", "Record", "layouts_of", "read", "total_bytes"]
