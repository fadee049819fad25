"""Many phrases looked for at once, whole words only, by the word that each begins with.

Invariant: what is found is what one pattern of all phrases would find, the longest first, never
overlapping; the cost grows with the words of the text and not with the number of phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Found", "Phrases"]

_BEFORE = r"(?<![\w@#./\u0900-\u0963-])"
_FIRST_WORD = re.compile(r"(?<=\w)\W.*", re.DOTALL)
# the signs of Devanagari are no \w, but a word goes on with them
_GOES_ON = re.compile(r"[\w@\u0900-\u0963-]")
_ARTICLE = "The "
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase as it stands in a text; to be asked like a match of a pattern."""

    at: int
    text: str

    def start(self) -> int:
        """Offset of its first character."""
        return self.at

    def end(self) -> int:
        """Offset behind its last one."""
        return self.at + len(self.text)

    def span(self) -> tuple[int, int]:
        """Both offsets."""
        return self.at, self.end()

    def __getitem__(self, group: int) -> str:
        """The words as they stand in the text."""
        return (self.text,)[group]


class Phrases:
    """A set of phrases, each beginning with a letter or a digit."""

    def __init__(self, phrases: Iterable[str], *, ignore_case: bool = False) -> None:
        """Take phrases in any order.

        Args:
            phrases: "the Washington Post" is found for "The Washington Post", but "the Hill" not for "The Hill".
            ignore_case: whether letter case does not count.
        """
        self._ignore_case = ignore_case
        # by the first word and the letters behind it; forms that go on for less stand under the word alone
        self._forms: dict[tuple[str, str], list[str]] = {}
        self._words: set[str] = set()
        for form in sorted({form for phrase in phrases for form in _forms(phrase, ignore_case=ignore_case)}, key=_rank):
            word = _FIRST_WORD.sub("", form)
            rest = form[len(word) : len(word) + _AHEAD]
            self._words.add(word)
            self._forms.setdefault((word, rest if len(rest) == _AHEAD else ""), []).append(form)

    @cached_property
    def _starts(self) -> re.Pattern[str]:
        """Where a phrase may begin: at any word with one of the first letters, at the small words among them only."""
        small = sorted(word for word in self._words if word[0].islower())
        initials = "".join(sorted({re.escape(word[0]) for word in self._words if not word[0].islower()}))
        either = [rf"[{initials}]\w*"] if initials else []
        either += [rf"(?:{'|'.join(small)})(?!\w)"] if small else []
        return re.compile(f"{_BEFORE}(?:{'|'.join(either) or '(?!)'})")

    def __iter__(self) -> Iterator[str]:
        """Every phrase, sorted."""
        return iter(sorted(form for forms in self._forms.values() for form in forms))

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Every phrase in a text, in order.

        Args:
            text: any text.
            start: where to begin.
            end: where to stop; no phrase reaches beyond it.
        """
        last = len(text) if end is None else end
        folded = text.lower() if self._ignore_case else text
        if len(folded) != len(text):
            folded = text  # a letter whose small form is two characters: then case counts
        at = start
        for word in self._starts.finditer(folded, start, last):
            if word[0] not in self._words or word.start() < at:
                continue
            found = self._at(folded, word, last)
            if found:
                at = word.start() + len(found)
                yield Found(word.start(), text[word.start() : at])

    def search(self, text: str, start: int = 0, end: int | None = None) -> Found | None:
        """The first phrase in a text; ``None`` where there is none."""
        return next(self.finditer(text, start, end), None)

    def _at(self, text: str, word: re.Match[str], last: int) -> str | None:
        """The longest of the phrases with this first word that stands here and ends with a word."""
        for rest in (text[word.end() : word.end() + _AHEAD], ""):
            for form in self._forms.get((word[0], rest), ()):
                end = word.start() + len(form)
                if text.startswith(form, word.start()) and end <= last and _ends(form, text, end):
                    return form
        return None


def _ends(form: str, text: str, end: int) -> bool:
    """Whether a phrase ends where a word does; "d'AFP" goes on behind its apostrophe."""
    return form.endswith("'") or _GOES_ON.match(text, end) is None


def _rank(form: str) -> tuple[int, str]:
    """The longest first."""
    return -len(form), form


def _forms(phrase: str, *, ignore_case: bool) -> tuple[str, ...]:
    """A phrase, and with a small article where it has more words than one behind it."""
    if ignore_case:
        return (phrase.lower(),)
    if phrase.startswith(_ARTICLE) and phrase.count(" ") > 1:
        return phrase, f"the {phrase.removeprefix(_ARTICLE)}"
    return (phrase,)
