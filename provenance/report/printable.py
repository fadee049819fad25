"""Text from strangers made safe to show on a terminal.

Invariant: what ``printable`` returns holds no character that could move the cursor, change a
colour, turn the reading direction or hide: each stands there as its escape, and nothing else
is changed but white space where one line is asked for.
"""

from __future__ import annotations

import unicodedata

__all__ = ["clip", "printable"]

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# joiners make letters of Persian and Indic scripts and of emoji; the soft hyphen is a typesetter's
_HARMLESS = frozenset("\n\u00ad\u200c\u200d")


def printable(text: str) -> str:
    r"""Show control, format and unassigned characters as escapes (``\x1b``, ``\u202e``).

    Args:
        text: any text; line feeds and joiners stay, tabs become spaces.

    Returns:
        The text, safe for a terminal.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text.replace("\t", " "))


def clip(text: str, width: int) -> str:
    """Put a text on one line of at most ``width`` characters, with an ellipsis where it was longer."""
    line = printable(" ".join(text[: 4 * width].split()))
    return line if len(line) <= width and len(text) <= 4 * width else line[: width - 1].rstrip() + "…"


def _shown(character: str) -> str:
    if character in _HARMLESS or unicodedata.category(character) not in _HARMFUL:
        return character
    return character.encode("unicode_escape").decode("ascii")
