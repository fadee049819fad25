"""One file of the registry: TOML in, sources out, or every mistake in it with its line.

Invariant: a ``Source`` that exists is complete and well formed; a file with a mistake gives
none at all, and one error that names the file and lists each mistake with its line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.errors import RegistryError
from provenance.model import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Form", "Source", "line_of", "read_entries"]

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DOMAIN = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24}")
_HOST = re.compile(r"[a-z0-9]+(?:[.-]{1,3}[a-z0-9]+){0,20}")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_AT_LINE = re.compile(r"at line (\d{1,9})")
_TABLE_LINE = re.compile(r"\s{0,20}\[\s{0,20}[\"']?([^\]\"']{1,80}?)[\"']?\s{0,20}\]")


class Form(StrEnum):
    """A house's way of signing a text that does not spell its name."""

    REPORTING_LINE = "reporting_line"  # (Reporting by …; Editing by …)
    SLASH_INITIALS = "slash_initials"  # abc-de/fg
    MARK_INITIALS = "mark_initials"  # PTI ABC DE FG
    NUMBERED_SLUG = "numbered_slug"  # UPDATE 2-Headline
    JOINT_CONTRIBUTORS = "joint_contributors"  # Surname reported from CITY. Full Name in CITY contributed …


@dataclass(frozen=True, slots=True)
class Source:
    """An agency, outlet or aggregator, and the forms in which a page names it.

    ``aliases`` are names that stand in running text; ``bylines`` stand for it in a byline
    only; ``marks`` stand in the brackets of a dateline; ``holders`` are copyright holders;
    ``disclaimers``, ``agency_lines`` and ``headlines`` are phrases that only its own lines, or
    the headlines of its own texts, carry. ``damaged`` are what a paraphraser or a slip made of its
    name. ``feeds`` are the addresses of its main feeds and news sitemaps. ``owner`` is the company
    it belongs to. A ``distributor`` sells what others wrote.
    ``example`` credits it, ``near_miss`` does not: the registry's own test.
    """

    id: str
    name: str
    kind: SourceKind
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    disclaimers: tuple[str, ...] = ()
    agency_lines: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    feeds: tuple[str, ...] = ()
    owner: str | None = None
    distributor: bool = False
    example: str | None = None
    near_miss: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


_TEXTS = frozenset({"name", "kind", "owner", "example", "near_miss"})
_FLAGS = frozenset({"distributor"})
_KINDS = frozenset(SourceKind)
_FORMS = frozenset(Form)
_KEYS = frozenset(field.name for field in fields(Source)) - {"id"}


@dataclass(frozen=True, slots=True)
class _Mistake:
    line: int
    text: str


class _Lines:
    """Where the tables and keys of a TOML file stand; the parser does not say."""

    def __init__(self, text: str) -> None:
        """Number the lines of a file's text."""
        self._at: dict[tuple[str, str | None], int] = {}
        table = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _TABLE_LINE.match(line):
                table = header[1]
                self._at.setdefault((table, None), number)
            elif "=" in line:
                self._at.setdefault((table, line.split("=", 1)[0].strip().strip("\"'")), number)

    def of(self, table: str, key: str | None = None) -> int:
        """The line of a key, else of its table, else of the key outside any table, else 1."""
        for place in ((table, key), (table, None), ("", table)):
            if place in self._at:
                return self._at[place]
        return 1


_NO_LINES = _Lines("")


def read_entries(path: Path, *, check: bool = True) -> tuple[Source, ...]:
    """Read one file of the registry.

    Args:
        path: a TOML file with one table a source; the table's name is the source's id.
        check: whether to look at every entry for mistakes; not needed of a file that was checked.

    Returns:
        The sources, in the file's order.

    Raises:
        RegistryError: the file cannot be read, is no TOML, or has a wrong entry.
    """
    text = _read(path)
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        message = f"{path}:1: nested too deep"
        raise RegistryError(message, "an entry is one table with texts and lists of texts") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = at[1] if at else text.count("\n") + 1
        message = f"{path}:{line}: {error}"
        raise RegistryError(message, "correct the TOML on that line") from error
    if check and any(True for key, value in tables.items() for _ in _check(key, value, _NO_LINES)):
        lines = _Lines(text)  # a second pass over a wrong file, so that a right one costs nothing
        mistakes = [m for key, value in tables.items() for m in _check(key, value, lines)]
        listed = "\n".join(f"{path}:{m.line}: {m.text}" for m in sorted(mistakes, key=lambda m: (m.line, m.text)))
        hint = f"an entry is a table named by its id, with name, kind and any of: {', '.join(sorted(_KEYS))}"
        raise RegistryError(listed, hint)
    return tuple(_source(key, value) for key, value in tables.items())


