"""Words of a text and the lists that they are looked up in."""

from __future__ import annotations
