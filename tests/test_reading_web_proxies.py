"""A proxy that the user names: what goes over it, what it is told, and what is checked all the same."""

from __future__ import annotations

import socket
import socketserver
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from loopback import FakeTime, Loopback, Reply, redirect

from provenance.errors import FetchError, FetchFailure, UsageError
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions
from provenance.reading.web.proxies import is_inner_name, parse_proxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "<html><body><p>The ferry to Gullhaven sails again.</p></body></html>"
PUBLIC, SECRET = "93.184.216.34", "s3cret"
NEWS = "http://news.example/story"


def known(host: str, _port: int) -> tuple[str, ...]:
    names = {"news.example": PUBLIC, "inside.example": "10.0.0.7"}
    if host not in names:
        raise socket.gaierror(-2, "Name or service not known")
    return (names[host],)


def client_of(proxy: str, cache: Path | None = None, **options: object) -> Client:
    watch = FakeTime()
    settings: dict[str, object] = {"robots": False, "pace": 0.0, "attempts": 1, "cache": cache, **options}
    return Client(
        WebOptions(proxy=proxy, **settings),  # type: ignore[arg-type]
        clock=watch.clock,
        sleep=watch.sleep,
        resolve=known,
    )


def failure(client: Client, url: str) -> FetchError:
    with client, pytest.raises(FetchError) as caught:
        client.get(url)
    assert SECRET not in f"{caught.value} {caught.value.hint} {caught.value!r}"
    return caught.value


@pytest.fixture
def proxy() -> Iterator[Loopback]:
    """A server that is asked for whole addresses, as a proxy is."""
    with Loopback() as server:
        server.play(NEWS, Reply(PAGE))
        yield server


def test_a_page_comes_over_the_proxy_and_only_it_is_told_the_password(proxy: Loopback) -> None:
    with client_of(proxy.url("").replace("//", f"//reader:{SECRET}@")) as client:
        answer = client.get(NEWS)
    assert (answer.body, answer.final) == (PAGE.encode(), NEWS)
    (seen,) = proxy.seen()
    assert seen.path == NEWS
    assert seen.headers["host"] == "news.example"
    assert seen.headers["proxy-authorization"].startswith("Basic ")
    assert "authorization" not in seen.headers


def test_the_environment_names_no_proxy(proxy: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, proxy.url(""))
    with Loopback() as site:
        site.play("/page", Reply(PAGE))
        with Client(WebOptions(allow=("127.0.0.1",), robots=False, pace=0)) as client:
            assert client.get(site.url("/page")).body == PAGE.encode()
    assert proxy.seen() == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.7/",
        "http://localhost/",
        "http://metadata.google.internal/",
        "http://inside.example/",
        "https://inside.example/",
        "http://intranet/",
        "http://wiki.corp/",
        "http://printer.local/",
    ],
)
def test_what_is_private_is_refused_over_a_proxy_too(proxy: Loopback, url: str) -> None:
    assert failure(client_of(proxy.url("")), url).failure is FetchFailure.UNSAFE_ADDRESS
    assert proxy.seen() == []


def test_a_redirect_to_what_is_private_is_refused_over_a_proxy_too(proxy: Loopback) -> None:
    proxy.play("http://news.example/away", redirect("http://127.0.0.1:80/"))
    assert failure(client_of(proxy.url("")), "http://news.example/away").failure is FetchFailure.UNSAFE_ADDRESS
    assert len(proxy.seen()) == 1


def test_a_public_name_that_only_the_proxy_knows_is_fetched(proxy: Loopback) -> None:
    proxy.play("http://elsewhere.example/", Reply(PAGE))
    with client_of(proxy.url("")) as client:
        assert client.get("http://elsewhere.example/").status == 200


def test_a_proxy_that_is_not_there_is_named_without_its_password() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    for url in (NEWS, NEWS.replace("http:", "https:")):
        error = failure(client_of(f"http://reader:{SECRET}@127.0.0.1:{port}"), url)
        assert error.failure is FetchFailure.NOT_REACHED
        assert f"the proxy 127.0.0.1:{port} cannot be reached" in str(error)


def test_a_proxy_that_wants_a_password_says_so(proxy: Loopback) -> None:
    proxy.play(NEWS, Reply(status=407))
    assert "asks for a name and a password" in str(failure(client_of(proxy.url("")), NEWS))


