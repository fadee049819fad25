"""Lines that a site repeats on unrelated pages: its furniture, learned from the stored articles.

Invariant: what is learned depends on the set of stored articles and on what each page says by
itself, never on their order, on verdicts, or on what was learned before. Only a line that the
page alone takes for story changes its role here, no page loses all of its story, and none loses
more than half of it in sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from provenance.article.address import domain_of
from provenance.article.forms import find_forms
from provenance.article.lines import CACHED, ends_as_sentence, line_keys, long_words, words_in
from provenance.fingerprint import normalise
from provenance.model import Flag, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Article, Block, SiteVerdict

__all__ = [
    "FurnitureLibrary",
    "Repeats",
    "as_the_page_says",
    "home_named",
    "home_of",
    "learned",
]

RULE = "repeated_on_site"
RULE_EVERYWHERE = "repeated_on_sites"
LEARNED_RULES = frozenset({RULE, RULE_EVERYWHERE})

BYLINE = re.compile(r"\W{0,3}(?:by|von|par|por|di)\s", re.IGNORECASE)
# a speaker's sentence, or a mark in brackets before the story: others carry them too
QUOTED = re.compile(r"[“„«\"'‘(]")
TABLE = 3  # so many short lines with figures, one below the other, are a table of results
FIGURES = re.compile(r"\d")

STORIES = 2  # distinct stories of a site whose pages carry a line, from which it may be furniture
OFTEN = 3  # and from which a whole sentence at the story's edge is
WIDELY = 8  # and from which no update or copy of a story explains it
SITES = 4  # sites whose pages carry a line, in as many stories, from which it may be furniture anywhere
SHORT = 12  # words; a line of this length that is no sentence is a label
# a line speaks of its story where so much of its long words stands in the rest of it; one that
# few pages carry must not speak of it at all
OF_THE_STORY = 0.3
HARDLY_OF_THE_STORY = 0.1
AT_THE_EDGE = 0.6
LEAST = 3  # long words, from which their share says anything
# a page that shares more of its words with a few other stories of its site is an update of one of them
REPEATED_SHARE = 0.4
LOST_SHARE = 0.5  # of a story's words may go with sentences, whatever the other pages say
COMMON_WORDS = 3  # of a label that is one wherever it stands; shorter ones are headings somewhere
LEFT_WORDS = 20
LEFT_SHARE = 0.2
WEIGHT, WEIGHT_OFTEN, WEIGHT_EVERYWHERE = 0.75, 0.85, 0.8
STORY_ROLES = frozenset({Role.BODY, Role.SUBHEADING})


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often a line stands elsewhere.

    ``stories``: distinct stories of the same site that carry it; ``sites``: sites that carry it
    in distinct stories. Both are counted over a bounded sample: large numbers are "at least".
    """

    stories: int = 0
    sites: int = 0


class FurnitureLibrary(Protocol):
    """What learning needs of the stored articles; the store implements it over SQLite."""

    def repeats(self, site: str | None, lines: Sequence[int]) -> Mapping[int, Repeats]:
        """Of some lines, by key, those that repeat on a site or across sites."""
        ...


def home_of(article: Article, site: SiteVerdict) -> str | None:
    """The name under which a site's articles are kept together; ``None`` where nothing names the site.

    Args:
        article: with its domain and publisher.
        site: what its page says of the site.
    """
    return home_named(article.domain, site.domain, article.publisher, site.name)


def home_named(domain: str | None, site_domain: str | None, publisher: str | None, site_name: str | None) -> str | None:
    """The same, of the four names that decide it: the article's domain and publisher, the site's domain and name."""
    if home := domain or site_domain:
        return home
    name = (publisher or site_name or "").strip()
    return (None if " " in name else domain_of(name)) or normalise(name) or None


