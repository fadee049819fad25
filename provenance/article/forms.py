"""The forms of furniture: how lines that are no story read, whichever site they stand on.

Invariant: the forms are data (``seeds/roles/*.toml``), each with an example that has it and a
near miss that has not; matching is linear on any line.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from provenance.article.notices import notice_span
from provenance.article.stamps import date_stamp_span
from provenance.characters import line_words
from provenance.errors import RegistryError
from provenance.model import Role
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["LONGEST", "REMEMBERED", "Form", "Glued", "Hit", "find_forms", "glued_forms", "load_forms", "shipped_forms"]

# of longer lines only the beginning is looked at, in characters
LONGEST = 1500
GRAM = 3
# so few words are looked for one by one
FEW = 10
# letters of a word that is remembered, and how many are
_USUAL, _WORDS = 24, 1 << 16
# copies of one story and pages of one site have most lines in common
REMEMBERED = 4096
STAMP_WORDS = 16
STAMP_WEIGHT = 0.9
NOTICE_WORDS = 90
NOTICE_WEIGHT = 0.75
KEYS = {"role": str, "weight": float, "words": int, "patterns": list, "example": str, "near_miss": str}
OPTIONAL = {"edge": bool, "ignore_case": bool, "needs": list, "glued": str}


class Glued(StrEnum):
    """Where a form is found that was glued to a paragraph."""

    BEFORE = "before"
    BEHIND = "behind"


@dataclass(frozen=True)
class Form:
    """One way that a role reads.

    ``words`` is the longest line that it is believed of. A line without any of ``needs``, in
    lower case, does not have it. An ``edge`` form has words that stories use too, and counts
    outside the story only. ``glued`` says where on the line of a paragraph it is looked for too.
    """

    name: str
    role: Role
    weight: float
    words: int
    needs: frozenset[str]
    expression: str
    flags: int
    edge: bool
    glued: Glued | None
    example: str
    near_miss: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when a line first asks for it: most lines need few forms."""
        return re.compile(self.expression, self.flags)


@dataclass(frozen=True, slots=True)
class Hit:
    """A form that a line has; ``start`` and ``end`` are offsets into the line."""

    rule: str
    role: Role
    weight: float
    start: int
    end: int
    edge: bool = False


def load_forms(path: Path, *, check: bool = True) -> tuple[Form, ...]:
    """Read the forms of one language.

    Args:
        path: a TOML file with one table for each form.
        check: compile every expression now; those that are shipped are compiled by a test.

    Raises:
        RegistryError: the file or an entry is wrong; the message names both.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: {error}"
        raise RegistryError(message, "correct the file") from error
    forms = tuple(_form(path, name, table) for name, table in tables.items())
    if check:
        _compile(path, forms)
    return forms


def _compile(path: Path, forms: Iterable[Form]) -> None:
    for form in forms:
        try:
            _ = form.pattern
        except re.error as error:
            message = f"{path}: [{form.name}]: {error}"
            raise RegistryError(message, "correct the entry") from error


@cache
def shipped_forms() -> tuple[Form, ...]:
    """The forms that the program ships, of all languages."""
    files = sorted((seeds_folder() / "roles").glob("*.toml"))
    return tuple(form for file in files for form in load_forms(file, check=False))


class _Needs:
    """What forms need, by the words of a line: what is needed stands in a line only where its longest word does.

    The words of a language are few, so that most were met before.
    """

    def __init__(self, needs: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for need in needs:
            self._by_word.setdefault(max(need.split(), key=len), []).append(need)
        self._short = [word for word in self._by_word if len(word) < GRAM]
        self._short_ascii = [word for word in self._short if word.isascii()]
        self._grams: dict[str, list[str]] = {}
        for word in self._by_word:
            if len(word) >= GRAM:
                self._grams.setdefault(word[:GRAM], []).append(word)
        self._met: dict[str, tuple[str, ...]] = {}
        self._in_vain: set[str] = set()

    def of_line(self, lower: str) -> set[str]:
        """What a line may have, by its words; most of them are known to be in vain."""
        may: set[str] = set()
        for word in set(lower.split()) - self._in_vain:
            may.update(self._met.get(word) or self._of_word(word))
        return may

    def _of_word(self, word: str) -> tuple[str, ...]:
        """What a line with a word may have that was not met before; it is remembered."""
        found = self._found(word)
        if len(word) <= _USUAL:
            if len(self._met) + len(self._in_vain) >= _WORDS:
                self._met.clear()
                self._in_vain.clear()
            if found:
                self._met[word] = found
            else:
                self._in_vain.add(word)
        return found

    def _found(self, word: str) -> tuple[str, ...]:
        grams = {word[at : at + GRAM] for at in range(len(word) - GRAM + 1)}
        there = [each for each in (self._short_ascii if word.isascii() else self._short) if each in word]
        there += [each for gram in grams & self._grams.keys() for each in self._grams[gram] if each in word]
        return tuple(need for each in there for need in self._by_word[each])


@cache
def _needs() -> _Needs:
    return _Needs({need for form in shipped_forms() for need in form.needs})


@lru_cache(REMEMBERED)
def _present(lower: str) -> tuple[str, ...]:
    """What a line in lower case has of all that the shipped forms need; it is asked for again and again."""
    return tuple(need for need in _needs().of_line(lower) if need in lower)


class _Index:
    """Forms of those that are shipped by what a line must have for them, so that it is held against few of them."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._always: list[tuple[int, Form]] = []
        self._by_need: dict[str, list[tuple[int, Form]]] = {}
        for order, form in enumerate(forms):
            for need in form.needs:
                self._by_need.setdefault(need, []).append((order, form))
            if not form.needs:
                self._always.append((order, form))

    def present(self, lower: str) -> list[str]:
        """What a line in lower case has of all that forms need."""
        if len(self._by_need) <= FEW:
            return [need for need in self._by_need if need in lower]
        return [need for need in _present(lower) if need in self._by_need]

    def forms(self, lower: str) -> list[Form]:
        """The forms that a line in lower case may have, in their order."""
        found = dict(self._always)
        for need in self.present(lower):
            found.update(self._by_need[need])
        return [found[order] for order in sorted(found)]


