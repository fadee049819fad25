"""What can be taken along from a page: the same thing in the formats of other programs.

Invariant: what stands in a file is what the command line writes. A format that this server cannot
write is not offered, and says why where it is asked for.
"""

from __future__ import annotations

import io
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from provenance.browse.answering import ServerError
from provenance.browse.page import File, Offer
from provenance.errors import UsageError, extra_hint
from provenance.report.formats import MEDIA_TYPES, SUFFIXES, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import ReadableBuffer

    from provenance.browse.page import Asked

__all__ = ["ARTICLE", "OUTLET", "STORY", "Bounded", "offers", "taken", "wanted"]

ARTICLE: Final = (Format.HTML, Format.PROV, Format.NINJS, Format.JSONLD, Format.MERMAID, Format.DOT)
"""The formats of an article."""
STORY: Final = (Format.HTML, Format.PROV, Format.MERMAID, Format.DOT)
"""The formats of a story."""
OUTLET: Final = (Format.HTML, Format.CSV, Format.PARQUET)
"""The formats of an outlet."""
_LABELS: Final = {
    Format.HTML: "HTML report",
    Format.PROV: "PROV-JSON",
    Format.NINJS: "ninjs",
    Format.JSONLD: "JSON-LD",
    Format.MERMAID: "Mermaid",
    Format.DOT: "Graphviz",
    Format.CSV: "CSV",
    Format.PARQUET: "Parquet",
    Format.JSON: "JSON",
}
_LIBRARIES: Final = {Format.PROV: "prov", Format.PARQUET: "pyarrow"}
_ODD: Final = re.compile(r"[^A-Za-z0-9.]+")
_NAME: Final = 80
_MOST_BYTES: Final = 100_000_000


def offers(address: str, forms: Sequence[Format]) -> tuple[Offer, ...]:
    """The links to all formats of a thing that this server can write, and to its JSON.

    Args:
        address: of the thing's page.
        forms: what there is of it.
    """
    found = [Offer(_LABELS[form], f"{address}?_format={form}", _media(form)) for form in forms if not _lacks(form)]
    return (*found, Offer(_LABELS[Format.JSON], f"{address}.json", _media(Format.JSON)))


def wanted(asked: Asked, forms: Sequence[Format]) -> Format | None:
    """The format that a file is asked for in; ``None`` where the page or its JSON is.

    Raises:
        UsageError: there is no such format of this thing.
        ServerError: the library that writes it is not installed.
    """
    name = asked.arguments.get("_format", "")
    if asked.parts.get("format") or name in {"", "json"}:
        return None
    form = next((each for each in forms if each.value == name), None)
    if form is None:
        message = f"{name[:_NAME]}: no format of this page"
        raise UsageError(message, f"take one of {', '.join(['json', *forms])}")
    if _lacks(form):
        message = f"{_LABELS[form]} needs the library {_LIBRARIES[form]}, which this server lacks"
        raise ServerError(message, f"whoever runs it can: {extra_hint('exports')}", 501)
    return form


def taken(name: str, form: Format, content: str | bytes) -> File:
    """A file.

    Args:
        name: what it is of; of other characters than plain letters, digits and dots nothing is kept.
        form: its format.
        content: as the command line would write it.
    """
    plain = _ODD.sub("-", name)[:_NAME].strip("-.") or "file"
    # half a character comes out as the command line has it
    body = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    return File(f"{plain}{SUFFIXES[form]}", MEDIA_TYPES[form], body)


class Bounded(io.BytesIO):
    """A stream in memory that takes no more than a server can give."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Take some bytes.

        Raises:
            ServerError: these would be too many.
        """
        if self.tell() + memoryview(data).nbytes > _MOST_BYTES:
            message = f"the file would be larger than {_MOST_BYTES // 1_000_000} MB"
            raise ServerError(message, "the command line writes it: provenance site, provenance export", 422)
        return super().write(data)


def _lacks(form: Format) -> bool:
    library: Any = _LIBRARIES.get(form)
    return library is not None and find_spec(library) is None


def _media(form: Format) -> str:
    return MEDIA_TYPES[form].partition(";")[0]
