"""Which of the addresses that a page gives is its own.

Invariant: an address that the page shares with another site is never taken for its own as long
as the page names its site and the name does not fit; then the page has no address.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

__all__ = ["domain_of", "own_address", "resembles"]

WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = "the le la les el los las il lo der die das de het o a"
ARTICLES = frozenset(_ARTICLES.split())
SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "gob", "gouv", "ac", "edu", "or", "ne"})
SHORTEST = 4  # letters of a name that says something inside a longer one
LONGEST = 80  # letters of a name that are looked at


def domain_of(url: str | None) -> str | None:
    """The host of an address in lower case, without ``www.``; ``None`` where there is none."""
    if not url:
        return None
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.").rstrip(".") or None if host and "." in host else None


def own_address(canonical: str | None, shared: str | None, site_name: str | None, publisher: str | None) -> str | None:
    """The address of a page among those that its markup gives; ``None`` where none is surely its own.

    Republished pages point with ``rel=canonical`` at the site that they were taken from, and
    keep ``og:url`` and the site's name for themselves.

    Args:
        canonical: the address of ``rel=canonical``.
        shared: the address of ``og:url``.
        site_name: what the page calls its site.
        publisher: the address of the publisher in JSON-LD.
    """
    home = domain_of(publisher)
    given = [address for address in (canonical, shared) if address is not None]
    if home is not None and (at_home := [address for address in given if _same_site(domain_of(address), home)]):
        return at_home[0]
    if canonical is None or shared is None:
        lone = canonical is not None and site_name is not None and not resembles(domain_of(canonical), site_name)
        return None if lone else next(iter(given), None)
    fits = _same_site(domain_of(canonical), domain_of(shared) or "") or (
        site_name is not None
        and resembles(domain_of(canonical), site_name)
        and not resembles(domain_of(shared), site_name)
    )
    return canonical if fits else shared


def _same_site(host: str | None, other: str) -> bool:
    """Whether two hosts are one, or one a part of the other."""
    return host is not None and (host == other or host.endswith(f".{other}") or other.endswith(f".{host}"))


def resembles(host: str | None, name: str) -> bool:
    """Whether a site of this name may have this host; a name without Latin letters may have any.

    Args:
        host: as in an address, "apnews.com".
        name: as a site calls itself, "AP News"; initials and first letters of its words count.
    """
    label = _main_label(host or "")
    words = WORD.findall(_plain(name))
    if not label or not words:
        return bool(label)
    bare = [word for word in words if word not in ARTICLES] or words
    for whole in ("".join(words), "".join(bare)):
        if min(len(label), len(whole)) >= SHORTEST and (label in whole or whole in label):
            return True
    return _from_beginnings(label, words)


def _plain(text: str) -> str:
    """Small letters without their accents."""
    parts = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _main_label(host: str) -> str:
    """The part of a host that is a name: "harborledger" of "www.harbor-ledger.co.uk"."""
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in SECOND_LEVEL:
        labels.pop()
    return "".join(WORD.findall(_plain(labels[-1]))) if labels else ""


def _from_beginnings(label: str, words: list[str]) -> bool:
    """Whether a label is made of beginnings of the words, in their order: "nytimes", "bbc"."""
    reached = {0}
    for word in words:
        for at in sorted(reached):
            length = 0
            while length < len(word) and label[at + length : at + length + 1] == word[length]:
                length += 1
                reached.add(at + length)
    return len(label) in reached
