"""What marks a file as a database of this program, without the cost of the migrations.

Invariant: ``VERSION`` is the number of migrations in ``schema.py``; a database's
``user_version`` is the number that was applied to it.
"""

from __future__ import annotations

from typing import Final

__all__ = ["APPLICATION_ID", "PASSAGE_LIMIT", "VERSION"]

APPLICATION_ID: Final = 0x50524F56
"""``PROV`` in the file's header, where SQLite keeps the number of the program that owns it."""

VERSION: Final = 11
"""The newest version of the schema that this program knows."""

PASSAGE_LIMIT: Final = 1 << 28
"""Passage numbers stay below this: an index entry has 28 bits for them."""
