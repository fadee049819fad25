"""Tokens of news text, in a form in which an editor's change of style is no change.

Invariant: every token keeps the span it was read from, ``text[start:end]`` as absolute
offsets; two tokens have one key exactly when a copy desk would take them for one word
(case, quote style, British or American spelling, number format, contraction, short form).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from provenance.characters import MARKS, SIGNS, plain_digits
from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model import Block

__all__ = ["Quotation", "Token", "by_block", "fold_word", "quotations", "sentence_starts", "tokenise"]

# A word may hold invisible characters: that is how a copy hides from search.
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
# the decimal and the thousands sign of Arabic figures
_ARABIC = "٫٬"
_LATIN = str.maketrans(_ARABIC, ".,")
# letters and figures of one word; the signs of a script without spaces are words by themselves
_RUN = rf"[^\W_{SIGNS}]+"
_TOKEN = re.compile(
    rf"[$£€¥₹%]|[Pp]er cent\b"
    rf"|{_RUN}(?:(?:[.,:'’{_ARABIC}][{_HIDDEN}]{{0,3}}|[{_HIDDEN}]{{1,3}}[.,:'’]?){_RUN})*(?:(?<=\.[A-Za-z])\.)?"
)
# the same for texts with letters that take marks, or with signs
_MARKED_RUN = rf"(?:[^\W_{SIGNS}][{MARKS}]*)+"
# Chinese and Japanese numbers up to 9999; one digit by itself stands in many words
_HAN_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = f"[{''.join((*_HAN_DIGITS, *_HAN_TENS))}]{{2,12}}"
_MARKED = re.compile(
    rf"[$£€¥₹%％]|{_HAN_NUMBER}|[{SIGNS}][{MARKS}]*"
    rf"|{_MARKED_RUN}(?:(?:[.,:'’．，：{_ARABIC}][{_HIDDEN}]{{0,3}}|[{_HIDDEN}]{{1,3}}[.,:'’]?){_MARKED_RUN})*(?:(?<=\.[A-Za-z])\.)?"
)
_HAN = frozenset((*_HAN_DIGITS, *_HAN_TENS))
_TAKES_MARKS = re.compile(f"[{SIGNS}{MARKS}]")
_NUMBER = re.compile(r"\d+(?:,\d{3}){0,6}(?:\.\d+)?\Z")
_ORDINAL = re.compile(r"\d{1,9}(?:st|nd|rd|th)\Z")
_SENTENCE_END = re.compile(
    r"[.!?]['\"”’)\]]{0,3}\s+(?=['\"“‘(\[]{0,3}[A-Z0-9])|[。！？]['\"”’)\]」』）]{0,3}\s*(?=\S)|[।॥]\s+(?=\S)"
)
# The month, which is no "may"; every other key is folded.
_MAY = "May"
# White space and apostrophes that may stand between a quotation mark and its first word.
_OPENING = 2
_QUOTE_MARKS = re.compile(r"[\"“”「」]")

_STATES = {
    **dict.fromkeys(("US", "U.S", "U.S."), ("united", "states")),
    **dict.fromkeys(("UN", "U.N", "U.N."), ("united", "nations")),
    **dict.fromkeys(("UK", "U.K", "U.K."), ("united", "kingdom")),
}
_CLITICS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'s": "'s", "'d": "'d"}
_IRREGULAR = {
    "twice": ("2", "time"),
    "thrice": ("3", "time"),
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
}

# Suffixes in which British and American spelling differ; only the key changes, never the text.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|er|ers|ite|ites|able|ably|hood|hoods|ly|ful|less)?\Z"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2})is(e|ed|es|ing|er|ers|ation|ations)\Z"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})ys(e|ed|es|ing)\Z"), r"yz\1"),
    (re.compile(r"(?<=[aeiou][^aeiou])([aeiou])ll(ed|ing|er|ers|or|ors)\Z"), r"\1l\2"),
    (re.compile(r"(?<=[a-z]{2}[^aeiou])re(s|d)?\Z"), r"er\1"),
    (re.compile(r"(?<=[a-z]{2})ence(s|less)?\Z"), r"ense\1"),
)


class Token(NamedTuple):
    """One word, number or unit sign.

    ``key`` is what words are compared by; ``block`` the position of its block;
    ``capital`` that it starts with a capital, ``initial`` that it opens a sentence,
    ``sentence`` counts the sentences of the tokenised blocks; ``quoted`` counts the quotations of
    its block, 0 outside them.
    """

    text: str
    key: str
    start: int
    end: int
    block: int
    sentence: int
    capital: bool
    initial: bool
    quoted: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage in quotation marks, without the marks; offsets within one block's text."""

    start: int
    end: int
    closed: bool


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a block, straight or curly; one left open runs to the block's end."""
    found: list[Quotation] = []
    opened: int | None = None
    for mark in _QUOTE_MARKS.finditer(text):
        sign = mark.group()
        if opened is None:
            if sign not in "”」":
                opened = mark.end()
        elif sign not in "“「":
            found.append(Quotation(opened, mark.start(), closed=True))
            opened = None
    if opened is not None:
        found.append(Quotation(opened, len(text), closed=False))
    return tuple(found)


