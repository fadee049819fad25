"""What a person writes of a verdict, checked before it is kept.

Invariant: what passes is one line that can be shown to anybody.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from provenance.errors import UsageError
from provenance.model import Origin
from provenance.report.printable import printable
from provenance.store.values import is_unicode

if TYPE_CHECKING:
    from provenance.sources import Registry
    from provenance.sources.registry import Source

__all__ = ["checked_line", "named_source"]

_LONGEST: Final = {"reason": 2000, "author": 200, "origin": 200}
# what reads like an id of the registry and not like a name
_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NEAR: Final = 3


def checked_line(text: str, what: str) -> str:
    """A line that a person gave.

    Raises:
        UsageError: it is empty, too long, or holds what no line holds.
    """
    line, most = text.strip(), _LONGEST[what]
    if not line:
        message = f"the {what} is empty"
        raise UsageError(message, "others will read it beside the verdict: say it in a line")
    if len(line) > most:
        message = f"the {what} has {len(line):,} characters, and at most {most:,} are kept"
        raise UsageError(message, "say it in a line, with the address of what is longer")
    if not is_unicode(line) or "\n" in line or printable(line) != line:
        message = f"the {what} holds a line break or a control character"
        raise UsageError(message, "write it as one line of plain text")
    return line


def named_source(origin: str, registry: Registry) -> tuple[Origin, tuple[str, ...]]:
    """The source that a person names, and what may be wrong with it.

    Raises:
        UsageError: it reads like an id, and no source has it.
    """
    name = checked_line(origin, "origin")
    found = (
        registry.source(name)
        or registry.by_name(name)
        or registry.by_domain(name.removeprefix("www."))
        or registry.by_call_sign(name)
    )
    if found is not None:
        return Origin(found.id, found.name), ()
    near = _near(name, registry)
    listed = ", ".join(f"{source.id} ({source.name})" for source in near)
    if _ID.fullmatch(name):
        message = f"{name}: no source has this id" + (f"; near it are {listed}" if listed else "")
        hint = "`provenance sources list --find TEXT` looks for one; a name that is not known is written with a capital"
        raise UsageError(message, hint)
    note = f"the registry knows no {name}: it is kept as a name" + (f"; near it are {listed}" if listed else "")
    return Origin(None, name), (note,)


def _near(name: str, registry: Registry) -> list[Source]:
    """The sources with an id or a name like this, the most alike first."""
    words = {word.casefold(): source for source in registry for word in (*source.names, source.id)}
    found: list[Source] = []
    for word in get_close_matches(name.casefold(), sorted(words), n=2 * _NEAR):
        if words[word] not in found:
            found.append(words[word])
    return found[:_NEAR]
