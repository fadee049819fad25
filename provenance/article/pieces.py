"""Lines cut where two things were glued together.

Invariant: the pieces of a line are disjoint, in order, and leave out only white space between
them; nothing is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.article.seams import parts_of
from provenance.characters import line_words
from provenance.model import Article, Flag, Line, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

__all__ = ["Piece", "cut", "is_link_elsewhere", "key", "may_say"]

STAMP = re.compile(r"date \d{4}-\d\d-\d\d(?=\s)")
ADDRESS = re.compile(r"https?://\S{1,2000}(?=\s)")
CRUMB = re.compile(r"(?:(?:Home|HOME|Startseite|Accueil|Inicio|Início|Homepage)\b|होम\s)")
PHOTO_TAIL = re.compile(
    r"(?P<name>\S{2,60}) ?/ ?"
    r"(?:Pixabay|Unsplash|Pexels|Flickr|Getty Images|Shutterstock|Reuters|AFP|AP|iStock|Alamy)\s{0,3}$"
)
# a user name, as picture sites have it, and no word of a headline
HANDLE = re.compile(r"\w{0,40}(?:_|[a-z][A-Z]|\d)\w{0,40}$")
CREDITS_TAIL = re.compile(
    r"[.”\"’')]\s{1,3}(?P<tail>\((?:Additional )?(?:Reporting|Writing|Editing|Compiled|Report) "
    r"(?:and \w{4,12} )?by [A-Z][^()]{2,600}\))\s{0,3}$"
)
CREDIT_REACH = 700
HEADLINE_WORDS = range(4, 41)
SHORTEST_HEADLINE = 5
LONGEST_ADDRESS = 2500  # characters
LONGEST_HEADLINE = 300  # characters
TRAIL_WORDS = 8  # a trail has at most so many before the headline
CAPTION_STARTS = ("FILE", "File", "Photo", "Image", "Picture", "Represent")
WORD = re.compile(r"\w+")
NO_WORD = {code: " " for code in range(128) if not WORD.match(chr(code))}
ALL_LINK = 0.9
LINK_REGIONS = frozenset({"nav", "footer", "related", "share", "aside"})


@dataclass(slots=True)
class Piece:
    """A block in the making: its span, the line that it was cut from, what is known of its role."""

    start: int
    end: int
    text: str
    line: Line
    role: Role | None = None
    flags: list[Flag] = field(default_factory=list)
    words: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the words, which most rules ask for."""
        self.words = line_words(self.text)

    def take(self, role: Role, rule: str, weight: float, span: tuple[int, int] | None = None) -> None:
        """Give the piece a role in place of any other, with the evidence; ``span`` is offsets into the piece."""
        start, end = span if span is not None else (0, len(self.text))
        self.role = role
        self.flags = [Flag(rule, self.start + start, self.start + end, weight)]


def key(text: str) -> str:
    """What two lines have in common that say the same: their words in lower case."""
    if text.isascii():
        return " ".join(text.lower().translate(NO_WORD).split())
    return " ".join(WORD.findall(text.casefold()))


def may_say(text: str, keys: AbstractSet[str]) -> bool:
    """Whether a line's first sign is that of one of some keys, so that it may say the same: a long line's key is dear.

    Args:
        text: the line.
        keys: of other lines.
    """
    first = WORD.search(text.casefold())
    return "" in keys if first is None else any(name.startswith(first[0][0]) for name in keys)


def cut(article: Article) -> list[Piece]:
    """Cut the lines of an article into pieces of one role each, where the wording shows it.

    Args:
        article: with its lines.

    Returns:
        The pieces in order; some have their role already.
    """
    text, title = article.text, key(article.title or "")
    trails = any(CRUMB.match(text, line.start) or ADDRESS.match(text, line.start) for line in article.lines)
    titles = _possible_headlines(article) if trails else {}
    return [
        piece
        for line in article.lines
        for piece in (
            (_piece(text, line, line.start, line.end),)
            if is_link_elsewhere(line) or (title and _says(text, line, title))
            else _cut_line(text, line, titles)
        )
    ]


def is_link_elsewhere(line: Line) -> bool:
    """Whether a line of a page is nothing but a link in a box of them: no wording makes it anything else.

    Args:
        line: with the decision whether it is story.
    """
    return line.region in LINK_REGIONS and not line.extracted and line.link_density >= ALL_LINK


