"""Every page answers, as HTML and as JSON; links lead somewhere; the answers are the command line's."""

from __future__ import annotations

import asyncio
import json
import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from browsing import POLICY, ROOT, ask, datasette, fill, first_story
from growth import FACTOR, assert_linear

from provenance.pipeline import ingest, open_database, show
from provenance.pipeline.recalling import recall
from provenance.report.contract import answer

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browsed") / "news.db"
    return fill(path, samples)


@pytest.fixture(scope="module")
def story(path: Path) -> str:
    return first_story(path)


def pages(story: str) -> dict[str, str]:
    return {
        "home": ROOT,
        "article": f"{ROOT}/article/1",
        "compare": f"{ROOT}/compare/1/2",
        "stories": f"{ROOT}/stories",
        "story": f"{ROOT}/story/{story}",
        "quotes": f"{ROOT}/story/{story}/quotes",
        "outlets": f"{ROOT}/outlets",
        "outlet": f"{ROOT}/outlet/newsbeamtoday.example",
        "search": f"{ROOT}/search",
        "trace": f"{ROOT}/trace",
    }


def test_every_page_answers_as_html_and_as_json(path: Path, story: str) -> None:
    addresses = list(pages(story).values())
    for address, html, plain in zip(
        addresses, ask([path], *addresses), ask([path], *(f"{each}.json" for each in addresses)), strict=True
    ):
        assert html.status_code == plain.status_code == 200, address
        assert html.headers["content-security-policy"] == POLICY
        assert html.headers["x-content-type-options"] == plain.headers["x-content-type-options"] == "nosniff"
        assert "<h1" in html.text
        assert "<script" not in html.text
        assert plain.headers["content-type"].startswith("application/json")
        assert plain.json() == ask([path], f"{address}?_format=json")[0].json()


def is_page(address: str) -> bool:
    """Whether an address is of a page of ours, and no JSON or other file."""
    return address.startswith(ROOT) and ".json" not in address and "_format=" not in address


async def crawled(path: Path) -> dict[str, tuple[int, str]]:
    """What all links answer, of ours from the first page on to the end, of Datasette's the pages that ours lead to."""
    server = datasette([path])
    await server.invoke_startup()
    waiting, found = [ROOT], {}
    while waiting:
        address = waiting.pop()
        answered = await server.client.get(address)
        found[address] = answered.status_code, answered.text
        if is_page(address):
            inner = {unescape(link).partition("#")[0] for link in LINK.findall(answered.text)}
            waiting += sorted(link for link in inner if link.startswith("/") and link not in {*found, *waiting})
    return found


def test_links_lead_where_they_say(path: Path, story: str) -> None:
    found = asyncio.run(crawled(path))
    assert [(address, status) for address, (status, _) in found.items() if status != 200] == []
    assert len([address for address in found if f"{ROOT}/article/" in address]) >= 22
    assert f"{ROOT}/story/{story}" in found
    pages = {address: text for address, (_, text) in found.items() if is_page(address)}
    for address, text in pages.items():
        for link in map(unescape, LINK.findall(text)):
            inner, mark, anchor = link.partition("#")
            assert not mark or f'id="{anchor}"' in found[inner or address][1], f"{address} -> {link}"
            assert inner.startswith(("/", "http://", "https://", "javascript:")) or not inner, f"{address} -> {link}"


def test_an_article_is_the_contracts_answer(path: Path) -> None:
    (found,) = ask([path], f"{ROOT}/article/1.json")
    with open_database(path) as database:
        assert found.json() == json.loads(json.dumps(answer(show(database, "1"))))
        trace = recall(database, 1)
    (html,) = ask([path], f"{ROOT}/article/1")
    assert trace.verdict.origin is not None
    assert f'<p class="pv-origin"><bdi>{trace.verdict.origin.name}</bdi></p>' in html.text
    for position, match in trace.origins.items():
        assert f'href="{ROOT}/compare/1/{match.other.key}#c-b{position}"' in html.text


