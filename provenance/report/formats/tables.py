"""What the columns of a table hold, read from the dataclass that its rows are.

Invariant: a table's columns are the fields of its rows, in their order.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum, StrEnum, auto
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Column", "Kind", "columns"]


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    WHOLE = auto()
    REAL = auto()
    TRUTH = auto()
    TEXTS = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``may_lack`` says that a row may have nothing there."""

    name: str
    kind: Kind
    may_lack: bool


_KINDS = {str: Kind.TEXT, int: Kind.WHOLE, float: Kind.REAL, bool: Kind.TRUTH}


def columns(row: type[DataclassInstance]) -> tuple[Column, ...]:
    """The columns of a table.

    Args:
        row: a dataclass of texts, numbers, truths and tuples of texts.
    """
    hints = get_type_hints(row)
    return tuple(_column(field.name, hints[field.name]) for field in fields(row))


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401 - a type as the annotation has it
    choices = get_args(hint)
    lacks = NoneType in choices
    (bare,) = [each for each in choices if each is not NoneType] if lacks else [hint]
    if bare in _KINDS:
        return Column(name, _KINDS[bare], lacks)
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return Column(name, Kind.TEXT, lacks)
    return Column(name, Kind.TEXTS, lacks)
