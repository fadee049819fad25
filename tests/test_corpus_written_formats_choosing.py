"""Which format rows are written in."""

from __future__ import annotations

import csv
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from provenance.corpus.written.formats.choosing import ROW_FILES, Plan, choose, refuse  # noqa: E402
from provenance.errors import UsageError  # noqa: E402
from provenance.reading.layouts import ArrowForm, InputFormat, Layout, Packing, TableForm  # noqa: E402
from provenance.settings import OutputFormat  # noqa: E402

TABLE = TableForm(("id", "text"), ("id", "text"), ";", csv.QUOTE_MINIMAL, "\r\n", "utf-8-sig")
SCHEMA = pa.schema([("id", pa.int64()), ("text", pa.string())])


def layout(what: str, packing: str = "", form: Any = None) -> Layout:
    if form is None and what in {"csv", "tsv"}:
        form = TABLE
    if form is None and what in {"parquet", "arrow"}:
        form = ArrowForm(SCHEMA, "ZSTD" if what == "parquet" else "zstd")
    return Layout(f"a.{what}{packing}", InputFormat(what), Packing(packing), form)


@pytest.mark.parametrize(
    ("inputs", "files"),
    [
        ([], ("kept.jsonl", "removed.jsonl")),
        (["jsonl"], ("kept.jsonl", "removed.jsonl")),
        (["jsonl.gz", "jsonl.gz"], ("kept.jsonl.gz", "removed.jsonl.gz")),
        (["jsonl.gz", "jsonl.zst"], ("kept.jsonl.gz", "removed.jsonl.gz")),
        (["jsonl.zst", "jsonl"], ("kept.jsonl", "removed.jsonl")),
        (["json.zst"], ("kept.json.zst", "removed.json.zst")),
        (["csv.gz"], ("kept.csv.gz", "removed.csv.gz")),
        (["tsv"], ("kept.tsv", "removed.tsv")),
        (["tsv", "csv"], ("kept.csv", "removed.csv")),
        (["parquet", "parquet"], ("kept.parquet", "removed.parquet")),
        (["parquet.gz"], ("kept.parquet", "removed.parquet")),
        (["arrow"], ("kept.arrow", "removed.arrow")),
        (["warc.gz", "warc.gz"], ("kept.warc.gz", "removed.warc.gz")),
        (["html", "text"], ("kept.jsonl", "removed.jsonl")),
        (["markdown", "jsonl"], ("kept.jsonl", "removed.jsonl")),
    ],
)
def test_rows_are_written_as_they_come(inputs: list[str], files: tuple[str, str]) -> None:
    layouts = [layout(each.partition(".")[0], "".join(each.partition(".")[1:])) for each in inputs]
    plan = choose(layouts)
    assert plan.files == files
    assert set(files) <= ROW_FILES
    assert plan.notes == ()


@pytest.mark.parametrize(
    ("inputs", "kinds"),
    [
        (["parquet", "csv"], "parquet, csv"),
        (["parquet", "arrow"], "parquet, arrow"),
        (["jsonl", "json"], "jsonl, json"),
        (["warc", "html", "text", "csv"], "warc, pages, csv"),
    ],
)
def test_what_has_nothing_in_common_is_json_lines_and_that_is_said(inputs: list[str], kinds: str) -> None:
    plan = choose([layout(each) for each in inputs])
    assert plan.format is OutputFormat.JSONL
    assert plan.notes == (f"inputs of several formats ({kinds}): their rows are written as JSON Lines",)


@pytest.mark.parametrize("wanted", [each for each in OutputFormat if each is not OutputFormat.AUTO])
@pytest.mark.parametrize("what", ["jsonl", "json", "csv", "tsv", "parquet", "arrow", "warc", "html"])
def test_a_wish_is_granted_or_refused_at_once(wanted: OutputFormat, what: str) -> None:
    families = {
        OutputFormat.CSV: {"csv", "tsv"}, OutputFormat.TSV: {"csv", "tsv"}, OutputFormat.PARQUET: {"parquet", "arrow"},
        OutputFormat.ARROW: {"parquet", "arrow"},
    }  # fmt: skip
    if wanted is OutputFormat.WARC and what != "warc":
        named = "a page" if what == "html" else what
        with pytest.raises(UsageError, match=f"a.{what}: {named} cannot be written as {wanted}") as refused:
            refuse(layout(what), wanted)
        assert "--output-format jsonl" in str(refused.value.hint)
        return
    refuse(layout(what), wanted)
    plan = choose([layout(what)], wanted)
    assert plan.format is wanted
    assert plan.is_anew == (what not in families.get(wanted, {what}))


