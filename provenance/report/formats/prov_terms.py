"""The names and values of our PROV documents: prefixes, identifiers, attributes.

Invariant: every value is one that PROV-JSON, PROV-XML and RDF can hold; what is not known is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from provenance.errors import UsageError, extra_hint
from provenance.report.formats.values import NAMES, SITES, SOURCES, STORIES, TERMS, finite, published, sound
from provenance.report.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prov.model import ProvDocument

    from provenance.model import Credit
    from provenance.report.formats.parties import Party

__all__ = ["Attributes", "evidence", "new_document", "numbers", "party_name", "text_name", "texts", "time", "types"]

Attributes = list[tuple[str, Any]]
"""Names and values; a name may stand more than once."""

_PREFIXES: Final = {
    "pv": TERMS,
    "uuid": "urn:uuid:",
    "source": SOURCES,
    "site": SITES,
    "name": NAMES,
    "story": STORIES,
    "program": "urn:news-provenance:program:",
    "schema": "https://schema.org/",
}


def new_document() -> ProvDocument:
    """An empty document that knows our prefixes.

    Raises:
        UsageError: the library ``prov`` is not installed.
    """
    try:
        from prov.model import ProvDocument
    except ImportError as error:
        message = "PROV needs the library prov"
        raise UsageError(message, extra_hint("exports")) from error
    document = ProvDocument()
    for prefix, namespace in _PREFIXES.items():
        document.add_namespace(prefix, namespace)
    return document


def text_name(uri: str) -> str:
    """An article's identifier, or that of a part of it, as a document writes it."""
    return f"uuid:{uri.removeprefix('urn:uuid:')}"


def party_name(party: Party) -> str:
    """A party's identifier as a document writes it.

    Raises:
        ValueError: it is none of ours.
    """
    for prefix in ("source", "site", "name"):
        if party.uri.startswith(_PREFIXES[prefix]):
            return f"{prefix}:{party.uri.removeprefix(_PREFIXES[prefix])}"
    message = f"{party.uri}: no party's identifier"
    raise ValueError(message)


def types(document: ProvDocument, *names: str) -> Attributes:
    """What something is."""
    return [("prov:type", document.valid_qualified_name(name)) for name in names]


def texts(values: dict[str, str | None]) -> Attributes:
    """Texts by the names of their attributes."""
    return [(name, sound(value)) for name, value in values.items() if value is not None]


def time(document: ProvDocument, text: str | None) -> Attributes:
    """When an article was published; what is no date is given as the page has it, under a name of ours."""
    from prov.model import Literal

    when = published(text)
    if when is None:
        return texts({"pv:published": text})
    kind = "xsd:dateTime" if isinstance(when, datetime) else "xsd:date"
    return [("schema:datePublished", Literal(when.isoformat(), document.valid_qualified_name(kind)))]


def numbers(values: dict[str, float | None]) -> Attributes:
    """Measures by their names in our namespace."""
    known = {name: finite(value) for name, value in values.items()}
    return [(f"pv:{name}", value) for name, value in known.items() if value is not None]


def evidence(credits_: Iterable[Credit]) -> Attributes:
    """The credits that something rests on, in words."""
    return [("pv:evidence", sound(f"{words(credit.type)}: {credit.text}")) for credit in credits_]
