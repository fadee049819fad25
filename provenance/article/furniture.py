"""Lines that a site repeats on unrelated pages: its furniture, learned from the stored articles.

Invariant: what is learned depends on the set of stored articles and on what each page says by
itself, never on their order, on verdicts, or on what was learned before. Only a line that the
page alone takes for story changes its role here, and no page loses all of its story.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from provenance.article.address import domain_of
from provenance.article.forms import find_forms
from provenance.article.places import is_sentence
from provenance.article.stamps import MONTHS, WEEKDAYS
from provenance.fingerprint import normalise
from provenance.model import Flag, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Article, Block, SiteVerdict

__all__ = [
    "FurnitureLibrary",
    "Repeats",
    "as_the_page_says",
    "home_of",
    "learned",
    "line_form",
    "line_key",
    "line_keys",
]

RULE = "repeated_on_site"
RULE_EVERYWHERE = "repeated_on_sites"
LEARNED_RULES = frozenset({RULE, RULE_EVERYWHERE})

LONGEST = 120  # words; longer blocks are no line
FEW_WORDS = 6  # in so few words any number is a slot; in longer lines years and dates are
YEAR = re.compile(r"(?:1[89]|20)\d\d$")
SLOT = "#"
# lines whose names change from page to page: a byline, a picture's credit, a notice
NAMED = re.compile(r"\W{0,3}(?:by|von|par|por|di|de|photo|foto|credit|copyright)\b|\W{0,3}(?:©|\(c\))", re.IGNORECASE)
BYLINE = re.compile(r"\W{0,3}(?:by|von|par|por|di)\s", re.IGNORECASE)
# a speaker's sentence, or a mark in brackets before the story: others carry them too
QUOTED = re.compile(r"[“„«\"'‘(]")
NAME = re.compile(r"(?<!^)\b[A-ZÀ-Þ][\w.’'-]{0,30}(?:\s{1,2}[A-ZÀ-Þ][\w.’'-]{0,30}){0,8}")
NAME_SLOT = " nameslot "

STORIES = 2  # distinct stories of a site whose pages carry a line, from which it may be furniture
OFTEN = 3  # and from which a whole sentence at the story's edge is
SITES = 4  # sites whose pages carry a line, in as many stories, from which it may be furniture anywhere
SHORT = 12  # words; a line of this length that is no sentence is a label
LONG_WORD = 5  # letters; shorter words say little of what a line is about
# a line speaks of its story where so much of its long words stands in the rest of it; one that
# few pages carry must not speak of it at all
OF_THE_STORY = 0.3
HARDLY_OF_THE_STORY = 0.1
AT_THE_EDGE = 0.6
LEAST = 3  # long words, from which their share says anything
# a page that shares more of its words with other stories of its site is an update of one of them
REPEATED_SHARE = 0.4
COMMON_WORDS = 3  # of a label that is one wherever it stands; shorter ones are headings somewhere
LEFT_WORDS = 20
LEFT_SHARE = 0.2
WEIGHT, WEIGHT_OFTEN, WEIGHT_EVERYWHERE = 0.75, 0.85, 0.8
STORY_ROLES = frozenset({Role.BODY, Role.SUBHEADING})
WORD = re.compile(r"\w+")


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
    if domain := article.domain or site.domain:
        return domain
    name = article.publisher or site.name or ""
    return normalise(name) or None if " " in name.strip() else domain_of(name.strip()) or normalise(name) or None


def line_key(text: str) -> int | None:
    """What a line has in common with its variants on other pages.

    Years, dates and, in short lines, all numbers are slots; so are names in bylines, picture
    credits and copyright notices.

    Args:
        text: a block's text.

    Returns:
        A signed 64-bit hash; ``None`` for what is too long for a line, or has no word.
    """
    form = line_form(text)
    if form is None:
        return None
    return int.from_bytes(blake2b(form.encode(), digest_size=8).digest(), "big", signed=True)


def line_form(text: str) -> str | None:
    """The words of a line with its slots, by which two lines are one; ``None`` as for ``line_key``."""
    if text.count(" ") >= LONGEST:
        return None
    if NAMED.match(text):
        text = NAME.sub(NAME_SLOT, text)
    words = normalise(text).split()
    few = len(words) <= FEW_WORDS
    form: list[str] = []
    for word in words:
        slot = word in MONTHS or word in WEEKDAYS or YEAR.match(word) or (few and any(map(str.isdigit, word)))
        if not slot:
            form.append(word)
        elif form[-1:] != [SLOT]:
            form.append(SLOT)
    return " ".join(form).replace(NAME_SLOT.strip(), "@") if any(word != SLOT for word in form) else None


def line_keys(blocks: Sequence[Block]) -> dict[int, int]:
    """The keys of an article's lines, by block position."""
    keys = ((block.position, line_key(block.text)) for block in blocks)
    return {position: key for position, key in keys if key is not None}


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
    """The positions of the blocks that are furniture.

    Labels are, wherever they stand, and sentences that speak of something else than their story;
    at its edges less is asked of them. A page that shares much of its text with others is an
    update or a copy, and its sentences are left alone.
    """
    story = [block for block in blocks if block.role in STORY_ROLES]
    own = _own_words(blocks, known)
    found = {block.position for block in story if block.position in known and _is_label(block, known, own)}
    yield from found
    if not _is_mostly_its_own(story, known):
        return
    off = {block.position for block in story if block.position in known and _is_off_topic(block, known, own)}
    yield from off - found
    for order in (story, story[::-1]):
        for block in order:
            if block.position in found | off:
                continue
            if block.position not in known or not _ends_the_story(block, known, own):
                break
            yield block.position


