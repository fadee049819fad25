"""One schema for several inputs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

from provenance.corpus.written.formats.schemas import conflict, has_dictionary, joined, with_added  # noqa: E402

TYPES = [
    pa.null(), pa.int8(), pa.int32(), pa.int64(), pa.uint8(), pa.uint32(), pa.uint64(), pa.float32(), pa.float64(),
    pa.string(), pa.large_string(), pa.binary(), pa.timestamp("ms"), pa.timestamp("us", "UTC"), pa.list_(pa.int8()),
    pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.string()), pa.struct([("a", pa.int8())]),
]  # fmt: skip
VALUES: dict[Any, list[Any]] = {
    pa.int8(): [-128, 127],
    pa.int32(): [-(2**31), 2**31 - 1],
    pa.int64(): [-(2**63), 2**63 - 1],
    pa.uint8(): [255],
    pa.uint32(): [2**32 - 1],
    pa.uint64(): [2**64 - 1],
    pa.float32(): [0.1],
}


@given(pair=st.tuples(st.sampled_from(TYPES), st.sampled_from(TYPES)))
def test_a_joined_type_holds_the_values_of_both_unchanged(pair: tuple[Any, Any]) -> None:
    schemas = [pa.schema([("a", kind)]) for kind in pair]
    found = joined(schemas)
    assert (found is None) == (joined(schemas[::-1]) is None)
    if found is None:
        return
    for kind in pair:
        values = pa.array(VALUES.get(kind, [None]), kind)
        wide = values.cast(found.field("a").type)
        assert wide.to_pylist() == values.to_pylist()


@pytest.mark.parametrize(
    ("kinds", "wide"),
    [
        ((pa.int32(), pa.int64()), pa.int64()),
        ((pa.uint8(), pa.int32()), pa.int32()),
        ((pa.null(), pa.string()), pa.string()),
        ((pa.string(), pa.large_string()), pa.large_string()),
        ((pa.dictionary(pa.int8(), pa.string()), pa.string()), pa.string()),
        ((pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int16(), pa.string())), pa.string()),
        ((pa.int64(), pa.float64()), None),
        ((pa.uint64(), pa.int64()), None),
        ((pa.string(), pa.int64()), None),
        ((pa.string(), pa.binary()), None),
        ((pa.timestamp("ns"), pa.timestamp("us")), None),
    ],
)
def test_only_what_loses_nothing_is_joined(kinds: tuple[Any, Any], wide: Any) -> None:
    found = joined([pa.schema([("a", kind)]) for kind in kinds])
    assert (None if found is None else found.field("a").type) == wide


def test_columns_come_as_they_are_met_and_may_lack_a_value() -> None:
    first = pa.schema([pa.field("id", pa.int64(), nullable=False), pa.field("text", pa.string())], {"who": "gull"})
    second = pa.schema([pa.field("text", pa.string()), pa.field("n", pa.int8(), nullable=False)])
    found = joined([first, second])
    assert found.names == ["id", "text", "n"]
    assert [field.nullable for field in found] == [True, True, True]
    assert found.metadata == {b"who": b"gull"}
    same = joined([first, first.remove_metadata()])
    assert same.equals(first, check_metadata=True)
    assert joined([first, pa.schema([("a", pa.int8()), ("a", pa.int8())])]) is None


def test_dictionaries_go_where_each_input_has_its_own() -> None:
    plain = pa.schema([("a", pa.dictionary(pa.int8(), pa.string()))])
    nested = pa.schema([("a", pa.list_(pa.dictionary(pa.int8(), pa.string())))])
    assert joined([plain, plain]).equals(plain)
    assert joined([plain, plain], dictionaries=False).field("a").type == pa.string()
    assert joined([nested, nested]).equals(nested)
    assert joined([nested, nested], dictionaries=False) is None
    assert has_dictionary(plain)
    assert has_dictionary(nested)
    assert not has_dictionary(pa.schema([("a", pa.string())]))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([("a", pa.int64())], "column `a` holds string and int64"),
        (
            [("b", pa.list_(pa.dictionary(pa.int8(), pa.string())))],
            "a part of column `b` has a dictionary of its own in each",
        ),
        ([("a", pa.string()), ("a", pa.string())], "a column stands twice"),
    ],
)
def test_what_keeps_schemas_apart_is_named(columns: list[Any], said: str) -> None:
    schemas = [pa.schema([("a", pa.string())]), pa.schema(columns)]
    assert joined(schemas, dictionaries=False) is None
    assert conflict(schemas) == said


def test_what_is_added_stands_at_the_end_or_in_its_own_place() -> None:
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    found = with_added(schema, clean=False)
    assert found.names == ["id", "text", "provenance"]
    kind = found.field("provenance").type
    assert kind.field("kept").type == pa.bool_()
    assert kind.field("jaccard").type == pa.float64()
    assert {"clean", "input"}.isdisjoint(field.name for field in kind)
    assert with_added(schema, clean=True).field("provenance").type.field("clean").type == pa.string()
    again = with_added(pa.schema([("provenance", pa.int8()), ("text", pa.string())]), clean=False)
    assert again.names == ["provenance", "text"]
    assert again.field("provenance").type.field("input").type == pa.int8()
