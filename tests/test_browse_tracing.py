"""Tracing over HTTP: the command line's answer, with the limits that a server needs."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from browsing import ROOT, ask, datasette, fill

from provenance.browse.pages.trace import MOST_CHARACTERS
from provenance.pipeline import open_database
from provenance.pipeline.recalling import recall
from provenance.report.contract import answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
TRACE = f"{ROOT}/trace"


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("traced") / "news.db", samples)


def post(
    path: Path, *requests: dict[str, Any], metadata: dict[str, Any] | None = None, address: str = TRACE
) -> list[Any]:
    async def answers() -> list[Any]:
        server = datasette([path], metadata=metadata)
        await server.invoke_startup()
        return [await server.client.post(address, **request) for request in requests]

    return asyncio.run(answers())


def test_a_text_is_answered_as_the_command_line_does(
    path: Path, samples: Path, tmp_path: Path, run: Callable[..., Any]
) -> None:
    text = (samples / "cable-aggregator.txt").read_text(encoding="utf-8") + "\nA line of another page.\n"
    (tmp_path / "asked.txt").write_text(text, encoding="utf-8")
    found, html = post(path, {"json": {"text": text}}, {"data": {"text": text}})
    assert found.status_code == html.status_code == 200
    value = found.json()
    done = run("trace", "asked.txt", "--db", path, "--format", "json")
    told = json.loads(done.stdout)
    assert list(value) == list(told)
    for part in ("verdict", "chain", "damage", "credits"):
        assert value[part] == told[part]
    assert value["verdict"]["origin"]["source"] == "ap"
    assert '<p class="pv-origin"><bdi>The Associated Press</bdi></p>' in html.text
    assert "nothing of it is stored" in html.text
    with open_database(path) as database:
        assert database.articles() == 22


def test_markup_is_read_too(path: Path, samples: Path) -> None:
    html = (samples / "cable-ap-original.html").read_text(encoding="utf-8")
    one, other = post(
        path,
        {"json": {"html": html, "url": "https://apnews.com/other"}},
        {"content": html.encode(), "headers": {"content-type": "text/html; charset=utf-8"}},
        address=f"{TRACE}.json",
    )
    assert one.json()["article"]["url"] == "https://apnews.com/other"
    assert one.json()["article"]["title"] == other.json()["article"]["title"]


def test_an_address_that_is_stored_is_answered_without_fetching(path: Path) -> None:
    with open_database(path) as database:
        trace = recall(database, 2)
    (found,) = post(path, {"json": {"url": trace.article.url}})
    assert found.json() == json.loads(json.dumps(answer(trace)))


def test_nothing_is_fetched_unless_the_server_allows_it(path: Path) -> None:
    asked = {"json": {"url": "https://nowhere.invalid/story.html"}}
    (refused,) = post(path, asked)
    assert (refused.status_code, refused.json()["ok"]) == (403, False)
    assert "--allow-fetch" in refused.json()["hint"]
    allowed = {"plugins": {"provenance": {"allow_fetch": True}}}
    failed, private = post(path, asked, {"json": {"url": "http://127.0.0.1:9/x"}}, metadata=allowed)
    assert failed.status_code == private.status_code == 422
    assert "nowhere.invalid" in failed.json()["error"]
    assert "127.0.0.1" in private.json()["error"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {}}, 400),
        ({"json": {"text": "   "}}, 400),
        ({"json": ["text"]}, 400),
        ({"json": {"text": 7}}, 400),
        ({"json": {"url": "javascript:alert(1)"}}, 400),
        ({"json": {"url": "file:///etc/passwd"}}, 400),
        ({"json": {"url": "https://a.example/ b"}}, 400),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
        ({"content": b'{"text": "\xff"}', "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"x", "headers": {"content-type": "application/pdf"}}, 415),
        ({"content": b"x"}, 415),
        ({"json": {"text": "x" * 200_001}}, 413),
        ({"json": {"text": "x" * 2_000_001}}, 413),
        ({"json": {"url": "https://a.example/" + "x" * 5000}}, 413),
    ],
)
def test_what_cannot_be_answered_says_why(path: Path, request_: dict[str, Any], status: int) -> None:
    (found,) = post(path, request_, address=f"{TRACE}.json")
    value = found.json()
    assert (found.status_code, value["status"], value["ok"]) == (status, status, False)
    assert value["error"]
    assert "hint" in value


def test_half_a_character_in_json_is_no_failure(path: Path) -> None:
    (found,) = post(
        path, {"content": b'{"text": "half \\ud800 of it"}', "headers": {"content-type": "application/json"}}
    )
    assert found.status_code in {200, 400, 422}


def test_a_body_of_no_known_length_is_read_up_to_its_bound(path: Path) -> None:
    async def parts() -> Any:
        for _ in range(300):
            yield b"x" * 10_000

    (found,) = post(path, {"content": parts(), "headers": {"content-type": "text/plain"}}, address=f"{TRACE}.json")
    assert found.status_code == 413


def test_so_many_at_once_and_no_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.browse import tracing

    begun, go_on, traced = threading.Semaphore(0), threading.Event(), tracing.traced

    def slow(*arguments: Any) -> Any:
        begun.release()
        go_on.wait(120)
        return traced(*arguments)

    monkeypatch.setattr(tracing, "traced", slow)

    async def answers() -> list[Any]:
        server = datasette([path])
        await server.invoke_startup()
        running = [asyncio.ensure_future(server.client.post(TRACE, json={"text": "Few boats"})) for _ in range(2)]
        for _ in running:
            assert await asyncio.to_thread(begun.acquire, timeout=100)
        refused = await server.client.post(TRACE, json={"text": "Few boats"})
        go_on.set()
        found = [await each for each in running]
        after = await server.client.post(TRACE, json={"text": "Few boats"})
        return [refused, *found, after]

    refused, *others = asyncio.run(answers())
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
    assert [each.status_code for each in others] == [200, 200, 200]


def test_what_takes_too_long_is_answered_and_keeps_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.browse import tracing

    go_on, traced = threading.Event(), tracing.traced

    def slow(*arguments: Any) -> Any:
        go_on.wait(120)
        return traced(*arguments)

    monkeypatch.setattr(tracing, "traced", slow)
    limits = {"plugins": {"provenance": {"trace_seconds": 0.2, "traces_at_once": 1}}}

    async def answers() -> list[Any]:
        server = datasette([path], metadata=limits)
        await server.invoke_startup()
        late = await server.client.post(TRACE, json={"text": "Few boats"})
        busy = await server.client.post(TRACE, json={"text": "Few boats"})
        go_on.set()
        await asyncio.sleep(0.5)
        return [late, busy]

    late, busy = asyncio.run(answers())
    assert (late.status_code, busy.status_code) == (503, 429)


def test_a_form_of_another_site_is_refused(path: Path) -> None:
    """The form needs its token where there are cookies; JSON, which no form can send, does not."""
    cookie = {"cookie": "ds_actor=x"}
    form, plain = post(
        path, {"data": {"text": "Few boats"}, "headers": cookie}, {"json": {"text": "Few boats"}, "headers": cookie}
    )
    origin = {"origin": "https://evil.example", "sec-fetch-site": "cross-site", "cookie": "ds_actor=x"}
    (other,) = post(path, {"data": {"text": "Few boats"}, "headers": origin})
    assert other.status_code == 403
    assert form.status_code in {200, 403}
    assert plain.status_code == 200


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"text": "", "url": "not an address"}, 400, "not an address: no address that can be traced"),
        ({"text": "", "url": "https://a.example/?a=1&b=<i>"}, 403, "this server fetches no pages"),
        (
            {"text": "Few <b>boats</b> left. " * 10_000, "url": "https://a.example/b"},
            413,
            "longer than 200,000 characters",
        ),
    ],
)
def test_an_error_keeps_what_was_typed(path: Path, data: dict[str, str], status: int, said: str) -> None:
    form, plain = post(path, {"data": data}, {"json": data})
    assert form.status_code == plain.status_code == status
    assert plain.headers["content-type"].startswith("application/json")
    assert 'role="alert"' in form.text
    assert said in form.text
    shown = unescape(form.text)
    assert f'value="{data["url"]}"' in shown
    assert f"{data['text'][:MOST_CHARACTERS]}</textarea>" in shown
    assert "<b>boats" not in form.text
    assert f'action="{TRACE}"' in form.text


def test_a_text_without_a_headline_is_headed_by_its_first_words_once(path: Path) -> None:
    text = "Few boats left the harbour on Friday.\n\nNobody was hurt, the port said."
    (found,) = post(path, {"data": {"text": text}})
    assert "“Few boats left the harbour on Friday.”</h1>" in found.text
    assert found.text.count("the text that was given") == 1


def test_a_traced_text_is_laid_out_as_an_article(path: Path) -> None:
    with open_database(path) as database:
        text = database.stored(2).article.text
    (traced,), (stored,) = post(path, {"data": {"text": text}}), ask([path], f"{ROOT}/article/2")
    parts = re.compile(r'<header class="(pb-head)"|<(?:section|div) class="(pv-[a-z]+)')
    order = [
        [name for pair in parts.findall(each.text) for name in pair if name and name not in {"pv-scroll", "pv-more"}]
        for each in (traced, stored)
    ]
    once = [list(dict.fromkeys(name for name in names if name in order[1])) for names in order]
    assert once[0] == once[1]
    assert 'id="a-compare"' in traced.text, "it has its comparisons with it, as it has no page of its own"


def test_a_bookmarklet_leads_straight_to_a_page_that_is_stored(path: Path) -> None:
    with open_database(path) as database:
        url = database.stored(2).article.url
    stored, selected, other = ask(
        [path], f"{TRACE}?url={url}&text=", f"{TRACE}?url={url}&text=Few+boats", f"{TRACE}?url=https://a.example/b"
    )
    assert (stored.status_code, stored.headers["location"]) == (302, f"{ROOT}/article/2")
    assert "This page is stored" in selected.text, "what is selected may be traced by itself"
    assert "autofocus" in selected.text
    assert "autofocus" in other.text, "one key traces it"
    (empty,) = ask([path], TRACE)
    assert "autofocus" not in empty.text


def test_the_form_is_filled_by_a_bookmarklet(path: Path) -> None:
    async def answers() -> Any:
        server = datasette([path])
        await server.invoke_startup()
        return await server.client.get(f"{TRACE}?url=https://a.example/b&text=%3Cb%3EFew%3C/b%3E")

    found = asyncio.run(answers())
    assert 'value="https://a.example/b"' in found.text
    assert "&lt;b&gt;Few&lt;/b&gt;</textarea>" in found.text