def as_the_page_says(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the roles that their page alone gives them."""
    return tuple(
        block
        if block.page_role is None
        else replace(
            block,
            role=block.page_role,
            page_role=None,
            flags=tuple(flag for flag in block.flags if flag.rule not in LEARNED_RULES),
        )
        for block in blocks
    )


def learned(blocks: Sequence[Block], site: str | None, library: FurnitureLibrary) -> tuple[Block, ...]:
    """Give the lines that are furniture elsewhere their role.

    Args:
        blocks: an article's blocks, with the roles that its page gives them.
        site: the site that it stands on, as the library names it.
        library: what the stored articles repeat.

    Returns:
        The same blocks; those that changed keep their earlier role as ``page_role``, and gain the
        flag that says why.
    """
    keys = line_keys([block for block in blocks if block.role in STORY_ROLES])
    repeats = library.repeats(site, sorted(set(keys.values()))) if keys else {}
    known = {position: repeats[key] for position, key in keys.items() if key in repeats}
    chosen = set(_furniture(blocks, known)) if known else set()
    if not chosen or not _leaves_story(blocks, chosen):
        return tuple(blocks)
    return tuple(_as_furniture(block, known[block.position]) if block.position in chosen else block for block in blocks)


def _furniture(blocks: Sequence[Block], known: Mapping[int, Repeats]) -> Iterator[int]:
    """The positions of the blocks that are furniture: labels, wherever they stand, and sentences."""
    story = [block for block in blocks if block.role in STORY_ROLES]
    own = _own_words(blocks, known)
    tables = _tables(story)
    known = {position: repeats for position, repeats in known.items() if position not in tables}
    labels = {block.position for block in story if block.position in known and _is_label(block, known, own)}
    yield from labels
    if _is_mostly_its_own(story, known):
        sentences = set(_sentences(story, known, own, labels))
        if _words_in(story, sentences) <= LOST_SHARE * _words_in(story, {block.position for block in story}):
            yield from sentences


def _sentences(
    story: Sequence[Block], known: Mapping[int, Repeats], own: frozenset[str], labels: set[int]
) -> Iterator[int]:
    """The sentences that speak of something else than their story; at its edges less is asked of them."""
    repeated = [block for block in story if block.position in known and block.position not in labels]
    off = {block.position for block in repeated if _is_off_topic(block, known, own)}
    yield from off
    for order in (story, story[::-1]):
        for block in order:
            if block.position in labels | off:
                continue
            if block.position not in known or not _ends_the_story(block, known, own):
                break
            yield block.position


def _is_label(block: Block, known: Mapping[int, Repeats], own: frozenset[str]) -> bool:
    """Whether a repeated line is a label of the page."""
    repeats, words = known[block.position], words_in(block.text)
    if QUOTED.match(block.text) or words > SHORT:
        return False
    if repeats.stories < STORIES and (repeats.sites < SITES or words < COMMON_WORDS):
        return False
    long = long_words(block.text)
    labelled = not ends_as_sentence(block.text) or repeats.stories >= OFTEN
    return labelled and (len(long) < LEAST or not long <= own)


def _tables(story: Sequence[Block]) -> frozenset[int]:
    """The positions of lines that stand in a table of results: their words come again, their figures do not."""
    found: set[int] = set()
    rows: list[int] = []
    for block in story:
        row = (
            FIGURES.search(block.text) is not None
            and not ends_as_sentence(block.text)
            and words_in(block.text) <= SHORT
        )
        rows = [*rows, block.position] if row and rows[-1:] == [block.position - 1] else [block.position] if row else []
        if len(rows) >= TABLE:
            found.update(rows)
    return frozenset(found)


def _is_off_topic(block: Block, known: Mapping[int, Repeats], own: frozenset[str]) -> bool:
    """Whether a sentence that many stories repeat speaks of something else than this one."""
    repeats = known[block.position]
    if QUOTED.match(block.text) or (repeats.stories < OFTEN and repeats.sites < SITES):
        return False
    return _share(block, own) < (OF_THE_STORY if repeats.stories >= OFTEN else HARDLY_OF_THE_STORY)


def _ends_the_story(block: Block, known: Mapping[int, Repeats], own: frozenset[str]) -> bool:
    """Whether a repeated sentence at an edge of the story is none of it."""
    stories = known[block.position].stories
    return _share(block, own) < (AT_THE_EDGE if stories >= OFTEN else HARDLY_OF_THE_STORY if stories >= STORIES else 0)


def _is_mostly_its_own(story: Sequence[Block], known: Mapping[int, Repeats]) -> bool:
    """Whether few of a story's words are such as an update shares with the earlier story."""
    shared = {position for position, repeats in known.items() if repeats.stories < WIDELY}
    return _words_in(story, shared) <= REPEATED_SHARE * _words_in(story, {block.position for block in story})


def _words_in(blocks: Sequence[Block], positions: set[int]) -> int:
    """How many words stand in some of the blocks."""
    return sum(words_in(block.text) for block in blocks if block.position in positions)


def _own_words(blocks: Sequence[Block], known: Mapping[int, Repeats]) -> frozenset[str]:
    """The long words of what stands on this page alone."""
    story = (b for b in blocks if b.role in STORY_ROLES | {Role.HEADLINE} and b.position not in known)
    return frozenset(word for block in story for word in long_words(block.text))


def _share(block: Block, own: frozenset[str]) -> float:
    """The share of a line's long words that its story has too, in [0, 1]; 1 where it has too few to tell."""
    words = long_words(block.text)
    return len(words & own) / len(words) if len(words) >= LEAST else 1.0


def _leaves_story(blocks: Sequence[Block], chosen: set[int]) -> bool:
    """Whether enough of the body is left."""
    body = [block for block in blocks if block.role is Role.BODY]
    gone = _words_in(body, chosen)
    left = _words_in(body, {block.position for block in body}) - gone
    return left >= LEFT_WORDS or (left > 0 and left >= LEFT_SHARE * (left + gone))


@lru_cache(maxsize=4096)
def _short_kind(text: str) -> Role:
    return _kind(text)


def _kind(text: str) -> Role:
    """What a line of furniture is: what its wording says, else a byline, a label or a promotion."""
    hit = next((hit for hit in find_forms(text) if hit.role not in STORY_ROLES), None)
    label = words_in(text) <= SHORT and not ends_as_sentence(text)
    other = Role.BYLINE if BYLINE.match(text) else Role.NAVIGATION if label else Role.PROMOTION
    return hit.role if hit is not None else other


def _as_furniture(block: Block, repeats: Repeats) -> Block:
    """A block as furniture, with the role that it had before."""
    role = _short_kind(block.text) if len(block.text) <= CACHED else _kind(block.text)
    here = repeats.stories >= STORIES
    weight = (WEIGHT_OFTEN if repeats.stories >= OFTEN else WEIGHT) if here else WEIGHT_EVERYWHERE
    flag = Flag(RULE if here else RULE_EVERYWHERE, block.start, block.end, weight)
    return replace(block, role=role, page_role=block.role, flags=(*block.flags, flag))
