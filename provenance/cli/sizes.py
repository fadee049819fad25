"""Sizes of memory as people write them.

Invariant: what is no size is refused with an example of one.
"""

from __future__ import annotations

import re

import typer

__all__ = ["bytes_of"]

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)
_LEAST = 64_000_000


def bytes_of(written: str) -> int:
    """The bytes of a size such as ``2G``, ``500 MB`` or ``1.5GiB``.

    Raises:
        typer.BadParameter: it is no size, or is less than any run takes.
    """
    found = _SIZE.fullmatch(written.strip())
    if found is None:
        message = f"{written}: no size; write 2G, 500M or 1.5GiB"
        raise typer.BadParameter(message)
    size = int(float(found[1]) * (1024 if found[3] else 1000) ** " kmgt".index(found[2].lower() or " "))
    if size < _LEAST:
        message = f"{written}: less than any run takes; write {_LEAST // 1_000_000}M or more"
        raise typer.BadParameter(message)
    return size
