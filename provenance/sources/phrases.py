"""Many phrases looked for at once, whole words only, by the word that each begins with.

Invariant: what is found is what one pattern of all phrases would find, the longest first, never
overlapping; the cost grows with the words of the text and not with the number of phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Found", "Phrases"]

_STARTS = re.compile(r"(?<![\w@#./\u0900-\u0963-])\w+")
_FIRST_WORD = re.compile(r"\w*")
# the signs of Devanagari are no \w, but a word goes on with them
_GOES_ON = re.compile(r"[\w@\u0900-\u0963-]")
_ARTICLE = "The "


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
        by_word: dict[str, set[str]] = {}
        for phrase in phrases:
            for form in _forms(phrase.lower() if ignore_case else phrase):
                by_word.setdefault(_FIRST_WORD.match(form)[0], set()).add(form)  # type: ignore[index]
        self._by_word = {word: sorted(forms, key=lambda f: (-len(f), f)) for word, forms in by_word.items()}

    def __iter__(self) -> Iterator[str]:
        """Every phrase, sorted."""
        return iter(sorted(form for forms in self._by_word.values() for form in forms))

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
        for word in _STARTS.finditer(folded, start, last):
            forms = self._by_word.get(word[0]) if word.start() >= at else None
            found = self._at(folded, word.start(), forms, last) if forms else None
            if found:
                at = word.start() + len(found)
                yield Found(word.start(), text[word.start() : at])

    def search(self, text: str, start: int = 0, end: int | None = None) -> Found | None:
        """The first phrase in a text; ``None`` where there is none."""
        return next(self.finditer(text, start, end), None)

    @staticmethod
    def _at(text: str, start: int, forms: list[str], last: int) -> str | None:
        """The longest of some phrases that stands here and ends with a word."""
        for form in forms:
            end = start + len(form)
            ends = form.endswith("'") or not _GOES_ON.match(text, end)  # "d'AFP" goes on behind its apostrophe
            if end <= last and ends and text.startswith(form, start):
                return form
        return None


def _forms(phrase: str) -> tuple[str, ...]:
    """A phrase, and with a small article where it has more words than one behind it."""
    if phrase.startswith(_ARTICLE) and phrase.count(" ") > 1:
        return phrase, f"the {phrase.removeprefix(_ARTICLE)}"
    return (phrase,)