def sentence_starts(text: str) -> tuple[int, ...]:
    """Where the sentences of a block start; short forms ("Gov. Ruane") do not end one."""
    starts = [0]
    for end in _SENTENCE_END.finditer(text):
        word = text[max(0, end.start() - 12) : end.start()].rpartition(" ")[2].lstrip("(\"“'")
        if end.group()[0] == "." and (len(word) == 1 or word.rstrip(".").casefold() in lexicon().abbreviations):
            continue
        starts.append(end.end())
    return tuple(starts)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> tuple[str, ...]:
    """The keys of one word: several where it is a short form of several words, none where nobody sees it."""
    if not word.isascii():
        from provenance.fingerprint.normalise import strip_ignorables

        word = unicodedata.normalize("NFKC", strip_ignorables(word)).replace("’", "'")
        word = plain_digits(word.translate(_LATIN))
        if not word or (word[0] in _HAN and len(word) > 1):  # a Hangul filler is a letter
            return (_han_number(word),) if word else ()
    plain = word
    if plain.casefold() == "per cent":
        return ("percent",)
    if plain in _STATES:
        return _STATES[plain]
    plain = plain.casefold()
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    for clitic, key in _CLITICS.items():
        if plain.endswith(clitic) and len(plain) > len(clitic):
            return (*_folded_plain(plain[: -len(clitic)]), key)
    return _folded_plain(plain)


def _han_number(word: str) -> str:
    """The figures of a number written with Chinese signs, digit by digit (二〇三一) or with tens (三十八)."""
    if _HAN_TENS.keys().isdisjoint(word):
        return "".join(str(_HAN_DIGITS[sign]) for sign in word)
    total, digit = 0, 0
    for sign in word:
        if sign in _HAN_TENS:
            total += max(digit, 1) * _HAN_TENS[sign]
            digit = 0
        else:
            digit = 10 * digit + _HAN_DIGITS[sign]
    return str(total + digit)


def _folded_plain(word: str) -> tuple[str, ...]:
    variants = lexicon().variants
    if word in variants:
        return (variants[word],)
    if _NUMBER.match(word):
        return (word.replace(",", ""),)
    if word[0].isdigit():
        return (word,) if ":" in word or _ORDINAL.match(word) else _measure(word)
    for pattern, replacement in _SPELLINGS:
        if len(word) > 4 and pattern.search(word):  # noqa: PLR2004 - "four", "rise" and "acre" are no variants
            word = pattern.sub(replacement, word)
            break
    return (word,)


def _measure(word: str) -> tuple[str, ...]:
    number = re.match(r"[\d.,]{1,20}", word)
    if number is None or number.end() == len(word):
        return (word,)
    unit = word[number.end() :]
    return (number.group().replace(",", ""), lexicon().variants.get(unit, unit))


def tokenise(blocks: Iterable[Block]) -> list[Token]:
    """The tokens of some blocks, in order, with offsets into the article's text."""
    tokens: list[Token] = []
    for block in blocks:
        tokens.extend(_block_tokens(block, tokens[-1].sentence + 1 if tokens else 0))
    return tokens


def by_block(tokens: Iterable[Token]) -> dict[int, list[Token]]:
    """The tokens of some blocks by the position of their block."""
    return {position: list(group) for position, group in groupby(tokens, key=lambda token: token.block)}


def _unmasked(text: str) -> str:
    """The text with look-alike letters replaced by the Latin ones they pass for; the length stays."""
    if text.isascii():
        return text
    from provenance.fingerprint.confusables import fold_confusables

    return fold_confusables(text)


def _block_tokens(block: Block, sentence: int) -> Iterator[Token]:
    text = _unmasked(block.text)
    inside = quotations(text)
    starts = sentence_starts(text)
    quote = passed = 0
    words = _MARKED if not text.isascii() and _TAKES_MARKS.search(text) else _TOKEN
    for match in words.finditer(text):
        at = match.start()
        while quote < len(inside) and inside[quote].end <= at:
            quote += 1
        quoted = quote < len(inside) and inside[quote].start <= at
        initial = False
        while passed < len(starts) and starts[passed] <= at:
            sentence += passed > 0
            passed += 1
            initial = True
        # A quotation opens like a sentence: its first capital names nothing.
        initial = initial or (quoted and at - inside[quote].start <= _OPENING)
        word = match.group()
        raw = block.text[at : match.end()]
        span = block.start + at, block.start + match.end()
        number = quote + 1 if quoted else 0
        for key in (_MAY,) if word == _MAY and not initial else fold_word(word):
            yield Token(raw, key, *span, block.position, sentence, word[0].isupper(), initial, number)
