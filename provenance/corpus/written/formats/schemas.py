"""The schemas of Arrow data: of several inputs one that holds them all, and the column for what is added.

Invariant: a value is never changed to fit; where two schemas cannot be joined so, they are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.written.formats.rows import ADDED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["added_type", "conflict", "has_dictionary", "joined", "with_added"]

# pyarrow ships no types
Schema = Any
Type = Any


def joined(schemas: Sequence[Schema], *, dictionaries: bool = True) -> Schema | None:
    """One schema that the rows of all these fit into, or ``None`` where there is none.

    Args:
        schemas: one or more; their columns come in the order in which they are met.
        dictionaries: whether columns may stay encoded by dictionaries, which differ from input to input.

    Returns:
        The first one where all are the same. A column that some lack, or may have no value in,
        may have no value.
    """
    import pyarrow as pa

    first = schemas[0]
    if all(schema.equals(first, check_metadata=False) for schema in schemas[1:]) and (
        dictionaries or not has_dictionary(first)
    ):
        return first
    if any(len(set(schema.names)) < len(schema.names) for schema in schemas):
        return None
    fields: dict[str, Any] = {}
    for schema in schemas:
        for field in schema:
            plain = field if dictionaries else field.with_type(_decoded(field.type))
            before = fields.get(field.name, plain)
            kind = _wider(before.type, plain.type)
            if kind is None or (not dictionaries and has_dictionary(pa.schema([plain]))):
                return None
            fields[field.name] = before.with_type(kind).with_nullable(before.nullable or field.nullable)
    lacking = {name for name in fields for schema in schemas if name not in schema.names}
    columns = [field.with_nullable(field.nullable or name in lacking) for name, field in fields.items()]
    return pa.schema(columns, metadata=first.metadata)


def conflict(schemas: Sequence[Schema]) -> str:
    """The first column that keeps schemas from being joined, for people."""
    kinds: dict[str, list[Any]] = {}
    for schema in schemas:
        for field in schema:
            seen = kinds.setdefault(field.name, [])
            if any(_wider(kind, field.type) is None for kind in seen):
                return f"column `{field.name}` holds {seen[0]} and {field.type}"
            seen.append(field.type)
            if "dictionary<" in str(_decoded(field.type)):
                return f"a part of column `{field.name}` has a dictionary of its own in each"
    return "a column stands twice"


def has_dictionary(schema: Schema) -> bool:
    """Whether a column, or a part of one, is encoded by a dictionary."""
    return any("dictionary<" in str(field.type) for field in schema)


def _decoded(kind: Type) -> Type:
    from pyarrow import types

    return kind.value_type if types.is_dictionary(kind) else kind


def _wider(one: Type, other: Type) -> Type | None:
    """The type of two that holds the values of both, unchanged; ``None`` where neither does."""
    from pyarrow import types

    if one == other:
        return one
    if types.is_dictionary(one) and types.is_dictionary(other):
        return _wider(one.value_type, other.value_type)
    return other if _holds(other, one) else one if _holds(one, other) else None


def _holds(wide: Type, narrow: Type) -> bool:
    """Whether every value of a type is one of another type."""
    from pyarrow import types

    if types.is_null(narrow):
        return True
    if types.is_dictionary(narrow):
        return not types.is_dictionary(wide) and (wide == narrow.value_type or _holds(wide, narrow.value_type))
    if types.is_integer(wide) and types.is_integer(narrow):
        signs = types.is_signed_integer(wide), types.is_signed_integer(narrow)
        return bool(wide.bit_width > narrow.bit_width) and (signs[0] or not signs[1])
    if types.is_floating(wide) and types.is_floating(narrow):
        return bool(wide.bit_width > narrow.bit_width)
    is_text = types.is_large_string(wide) and types.is_string(narrow)
    return bool(is_text or (types.is_large_binary(wide) and types.is_binary(narrow)))


def added_type(schema: Schema, *, clean: bool) -> Type:
    """The struct of what is added to the rows of a schema.

    Args:
        schema: of the input; a column of the same name in it becomes the field ``input``.
        clean: whether kept rows get their clean story.
    """
    import pyarrow as pa

    kinds = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string()}
    fields = [
        (name, kinds[kind]) for name, kind in ADDED_FIELDS.items() if kind in kinds and (name != "clean" or clean)
    ]
    if ADDED in schema.names:
        fields.append(("input", schema.field(ADDED).type))
    return pa.struct(fields)


def with_added(schema: Schema, *, clean: bool) -> Schema:
    """A schema with the column for what is added: in the place of one of that name, else at the end."""
    import pyarrow as pa

    field = pa.field(ADDED, added_type(schema, clean=clean))
    return schema.set(schema.names.index(ADDED), field) if ADDED in schema.names else schema.append(field)
