"""What a page's markup says about the page: stored as claims, never taken as proof.

Invariant: everything here is read from the markup; nothing is guessed, and times are kept
where they are given because who was first is a question of hours.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from provenance.article.address import domain_of, own_address
from provenance.article.dates import iso
from provenance.article.pieces import key
from provenance.model import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Metadata", "read_metadata"]

Element = Any  # lxml ships no types

META_CLAIMS = {
    "syndication-source": "syndication-source",
    "original-source": "original-source",
    "og:url": "og:url",
    "og:site_name": "og:site_name",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "byl": "author",
    "parsely-author": "author",
    "sailthru.author": "author",
    "article:publisher": "article:publisher",
    "dc.source": "dc.source",
    "dcterms.source": "dc.source",
    "news_source": "news_source",
    "copyright": "copyright",
    "dc.rights": "copyright",
    "article:published_time": "datePublished",
}
LD_CLAIMS = (
    "author", "contributor", "copyrightHolder", "copyrightNotice", "creator", "creditText", "dateModified",
    "datePublished", "isAccessibleForFree", "isBasedOn", "isBasedOnUrl", "provider", "publisher", "sourceOrganization",
)  # fmt: skip
# these are true or false, in JSON or in words
LD_FLAGS = frozenset({"isAccessibleForFree"})
LONGEST_CLAIM = 500
# what stands between a headline and a site's name
TITLE_BREAK = re.compile(r"\s[|–—»·-]{1,2}\s")
DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description", "dc.description"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was read from the markup; ``published`` is ISO 8601.

    ``url`` is the page's own address, which ``canonical`` is not where it points to another site.
    """

    title: str | None
    canonical: str | None
    url: str | None
    site_name: str | None
    published: str | None
    language: str | None
    claims: tuple[Claim, ...]
    descriptions: tuple[str, ...] = ()
    body: str | None = None


def read_metadata(tree: Element) -> Metadata:
    """Read title, addresses, site, date, language and claims from a page's markup.

    Args:
        tree: the root of the page's lxml tree; it is not changed.
    """
    metas = list(_metas(tree))
    canonical = _canonical(tree)
    claims = [Claim("canonical", canonical)] if canonical else []
    claims += [Claim(META_CLAIMS[name], value) for name, value in metas if name in META_CLAIMS]
    objects = list(_json_ld(tree))
    claims += [Claim(name, value) for node in objects for name in LD_CLAIMS for value in _claimed(node, name)]
    first = dict(reversed(metas))
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    return Metadata(
        title=first.get("og:title") or _title(tree, first.get("og:site_name")),
        canonical=canonical,
        url=own_address(canonical, _absolute(first.get("og:url")), first.get("og:site_name"), _publisher(objects)),
        site_name=first.get("og:site_name"),
        published=_published(tree, claims),
        language=language or None,
        claims=tuple(dict.fromkeys(claims)),
        descriptions=_descriptions(metas, objects),
        body=next((value for node in objects if isinstance(value := node.get("articleBody"), str)), None),
    )


def _descriptions(metas: list[tuple[str, str]], objects: list[dict[str, Any]]) -> tuple[str, ...]:
    """What the markup says that the story is about, as keys."""
    said = [value for name, value in metas if name in DESCRIPTIONS]
    said += [value for node in objects if isinstance(value := node.get("description"), str)]
    return tuple(dict.fromkeys(key(value) for value in said))


def _metas(tree: Element) -> Iterator[tuple[str, str]]:
    """Name and content of every ``meta``, in the page's order."""
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        value = " ".join((element.get("content") or "").split())[:LONGEST_CLAIM]
        if name and value:
            yield name, value


def _canonical(tree: Element) -> str | None:
    """The address that the page gives as its own."""
    base = next((element.get("href") for element in tree.iter("base")), None)
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return _absolute(element.get("href"), base)
    return None


def _absolute(address: str | None, base: str | None = None) -> str | None:
    """An address with scheme and host, ``None`` for anything less."""
    if not address:
        return None
    try:
        joined = urljoin(base or "", address.strip())
    except ValueError:
        return None
    return joined if domain_of(joined) and joined.lower().startswith(("http://", "https://")) else None


def _title(tree: Element, site: str | None) -> str | None:
    """The main heading, or the title where that heading only names the site."""
    heading, title = (next(_texts_of(tree, path), None) for path in (".//h1", ".//title"))
    if heading is None or title is None:
        return heading or title
    parts = [part for part in TITLE_BREAK.split(title) if part.strip()]
    others = [part for part in parts if key(part) != key(heading)]
    named = key(heading) == key(site or "") or (len(parts) > len(others) and key(parts[0]) != key(heading))
    rest = max(others, key=len, default="").strip()
    longer = len(rest.split()) > len(heading.split())
    if not (named and longer):
        return heading
    # a later main heading may say the title too
    return next((text for text in _texts_of(tree, ".//h1") if key(text) == key(rest)), rest)


def _texts_of(tree: Element, path: str) -> Iterator[str]:
    """The texts of the elements at a path that have one."""
    for element in tree.iterfind(path):
        if text := " ".join("".join(element.itertext()).split()):
            yield text[:LONGEST_CLAIM]


def _json_ld(tree: Element) -> Iterator[dict[str, Any]]:
    """Every JSON-LD object on the page."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data)


def _publisher(objects: list[dict[str, Any]]) -> str | None:
    """The address of the publisher that JSON-LD names."""
    for node in objects:
        publisher = node.get("publisher")
        for item in publisher if isinstance(publisher, list) else [publisher]:
            address = item.get("url") if isinstance(item, dict) else None
            if isinstance(address, str) and (found := _absolute(address)):
                return found
    return None


def _objects(data: object) -> Iterator[dict[str, Any]]:
    """The objects at the top of JSON-LD data, through lists and ``@graph``."""
    stack = [data]
    while stack:
        node = stack.pop(0)
        if isinstance(node, list):
            stack = [*node, *stack]
        elif isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            stack = [*graph, *stack] if isinstance(graph, list) else stack


def _claimed(node: dict[str, Any], name: str) -> Iterator[str]:
    """What a JSON-LD object says under a name; a flag as ``true`` or ``false``."""
    value = node.get(name)
    if name not in LD_FLAGS:
        yield from _values(value)
    elif (flag := str(value).strip().rpartition("/")[2].lower()) in {"true", "false"}:
        yield flag


def _values(value: object) -> Iterator[str]:
    """A JSON-LD value as strings: itself, or the names or addresses of what it points at."""
    for item in value if isinstance(value, list) else [value]:
        named = item.get("name") or item.get("url") or item.get("@id") if isinstance(item, dict) else item
        if isinstance(named, str) and named.strip():
            yield " ".join(named.split())[:LONGEST_CLAIM]


def _published(tree: Element, claims: list[Claim]) -> str | None:
    """When the page says that it was published: its claims first, then htmldate."""
    for claim in claims:
        if claim.name == "datePublished" and (found := iso(claim.value)):
            return found
    from htmldate import find_date

    try:
        found = find_date(
            tree,
            extensive_search=False,  # a search of the whole page dates it by its footer's year
            original_date=True,
            outputformat="%Y-%m-%dT%H:%M:%S%z",
            max_date="2199-12-31",  # the default is today, and results must not depend on the day
        )
    except Exception:  # noqa: BLE001 - a date is never worth the article
        return None
    date = iso(found)
    return date[:10] if date and date[10:].startswith("T00:00:00") else date
