"""Broken punctuation: sentences cut in two, capitals in mid-sentence, quotation marks astray.

Invariant: every pattern is linear on any line; straight quotation marks never make a finding,
because people unbalance them too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import DamageKind
from provenance.tracing.damage.alone.spans import spot
from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Block, Finding

__all__ = ["broken_sentences", "capitals_after_commas", "foreign_quotes", "fragments", "stray_quotes"]

_FULL_STOP = re.compile(r"\. (?<=[a-z0-9’']\. )(?=[a-z])")
_SPACED_STOP = re.compile(r" \. (?<=[a-z] \. )(?=[a-z])")
_LAST_WORD = re.compile(r"[^\s(\[\"“”]{1,40}\Z")
# More must follow: a lone word at the end is a button ("Show less").
_NEXT_WORD = re.compile(r"[a-z]{1,40}(?=['’]?[a-z]{0,2}[,;:]? [\w“\"‘'–—(])")
_COMMA = re.compile(
    r", (?<=[a-z0-9], )(?=((?:The|A|An|And|But|It|He|She|They|We|In|On|At|For|With|While|After|Before|As|By|To|Of|Or|If"
    r"|So|Which|However|There|Some|Several|Many|Most|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Hundreds|Thousands"
    r"|Killing|Saying|Adding|Leaving|Making|Including|According|Causing|Forcing|Because|Since|Although|When|Where|Not"
    r"|Whose|Who|That|This|Their|His|Her|Its|From|Until|During|Without|Despite|Under|Over|About) [a-z]{1,40}))"
)
_JOINING = re.compile(r"(?:And|But|So|Which|With|Because|Since|Although|While|Whose|Where) ")
# a comma after the closing mark alone is what many people write
_FOREIGN_QUOTE = re.compile(
    r"(?<=[a-z.!?0-9])[”\"], [—–] (?:he|she|they|said|explained|told|stated|added|declared|noted)\b"
    r"|(?<=[a-z]), [—–] (?:said|explained|told|added|noted|stated) "
)
_FRAGMENT = re.compile(
    r"(?<=[a-z]\. )(?:Which (?!(?:is|was|has|does|means|makes|brings|leads)\b)[a-z]{2,20}(?:ed|es|[^s]s)\b"
    r"(?= (?:the|a|an|that|it|them|on|in|to|by|of|its|their)\b)(?![^.?!\n]{0,300}\?)"
    r"|Not (?:of|on|from|by) (?:the|a|an) [^.?!\n]{1,60}(?=\.)"
    r"|To [a-z]{3,20} (?:in|on|at|the|a|an|before|into|from) [^,.;:?!\n]{1,80}(?=\.))"
)
_OPENINGS = (". Which ", ". Not ", ". To ")
_CLOSE_AFTER_SPACE = re.compile(r"(?<=[a-z][.,!?])\s{1,3}”")
_LOW_QUOTE = re.compile(r"„[A-Za-z]{1,40}")


def broken_sentences(block: Block) -> Iterator[Finding]:
    """A full stop in mid-sentence: ``came back. after the drill``, ``the gate . Before``."""
    text = block.text
    for stop in _FULL_STOP.finditer(text):
        before = _LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
        after = _NEXT_WORD.match(text, stop.end())
        if before and after and _ends_sentence(before.group()) and after.group() not in lexicon().particles:
            yield spot(block, DamageKind.BROKEN_SENTENCE, (before.start(), after.end()))
    for stop in _SPACED_STOP.finditer(text):
        before = _LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
        after = _NEXT_WORD.match(text, stop.end())
        if before and after:
            yield spot(block, DamageKind.BROKEN_SENTENCE, (before.start(), after.end()))


def _ends_sentence(word: str) -> bool:
    """Whether a full stop after this word ends a sentence: no short form, initial, address or number."""
    bare = word.casefold().lstrip("‘'")
    if len(bare) < 3 or bare in lexicon().abbreviations or not bare[-1].isalpha():  # noqa: PLR2004 - "St", "No"
        return False
    return not any(sign in bare for sign in "./@\\_:#")


def capitals_after_commas(block: Block) -> Iterator[Finding]:
    """A sentence's capital after a comma: ``a day earlier, The ministry``."""
    text = block.text
    for comma in _COMMA.finditer(text):
        before = _LAST_WORD.search(text, max(0, comma.start() - 40), comma.start())
        if before and (before.group()[0].islower() or _JOINING.match(comma.group(1))):
            end = comma.end() + len(comma.group(1))
            yield spot(block, DamageKind.CAPITAL_AFTER_COMMA, (before.start(), end))


def fragments(block: Block) -> Iterator[Finding]:
    """A piece of a sentence that stands as one: ``near the village. Which grows plums on``."""
    if not any(opening in block.text for opening in _OPENINGS):
        return
    for match in _FRAGMENT.finditer(block.text):
        words = match.group().split(" ")
        yield spot(block, DamageKind.BROKEN_SENTENCE, (match.start(), match.start() + len(" ".join(words[:4]))))


def foreign_quotes(block: Block) -> Iterator[Finding]:
    """Speech punctuated as in another language: ``year”, — she said``."""
    if ", —" not in block.text and ", –" not in block.text:
        return
    for match in _FOREIGN_QUOTE.finditer(block.text):
        yield spot(block, DamageKind.STRAY_QUOTE, match.span())


def stray_quotes(block: Block) -> Iterator[Finding]:
    """Curly quotation marks where none can stand: closing after a space, opening inside an open one, a low one."""
    text = block.text
    if "“" not in text and "”" not in text and "„" not in text:
        return
    for close in _CLOSE_AFTER_SPACE.finditer(text):
        word = _LAST_WORD.search(text, max(0, close.start() - 40), close.start())
        yield spot(block, DamageKind.STRAY_QUOTE, (word.start() if word else close.start(), close.end()))
    for low in _LOW_QUOTE.finditer(text):
        yield spot(block, DamageKind.STRAY_QUOTE, (low.start(), low.end()))
    opened: int | None = None
    for mark in re.finditer(r"[“”\"]", text):
        if mark.group() != "“":
            opened = None
        elif opened is not None and re.match(r"[A-Za-z’]", text[mark.end() : mark.end() + 1]):
            end = mark.end() + len(re.match(r"[\w’']{1,40}", text[mark.end() : mark.end() + 40]).group())  # type: ignore[union-attr]
            yield spot(block, DamageKind.STRAY_QUOTE, (mark.start(), end))
            opened = mark.start()
        else:
            opened = mark.start()
