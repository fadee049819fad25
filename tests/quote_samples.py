"""Small invented articles with quotations, for the tests of quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import ArticleRef, Block, Role
from provenance.tracing.quotes.integrity import judge
from provenance.tracing.quotes.spoken import speech_of
from provenance.tracing.quotes.votes import Teller

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.tracing.quotes.findings import QuoteReport
    from provenance.tracing.quotes.spoken import Spoken, Word

BRIDGE = "“We shut the bridge because three of the cables were never tested,” engineer Nora Quill said."
WATER = "“Nobody drank from the well after Tuesday,” said Tom Ashby, who farms below the dam."


def blocks(*texts: str) -> tuple[Block, ...]:
    """Body blocks with these texts, two line feeds between."""
    made, at = [], 0
    for position, text in enumerate(texts):
        made.append(Block(position, Role.BODY, at, at + len(text), text))
        at += len(text) + 2
    return tuple(made)


def said(*texts: str) -> tuple[Spoken, ...]:
    """The quotations of an article with these paragraphs."""
    return speech_of(blocks(*texts), ()).quotations


def words(text: str) -> tuple[Word, ...]:
    """The words of a quotation."""
    (spoken,) = said(f"“{text}”")
    return spoken.words


def teller(
    number: int,
    *texts: str,
    parent: int | None = None,
    origin: bool = False,
    in_story: bool = True,
    group: str | None = None,
    published: str | None = None,
) -> Teller:
    """An article with these paragraphs."""
    ref = ArticleRef(number, f"a{number:04}", None, f"Title {number}")
    speech = speech_of(blocks(*texts), ())
    return Teller(ref, f"Paper {number}", published, "\n\n".join(texts), speech, parent, origin, in_story, group)


def report(tellers: Iterable[Teller]) -> QuoteReport:
    """What comes of holding them against each other."""
    return judge("s0", "A bridge", tellers)
