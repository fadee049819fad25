"""The quotations of an article, each with its words, its place and who says it.

Invariant: a quotation has four words and more and stands in one paragraph of the story; its words
slice back from the article's text. Interrupted by who says it, or gone on with after that, it is
one quotation in several parts. A speaker is what the article says; where that is not plain it is
``None``. Limit: the rules for speakers know English only; the words are found in every script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.characters import count_words
from provenance.fingerprint import story_texts
from provenance.model import Block, Role
from provenance.tracing.damage.words.tokens import tokenise
from provenance.tracing.quotes.marks import opens_with_mark, passages
from provenance.tracing.quotes.names import full_names, named_after, named_before, speakers_in, surname

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Credit
    from provenance.tracing.damage.words.tokens import Token
    from provenance.tracing.quotes.marks import Passage
    from provenance.tracing.quotes.names import Named

__all__ = ["SIZE", "Speech", "Spoken", "Word", "quotations_of", "speech_of"]

SIZE = 3
# Fewer words are a term, or an ironic word.
_LEAST = 4
# Between two parts of a quotation stand at most so many words: who says it, and where.
_BETWEEN = 25
# A title has at most so many words, and only shorter ones than this in small letters.
_TITLE = 8
_SMALL = 4
_LETTERS = re.compile(r"[^\W\d_][\w’'-]*")
# where words are left out or put in: "we … will", "we [the council] will"
_CUT = re.compile(r"…|\.\s?\.\s?\.|\[[^\]\n]{0,80}\]|\([^)\n]{0,40}\)")


class Word(NamedTuple):
    """A word of a quotation: its key (see ``damage.words``), its place in the article's text.

    ``broken``: what stood before it may have been left out (an ellipsis, a bracket, a new part).
    ``sentence`` counts the sentences of its paragraph.
    """

    text: str
    key: str
    start: int
    end: int
    sentence: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation: from ``start`` to ``end`` of the article's text, its marks left out.

    ``named``: the words around it name the speaker, who else is taken from before.
    """

    speaker: str | None
    named: bool
    block: int
    start: int
    end: int
    text: str
    words: tuple[Word, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its wording: what it is compared by."""
        return tuple(word.key for word in self.words)


@dataclass(frozen=True, slots=True)
class Speech:
    """All quotations of an article in order.

    ``written``: the word triples that stand outside of quotation marks, with the first place of each,
    from one offset to another.
    """

    quotations: tuple[Spoken, ...]
    written: Mapping[tuple[str, ...], tuple[int, int]]


def speech_of(blocks: Sequence[Block], credits: Sequence[Credit]) -> Speech:
    """Read the quotations of an article.

    Args:
        blocks: all its blocks; the story's are read.
        credits: its credits, which tell where a dateline ends.

    Returns:
        The quotations, and what is told in the reporter's words.
    """
    story = _story(blocks, credits)
    written: dict[tuple[str, ...], tuple[int, int]] = {}
    for block in story:
        for triple, start, end in _written(block.text):
            written.setdefault(triple, (block.start + start, block.start + end))
    return Speech(_Reader(story).read(), written)


def quotations_of(blocks: Sequence[Block], credits: Sequence[Credit]) -> tuple[Spoken, ...]:
    """The quotations of an article alone, as ``speech_of`` reads them."""
    story = _story(blocks, credits)
    return _Reader(story).read() if any(_passages(block.text) for block in story) else ()


def _story(blocks: Sequence[Block], credits: Sequence[Credit]) -> list[Block]:
    told = story_texts(blocks, credits)
    return [block for block in blocks if block.position in told]


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a paragraph, from offset 0; copies of a story share most paragraphs."""
    return tuple(tokenise([Block(0, Role.BODY, 0, len(text), text)]))


@lru_cache(maxsize=4096)
def _passages(text: str) -> tuple[Passage, ...]:
    return passages(text)


@lru_cache(maxsize=512)
def _written(text: str) -> tuple[tuple[tuple[str, ...], int, int], ...]:
    return tuple(_triples(text, _passages(text)))


@lru_cache(maxsize=4096)
def _last_named(words: str) -> str | None:
    """Who is the last by name that is said to say something; copies of a story share most words."""
    names = [said.name for said in speakers_in(words) if said.name is not None]
    return names[-1] if names else None


class _Reader:
    """Goes through a story and remembers who was named and who spoke last."""

    def __init__(self, story: Sequence[Block]) -> None:
        self._story = story
        self._names: dict[str, str] = {}
        self._last: str | None = None
        self._open = False

    def read(self) -> tuple[Spoken, ...]:
        """The quotations, in order."""
        found: list[Spoken] = []
        for number, block in enumerate(self._story):
            inside = _passages(block.text)
            goes_on = number + 1 < len(self._story) and opens_with_mark(self._story[number + 1].text)
            found += self._block(block, inside, goes_on=goes_on)
        return tuple(each for each in found if count_words(each.text) >= _LEAST)

    def _block(self, block: Block, inside: Sequence[Passage], *, goes_on: bool) -> list[Spoken]:
        text = block.text
        inside = [each for each in inside if not _is_title(text[each.start : each.end])]
        inside = [each if each.closed or goes_on else _trimmed(each, text) for each in inside]
        between = list(_between(text, inside))
        for words in between:
            self._names.update((surname(name), name) for name in full_names(words))
        going_on, self._open = self._open, False
        if not inside:
            self._hear(between[0])
            return []
        found: list[Spoken] = []
        follows = False
        for at, passage in enumerate(inside):
            before, after = between[at], between[at + 1]
            self._hear(before)
            interrupted = follows
            said, follows = _attributed(text, passage, before, after)
            if said is None:
                speaker = self._unnamed(before, between, found, going_on=going_on)
            else:
                speaker = self._meant(said, " ".join(between[: at + 1]))
            self._last = speaker or self._last
            named = said is not None and said.name is not None
            one = _spoken(block, passage, speaker, named=named)
            near = at > 0 and speaker == found[-1].speaker and len(before.split()) <= _BETWEEN
            if near and ";" not in before and (interrupted or (said is None and speaker is not None)):
                found[-1] = _joined(found[-1], one)
            else:
                found.append(one)
        self._hear(between[-1])
        self._open = not inside[-1].closed and goes_on
        return found

    def _meant(self, said: Named, before: str) -> str | None:
        """Whom a name or a pronoun means: who spoke last, unless the paragraph speaks of somebody else before it."""
        if said.name is not None or said.office:
            return None if said.name is None else self._full(said.name)
        if self._last is None or not any(sign.isalnum() for sign in before):
            return self._last
        return self._last if surname(self._last) in {surname(word) for word in before.split()} else None

    def _unnamed(self, before: str, between: Sequence[str], found: Sequence[Spoken], *, going_on: bool) -> str | None:
        """Who speaks where nobody is named: who just did, if nobody else came between."""
        if found:
            others = {self._full(said.name) for said in speakers_in(before) if said.name is not None}
            return found[-1].speaker if not others - {found[-1].speaker} else None
        alone = not any(sign.isalnum() for words in between for sign in words)
        return self._last if going_on or alone else None

    def _full(self, name: str) -> str:
        """The fullest form of a name that was read so far."""
        return name if " " in name else self._names.get(surname(name), name)

    def _hear(self, words: str) -> None:
        """Note who is said to say something in the reporter's words."""
        spoke = _last_named(words)
        if spoke is not None:
            self._last = self._full(spoke)


def _attributed(text: str, passage: Passage, before: str, after: str) -> tuple[Named | None, bool]:
    """Who the words around a quotation say is speaking, and whether it is those after it."""
    ended = text[passage.start : passage.end].rstrip()[-1:] == "."
    then = named_after(after)
    if then is not None and not ended:
        return then, True
    first = named_before(before)
    if first is not None or then is None:
        return first, False
    # “It is over.” Reitan said. But not: “It is over.” Reitan said the work would begin in spring.
    return (then, True) if after[then.end :].lstrip()[:1] in {"", ".", ",", ";"} else (None, False)


def _between(text: str, inside: Sequence[Passage]) -> Iterator[str]:
    """What stands before, between and after the passages in quotation marks, without these marks."""
    at = 0
    for each in inside:
        yield text[at : max(at, each.start - 1)]
        at = min(each.end + 1, len(text)) if each.closed else each.end
    yield text[at:]


def _is_title(words: str) -> bool:
    """Whether some words are the name of a programme, a book, a song: all but the small ones have a capital."""
    found = _LETTERS.findall(words)
    small = [word for word in found if not word[0].isupper()]
    return (
        1 < len(found) <= _TITLE
        and len(found) - len(small) > 1
        and found[0] not in small
        and found[-1] not in small
        and all(len(word) < _SMALL for word in small)
        and not words.isupper()
    )


def _trimmed(passage: Passage, text: str) -> Passage:
    """A passage without a closing mark ends where somebody is said to say it."""
    inside = text[passage.start : passage.end]
    for comma in re.finditer(r"[,.?!]\s", inside):
        said = named_after(inside[comma.end() :])
        if said is not None:
            return replace(passage, end=passage.start + comma.end() - 1)
    return passage


def _triples(text: str, inside: Sequence[Passage]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The word triples outside of quotation marks with their places; none runs across a quotation."""
    run: list[Token] = []
    at = 0
    for token in _tokens(text):
        while at < len(inside) and inside[at].end <= token.start:
            at += 1
            run = []
        if at < len(inside) and inside[at].start <= token.start:
            run = []
            continue
        run.append(token)
        if len(run) >= SIZE:
            yield tuple(each.key for each in run[-SIZE:]), run[-SIZE].start, token.end


def _spoken(block: Block, passage: Passage, speaker: str | None, *, named: bool) -> Spoken:
    text = block.text[passage.start : passage.end]
    cuts = [(passage.start + cut.start(), passage.start + cut.end()) for cut in _CUT.finditer(text)]
    words: list[Word] = []
    at, broken = 0, False
    for token in _tokens(block.text):
        if token.start < passage.start:
            continue
        if token.start >= passage.end:
            break
        while at < len(cuts) and cuts[at][1] <= token.start:
            at, broken = at + 1, True
        if at < len(cuts) and cuts[at][0] <= token.start:
            continue  # an editor's word in brackets
        start, end = block.start + token.start, block.start + token.end
        words.append(Word(token.text, token.key, start, end, token.sentence, broken))
        broken = False
    start, end = block.start + passage.start, block.start + passage.end
    return Spoken(speaker, named, block.position, start, end, text.strip(), tuple(words))


def _joined(one: Spoken, more: Spoken) -> Spoken:
    """A quotation with its next part, as one."""
    words = (*one.words, *(word._replace(broken=word.broken or not at) for at, word in enumerate(more.words)))
    return replace(one, named=one.named or more.named, end=more.end, text=f"{one.text} … {more.text}", words=words)
