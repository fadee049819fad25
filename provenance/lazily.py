"""Names of a package that are loaded when they are first asked for.

Invariant: importing a package that offers names so loads none of the modules they stand in.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["loader"]


def loader(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """What a package takes for its ``__getattr__`` (PEP 562).

    Args:
        package: its name.
        homes: for each name that it offers, the module that has it.
    """

    def load(name: str) -> object:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        message = f"module {package!r} has no attribute {name!r}"
        raise AttributeError(message)

    return load
