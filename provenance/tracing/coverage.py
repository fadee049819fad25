"""What the database holds of an article's likely origin, in words.

Invariant: silence must not read as "not theirs": where nothing of the likely origin is held for
the days of the article, the words say so, and how much there is of these days at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.tracing.library import Coverage

__all__ = ["NO_DATABASE", "coverage_text"]

NO_DATABASE = "no database was asked: the answer rests on this page alone"


def coverage_text(held: Coverage, name: str | None, *, itself: int = 0, its_own: bool = False) -> str:
    """Say what is held.

    Args:
        held: of the likely origin, or of the agencies where nobody is likely.
        name: the likely origin's name, ``None`` for the agencies.
        itself: how many times the asked article is stored; it is not counted.
        its_own: whether the asked article is counted among the likely origin's own.
    """
    theirs = itself if its_own else 0
    own, everything = max(held.articles - theirs, 0), max(held.all_articles - itself, 0)
    short = "agency" if name is None else name.removeprefix("The ").removeprefix("the ")
    if held.near is None or held.all_near is None:
        if not own:
            return f"no {short} text in the database, which holds {_counted(everything)}"
        return f"the database holds {_counted(own, short, 'text')} among {_counted(everything)}; this one has no date"
    near, all_near = max(held.near - theirs, 0), max(held.all_near - itself, 0)
    if near:
        return (
            f"the database holds {_counted(near, short, 'text')} for these days, "
            f"among {_counted(all_near)} within three days of this one"
        )
    among = f"among {_counted(all_near)}" if all_near else "nor any other article"
    elsewhere = f"; it holds {own} of other days" if own else ""
    return f"no {short} text in the database for these days, {among} within three days of this one{elsewhere}"


def _counted(number: int, *kind: str) -> str:
    """A number of things in words; of articles where no other kind is given."""
    what = " ".join(kind or ("article",))
    return f"no {what}" if not number else f"{number} {what}" + ("" if number == 1 else "s")
