"""Datasette prints what went wrong with ``rich`` where that is installed, and this program brings it along.

Invariant: an address that leads nowhere is no failure: Datasette up to 1.0a41 asks ``rich`` to print the exception
at hand, of which there is none then, and would answer 500 where it means 404.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

__all__ = ["mend"]


def mend() -> None:
    """Let Datasette print an exception only while there is one. Doing it twice does nothing more."""
    from datasette import handle_exception as module

    rich = getattr(module, "rich", None)
    if rich is not None and not isinstance(rich, SimpleNamespace):
        module.rich = SimpleNamespace(get_console=lambda: SimpleNamespace(print_exception=_printing(rich)))


def _printing(rich: Any) -> Any:
    def print_exception(**options: Any) -> None:
        if sys.exc_info()[0] is not None:
            rich.get_console().print_exception(**options)

    return print_exception
