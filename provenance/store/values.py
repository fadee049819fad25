"""Between the model's types and the columns of a row.

Invariant: what is written with one function of a pair is read back equal with the other.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from provenance.model import Credit, CreditType

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Row",
    "array",
    "credit_from",
    "credit_row",
    "escaped",
    "is_unicode",
    "now",
    "texts",
    "truth",
]

Row = tuple[Any, ...]
"""A row as ``sqlite3`` gives it."""


def is_unicode(text: str) -> bool:
    """Whether a text has a form in UTF-8; half a character (a lone surrogate) has none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def escaped(text: str) -> str:
    """A text with halves of characters written out, as a file name of unknown encoding may hold them."""
    return text.encode(errors="backslashreplace").decode()


def now() -> str:
    """The time in UTC, to the second: ISO 8601, so that later times sort behind earlier ones."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def array(values: Iterable[str | int]) -> str:
    """A list as JSON: for a column of reasons, or as the rows of ``json_each``."""
    return json.dumps(list(values), ensure_ascii=False)


def texts(column: str) -> tuple[str, ...]:
    """A column of reasons as it was before ``array``."""
    return tuple(json.loads(column))


def truth(column: int | None) -> bool | None:
    """A column of 1, 0 or unknown."""
    return None if column is None else bool(column)


def credit_row(credit: Credit) -> Row:
    """A credit as columns: type, source, name, domain, block, start, end, text, weight, rule."""
    return (
        credit.type,
        credit.source,
        credit.name,
        credit.domain,
        credit.block,
        credit.start,
        credit.end,
        credit.text,
        credit.weight,
        credit.rule,
    )


def credit_from(row: Row) -> Credit:
    """The credit of a row in the order of ``credit_row``."""
    kind, source, name, domain, block, start, end, text, weight, rule = row
    return Credit(CreditType(kind), source, name, block, start, end, text, weight, rule, domain)
