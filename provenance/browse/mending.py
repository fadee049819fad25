"""What of Datasette does not go well with a database of this program, and is mended while it serves one.

Invariant: an address that leads nowhere is no failure: Datasette up to 1.0a41 asks ``rich``, which this program brings
along, to print the exception at hand, of which there is none then, and would answer 500 where it means 404. Nothing
else that Datasette answers is changed; where its insides are other ones than are known, nothing is.
"""

from __future__ import annotations

import sys
from dataclasses import is_dataclass, replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Final

__all__ = ["mend"]

# the alphas of 1.0 count the first rows of a table so; every column of a view is made for that, in SQLite up to 3.41
_ALL: Final = "select count(*) from (select * from "
_ONE: Final = "select count(*) from (select 1 from "


def mend() -> None:
    """Let Datasette print an exception only while there is one, and count rows alone. Twice does nothing more."""
    from datasette import handle_exception as module

    rich = getattr(module, "rich", None)
    if rich is not None and not isinstance(rich, SimpleNamespace):
        module.rich = SimpleNamespace(get_console=lambda: SimpleNamespace(print_exception=_printing(rich)))
    _mend_counting()


def _printing(rich: Any) -> Any:
    def print_exception(**options: Any) -> None:
        if sys.exc_info()[0] is not None:
            rich.get_console().print_exception(**options)

    return print_exception


def _mend_counting() -> None:
    """Let the alphas of 1.0 count the rows of a view without making their columns."""
    try:
        counting = import_module("datasette.views.table_extras").CountExtra
    except (ImportError, AttributeError):  # 0.65 counts otherwise
        return
    first = counting.resolve
    if getattr(first, "is_mended", False):
        return

    # the names of its arguments are how Datasette knows what to give it
    async def resolve(self: Any, context: Any) -> Any:
        known = is_dataclass(context) and not isinstance(context, type) and hasattr(context, "db")
        return await first(self, replace(context, db=_Counting(context.db)) if known else context)

    resolve.is_mended = True  # type: ignore[attr-defined]
    counting.resolve = resolve


class _Counting:
    """A database of Datasette's that is asked for a count of rows."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def execute(self, sql: str, *arguments: Any, **options: Any) -> Any:
        said = _ONE + sql.removeprefix(_ALL) if sql.startswith(_ALL) else sql
        return await self._database.execute(said, *arguments, **options)
