"""Names in the one form in which they are compared.

Invariant: a key is its own key, so keys may be compared with names that were keyed before.
"""

from __future__ import annotations

import re

__all__ = ["declined", "holder_key", "name_key"]

_SPACE = re.compile(r"\s{1,100}")
_NOT_WORD = re.compile(r"[^\w&.]{1,100}")
# What a company is called by law says nothing about which one it is.
_LEGAL_FORMS = "ag asa co company corp corporation gmbh group inc incorporated limited llc llp lp ltd plc pte pty sa"
_LEGAL = frozenset(_LEGAL_FORMS.split())
# "Neue Lachtaler Zeitung", which a sentence has as "der Neuen Lachtaler Zeitung"
_GERMAN_PAPER = re.compile(
    r"(?:Allgemeine|Nachrichten|Presse(?:-Agentur)?|Post|Rundschau|Welle|Zeitung|Volksstimme|Tagespost|Nachrichtenagentur)$"
)
_ADJECTIVE = re.compile(r"(?<![\w-])([A-ZÄÖÜ][a-zäöüß-]{2,30}e)(?=\s|$)")


def declined(name: str) -> tuple[str, ...]:
    """The forms that a German name has in a sentence, without the name itself; none for a name that does not change."""
    if not _GERMAN_PAPER.search(name):
        return ()
    head = name if name.endswith("Allgemeine") else name.rpartition(" ")[0]
    tail = name[len(head) :]
    forms = (_ADJECTIVE.sub(rf"\1{ending}", head) + tail for ending in ("n", "r"))
    return tuple(form for form in forms if form != name)


def name_key(text: str) -> str:
    """A name in the one form in which names are compared: case, a leading "The" and spaces do not count."""
    key = _SPACE.sub(" ", text.replace("’", "'")).strip(" .,:;|-").casefold()
    return key.removeprefix("the ")


def holder_key(text: str) -> str:
    """A copyright holder in the one form in which holders are compared: as a name, without its legal form."""
    words = [word.replace(".", "") for word in _NOT_WORD.sub(" ", text.replace("’", "'").casefold()).split()]
    words = [word for word in words if word]
    if words and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words)
