"""Addresses of pages: what they name, what they may reach, one form for identity.

Invariant: an address that was parsed here names a host in one way only (lower-case ASCII, or an
IP address in its canonical form), and no text that leaves this module holds credentials.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.networks import check_address

__all__ = ["Address", "check_address", "join", "parse", "same_origin", "shown", "tidy", "without_credentials"]

PORTS = {"http": 80, "https": 443}
# up to the last @ before the path; where what follows a colon is no port, up to the last @ of all
USERINFO = re.compile(
    r"^(\s*(?:[A-Za-z][A-Za-z0-9+.-]{0,30}:(?=[/\\]))?)([/\\]{0,5})"
    r"(?:[^/?#]*@|[^/?#@:\[]*:(?!\d{0,5}(?:[/?#]|$)).*@)",
    re.DOTALL,
)
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+-]{0,30}):(?!\d{1,5}(?:[/?#]|$))")
# control characters, white space, what browsers read as a slash, and what no host may hold
FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u3000\\]")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# a last label that the system's resolver takes for a number
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
PATH_SAFE = "/%:@!$&'()*+,;=~-._"
QUERY_SAFE = PATH_SAFE + "?[]{}|^`"
LONGEST = 8000
LONGEST_HOST = 254
LONGEST_SHOWN = 300
# an address in which the first @ after the host is part of the path
PLAIN = re.compile(r"https?://[A-Za-z0-9._-]{1,254}(?::\d{1,5})?(?:[/?#]|$)")
# parameters that say where a reader came from and never which page is meant; general lists of
# "trackers" also take away "gallery", "source" or "eid", and so make two pages one
TRACKING = re.compile(
    r"(?:utm_[a-z_]{1,30}|mtm_[a-z_]{1,30}|pk_[a-z_]{1,30}|at_(?:medium|campaign)|ns_(?:source|mchannel|campaign)"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ysclid|twclid|igshid?|li_fat_id|ttclid|mc_[ce]id"
    r"|_ga|_gl|__twitter_impression|ftag|guccounter|guce_referrer(?:_sig)?|smid|cmpid|xtor|vero_id|oly_(?:anon|enc)_id)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web in its parts.

    ``host`` is in lower case and ASCII, an IPv6 address without brackets. ``target`` is path and
    query as they are sent. ``authorization`` is the value of the header, for this origin only.
    """

    scheme: str
    host: str
    port: int
    target: str
    authorization: str | None = field(default=None, repr=False)

    @property
    def netloc(self) -> str:
        """The host and, where it is not the scheme's own, the port: what the ``Host`` header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without credentials and fragment."""
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What credentials and robots.txt hold for."""
        return self.scheme, self.host, self.port

    @property
    def site(self) -> tuple[str, int]:
        """What is asked at one rate."""
        return self.host, self.port


def parse(url: str) -> Address:
    """Take an address apart.

    Args:
        url: an absolute address; white space around it is passed over.

    Returns:
        The address in its parts.

    Raises:
        FetchError: ``BAD_ADDRESS``; it cannot be one address only, or is none of http and https.
    """
    url = url.strip()
    if len(url) > LONGEST:
        raise _bad(url, f"longer than {LONGEST:,} characters", None)
    if FORBIDDEN.search(url):
        hint = "write a space as %20 and a slash as /"
        raise _bad(url, "an address holds no spaces, control characters or backslashes", hint)
    scheme = SCHEME.match(url)
    if scheme is None or not url[scheme.end() :].startswith("//"):
        raise _no_scheme(url, scheme[1].lower() if scheme else None)
    if scheme[1].lower() not in PORTS:
        raise _bad(url, f"{scheme[1].lower()} is not fetched, only http and https are", None)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad(url, "no valid host or port", "write it as https://host/path") from error
    if port == 0:
        raise _bad(url, "port 0 cannot be reached", None)
    userinfo, _, _ = parts.netloc.rpartition("@")
    host = _host(url, parts)
    target = quote(parts.path or "/", safe=PATH_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=QUERY_SAFE)
    return Address(parts.scheme, host, port or PORTS[parts.scheme], target, _authorization(userinfo))


def _no_scheme(url: str, scheme: str | None) -> FetchError:
    """What is wrong with an address that does not begin as one of the web does."""
    if scheme in PORTS:
        return _bad(url, "no host", f"write it as {scheme}://host/path")
    if scheme is not None:
        return _bad(url, f"{scheme} is not fetched, only http and https are", None)
    return _bad(url, "no scheme", f"write https://{_hidden(url).lstrip('/')}")


def _bad(url: str, what: str, hint: str | None) -> FetchError:
    """The error for an address that is none."""
    return FetchError(f"{_hidden(url)}: {what}", FetchFailure.BAD_ADDRESS, hint)


def _host(url: str, parts: SplitResult) -> str:
    """The host in its one form."""
    raw = parts.netloc.rpartition("@")[2]
    if raw.startswith("["):
        inner, _, rest = raw[1:].partition("]")
        if "%" in inner or (rest and not rest.startswith(":")):
            raise _bad(url, "an IPv6 address has no zone and ends with ]", None)
        try:
            return IPv6Address(inner).compressed
        except AddressValueError as error:
            raise _bad(url, f"[{inner}] is no IPv6 address", None) from error
    raw = raw.partition(":")[0]
    if not raw or "%" in raw:
        raise _bad(url, "no host" if not raw else "a host is not percent-encoded", "write it as https://host/path")
    if len(raw) > LONGEST_HOST:
        raise _bad(url, "no name of a host is so long", None)
    name = (raw.lower() if raw.isascii() else _ascii(url, raw)).removesuffix(".")
    labels = name.split(".")
    if NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except AddressValueError as error:
            raise _bad(url, f"{name} is an IP address in an unusual form", "write four decimal numbers") from error
    if len(name) > LONGEST_HOST or not all(LABEL.fullmatch(label) for label in labels):
        raise _bad(url, f"{name} is no name of a host", None)
    return name


def _ascii(url: str, host: str) -> str:
    """A host in another script as the name system knows it."""
    try:
        try:
            import idna
        except ImportError:
            return host.encode("idna").decode("ascii").lower()
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except UnicodeError as error:
        raise _bad(url, "no valid international name of a host", None) from error


def _authorization(userinfo: str) -> str | None:
    """The header of basic authentication for a name and a password."""
    if not userinfo.strip(":"):
        return None
    name, _, password = userinfo.partition(":")
    pair = f"{unquote(name)}:{unquote(password)}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")


def join(base: Address, location: str) -> Address:
    """The address that a page or a redirect names, seen from its own; userinfo in it is dropped.

    Args:
        base: where the name stands.
        location: an absolute or relative address as it was sent; spaces in it are encoded.

    Returns:
        The address, with the credentials of ``base`` where it is of the same origin.

    Raises:
        FetchError: ``BAD_ADDRESS``.
    """
    location = location.strip().replace(" ", "%20")
    if FORBIDDEN.search(location):
        raise _bad(location, "an address holds no spaces, control characters or backslashes", None)
    try:
        joined = urljoin(base.url, location)
    except ValueError as error:
        raise _bad(location, "no valid address", None) from error
    there = parse(joined)
    kept = base.authorization if there.origin == base.origin else None
    return Address(there.scheme, there.host, there.port, there.target, kept)


def without_credentials(url: str) -> str:
    """The address without user name and password; anything else stays as it is."""
    return USERINFO.sub(lambda found: found[1] + found[2], url, count=1)


def shown(url: str) -> str:
    """An address, or what should be one, for a message: no credentials, no control characters, not too long."""
    url = without_credentials(url)
    return _printable(url) if PLAIN.match(url) else _hidden(url)


def _hidden(url: str) -> str:
    """What is no address for a message: a password may stand anywhere before the last @ of it."""
    url = without_credentials(url)
    return _printable("…@" + url.rpartition("@")[2] if "@" in url else url)


def _printable(url: str) -> str:
    """The text without what a terminal would act on."""
    url = "".join(character if character.isprintable() else "\ufffd" for character in url[:LONGEST_SHOWN])
    return url if len(url) < LONGEST_SHOWN else url + "…"


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses have scheme, host and port in common.

    Raises:
        FetchError: ``BAD_ADDRESS``; one of them is no address.
    """
    return parse(one).origin == parse(other).origin


def tidy(url: str) -> str:
    """One form of an address for identity.

    Scheme and host are in lower case; credentials, the default port, the fragment and the
    parameters that only say where a reader came from are gone.

    Raises:
        FetchError: ``BAD_ADDRESS``.
    """
    address = parse(url)
    path, mark, query = address.target.partition("?")
    kept = [part for part in query.split("&") if part and not TRACKING.fullmatch(part.partition("=")[0])]
    target = path + (mark + "&".join(kept) if kept else "")
    return Address(address.scheme, address.host, address.port, target).url
