"""A story as a tree for a person, and as plain values for a program.

Invariant: as for the card: every text that came from a page passes ``printable`` or ``clip``, and
nothing is said by colour alone. What is not known to be in an order is not shown in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from provenance.counts import counted
from provenance.model import Relation
from provenance.report.printable import clip, printable
from provenance.report.quotes import quote_summary
from provenance.report.wording import percent
from provenance.tracing.stories import StoryPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from provenance.model import ArticleRef
    from provenance.tracing.quotes.findings import QuoteReport
    from provenance.tracing.stories import Guest, StoryArticle, StorySummary, StoryWithTree

__all__ = [
    "branches",
    "changed_words",
    "how_words",
    "story_card",
    "story_object",
    "story_table",
    "summary_object",
]

_SHOWN = 60
_GUESTS_SHOWN = 10
_TITLE_WIDTH = 70
_SITE_WIDTH = 34
_NARROW = 10
_OTHER_COLUMNS = 66  # as many as are wanted beside the site
_DIGITS = 4


def story_card(story: StoryWithTree, quoted: QuoteReport | None = None) -> RenderableType:
    """A story with its tree.

    Args:
        story: as it is stored.
        quoted: its quotations, where they are to be counted.

    Returns:
        A renderable for a rich console of 80 columns or more.
    """
    summary = story.summary
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("Origin", _origin(summary))
    grid.add_row(
        "Articles", f"{counted(summary.articles, 'article')} on {counted(summary.sites, 'site')}{_span(summary)}"
    )
    grid.add_row("First", _first(story))
    if quoted is not None and quoted.utterances:
        grid.add_row("Quotes", quote_summary(quoted))
    parts: list[RenderableType] = [
        Text(summary.id, style="bold cyan"),
        Text(printable(summary.title), style="italic"),
        Padding(grid, (1, 0, 1, 2)),
        _Tree(story.articles),
    ]
    if story.guests:
        parts += [Text("\nShare text with it, and belong elsewhere:"), _guests(story.guests)]
    return Group(*parts)


def story_table(found: Sequence[StorySummary]) -> RenderableType:
    """Stories, one a line."""
    table = _table()
    table.add_column("story", no_wrap=True)
    table.add_column("articles", justify="right", no_wrap=True)
    table.add_column("sites", justify="right", no_wrap=True)
    table.add_column("since", no_wrap=True)
    table.add_column("title and origin", overflow="fold")
    for each in found:
        title = Text(clip(each.title, _TITLE_WIDTH))
        title.append(f"\n{printable(each.origin_name) if each.origin_name else 'origin cannot be said'}", style="dim")
        table.add_row(each.id, f"{each.articles:,}", f"{each.sites:,}", (each.since or "")[:10], title)
    return table


def summary_object(summary: StorySummary) -> dict[str, Any]:
    """A story without its tree, ready for JSON."""
    return {
        "id": summary.id,
        "title": summary.title,
        "origin": None
        if summary.origin_name is None
        else {"source": summary.origin, "name": summary.origin_name, "article": _ref(summary.root)},
        "articles": summary.articles,
        "sites": summary.sites,
        "since": summary.since,
        "until": summary.until,
        "first": _ref(summary.first),
    }


def story_object(story: StoryWithTree) -> dict[str, Any]:
    """A story with its tree, ready for JSON: its articles in order, each with its parent's."""
    refs = {each.ref.key: each.ref for each in story.articles}
    return {
        **summary_object(story.summary),
        "tree": [_article_object(each, refs) for each in story.articles],
        "guests": [
            {
                "article": _ref(guest.ref),
                "outlet": guest.outlet,
                "published": guest.published,
                "share": round(guest.share, _DIGITS),
                "story": guest.story,
            }
            for guest in story.guests
        ],
    }


def _article_object(each: StoryArticle, refs: dict[int, ArticleRef]) -> dict[str, Any]:
    return {
        "article": _ref(each.ref),
        "outlet": each.outlet,
        "published": each.published,
        "place": each.place.value,
        "depth": each.depth,
        "parent": None if each.parent is None else _ref(refs[each.parent]),
        "beside": None if each.beside is None else _ref(refs[each.beside]),
        "origin": None if each.origin_name is None else {"source": each.origin, "name": each.origin_name},
        "relation": None if each.relation is None else each.relation.value,
        "share": _rounded(each.share),
        "kept": _rounded(each.kept),
        "substitutions_per_100": _rounded(each.substitutions_per_100),
        "machine_paraphrase": each.machine_paraphrase,
        "quotes_altered": each.quotes_altered,
        "facts_changed": each.facts_changed,
    }