def test_two_figures_of_one_site_say_what_each_is_of(path: Path) -> None:
    article, outlet = (each.text for each in ask([path], f"{ROOT}/article/1", f"{ROOT}/outlet/newsbeamtoday.example"))
    own = f'<a href="{ROOT}/outlet/newsbeamtoday.example">The site itself: aggregator, confidence 75% by its stored '
    assert "aggregator, confidence 90% by this page and what is known of its site" in article
    assert f"{own}articles together</a>" in article
    assert "aggregator, confidence 75% by its 1 stored article<" in outlet
    assert re.search(r"<dt>Cannot be said</dt><dd>0%<span[^>]*>0 articles</span>", outlet)
    (same,) = ask([path], f"{ROOT}/article/3")
    assert "The site itself" not in same.text, "one figure needs no second one"


def test_compare_marks_the_words_that_differ(path: Path) -> None:
    html, plain = ask([path], f"{ROOT}/compare/1/2", f"{ROOT}/compare/1/2.json")
    value = plain.json()
    here, there = value["article"]["text"], value["other"]["text"]
    only_here = [here[start:end] for row in value["rows"] for start, end in row["only_here"]]
    only_there = [there[start:end] for row in value["rows"] for start, end in row["only_there"]]
    assert "incisions" in only_here
    assert "cuts" in only_there
    body = html.text[html.text.index("pv-rows") :]
    assert "<ins>incisions</ins>" in body
    assert "<del>cuts</del>" in body
    assert value["changes"]
    assert html.text.index("pv-changes") < html.text.index("pv-rows"), "what changed stands on top"


def test_two_that_share_nothing_can_be_compared(path: Path) -> None:
    html, plain = ask([path], f"{ROOT}/compare/1/17", f"{ROOT}/compare/1/17.json")
    assert "These two share nothing" in html.text
    assert plain.json()["match"]["share"] == 0
    assert plain.json()["changes"] == [], "two texts of their own are no copy with changes"
    rows = html.text[html.text.index('<ol class="pv-rows">') :]
    folded = "".join(re.findall(r"<details>.*?</details>", rows, re.DOTALL))
    assert rows.count('<p class="pv-note">only ') == folded.count('<p class="pv-note">only ') > 10
    assert re.search(r"<summary>\d+ paragraphs only here, \d+ paragraphs only there</summary>", folded)


def test_two_that_share_much_say_how_much(path: Path) -> None:
    (html,) = ask([path], f"{ROOT}/compare/1/2")
    assert re.search(r"\d+ of \d+ paragraphs here and \d+ of \d+ there belong together", html.text)
    assert "share nothing" not in html.text
    assert "share little" not in html.text


