"""Lines that thank a source for a part of the text: "(mit dpa)", "avec AFP", "with reporting by AP".

Invariant: who is thanked for a part is never by the same words the writer of the whole, so
bylines and reporting lines leave out what is found here.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.sources.rules import CONTRIBUTION
from provenance.sources.view import TAIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["find_contributions", "thanked", "without_thanks"]

_MATERIAL = (
    r"[\w-]{0,20}(?:material|informationen|inhalten|beiträgen|meldungen|inputs?|files|reporting|reports|contributions?|"
    r"informations?|dépêches?|información|aportes|informazioni)"
)
_OF = r"(?:\s(?:from|by|von|vom|der|des|de|d['’]|di)){1,2}"
_THE = r"(?:\s?(?:the|der|die|des|la|l['’]|el)(?:\s|(?<=['’])))?"
# "with AP" behind a name may be where a writer works; on its own, or with what was used, it is not
_THANKS = re.compile(
    rf"(?:(?<![\w-])(?:mit|avec|con)(?:\s{_MATERIAL}{_OF})?|(?<![\w-])with(?:\s\w{{2,12}})?\s{_MATERIAL}{_OF}|(?:[(\[]|^)\s?with|"
    r"(?<![\w-])(?:additional|further|extra|other)\s(?:reporting|writing|research)\s(?:from|by))"
    rf"(?=[\s'’]){_THE}\s?",
    re.IGNORECASE,
)
_ONE = r"[^\W\d_][\w.-]{1,30}(?:\s[^\W\d_][\w.-]{1,30}){0,4}?"
_AND = r"(?:\s?[,/&]\s?|\s(?:and|und|et|y|e)\s)(?:the\s|der\s|l['’])?"
_NAMES = re.compile(rf"(?P<names>{_ONE}(?:{_AND}{_ONE}){{0,4}})(?=\s{{0,3}}(?:$|[)\].;,\n|]))")
_BETWEEN = re.compile(_AND)
_MOST = 20
_ROLES = (Role.BYLINE, Role.CONTRIBUTOR)


def find_contributions(view: View, context: Context) -> Iterator[Credit]:
    """The sources that a byline, a line at the tail or the last words of a story thank for a part.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        One credit for each source.
    """
    at_tail = view.role is Role.BODY and view.after <= TAIL and view.before > 0
    if view.role not in _ROLES and not at_tail:
        return
    for start, end, sources in thanked(view.text, context.registry):
        if view.role is Role.BODY and not _stands_alone(view.text, start, end):
            continue
        for source in sources:
            yield CONTRIBUTION.credit(view, start, end, source)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether words are a line of their own, or the last of a paragraph and in brackets."""
    before, after = text[max(0, start - 4) : start].rstrip(), text[end : end + 6].strip()
    if after.strip(")]. "):
        return False
    return not before.strip("([- ") or text[start] in "([" or before[-1] in "([.!?"


def thanked(text: str, registry: Registry) -> tuple[tuple[int, int, tuple[Source, ...]], ...]:
    """Who is thanked for a part of a text.

    Args:
        text: a line, or several.
        registry: who is known.

    Returns:
        Start, end and the sources named between them, for each place that names one.
    """
    found = []
    for match in islice(_THANKS.finditer(text), _MOST):
        names = _NAMES.match(text, match.end())
        if names is None:
            continue
        parts = [part.strip(" .") for part in _BETWEEN.split(names["names"])]
        known = [registry.by_mark(part) or registry.by_name(part) for part in parts]
        sources = tuple(dict.fromkeys(source for source in known if source))
        if sources:
            found.append((match.start(), names.end(), sources))
    return tuple(found)


def without_thanks(text: str, registry: Registry) -> str:
    """A line without the words that thank a source for a part.

    Args:
        text: a byline.
        registry: who is known.
    """
    for start, end, _ in reversed(thanked(text, registry)):
        text = f"{text[:start].rstrip(' ,;([')}{text[end:].lstrip(')]')}"
    return text
