"""``provenance quotes``: what speakers are quoted with across a story, and who changed it.

Invariant: it only reads.
"""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, ListFormat, ListFormatOption
from provenance.cli.output import print_json, print_renderable, say, speak_json
from provenance.report.contract import to_json

__all__ = ["quotes"]


def quotes(
    what: Annotated[
        str, typer.Argument(metavar="STORY", help="A story's id, or the number, id, path or URL of an article in it.")
    ],
    *,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this speaker is quoted with; a surname is enough.")
    ] = None,
    deviating: Annotated[
        bool, typer.Option("--deviating", help="Only quotations from which an article departs.")
    ] = False,
    db: DatabaseOption = None,
    output_format: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Show who is quoted with what in a story, and who changed it.

    The wording that most independent articles have is held against every copy. A copy that keeps the
    wording it was made from is no witness of its own; reports outside of the story are. A part of a
    quotation is no change, nor are spelling, numbers as words and marked cuts.

    Example:  provenance quotes pages/story.html
              provenance quotes pages/story.html --speaker Solvang --deviating

    Exit codes: 0 done; 2 usage, or several articles are meant;
                3 no such article, it stands alone, or no such quotation; 4 no database.
    """
    from provenance import pipeline
    from provenance.report.quotes import quote_card, quote_object, utterance_object

    with existing_database(db) as database:
        report = pipeline.quotes(database, what, speaker=speaker, deviating=deviating)
    if output_format is ListFormat.TABLE:
        print_renderable(quote_card(report))
    elif output_format is ListFormat.JSON:
        print_json(quote_object(report))
    else:
        speak_json()
        for each in report.utterances:
            say(to_json({"story": report.story, **utterance_object(each, report)}))