def test_a_paragraph_of_a_megabyte_is_compared_by_its_beginning(tmp_path: Path) -> None:
    sentence = "The ferry of {} left the harbour at {} with {} aboard, the council said on Monday. "

    @cache
    def stored(sentences: int) -> Path:
        folder = tmp_path / str(sentences)
        folder.mkdir()
        for name, seed in (("one", 3), ("two", 5)):
            long = "".join(sentence.format(seed * at, at, at % 97) for at in range(sentences))
            (folder / f"{name}.txt").write_text(
                f"Title {name}\n\nA first line that both have, of some words.\n\n{long}"
            )
        with open_database(folder / "long.db", write=True, create=True) as database:
            ingest([folder / "one.txt", folder / "two.txt"], database)
            assert len(database.stored(1).article.text) > 80 * sentences
        return folder / "long.db"

    def pages(path: Path) -> list[Any]:
        return ask([path], *(f"{ROOT}/{each}" for each in ("article/1", "compare/1/2", "compare/1/2.json")))

    assert_linear(pages, lambda size: stored(10_000 if size > 5_000 else 10_000 // FACTOR), 10_000)
    article, html, plain = pages(stored(10_000))
    assert (article.status_code, html.status_code, plain.status_code) == (200, 200, 200)
    assert "only the first 20,000 characters are compared and shown" in html.text
    assert "more characters" in html.text
    assert len(html.text) < 400_000
    assert not all(row["whole"] for row in plain.json()["rows"])


def test_a_story_says_who_was_first_and_draws_its_tree(path: Path, story: str) -> None:
    html, plain = ask([path], f"{ROOT}/story/{story}", f"{ROOT}/story/{story}.json")
    value = plain.json()
    assert len(value["tree"]) == value["articles"] == html.text.count('role="listitem"')
    assert "The Associated Press" in html.text
    assert html.text.count('class="pb-branch') == sum(each["parent"] is not None for each in value["tree"])


def test_a_long_story_is_shown_in_parts(path: Path, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.browse.pages.story._ROWS", 4)
    first, second, last = (
        each.text for each in ask([path], *(f"{ROOT}/story/{story}?page={number}" for number in (1, 2, 3)))
    )
    rows = [
        re.findall(r'<th scope="row" class="pb-depth[^>]*><a href="([^"]*)"', text) for text in (first, second, last)
    ]
    assert [len(each) for each in rows[:2]] == [4, 4]
    assert len({each for part in rows for each in part}) == sum(map(len, rows)) > 8
    assert 'class="pb-tree"' in first
    assert 'class="pb-tree"' not in second
    assert f'href="{ROOT}/story/{story}?page=2"' in first
    assert f"/story_tree?story={story}" in last
    assert "page=4" not in last


def test_a_search_marks_its_words(path: Path) -> None:
    html, plain = ask([path], f"{ROOT}/search?q=rubber+stamp", f"{ROOT}/search.json?q=rubber+stamp")
    assert "<mark>rubber</mark> <mark>stamp</mark>" in html.text
    assert plain.json()["total"] == 1
    (sites,) = ask([path], f"{ROOT}/search.json?q=newsbeam")
    assert [each["site"] for each in sites.json()["sites"]] == ["newsbeamtoday.example"]
    with open_database(path) as database:
        url = database.stored(2).article.url
    (found,) = ask([path], f"{ROOT}/search?q={url}")
    assert (found.status_code, found.headers["location"]) == (302, f"{ROOT}/article/2")


def test_what_is_not_there_says_so(path: Path) -> None:
    gone = ("/article/999", "/compare/1/999", "/story/s0123456789abcdef", "/outlet/nobody.example", "/nothing/here")
    for address in gone:
        html, plain = ask([path], f"{ROOT}{address}", f"{ROOT}{address}.json")
        assert html.status_code == plain.status_code == 404, address
        value = plain.json()
        assert value["ok"] is False
        assert value["status"] == 404
        assert value["error"]
        assert value["hint"]
        assert "<h1>Not found</h1>" in html.text
    (long,) = ask([path], f"{ROOT}/search.json?q={'a' * 500}")
    assert long.status_code == 400


def test_only_reading_is_answered(path: Path) -> None:
    async def post() -> Any:
        server = datasette([path])
        return await server.client.post(f"{ROOT}/stories")

    found = asyncio.run(post())
    assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD")


def test_several_databases_have_pages_of_their_own(path: Path, tmp_path: Path) -> None:
    second = tmp_path / "second one.db"
    with open_database(second, write=True, create=True):
        pass
    first, other, none = ask([path, second], ROOT, f"{ROOT}/in/second%20one", f"{ROOT}/in/third")
    assert "22</a>" in first.text
    assert "Nothing is stored yet" in other.text
    assert f'href="{ROOT}/in/second%20one/stories"' in other.text
    assert none.status_code == 404


def test_a_base_address_is_kept(path: Path) -> None:
    (found,) = ask([path], f"{ROOT}", settings={"base_url": "/news/"})
    assert f'href="/news{ROOT}/stories"' in found.text
    assert f'href="{ROOT}' not in found.text


def test_who_may_not_see_the_database_sees_no_page(path: Path) -> None:
    closed = {"databases": {path.stem: {"allow": {"id": "root"}}}}
    hidden = {"databases": {path.stem: {"tables": {"text": {"allow": {"id": "root"}}}}}}
    for rules in (closed, hidden):
        for address in (ROOT, f"{ROOT}/article/1", f"{ROOT}/article/1.json", f"{ROOT}/search?q=cable"):
            (found,) = ask([path], address, metadata=rules)
            assert found.status_code == 403, address
            assert "cable" not in found.text


def test_an_older_database_is_named(path: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3
    from contextlib import closing

    old = tmp_path / "old.db"
    shutil.copy(path, old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA user_version = 3")
    (found,) = ask([old], f"{ROOT}.json")
    assert found.status_code == 503
    assert "older version" in found.json()["error"]
