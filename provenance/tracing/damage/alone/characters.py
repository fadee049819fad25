"""Characters that no one typed: look-alike letters of another script, and invisible ones.

Invariant: what a script, an emoji or a content credential needs is never a finding.
Sources: Unicode UTS 39 (confusables), UAX 9 (bidirectional controls), C2PA (text manifests:
U+FEFF and a run of variation selectors).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import DamageKind
from provenance.tracing.damage.alone.spans import spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Block, Finding

__all__ = ["has_credentials", "hidden_characters", "mixed_words"]

_INVISIBLE = "\u200b-\u200f\u2060-\u2064\ufeff\u180e\u061c\u00ad"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_INVISIBLE}])*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FOREIGN = re.compile(r"[\u0370-\u058f]")
_MANIFEST = re.compile(r"\ufeff[\ufe00-\ufe0f\U000e0100-\U000e01ef]{1,100000}")
_HIDDEN = re.compile(r"[\u200b-\u200d\u2060-\u2064\ufeff\u180e]{1,1000}")
# Overrides turn the reading order of plain text; tag characters spell text that nobody sees.
_ALWAYS = re.compile(r"[\u202d\u202e]{1,1000}|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0020-\U000e007e]{1,100000}")
_SHOWN = 40


def mixed_words(block: Block) -> Iterator[Finding]:
    """Latin words with Cyrillic, Greek or Armenian letters inside, neighbours as one finding."""
    text = block.text
    if text.isascii() or not _FOREIGN.search(text):
        return
    run: list[int] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() or not _is_disguised(word):
            continue
        if run and not text[run[1] : match.start()].strip():
            run[1] = match.end()
            continue
        if run:
            yield spot(block, DamageKind.MIXED_SCRIPT, (run[0], run[1]))
        run = [match.start(), match.end()]
    if run:
        yield spot(block, DamageKind.MIXED_SCRIPT, (run[0], run[1]))


def _is_disguised(word: str) -> bool:
    """Whether letters of another script pass for Latin ones in a word: "μs" and "SMSка" do not."""
    from provenance.fingerprint.confusables import CONFUSABLE

    foreign = _FOREIGN.findall(word)
    return (
        bool(foreign) and len(_LATIN.findall(word)) * 3 >= len(word) and all(letter in CONFUSABLE for letter in foreign)
    )


def hidden_characters(block: Block) -> Iterator[Finding]:
    """Zero-width characters inside Latin words, direction overrides, and tag characters.

    Between words a zero-width space is what content systems leave behind, so only the inside
    of a word counts. The finding is the word around it.
    """
    text = block.text
    if text.isascii():
        return
    manifests = {match.start() for match in _MANIFEST.finditer(text)}
    for match in _HIDDEN.finditer(text):
        start, end = match.span()
        if end - 1 in manifests:  # a manifest begins with the last sign of such a run
            continue
        if start and end < len(text) and _LATIN.match(text[start - 1]) and _LATIN.match(text[end]):
            word = _around(text, start, end)
            if "." not in word and "/" not in word and "@" not in word and "#" not in word:
                at = text.rfind(word, 0, end + _SHOWN)
                yield spot(block, DamageKind.INVISIBLE_CHARACTER, (at, at + len(word)))
    for match in _ALWAYS.finditer(text):
        yield spot(block, DamageKind.INVISIBLE_CHARACTER, (match.start(), match.end()))


def has_credentials(block: Block) -> bool:
    """Whether content credentials (a C2PA manifest in invisible characters) are attached to a block's text."""
    return "\ufeff" in block.text and _MANIFEST.search(block.text) is not None


def _around(text: str, start: int, end: int) -> str:
    before = re.split(r"\s", text[max(0, start - _SHOWN) : start])[-1]
    after = re.split(r"\s", text[end : end + _SHOWN])[0]
    return before + text[start:end] + after
