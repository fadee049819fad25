"""Lists of damaged phrases that a person shares: written here, taken elsewhere.

Invariant: what is written can be taken again, and says the same; the form is that of the shipped
``seeds/damage/set_phrases.toml``.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from math import prod
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.tracing.damage.beside.replaced import words_in
from provenance.tracing.damage.words.lexicon import expand

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from provenance.tracing.damage.alone.phrases import LearnedPhrase

__all__ = ["phrases_toml", "read_phrases"]

_HEAD = """# Damaged set phrases: what was meant -> what stands there; `provenance damage --take FILE` looks for them.
# In a pattern a space parts words, | parts choices, _ joins the words of one choice.

[phrases]
"""
_MOST_WORDS = 5
_MOST = 100_000


def phrases_toml(phrases: Iterable[LearnedPhrase]) -> str:
    """A list of the phrases that are looked for, to be shared."""
    meant: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        if phrase.used:
            meant[phrase.original].append(phrase.words)
    lines = [f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(sorted(meant[key]))}\n" for key in sorted(meant)]
    return _HEAD + "".join(lines).replace("\x7f", "\\u007f")  # the one sign that JSON takes bare and TOML does not


def read_phrases(path: Path) -> dict[str, str]:
    """The damaged phrases of a list, each with what was meant.

    Raises:
        InputError: the file cannot be read, or is no such list.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))["phrases"]
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise InputError(message, "name a list that `provenance damage --phrases -o FILE` wrote") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, RecursionError) as error:
        what = "no text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise _no_list(path, what) from error
    if not isinstance(table, dict):
        raise _no_list(path, "[phrases] is no table")
    for meant, patterns in table.items():
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            raise _no_list(path, f"what stands for “{meant}” is no list of texts")
    every = [(meant, pattern) for meant, patterns in table.items() for pattern in patterns]
    size = sum(prod(slot.count("|") + 1 for slot in pattern.split(" ")) for _, pattern in every)
    if size > _MOST:
        message = f"{path}: {size:,} phrases, and at most {_MOST:,} are taken"
        raise InputError(message, "each | doubles a pattern and more: write fewer choices")
    return {_phrase(path, " ".join(words), meant): meant for meant, pattern in every for words in expand(pattern)}


def _no_list(path: Path, why: str) -> InputError:
    message = f"{path}: no list of phrases ({why})"
    return InputError(message, 'write it as: [phrases], then lines like "interest rates" = ["curiosity charges"]')


def _phrase(path: Path, written: str, meant: str) -> str:
    """A damaged phrase as it is looked for.

    Raises:
        InputError: it can never be found, or says nothing.
    """
    runs = words_in(written)
    phrase = " ".join(runs[0]) if runs else ""
    if not 1 < len(written.replace("-", " ").split()) <= _MOST_WORDS:
        message = f"{path}: “{written}” is no phrase of two to five words"
        raise InputError(message, "one word alone is no damage: take it out, or add its neighbour")
    if phrase != written.casefold().replace("’", "'").replace("-", " "):
        message = f"{path}: “{written}” has other signs than English letters, figures and one space between words"
        raise InputError(message, "write the words alone, as they stand in a text")
    if not meant.strip() or phrase == meant.casefold().replace("’", "'").replace("-", " "):
        message = f"{path}: “{written}” stands for {'the same' if meant.strip() else 'nothing'}"
        raise InputError(message, "write what was meant before the =, and what stands there behind it")
    return phrase