def _read(path: Path) -> str:
    """A file's text."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise RegistryError(message, "name a TOML file that can be read") from error
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 text"
        raise RegistryError(message, "save the file as UTF-8") from error


def line_of(path: Path, entry: str, key: str | None = None) -> int:
    """The line of a readable file on which an entry begins, or one of its keys; 1 where it has none.

    Args:
        path: the file.
        entry: the source's id.
        key: a key of the entry; without it the entry itself is meant.
    """
    return _Lines(path.read_text(encoding="utf-8")).of(entry, key)


def _check(key: str, entry: object, lines: _Lines) -> Iterator[_Mistake]:
    """Every mistake of one entry."""
    line = lines.of(key)
    if not isinstance(entry, dict):
        yield _Mistake(line, f"{key!r} stands outside an entry; begin the entry with its id in brackets, as in [{key}]")
        return
    if not _ID.fullmatch(key):
        yield _Mistake(line, f"id {key!r}: use lower-case letters, digits and underscores, a letter first")
    for name in ("name", "kind"):
        if name not in entry:
            yield _Mistake(line, f"{key}: {name} is missing")
    for name, value in entry.items():
        fault = _fault(name, value)
        if fault:
            yield _Mistake(lines.of(key, name), f"{key}: {fault}")


def _fault(name: str, value: object) -> str | None:
    """What is wrong with one key of an entry and its value."""
    if name not in _KEYS:
        return f"unknown key {name!r}"
    if name in _FLAGS:
        return None if isinstance(value, bool) else f"{name} must be true or false"
    if name in _TEXTS:
        if not isinstance(value, str) or not value.strip():
            return f"{name} must be a text that is not empty"
        wrong_kind = name == "kind" and value not in _KINDS
        return f"unknown kind {value!r}; one of {', '.join(SourceKind)}" if wrong_kind else None
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return f"{name} must be a list of texts that are not empty"
    return _item_fault(name, value)


def _item_fault(name: str, items: list[str]) -> str | None:
    """What is wrong with an item of a list that is a list of texts."""
    for item in items:
        if name == "domains" and (not _DOMAIN.fullmatch(item) or item.startswith("www.")):
            return f"{item!r} is no domain; write it as in 'example.com', without www"
        if name == "forms" and item not in _FORMS:
            return f"unknown form {item!r}; one of {', '.join(Form)}"
        if name == "feeds" and not _is_address(item):
            return f"{item!r} is no address of a feed; write it as in 'https://example.com/feed.xml'"
        if name == "feeds" and items.count(item) > 1:
            return f"{item!r} stands twice"
    return None


def _is_address(text: str) -> bool:
    """Whether a text is an absolute address of the web, without credentials and fragment."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.netloc if port is None else parts.netloc.removesuffix(f":{port}")
    whole = parts.scheme in ("http", "https") and _HOST.fullmatch(host) is not None and port != 0
    return whole and "#" not in text and _NOT_IN_ADDRESS.search(text) is None


def _source(key: str, entry: dict[str, object]) -> Source:
    """The source of a checked entry."""
    texts = {name: str(value) for name, value in entry.items() if name in _TEXTS}
    lists = {name: tuple(map(str, value)) for name, value in entry.items() if isinstance(value, list)}
    return Source(
        id=key,
        name=texts["name"],
        kind=SourceKind(texts["kind"]),
        aliases=lists.get("aliases", ()),
        domains=lists.get("domains", ()),
        marks=lists.get("marks", ()),
        bylines=lists.get("bylines", ()),
        holders=lists.get("holders", ()),
        disclaimers=lists.get("disclaimers", ()),
        agency_lines=lists.get("agency_lines", ()),
        headlines=lists.get("headlines", ()),
        damaged=lists.get("damaged", ()),
        forms=tuple(map(Form, lists.get("forms", ()))),
        feeds=lists.get("feeds", ()),
        owner=texts.get("owner"),
        distributor=entry.get("distributor") is True,
        example=texts.get("example"),
        near_miss=texts.get("near_miss"),
    )
