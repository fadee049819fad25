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
from provenance.sources.wording import AND, LETTER, NAME, wording

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
    rf"(?:(?<![\w-])(?:mit|avec|con)(?:\s{_MATERIAL}{_OF})?|(?<![\w-])with(?:\s\w{{2,12}})?\s{_MATERIAL}{_OF}|(?:[(\[—–]|^)\s?with|"
    r"(?<![\w-])(?:additional|further|extra|other)\s(?:reporting|writing|research)\s(?:from|by))"
    rf"(?=[\s'’]){_THE}\s?",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"(?P<names>{NAME}(?:{AND}{NAME}){{0,4}})(?=\s{{0,3}}(?:$|[)\].;,\n|]))")
_BETWEEN = re.compile(AND)
_BETWEEN_BEFORE = re.compile(rf"{AND}$")
# "By Ida Marsh with AFP": a mark in a byline is thanked, "with Associated Press" is where she works
_BYLINE_WITH = re.compile(
    rf"(?<=\w)\s{{1,2}}with\s{{1,2}}(?P<names>[A-Za-z]{{2,8}}(?:{AND}[A-Za-z]{{2,8}}){{0,3}})(?=\s{{0,3}}(?:$|[)\].;,\n|]))"
)
_MOST = 20
_MOST_WORDS = 6
_LONGEST_NAME = 60
_LONGEST_AND = 8
_REACH = 300
_NAME_WORD = re.compile(rf"{LETTER}[^\s()\[\]]{{0,30}}")
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
    shift = max(0, len(view.text) - _REACH) if view.role is Role.BODY else 0
    for first, last, sources in thanked(view.text[shift:], context.registry, byline=view.role is Role.BYLINE):
        start, end = first + shift, last + shift
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


def thanked(text: str, registry: Registry, *, byline: bool = False) -> tuple[tuple[int, int, tuple[Source, ...]], ...]:
    """Who is thanked for a part of a text.

    Args:
        text: a line, or several.
        registry: who is known.
        byline: whether it is a byline, in which "with" thanks whoever stands behind it.

    Returns:
        Start, end and the sources named between them, for each place that names one.
    """
    found: list[tuple[int, int, tuple[Source, ...]]] = []
    for match in islice(_THANKS.finditer(text), _MOST):
        names = _NAMES.match(text, match.end())
        if names:
            found.append((match.start(), names.end(), _known(names["names"], registry)))
    if byline:
        found += [
            (m.start(), m.end(), _known(m["names"], registry)) for m in islice(_BYLINE_WITH.finditer(text), _MOST)
        ]
    for thanks in islice(wording().thanks(text), _MOST):
        if thanks.names is not None:
            found.append((thanks.start, thanks.end, _known(thanks.names, registry)))
        else:
            start, sources = _names_before(text[: thanks.start].rstrip(), registry)
            found.append((start, thanks.end, sources))
    apart: list[tuple[int, int, tuple[Source, ...]]] = []
    for start, end, sources in sorted(found, key=lambda f: (f[0], -len(f[2]), -f[1])):
        if sources and (not apart or apart[-1][1] <= start):
            apart.append((start, end, sources))
    return tuple(apart)


def _known(names: str, registry: Registry) -> tuple[Source, ...]:
    """The sources among names that "and" or a comma sets apart."""
    parts = [part.strip(" .") for part in _BETWEEN.split(names)]
    sources = [registry.by_mark(part) or registry.by_name(part) or registry.by_damaged(part) for part in parts]
    return tuple(dict.fromkeys(source for source in sources if source))


def _names_before(text: str, registry: Registry) -> tuple[int, tuple[Source, ...]]:
    """The sources that a text ends with, and where the first of them begins."""
    start = end = len(text)
    sources: list[Source] = []
    while len(sources) < _MOST_WORDS and (last := _last_name(text[:end], registry)):
        start, source = last
        sources.append(source)
        between = _BETWEEN_BEFORE.search(text, max(0, start - _LONGEST_AND), start)
        if between is None:
            break
        end = between.start()
    return start, tuple(reversed(sources))


def _last_name(text: str, registry: Registry) -> tuple[int, Source] | None:
    """The longest name of a source that a text ends with, and where it begins."""
    words = list(_NAME_WORD.finditer(text, max(0, len(text) - _LONGEST_NAME)))
    for word in words[-_MOST_WORDS:]:
        name = text[word.start() :]
        source = registry.by_mark(name) or registry.by_name(name) or registry.by_damaged(name)
        if source:
            return word.start(), source
    return None


def without_thanks(text: str, registry: Registry) -> str:
    """A line without the words that thank a source for a part.

    Args:
        text: a byline.
        registry: who is known.
    """
    for start, end, _ in reversed(thanked(text, registry, byline=True)):
        text = f"{text[:start].rstrip(' ,;([')}{text[end:].lstrip(')]')}"
    return text