def _is_label(block: Block, known: Mapping[int, Repeats], own: frozenset[str]) -> bool:
    """Whether a repeated line is a label of the page."""
    repeats, words = known[block.position], block.text.count(" ") + 1
    if QUOTED.match(block.text) or words > SHORT:
        return False
    if repeats.stories < STORIES and (repeats.sites < SITES or words < COMMON_WORDS):
        return False
    long = set(_long_words(block.text))
    labelled = not is_sentence(block.text) or repeats.stories >= OFTEN
    return labelled and (len(long) < LEAST or not long <= own)


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
    """Whether most of a story's words stand on its page alone."""
    words = Counter[bool]()
    for block in story:
        words[block.position in known] += block.text.count(" ") + 1
    return words[True] <= REPEATED_SHARE * (words[True] + words[False])


def _own_words(blocks: Sequence[Block], known: Mapping[int, Repeats]) -> frozenset[str]:
    """The long words of what stands on this page alone."""
    story = (b for b in blocks if b.role in STORY_ROLES | {Role.HEADLINE} and b.position not in known)
    return frozenset(word for block in story for word in _long_words(block.text))


def _share(block: Block, own: frozenset[str]) -> float:
    """The share of a line's long words that its story has too, in [0, 1]; 1 where it has too few to tell."""
    words = set(_long_words(block.text))
    return len(words & own) / len(words) if len(words) >= LEAST else 1.0


def _long_words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.casefold()) if len(word) >= LONG_WORD]


def _leaves_story(blocks: Sequence[Block], chosen: set[int]) -> bool:
    """Whether enough of the body is left."""
    words = Counter[bool]()
    for block in blocks:
        if block.role is Role.BODY:
            words[block.position in chosen] += block.text.count(" ") + 1
    left, gone = words[False], words[True]
    return left >= LEFT_WORDS or (left > 0 and left >= LEFT_SHARE * (left + gone))


def _as_furniture(block: Block, repeats: Repeats) -> Block:
    """A block as furniture: of the kind that its wording says, else a label or a promotion."""
    hit = next((hit for hit in find_forms(block.text) if hit.role not in STORY_ROLES), None)
    label = block.text.count(" ") < SHORT and not is_sentence(block.text)
    other = Role.BYLINE if BYLINE.match(block.text) else Role.NAVIGATION if label else Role.PROMOTION
    role = hit.role if hit is not None else other
    here = repeats.stories >= STORIES
    weight = (WEIGHT_OFTEN if repeats.stories >= OFTEN else WEIGHT) if here else WEIGHT_EVERYWHERE
    flag = Flag(RULE if here else RULE_EVERYWHERE, block.start, block.end, weight)
    return replace(block, role=role, page_role=block.role, flags=(*block.flags, flag))