def test_one_input_of_another_kind_has_all_rows_made_anew() -> None:
    for wanted in (OutputFormat.PARQUET, OutputFormat.CSV):
        assert choose([layout("parquet"), layout("csv")], wanted).is_anew
    assert not choose([layout("parquet"), layout("csv")], OutputFormat.JSON).is_anew


def test_one_form_for_several_tables() -> None:
    assert choose([layout("csv"), layout("csv")]).form == TABLE
    other = TableForm(("text", "n"), ("text", "n"), ";", csv.QUOTE_MINIMAL, "\r\n", "utf-8-sig")
    plan = choose([layout("csv"), layout("csv", form=other)])
    names = ("id", "text", "n")
    assert plan.form == TableForm(names, names, ";", csv.QUOTE_MINIMAL, "\r\n", "utf-8-sig")
    assert plan.notes == (
        "tables with other columns are put together; what a row's own table did not have is empty in it",
    )
    tabs = TableForm(("id", "text"), ("id", "text"), "\t", csv.QUOTE_NONE, "\n", "utf-16")
    plan = choose([layout("csv"), layout("tsv", form=tabs)])
    assert plan.form == TableForm(("id", "text"), ("id", "text"), ",", csv.QUOTE_MINIMAL, "\n", "utf-8")
    assert plan.notes == ()
    written = choose([layout("csv"), layout("tsv", form=tabs)], OutputFormat.TSV)
    assert isinstance(written.form, TableForm)
    assert written.form.delimiter == "\t"


def test_a_table_is_written_as_the_other_kind_where_that_is_wanted() -> None:
    plan = choose([layout("csv")], OutputFormat.TSV)
    assert plan.files == ("kept.tsv", "removed.tsv")
    assert isinstance(plan.form, TableForm)
    assert (plan.form.delimiter, plan.form.header) == ("\t", TABLE.header)


def test_one_schema_for_several_inputs() -> None:
    wide = pa.schema([("id", pa.int32()), ("text", pa.string()), ("n", pa.int8())])
    plan = choose([layout("parquet"), layout("parquet", form=ArrowForm(wide, "GZIP"))])
    assert isinstance(plan.form, ArrowForm)
    assert plan.form.schema.names == ["id", "text", "n"]
    assert plan.form.codec == "ZSTD"
    assert plan.notes == ("inputs with other columns or types are put together; what an input did not have is empty",)
    text = pa.schema([("id", pa.string()), ("text", pa.string())])
    layouts = [layout("parquet"), layout("parquet", form=ArrowForm(text))]
    why = "no one schema holds all inputs (column `id` holds int64 and string)"
    assert choose(layouts) == Plan(notes=(f"{why}: their rows are written as JSON Lines",))
    with pytest.raises(UsageError) as refused:
        choose(layouts, OutputFormat.PARQUET)
    assert str(refused.value) == f"{why}, so they cannot be written as parquet"
    assert refused.value.hint


def test_dictionaries_of_several_arrow_files_are_written_out() -> None:
    schema = pa.schema([("text", pa.dictionary(pa.int8(), pa.string()))])
    files = [layout("arrow", form=ArrowForm(schema)) for _ in range(2)]
    plan = choose(files)
    assert isinstance(plan.form, ArrowForm)
    assert plan.form.schema.field("text").type == pa.string()
    assert plan.notes == ("columns with a dictionary are written without it, since the inputs have several",)
    streams = [layout("arrow", form=ArrowForm(schema, is_stream=True)) for _ in range(2)]
    for layouts, wanted in (
        (files[:1], OutputFormat.AUTO),
        (streams, OutputFormat.AUTO),
        (files, OutputFormat.PARQUET),
        ([layout("parquet", form=ArrowForm(schema))] * 2, OutputFormat.AUTO),
    ):
        plan = choose(layouts, wanted)
        assert isinstance(plan.form, ArrowForm)
        assert plan.form.schema.equals(schema)
        assert plan.notes == ()
    alone = choose([layout("parquet", form=ArrowForm(schema))], OutputFormat.ARROW)
    assert isinstance(alone.form, ArrowForm)
    assert (alone.form.schema.field("text").type, alone.form.codec) == (pa.string(), None)