def _says(text: str, line: Line, title: str) -> bool:
    """Whether a line says what the title says, word for word: then it holds one thing, however it reads."""
    length = line.end - line.start  # a key lacks signs, and some letters grow by it
    fits = len(title) <= 2 * length and length <= min(LONGEST_HEADLINE, 2 * len(title) + 8)
    return fits and key(text[line.start : line.end]) == title


def _possible_headlines(article: Article) -> Mapping[str, int]:
    """How often each line that could be a headline stands in the article; the title counts too."""
    titles: dict[str, int] = {}
    for line in article.lines:
        if line.end - line.start <= LONGEST_HEADLINE:
            name = key(article.text[line.start : line.end])
            if line_words(name) in HEADLINE_WORDS:
                titles[name] = titles.get(name, 0) + 1
    if article.title and line_words(key(article.title)) in HEADLINE_WORDS:
        titles.setdefault(key(article.title), 1)
    return titles


def _cut_line(text: str, line: Line, titles: Mapping[str, int]) -> Iterator[Piece]:
    """The pieces of one line."""
    whole = text[line.start : line.end]
    if stamp := STAMP.match(whole):
        yield _piece(text, line, line.start, line.start + stamp.end(), Role.DATE_STAMP, "crawler_date")
        yield _piece(text, line, line.start + stamp.end(), line.end)
    elif at := _headline_tail(whole, titles):
        address = ADDRESS.match(whole) is not None
        role, rule = (
            (Role.SOURCE_LINK, "address_before_headline") if address else (Role.BREADCRUMB, "trail_to_headline")
        )
        yield _piece(text, line, line.start, line.start + at, role, rule)
        yield _piece(text, line, line.start + at, line.end, Role.HEADLINE, "repeated_headline")
    elif at := _photo_credit(whole):
        yield _piece(text, line, line.start, line.start + at)
        yield _piece(text, line, line.start + at, line.end, Role.CAPTION, "photo_credit_tail")
    elif at := _credits_tail(whole):
        yield _piece(text, line, line.start, line.start + at)
        yield _piece(text, line, line.start + at, line.end, Role.CONTRIBUTOR, "credits_tail")
    elif parts := parts_of(whole):
        for part in parts:
            yield _piece(text, line, line.start + part.start, line.start + part.end, part.role, part.rule)
    else:
        yield _piece(text, line, line.start, line.end)


def _piece(text: str, line: Line, start: int, end: int, role: Role | None = None, rule: str = "") -> Piece:
    """A piece without the white space at its ends, with the role that cutting it showed."""
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    whole = raw.strip()
    piece = Piece(start, start + len(whole), whole, line)
    if role is not None:
        piece.take(role, rule, 0.95)
    return piece


def _headline_tail(whole: str, titles: Mapping[str, int]) -> int | None:
    """Where, in a trail or after an address, a headline begins that stands elsewhere too."""
    if len(whole) > LONGEST_ADDRESS:
        return None
    if address := ADDRESS.match(whole):
        rest = whole[address.end() :]
        return address.end() if key(rest) in titles else None
    if CRUMB.match(whole) is None:
        return None
    words = [found.start() for found in re.finditer(r"\S+", whole)]
    starts = (start for start in words[1:TRAIL_WORDS] if key(whole[start:]) in titles)
    return next(starts, None)


def _photo_credit(whole: str) -> int | None:
    """Where a picture's credit begins that was glued to a headline."""
    if len(whole) > LONGEST_HEADLINE or whole.startswith(CAPTION_STARTS):
        return None
    start = max(0, len(whole) - 100)
    found = PHOTO_TAIL.search(whole, start) if whole.find("/", start) >= 0 else None
    if found is None:
        return None
    at = found.start()
    before = whole[:at].rstrip()
    if line_words(before) < SHORTEST_HEADLINE or before.endswith((",", "©", "(c)", "(C)")) or "©" in before:
        return None
    surname_only = not HANDLE.match(found["name"]) and not before.endswith("|")
    first_name = before.rfind(" ") + 1
    return first_name if surname_only and before[first_name].isupper() else at


def _credits_tail(whole: str) -> int | None:
    """Where a bracket with reporters and editors begins at the end of a paragraph."""
    if not whole.endswith(")"):
        return None
    found = CREDITS_TAIL.search(whole, max(0, len(whole) - CREDIT_REACH))
    return found.start("tail") if found else None