@cache
def _limits() -> tuple[int, ...]:
    """The lengths in words that forms are believed up to, each once, ascending."""
    return tuple(sorted({form.words for form in shipped_forms()}))


@cache
def _index(limit: int) -> _Index:
    """The forms that are believed of lines of so many words."""
    return _Index(form for form in shipped_forms() if form.words >= limit)


def _forms_of(lower: str, words: int) -> list[Form]:
    """The forms that a line of so many words, in lower case, may have: of a long one few are believed."""
    limits = _limits()
    at = bisect_left(limits, words)
    return _index(limits[at]).forms(lower) if at < len(limits) else []


def _form(path: Path, name: str, table: dict[str, Any]) -> Form:
    """One entry, checked."""
    wrong = [key for key, kind in KEYS.items() if not isinstance(table.get(key), kind)]
    wrong += [key for key in table if not isinstance(table[key], (KEYS | OPTIONAL).get(key, ()))]
    if wrong:
        message = f"{path}: [{name}]: missing, unknown or of the wrong type: {', '.join(dict.fromkeys(wrong))}"
        raise RegistryError(message, f"an entry has {', '.join(KEYS)} and may have {', '.join(OPTIONAL)}")
    if "glued" in table and not table.get("needs"):
        message = f"{path}: [{name}]: glued, and needs nothing"
        raise RegistryError(message, "name in needs what every such line has")
    alternatives = "|".join(f"(?:{pattern})" for pattern in table["patterns"])
    try:
        role = Role(table["role"])
        glued = Glued(table["glued"]) if "glued" in table else None
    except ValueError as error:
        message = f"{path}: [{name}]: {error}"
        raise RegistryError(message, "correct the entry") from error
    return Form(
        name=name,
        role=role,
        weight=table["weight"],
        words=table["words"],
        needs=frozenset(table.get("needs", ())),
        expression=rf"\s{{0,9}}(?:{alternatives})",
        flags=re.IGNORECASE if table.get("ignore_case") else 0,
        edge=bool(table.get("edge")),
        glued=glued,
        example=table["example"],
        near_miss=table["near_miss"],
    )


@cache
def _glued(where: Glued) -> _Index:
    return _Index(form for form in shipped_forms() if form.glued is where)


def glued_forms(lower: str, where: Glued) -> list[Form]:
    """The forms that may be glued to a paragraph and that need something it has.

    Args:
        lower: the paragraph's beginning or end, in lower case.
        where: which of both.
    """
    return _glued(where).forms(lower)


@lru_cache(REMEMBERED)
def find_forms(text: str) -> tuple[Hit, ...]:
    """Every form that a line has, the heaviest first.

    Args:
        text: a line or paragraph.

    Returns:
        At most one hit for each form; the order is by weight, then by the files.
    """
    probe = text[:LONGEST]
    words = line_words(probe) + (len(text) - len(probe)) // 6
    hits = [
        Hit(form.name, form.role, form.weight, found.start(), found.end(), form.edge)
        for form in _forms_of(probe.lower(), words)
        if (found := form.pattern.match(probe)) is not None
    ]
    if words <= STAMP_WORDS and (span := date_stamp_span(probe)) is not None:
        hits.append(Hit("date_words", Role.DATE_STAMP, STAMP_WEIGHT, *span))
    if words <= NOTICE_WORDS and (span := notice_span(text)) is not None:
        hits.append(Hit("notice_shape", Role.COPYRIGHT, NOTICE_WEIGHT, *span, edge=True))
    return tuple(sorted(hits, key=lambda hit: -hit.weight))
