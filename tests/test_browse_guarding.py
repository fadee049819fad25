"""Around every answer: policy, permissions, other sites' pages, files that are broken, days that no calendar has."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from browsing import ROOT, ask, datasette, fill

from provenance.browse.guarding import HEADERS, our_path

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
TRACE = f"{ROOT}/trace"
PAGES = (ROOT, f"{ROOT}.json", f"{ROOT}/article/1", f"{ROOT}/stories", f"{ROOT}/outlets.json", f"{ROOT}/search?q=the")
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("guarded") / "news.db", samples)


@pytest.fixture
def changed(path: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "changed.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = delete")
    return copy


def run(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def sent(path: Path, *requests: tuple[str, str, dict[str, Any]], **options: Any) -> list[Any]:
    async def answers() -> list[Any]:
        server = datasette([path], **options)
        await server.invoke_startup()
        return [await server.client.request(method, address, **more) for method, address, more in requests]

    return asyncio.run(answers())


def outlets(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [f"{ROOT}/outlet/{name}" for (name,) in connection.execute("SELECT name FROM site ORDER BY id")]


@pytest.mark.parametrize(
    ("asked", "base", "found"),
    [
        (ROOT, "/", ROOT),
        (f"{ROOT}.json", "/", f"{ROOT}.json"),
        (f"/news{ROOT}/trace", "/news/", f"{ROOT}/trace"),
        (f"{ROOT}ish", "/", None),
        ("/news/article", "/", None),
    ],
)
def test_what_stands_under_our_address(asked: str, base: str, found: str | None) -> None:
    assert our_path(asked, base) == found


def test_every_answer_at_our_addresses_says_its_policy(path: Path) -> None:
    """Errors that Datasette answers included."""
    found = sent(
        path,
        ("GET", ROOT, {}),
        ("GET", f"{ROOT}.json", {}),
        ("GET", f"{ROOT}/nothing", {}),
        ("GET", f"{ROOT}/in/nothing", {}),
        ("PUT", ROOT, {}),
        ("POST", TRACE, {"json": {"text": "Few boats left."}}),
        ("POST", TRACE, {"content": b"x"}),
    )
    (closed,) = sent(path, ("GET", ROOT, {}), metadata={"allow": False})
    assert [each.status_code for each in found] == [200, 200, 404, 404, 405, 200, 415]
    assert closed.status_code == 403
    policy = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    for each in (*found, closed):
        assert {name: each.headers[name] for name in policy} == policy
        # Datasette may be stricter
        assert each.headers["cache-control"].startswith("private, no-")
    (table,) = sent(path, ("GET", "/news/article", {}))
    assert "content-security-policy" not in table.headers


def test_a_hidden_database_is_not_named(path: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "undisclosed.db"
    shutil.copy(path, hidden)
    refused = {"databases": {"undisclosed": {"allow": False}}}
    home, top, page = ask([path, hidden], "/", "/news", f"{ROOT}/in/undisclosed/search.json?q=the", metadata=refused)
    assert "undisclosed" not in home.text + top.text
    assert f'href="{ROOT}"' in home.text
    assert page.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_page_of_another_site_asks_for_nothing(path: Path, headers: dict[str, str]) -> None:
    """Without a cookie too: it would have an address fetched from here."""
    found = sent(
        path,
        ("POST", TRACE, {"content": b"text=Few+boats", "headers": FORM | headers}),
        ("POST", TRACE, {"content": b"Few boats", "headers": {"content-type": "text/plain"} | headers}),
    )
    assert [each.status_code for each in found] == [403, 403]


def test_a_page_of_our_own_asks(path: Path) -> None:
    own = [{"sec-fetch-site": "same-origin", "origin": "http://localhost"}, {"origin": "http://localhost"}, {}]
    found = sent(path, *(("POST", TRACE, {"content": b"text=Few+boats", "headers": FORM | headers}) for headers in own))
    assert [each.status_code for each in found] == [200, 200, 200]


def test_json_needs_no_token_behind_a_prefix(path: Path) -> None:
    asked = {"json": {"text": "Few boats"}, "headers": {"cookie": "ds_actor=x"}}
    (found,) = sent(path, ("POST", TRACE, asked), settings={"base_url": "/news/"})
    assert found.status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def slow() -> Any:
        yield b"text="
        await asyncio.sleep(60)
        yield b"x"

    from provenance.browse.answering import ServerError
    from provenance.browse.tracing import _in_time

    async def body() -> bytes:
        return b"".join([part async for part in slow()])

    with pytest.raises(ServerError, match=r"did not arrive in 0\.05 seconds") as raised:
        asyncio.run(_in_time(body(), 0.05))
    assert raised.value.status == 408


def test_what_is_sent_wrongly_is_no_failure_of_the_server(path: Path) -> None:
    many = "&".join(f"a{number}=1" for number in range(30)).encode()
    half = b'{"url": "\\ud800x"}'
    fields, surrogate = sent(
        path,
        ("POST", f"{TRACE}.json", {"content": many, "headers": FORM}),
        ("POST", TRACE, {"content": half, "headers": {"content-type": "application/json"}}),
    )
    assert (fields.status_code, fields.json()["error"]) == (400, "a form of more than 20 fields")
    assert (surrogate.status_code, surrogate.json()["error"]) == (400, "\ud800x: no address that can be traced")


def test_the_bookmarklet_is_one_string_whatever_the_address(path: Path) -> None:
    """A browser undoes the escapes of such a link before it runs it."""
    from html import unescape
    from urllib.parse import unquote

    (found,) = sent(path, ("GET", TRACE, {}), settings={"base_url": '/a"+alert(1)+"/'.replace('"', "%22")})
    link = found.text.partition('href="javascript:')[2].partition('"')[0]
    assert 'alert(1)+"' not in unquote(unescape(link))


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE text SET content = CAST(x'41ff80' AS TEXT) || content",
        "DROP TABLE story_article",
        "PRAGMA user_version = 9",
    ],
)
def test_a_broken_database_is_said_to_be_so(changed: Path, spoilt: str) -> None:
    run(changed, spoilt)
    found = ask([changed], *PAGES)
    assert {each.status_code for each in found} <= {200, 503}
    assert found[2].status_code == 503
    for each in found:
        assert str(changed.parent) not in each.text


def test_half_a_file_is_said_to_be_so(changed: Path) -> None:
    with changed.open("r+b") as file:
        file.truncate(changed.stat().st_size // 2)
    try:
        found = ask([changed], *PAGES)
    except sqlite3.DatabaseError:
        pytest.skip("this Datasette does not start over a damaged file")  # the alphas of 1.0
    assert {each.status_code for each in found} == {503}
    assert "changed: the database is damaged" in found[0].text


@pytest.mark.parametrize("day", ["9999-12-31", "0000-01-01", "0001-01-01", "2031-02-30", "0", "5373484", "-4713-11-24"])
def test_days_that_no_calendar_has_are_none(changed: Path, day: str) -> None:
    run(changed, f"UPDATE article SET published = '{day}' WHERE id % 2")
    found = ask([changed], *PAGES, *outlets(changed))
    assert {each.status_code for each in found} == {200}


def test_lines_whose_blocks_are_gone_are_no_failure(changed: Path) -> None:
    run(changed, "DELETE FROM block")
    assert {each.status_code for each in ask([changed], *PAGES, *outlets(changed))} == {200}