def _ref(ref: ArticleRef | None) -> dict[str, Any] | None:
    return None if ref is None else {"id": ref.id, "url": ref.url, "title": ref.title}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _origin(summary: StorySummary) -> Text:
    if summary.origin_name is None and summary.root is None:
        return Text("cannot be said", style="bold")
    text = Text(printable(summary.origin_name or "a page without a name"), style="bold green")
    held = "its text is not held" if summary.root is None else printable(summary.root.id)
    return text.append(f"\n{held}", style="not bold default")


def _span(summary: StorySummary) -> str:
    if summary.since is None or summary.until is None:
        return ""
    since, until = _time(summary.since), _time(summary.until)
    return f", {since}" if since == until else f", {since} to {until}"


def _first(story: StoryWithTree) -> Text:
    first = next((each for each in story.articles if each.ref == story.summary.first), None)
    if first is None:
        return Text("cannot be said: no article is surely before all others")
    undated = sum(each.published is None for each in story.articles)
    text = Text(f"{printable(first.outlet or first.ref.id)}, {_time(first.published)}")
    return text.append(f"; {counted(undated, 'article')} without a date") if undated else text


@dataclass(frozen=True)
class _Tree:
    """The articles of a story; where a terminal is narrow their sites are cut first."""

    articles: Sequence[StoryArticle]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        yield _tree(self.articles, max(_NARROW, min(_SITE_WIDTH, options.max_width - _OTHER_COLUMNS)))


def _tree(articles: Sequence[StoryArticle], width: int) -> RenderableType:
    table = _table()
    table.add_column("published", no_wrap=True)
    table.add_column("site", no_wrap=True, overflow="ellipsis", max_width=width)
    table.add_column("how", min_width=_NARROW)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("kept", justify="right", no_wrap=True)
    table.add_column("changed", min_width=_NARROW)
    for each, branch in zip(articles[:_SHOWN], branches(articles), strict=False):
        site = Text(branch, style="dim").append(printable(each.outlet or each.ref.id), style="not dim")
        table.add_row(
            _time(each.published) if each.published else "no date",
            site,
            how_words(each),
            "" if each.share is None else percent(each.share),
            "" if each.kept is None else percent(each.kept),
            Text(changed_words(each), style="red" if each.facts_changed or each.quotes_altered else ""),
        )
    rest = len(articles) - _SHOWN
    return Group(table, Text(f"and {rest} more; --format json has all", style="dim")) if rest > 0 else table


def branches(articles: Sequence[StoryArticle]) -> Iterator[str]:
    """What stands before each article, so that its parent is seen."""
    for number, each in enumerate(articles):
        later = [other.depth for other in articles[number + 1 :]]
        lines = ["│ " if _goes_on(later, depth) else "  " for depth in range(1, each.depth)]
        ends = [("├ " if _goes_on(later, each.depth) else "└ ")] if each.depth else []
        yield "".join([*lines, *ends])


def _goes_on(later: Sequence[int], depth: int) -> bool:
    """Whether an article of this depth comes before one that is higher."""
    return next((other == depth for other in later if other <= depth), False)


def how_words(each: StoryArticle) -> str:
    """How an article stands to what it was made from, in short."""
    relation = "" if each.relation is None else each.relation.replace("_", " ")
    if each.place is StoryPlace.ORIGIN:
        return "origin"
    if each.place is StoryPlace.CREDITED:
        return f"from {printable(each.origin_name or '')}"
    return relation if each.place is StoryPlace.COPY else f"{relation}, order unknown".removeprefix(", ")


def changed_words(each: StoryArticle) -> str:
    """What a copy changed, in short."""
    by_machine = each.machine_paraphrase and each.relation is not Relation.MACHINE_PARAPHRASE
    parts = ["by machine"] if by_machine else []
    if each.substitutions_per_100:
        parts.append(f"{each.substitutions_per_100:.1f} words in 100")
    if each.quotes_altered:
        parts.append(counted(each.quotes_altered, "quote"))
    if each.facts_changed:
        parts.append(counted(each.facts_changed, "fact"))
    return ", ".join(parts)


def _guests(guests: Sequence[Guest]) -> RenderableType:
    table = _table()
    table.add_column("published", no_wrap=True)
    table.add_column("site", no_wrap=True, overflow="ellipsis", max_width=_SITE_WIDTH)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("its own story", no_wrap=True)
    for guest in guests[:_GUESTS_SHOWN]:
        table.add_row(
            _time(guest.published) if guest.published else "no date",
            Text(printable(guest.outlet or guest.ref.id)),
            percent(guest.share),
            guest.story or "none",
        )
    rest = len(guests) - _GUESTS_SHOWN
    return Group(table, Text(f"and {rest} more; --format json has all", style="dim")) if rest > 0 else table


def _time(published: str | None) -> str:
    """A time as its page gives it, to the minute; the offset stays, so that two can be compared."""
    text = printable(published or "")
    clock, offset = text[:16].replace("T", " "), text[19:]
    return clock + ("Z" if offset in {"Z", "+00:00"} else offset if offset[:1] in {"+", "-"} else "")


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
