"""Lists of damaged phrases that a person shares: written here, taken elsewhere.

Invariant: what is written can be taken again, and says the same; the form is that of the shipped
``seeds/damage/set_phrases.toml``.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.tracing.damage.lexicon import expand

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from provenance.tracing.damage.phrases import LearnedPhrase

__all__ = ["phrases_toml", "read_phrases"]

_HEAD = """# Damaged set phrases: what was meant -> what stands there; `provenance damage --take FILE` looks for them.
# In a pattern a space parts words, | parts choices, _ joins the words of one choice.

[phrases]
"""
_MOST_WORDS = 5


def phrases_toml(phrases: Iterable[LearnedPhrase]) -> str:
    """A list of the phrases that are looked for, to be shared."""
    meant: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        if phrase.used:
            meant[phrase.original].append(phrase.words)
    lines = [f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(sorted(meant[key]))}\n" for key in sorted(meant)]
    return _HEAD + "".join(lines)


def read_phrases(path: Path) -> dict[str, str]:
    """The damaged phrases of a list, each with what was meant.

    Raises:
        InputError: the file cannot be read, or is no such list.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["phrases"]
        patterns = [(meant, pattern) for meant, written in table.items() for pattern in written]
        phrases = {" ".join(words).casefold(): meant for meant, pattern in patterns for words in expand(pattern)}
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise InputError(message, "name a list that `provenance damage --phrases -o FILE` wrote") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, AttributeError, TypeError, ValueError) as error:
        what = "no text in UTF-8" if isinstance(error, UnicodeDecodeError) else error
        message = f"{path}: no list of phrases ({what})"
        raise InputError(
            message, 'write it as: [phrases], then lines like "interest rates" = ["curiosity charges"]'
        ) from error
    wrong = next((phrase for phrase in phrases if not 1 < len(phrase.split()) <= _MOST_WORDS), None)
    if wrong is not None:
        message = f"{path}: “{wrong}” is no phrase of two to five words"
        raise InputError(message, "one word alone is no damage: take it out, or add its neighbour")
    return phrases
