"""What denies and what counts: the words that turn others, and how far they reach.

Invariant: a word has one class at most: "not", "none", or that of a quantifier ("few", "some",
"many", "most", "all"). "few voters" and "a few voters" are of two classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.tracing.damage.words.tokens import Token

__all__ = ["DENY", "NONE", "anchors", "class_of", "classes", "counted", "denials", "followers", "scope"]

DENY = frozenset(("not", "none"))
"""The classes that deny."""

NONE = frozenset(("none", "neither", "no", "nobody", "nothing", "no-one"))
"""Words that deny by counting to nothing."""

_REACH = 4
_MIN_ANCHOR = 4


def class_of(tokens: Sequence[Token], at: int) -> str:
    """What a token does to the words after it; empty where it does nothing."""
    words, key = lexicon(), tokens[at].key
    if key in NONE:
        return "none"
    if key in words.negations:
        return "not"
    if key in ("few", "little") and at and tokens[at - 1].key in ("a", "some", "the"):
        return "some"
    if key == "all" and at + 1 < len(tokens) and tokens[at + 1].key == "but":
        return "most"
    if key == "some" and at + 1 < len(tokens) and tokens[at + 1].key[0].isdigit():
        return ""
    return words.quantifiers.get(key, "")


def classes(tokens: Sequence[Token]) -> set[str]:
    """The classes of all words of some tokens."""
    return {kind for at in range(len(tokens)) if (kind := class_of(tokens, at))}


def denials(tokens: Iterable[Token]) -> int:
    """How many words deny, be it with "not" or by themselves ("failed", "unable")."""
    words = lexicon()
    return sum(token.key in words.negations or stem(token.key) in words.denying for token in tokens)


def counted(tokens: Sequence[Token], at: int) -> str | None:
    """The stem of the next word that carries sense: what a quantifier counts."""
    function = lexicon().function
    return next((stem(token.key) for token in tokens[at + 1 : at + _REACH + 1] if token.key not in function), None)


def followers(tokens: Sequence[Token]) -> set[int]:
    """The tokens that stand just after a negation or quantifier."""
    words = lexicon()
    return {
        place
        for at, token in enumerate(tokens)
        if token.key in words.negations or token.key in words.quantifiers
        for place in range(at + 1, at + _REACH + 1)
    }


def anchors(tokens: Sequence[Token]) -> dict[str, int]:
    """Content words that stand exactly once, by their stems."""
    found: dict[str, list[int]] = {}
    words = lexicon()
    for at, token in enumerate(tokens):
        content = len(token.key) >= _MIN_ANCHOR and token.key.isalpha() and token.key not in words.function
        if content and not class_of(tokens, at):
            found.setdefault(stem(token.key), []).append(at)
    return {key: places[0] for key, places in found.items() if len(places) == 1}


def scope(tokens: Sequence[Token], at: int) -> dict[int, str] | None:
    """Negations and quantifiers that reach a word; ``None`` where "failed to" and the like blur it."""
    words = lexicon()
    found: dict[int, str] = {}
    for place in range(max(0, at - _REACH), min(len(tokens), at + 2)):
        if tokens[place].sentence != tokens[at].sentence or place == at:
            continue
        if stem(tokens[place].key) in words.implicit:
            return None
        if place < at and (kind := class_of(tokens, place)) and _reaches(tokens, place, at):
            found[place] = kind
    return found


def _reaches(tokens: Sequence[Token], place: int, at: int) -> bool:
    """Whether nothing but small words and one other stands between a word and what it may turn."""
    function = lexicon().function
    return sum(tokens[between].key not in function for between in range(place + 1, at)) <= 1
