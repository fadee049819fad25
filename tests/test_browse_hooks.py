"""Quiet for what is not ours, never over what a user set; tables in words, with queries that answer."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from browsing import ROOT, ask, datasette, fill
from store_samples import analysis, put, ref, trace

from provenance.browse.describing import VIEWS, canned, described
from provenance.settings import Scheme
from provenance.store import Database
from provenance.store.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hooked") / "news.db"
    wire = analysis("wire", title="Few boats", source="ap", url="https://apnews.com/boats", published="2031-04-01")
    copy = analysis("copy", title="Some boats", domain="copies.example", published="2031-04-02T10:00:00+00:00")
    with Database.open(path, write=True, create=True) as database:
        first, second = put(database, wire, copy)
        database.settle(second, trace(copy, ref(first, wire)), database.start_run("test"))
    return path


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("foreign") / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, story TEXT)")
        connection.execute("INSERT INTO article VALUES (1, 'Their own', 's1')")
        connection.commit()
    return path


@pytest.fixture(scope="module")
def filled(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("filled") / "samples.db", samples)


@pytest.fixture
def schema() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Scheme())
        yield connection


def test_a_database_that_is_not_ours_is_left_alone(foreign: Path) -> None:
    home, table, top, page = ask([foreign], "/", "/other/article", "/other", ROOT)
    for found in (home, table, top):
        assert found.status_code == 200
        assert "rovenance" not in found.text
    assert page.status_code == 404


def test_beside_another_one_only_ours_is_described(path: Path, foreign: Path) -> None:
    top, theirs, ours = ask([foreign, path], "/other", "/other/article", "/news/article")
    assert "Browse" not in top.text
    assert f'href="{ROOT}/article/' not in theirs.text
    assert f'href="{ROOT}/article/1"' in ours.text


def test_what_the_columns_hold_stands_side_by_side(path: Path, foreign: Path) -> None:
    table, view, top, theirs = ask(
        [path, foreign], "/news/article", "/news/origins", "/news", "/other/article", settings={"base_url": "/at/"}
    )
    links = {re.search(rf'href="/at({ROOT}/tables\.css\?[0-9a-f]{{12}})"', found.text) for found in (table, view)}
    assert None not in links
    assert "tables.css" not in top.text + theirs.text
    (style,) = ask([path], f"{ROOT}/tables.css?x")
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
    assert ".column-descriptions" in style.text


def test_what_a_user_says_stands(path: Path) -> None:
    from datasette.app import Datasette

    said: dict[str, Any] = {
        "title": "My news",
        "description": "Plain words",
        "databases": {
            "news": {
                "description": "Mine & yours",
                "tables": {
                    "article": {"description": "My articles", "columns": {"title": "My title"}, "hidden": False},
                    "credit": {"hidden": True},
                },
                "queries": {"most_damaged_articles": {"sql": "select 'my own query' as answer"}},
            }
        },
    }
    options = {"metadata": said}
    if hasattr(Datasette, "set_database_metadata"):  # what 1.0 takes from its configuration
        news = said["databases"]["news"]
        hidden = {name: {"hidden": table.pop("hidden")} for name, table in news["tables"].items()}
        options["config"] = {"databases": {"news": {"queries": news.pop("queries"), "tables": hidden}}}
    home, top, table, query = ask([path], "/", "/news", "/news/article", "/news/most_damaged_articles", **options)
    assert "My news" in home.text
    assert "Plain words" in home.text
    assert "Where the news came from" not in home.text
    assert "Mine &amp; yours" in top.text
    assert "My articles" in table.text
    assert "My title" in table.text
    assert "When it was published" in table.text, "what the user left unsaid is ours to say"
    assert "my own query" in query.text


def test_every_table_and_column_is_described(schema: sqlite3.Connection) -> None:
    says = described()
    names = [
        name
        for (name,) in schema.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        if not name.startswith(("_words_", "_titles_", "sqlite_stat"))
    ]
    assert set(names) == set(says)
    for name in names:
        if name.startswith(("_", "sqlite_")):
            assert says[name]["hidden"] is True, name
            continue
        columns = [row[1] for row in schema.execute(f'PRAGMA table_info("{name}")')]
        assert list(says[name]["columns"]) == columns, name
        assert says[name]["description"].endswith((".", "”", '"')), name
        assert says[name].get("label_column", columns[0]) in columns
        assert set(says[name].get("facets", ())) <= set(columns), name


def test_no_description_can_be_changed_by_whom_it_is_given_to() -> None:
    described()["article"]["columns"]["title"] = "spoiled"
    canned()["first_to_publish"]["sql"] = "spoiled"
    assert described()["article"]["columns"]["title"] != "spoiled"
    assert canned()["first_to_publish"]["sql"] != "spoiled"


def test_questions_and_views_come_before_the_tables(path: Path, schema: sqlite3.Connection) -> None:
    (top,) = ask([path], "/news")
    before = top.text.partition('id="tables"')[0]
    for name in (*canned(), *VIEWS):
        assert f'href="/news/{name}"' in before, name
    assert top.text.count(f'href="{ROOT}">') == 2, "one way to the pages in the menu, and one on the page"
    views = schema.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    assert sorted(VIEWS) == sorted(name for (name,) in views)
    home, table = ask([path], ROOT, "/news/origins?status=abstained")
    for name in (*canned(), *VIEWS):
        assert f'href="/news/{name}"' in home.text, name
    assert 'href="/news/origins?status=abstained"' in home.text
    assert table.status_code == 200


def test_machinery_is_hidden_and_keys_read_as_names(path: Path) -> None:
    top, block, stories = ask([path], "/news", "/news/block", "/news/hop")
    shown = top.text.partition("hidden table")[0]
    assert '<a href="/news/article">' in shown
    assert '<a href="/news/passage_in">' not in shown
    assert '<a href="/news/_line">' not in shown
    assert "sqlite_sequence" not in shown
    assert ">Few boats</a>" in block.text
    assert ">The Associated Press</a>" in stories.text


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("copies_of_an_article?article=1", "Some boats"),
        ("copies_of_an_article?article=https%3A%2F%2Fapnews.com%2Fboats", "Some boats"),
        ("copies_of_an_article?article=few+boats", "Some boats"),
        ("most_damaged_articles?outlet=", "Some boats"),
        ("who_carries_a_sentence?sentence=the+%22storm+had+passed", "Few boats"),
    ],
)
def test_a_query_answers(path: Path, query: str, finds: str) -> None:
    (found,) = ask([path], f"/news/{query}")
    assert found.status_code == 200
    assert finds in found.text
    assert f'href="{ROOT}/article/' in found.text


def test_a_number_is_an_article_and_no_word_of_a_title(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    titled = [analysis(f"copy {number}", title=f"{number} boats of 1 harbour") for number in (1, 2, 3)]
    with Database.open(path, write=True, create=True) as database:
        numbers = put(database, *titled)
        run = database.start_run("test")
        for number, copy, original in zip(numbers[1:], titled[1:], (0, 1), strict=True):
            database.settle(number, trace(copy, ref(numbers[original], titled[original])), run)
    by_number, by_title = ask(
        [path],
        "/news/copies_of_an_article.json?_shape=arrays&article=1",
        "/news/copies_of_an_article.json?_shape=arrays&article=2+boats",
    )
    assert [row[0] for row in by_number.json()["rows"]] == ["2 boats of 1 harbour"]
    assert [row[0] for row in by_title.json()["rows"]] == ["3 boats of 1 harbour"]


def test_a_question_without_a_value_is_answered_for_an_example(filled: Path) -> None:
    bare = [f"/samples/{query}.json" for query in canned()]
    empty = [f"/samples/{query}.json?{'=&'.join(says['params'])}=" for query, says in canned().items()]
    for asked, found in zip((*bare, *empty), ask([filled], *bare, *empty), strict=True):
        assert found.status_code == 200, asked
        assert len(found.json()["rows"]) > 0, asked


def test_a_question_is_answered_for_what_is_asked(filled: Path) -> None:
    taken, other, none = ask(
        [filled],
        "/samples/taken_from_a_wire.json?_shape=arrays&outlet=newsbeamtoday.example&source=The+Associated+Press&month=",
        "/samples/taken_from_a_wire.json?_shape=arrays&outlet=newsbeamtoday.example&source=reuters&month=",
        "/samples/taken_from_a_wire.json?_shape=arrays&outlet=nowhere.example&source=&month=",
    )
    assert [row[2] for row in taken.json()["rows"]] == ["machine_paraphrase"]
    assert other.json()["rows"] == []
    assert none.json()["rows"] == []


def test_columns_are_not_tried_as_facets_where_all_is_ours(path: Path, foreign: Path) -> None:
    async def setting(paths: list[Path], **options: Any) -> bool:
        server = datasette(paths, **options)
        await server.invoke_startup()
        return bool(server.setting("suggest_facets"))

    assert not asyncio.run(setting([path]))
    assert asyncio.run(setting([path, foreign]))
    assert asyncio.run(setting([foreign]))
    wanted = {"plugins": {"provenance": {"suggest_facets": True}}}
    assert asyncio.run(setting([path], metadata=wanted))


def test_every_query_is_sound_and_says_what_it_asks(schema: sqlite3.Connection) -> None:
    for name, query in canned().items():
        assert query["title"], name
        assert query["description"], name
        values = dict.fromkeys(query["params"], "")
        assert schema.execute(query["sql"], values).fetchall() == [], name
        plan = schema.execute(f"EXPLAIN QUERY PLAN {query['sql']}", values).fetchall()
        assert plan, name


def test_an_answer_stands_under_its_question_and_not_under_the_sql(path: Path) -> None:
    shut, shown = ask(
        [path], "/news/copies_of_an_article?article=1", "/news/copies_of_an_article?article=1&_show_sql=1"
    )
    assert 'id="sql-query"' not in shut.text
    assert 'name="article"' in shut.text
    assert 'id="sql-query"' in shown.text


def test_the_menu_and_the_first_page_lead_to_ours(path: Path) -> None:
    home, top = ask([path], "/", "/news")
    assert f'<a href="{ROOT}"' in home.text
    assert f'<a href="{ROOT}"' in top.text


def test_an_address_that_leads_nowhere_is_no_failure(path: Path) -> None:
    (found,) = ask([path], "/nowhere")
    assert found.status_code == 404


def test_shares_have_four_digits_in_tables_and_all_in_json(filled: Path, foreign: Path) -> None:
    table, plain = ask([filled, foreign], "/samples/copies", "/samples/copies.json?_shape=objects")
    shown = re.findall(r'<td class="col-jaccard type-float">([^<]*)</td>', table.text)
    exact = [row["jaccard"] for row in plain.json()["rows"]]
    assert [float(each) for each in shown] == [round(each, 4) for each in exact]
    assert max(len(repr(each)) for each in exact) > 10
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS weight AS SELECT 0.123456789 AS value")
        connection.commit()
    (theirs,) = ask([filled, foreign], "/other/weight")
    assert "0.123456789" in theirs.text


def test_a_long_paragraph_is_cut_in_tables(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Database.open(path, write=True, create=True) as database:
        put(database, analysis("long", ("word " * 100_000,)))
    (found,) = ask([path], "/news/block")
    assert len(found.text) < 100_000
