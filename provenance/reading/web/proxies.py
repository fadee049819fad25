"""A proxy that fetches for us: named by the user, and by nobody else.

Invariant: a proxy is used only where the user names one; its password goes to it in a header and
into no message, no file and no representation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from provenance.errors import FetchError, UsageError
from provenance.reading.web.addresses import parse, shown

__all__ = ["Proxy", "is_inner_name", "parse_proxy"]

_HINT = "write it as http://proxy.example.org:3128, or http://name:password@…"
# endings that name a host of the network that one is in
_INNER = (".corp", ".home", ".home.arpa", ".internal", ".intranet", ".lan", ".local", ".localdomain", ".private")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy of http; ``authorization`` is the value of the header that it is told."""

    host: str
    port: int
    authorization: str | None = field(default=None, repr=False)

    @property
    def netloc(self) -> str:
        """Host and port, for messages too."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What the proxy is told and the site is not."""
        return {} if self.authorization is None else {"Proxy-Authorization": self.authorization}


def parse_proxy(text: str) -> Proxy:
    """A proxy from its address.

    Raises:
        UsageError: it is no address of a proxy; the message holds no password.
    """
    if not text.strip().lower().startswith("http://"):
        message = f"--proxy {shown(text)}: not the address of a proxy that is spoken to by http"
        raise UsageError(message, _HINT)
    try:
        address = parse(text)
    except FetchError as error:
        message = f"--proxy {error}"
        raise UsageError(message, _HINT) from None
    if address.target != "/":
        message = f"--proxy {address.url}: a proxy has no path"
        raise UsageError(message, _HINT)
    return Proxy(address.host, address.port, address.authorization)


def is_inner_name(host: str) -> bool:
    """Whether a name that is not known here would name a host of the proxy's own network."""
    return "." not in host or host.endswith(_INNER)