def test_pages_of_another_way_are_not_taken_from_the_cache(proxy: Loopback, tmp_path: Path) -> None:
    for _ in range(2):
        with client_of(proxy.url("").replace("//", f"//reader:{SECRET}@"), cache=tmp_path) as client:
            client.get(NEWS)
    assert len(proxy.seen()) == 1
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert kept
    assert SECRET.encode() not in kept
    with Loopback() as other:
        other.play(NEWS, Reply("<p>Another."))
        with client_of(other.url(""), cache=tmp_path) as client:
            assert client.get(NEWS).body == b"<p>Another."


@dataclass
class Tunnels:
    """A proxy that joins connections; where it was asked to connect to, and what it was told."""

    port: int = 0
    target: tuple[str, int] = ("", 0)
    status: str = "200 Connection established"
    heads: list[str] = field(default_factory=list)


@contextmanager
def tunnels(target: str) -> Iterator[Tunnels]:
    host, _, port = target.rpartition("://")[2].strip("/").rpartition(":")
    found = Tunnels(target=(host, int(port)))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
                head += line
            found.heads.append(head.decode())
            self.wfile.write(f"HTTP/1.1 {found.status}\r\n\r\n".encode())
            if not found.status.startswith("200"):
                return
            with socket.create_connection(found.target) as site:
                back = threading.Thread(target=_pump, args=(site, self.request), daemon=True)
                back.start()
                _pump(self.request, site)
                back.join(5)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        found.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A site that answers to https as news.example, with a certificate that is trusted."""
    path = tmp_path / "site.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    try:
        subprocess.run(
            [*command, "-keyout", str(path), "-out", str(tmp_path / "c.pem")], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no openssl to make a certificate with")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "c.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", path)
    with Loopback(tls=context) as site:
        site.play("/story", Reply(PAGE))
        yield site


def test_https_goes_through_a_tunnel_to_the_name_and_the_site_is_told_nothing(secure: Loopback) -> None:
    with tunnels(secure.url("")) as joined:
        with client_of(f"http://reader:{SECRET}@127.0.0.1:{joined.port}") as client:
            assert client.get("https://news.example/story").body == PAGE.encode()
        (head,) = joined.heads
        assert head.startswith("CONNECT news.example:443 HTTP/1.")
        assert "Proxy-Authorization: Basic " in head
    (seen,) = secure.seen()
    assert "proxy-authorization" not in seen.headers


def test_a_certificate_is_checked_through_the_tunnel(secure: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with tunnels(secure.url("")) as joined:
        client = client_of(f"http://127.0.0.1:{joined.port}")
        assert failure(client, "https://news.example/story").failure is FetchFailure.CERTIFICATE


@pytest.mark.parametrize("status", ["403 Forbidden", "407 Proxy Authentication Required"])
def test_a_tunnel_that_is_refused_names_the_proxy(secure: Loopback, status: str) -> None:
    with tunnels(secure.url("")) as joined:
        joined.status = status
        error = failure(client_of(f"http://reader:{SECRET}@127.0.0.1:{joined.port}"), "https://news.example/story")
    assert f"the proxy 127.0.0.1:{joined.port} refuses it ({status.lower()})" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "proxy.example:3128",
        f"reader:{SECRET}@proxy.example:3128",
        f"https://reader:{SECRET}@proxy.example",
        f"socks5://reader:{SECRET}@proxy.example:1080",
        f"http://reader:{SECRET}@proxy.example/path",
        f"http://reader:{SECRET}@proxy example:1",
        f"http://reader:{SECRET}@:3128",
        "",
    ],
)
def test_what_is_no_proxy_is_usage_and_shows_no_password(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_proxy(text)
    assert SECRET not in f"{caught.value} {caught.value!r}"
    assert "--proxy" in str(caught.value)
    with pytest.raises(UsageError):
        client_of(text)


def test_no_representation_holds_the_password() -> None:
    text = f"http://reader:{SECRET}@[2001:db8::1]:3128"
    found = parse_proxy(text)
    assert found.netloc == "[2001:db8::1]:3128"
    assert SECRET not in repr(found)
    assert SECRET not in repr(WebOptions(proxy=text))


def test_names_of_an_inner_network() -> None:
    assert all(map(is_inner_name, ("intranet", "wiki.corp", "nas.home.arpa", "db.internal")))
    assert not any(map(is_inner_name, ("news.example", "corp.example", "local.example")))
