"""``provenance forget``: take articles out of the database for good.

Invariant: nothing is deleted before the user has agreed to it, on the terminal or with ``--yes``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, QuietOption
from provenance.cli.output import note, say
from provenance.counts import counted
from provenance.errors import ExitCode, UsageError
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleRef

__all__ = ["forget"]

_NAMED = 5  # articles that the question names one by one


def forget(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="An article's number, id, path or URL, or a domain.")],
    db: DatabaseOption = None,
    *,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="Delete what people said of their verdicts too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Delete an article, or all articles of a site.

    What rested on them is traced anew. What people said of their verdicts is kept, with the
    address alone, and is in force again when the article comes back.

    Example:  provenance forget https://www.harborledger.example/strike.html
              provenance forget harborledger.example --yes

    Exit codes: 0 done; 1 you said no; 2 no terminal to ask on and no --yes;
                3 no such article or site; 4 no database.
    """
    from provenance import pipeline

    with existing_database(db, write=True) as database:
        articles = database.find_articles(what)
        if articles and not yes and not _agreed(articles):
            note("nothing was deleted")
            raise typer.Exit(ExitCode.FAILURE)
        report = pipeline.forget(database, what, corrections=corrections)
    if not quiet:
        kept = f"; {counted(report.corrections, 'correction')} {'deleted' if corrections else 'kept'}"
        said = kept if report.corrections else ""
        say(f"{len(report.articles)} deleted, {counted(report.retraced, 'other')} traced anew{said}")


def _agreed(articles: Sequence[ArticleRef]) -> bool:
    if not sys.stdin.isatty():
        message = "forget asks before it deletes, and standard input is no terminal"
        raise UsageError(message, "add --yes")
    names = [printable(article.id) for article in articles[:_NAMED]]
    more = f" and {len(articles) - _NAMED} more" if len(articles) > _NAMED else ""
    return typer.confirm(f"Delete {', '.join(names)}{more} ({len(articles)} in all)?")
