"""The damaged phrases that a database knows, for people.

Invariant: every text that came from a page passes ``printable``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from provenance.counts import counted
from provenance.report.printable import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from provenance.tracing.damage.alone.phrases import LearnedPhrase, LearnedPhrases

__all__ = ["phrase_table"]

_SHOWN = 100


def phrase_table(learned: LearnedPhrases) -> RenderableType:
    """The phrases that are looked for, then the others; the most frequent first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("damaged", overflow="fold")
    table.add_column("for", overflow="fold", style="green")
    for heading in ("articles", "stories", "sites", "elsewhere"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("looked for", no_wrap=True)
    shown = sorted(learned.phrases, key=lambda phrase: not phrase.used)[:_SHOWN]
    for phrase in shown:
        counts = (phrase.articles, phrase.stories, phrase.sites, phrase.sound)
        table.add_row(
            printable(phrase.words), printable(phrase.original), *(f"{count:,}" for count in counts), _used(phrase)
        )
    parts: list[RenderableType] = [table]
    rest = len(learned.phrases) - len(shown)
    if rest:
        parts.append(Text(f"and {rest:,} more; --format json has all", style="dim"))
    articles = counted(learned.compared, "article")
    parts.append(Text(f"elsewhere: in how many of {articles} that are no machine paraphrase", style="dim"))
    return Group(*parts)


def _used(phrase: LearnedPhrase) -> str:
    if phrase.given:
        return "yes, from a list"
    if phrase.used:
        return "yes"
    return "no: stands elsewhere too"
