"""The numbers that decide how texts are compared, linked and traced, with what was measured.

Invariant: whatever decides whether two texts belong together, and who wrote them, stands here;
what decides on one line or one word stands beside the rule that uses it. A ``Scheme`` names
all that a fingerprint depends on: two may be compared exactly when their schemes are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "CandidateSettings",
    "DedupSettings",
    "Keep",
    "Level",
    "LinkSettings",
    "MatchSettings",
    "OriginSettings",
    "RetoldSettings",
    "Scheme",
    "Signing",
    "StorySettings",
    "TraceSettings",
]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a passage becomes a fingerprint; stored in the database, compared before any look-up.

    Of its word shingles a passage is indexed under one in ``sample``, chosen by their hashes
    (FracMinHash), and under the ``least`` smallest in any case, so that equal passages meet.
    Measured over 12,339 articles: beside 64 bands of 2 MinHash rows, which find 7 of 8 stories
    that a fluent machine rewrote whole, these find 8, with 12 keys a passage instead of 64.
    """

    shingle: int = 3
    sample: int = 8
    least: int = 2
    normaliser: int = 2
    min_words: int = 8


@dataclass(frozen=True, slots=True)
class Signing:
    """How a text is signed for deduplication: MinHash as datasketch makes it."""

    permutations: int = 128
    seed: int = 1
    permutation_scheme: str = "affine32"


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """When two paragraphs share text."""

    # One of the three is enough (design study: gold recall .98, hard negatives .18 %).
    char5: float = 0.19
    word1: float = 0.25
    containment: float = 0.28
    # A pair whose words are less alike than both is not measured further: of the pairs that
    # are accepted otherwise, these let all pass that a person would pair.
    floor_jaccard: float = 0.14
    floor_containment: float = 0.4
    # Below so many words a pair is accepted on characters alone.
    short_words: int = 8
    short_char5: float = 0.5
    # Between two pairs in order.
    gap_char5: float = 0.12
    gap_word1: float = 0.15
    # Out of order: character or word Jaccard plus containment.
    moved: float = 0.5
    # Of linked stories, a paragraph that is left over is paired by words that stand in so few
    # paragraphs of the other story: so many of them, and such a share of the smaller one's
    # content words; fewer where the neighbours are paired around the place.
    rare_spread: int = 2
    rare_words: int = 4
    rare_share: float = 0.2
    rare_words_near: int = 3
    rare_share_near: float = 0.15
    # And so much more than with any other paragraph.
    rare_margin: float = 1.15


@dataclass(frozen=True, slots=True)
class CandidateSettings:
    """Which stored articles are compared exactly."""

    # 18 of 18 rewritten documents had two or more true hits, 2 of 503 unrelated pairs did.
    passages: int = 2
    # One hit is enough when it shares so many sampled shingles, one in eight of all.
    shared: int = 4
    most: int = 40
    # Where there are more, those published so many days apart count for less: of 764 near pairs of
    # a news wire's year 99 % were 30 days apart at most, of 289 on one summit all were one day.
    window: int = 30
    # What a paragraph counts then: twice as many must be shared to come first.
    far: float = 0.5
    # A key with more passages is a stock phrase, or a text with hundreds of copies: it leads to
    # those passages only that share so many keys as make one hit enough.
    crowded: int = 200
    # And one with more than these is not followed at all; ``provenance stats`` lists the most crowded.
    crowded_most: int = 2000


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """When two articles share text, and how the one stands to the other.

    Shares are of the asked story's words outside quotation marks. On eight invented stories
    with every kind of copy, true copies had .33 and more, independent reports .16 and less.
    """

    paragraphs: int = 2
    partial: float = 0.15
    # The same of the stored story: then the asked one is a roundup with a part of it.
    given: float = 0.6
    share: float = 0.25
    # From here on the story is a copy of the other as a whole.
    whole: float = 0.5
    # Kept words of a verbatim copy, and the length up to which it is an excerpt.
    verbatim: float = 0.85
    excerpt: float = 0.6
    # Words replaced in a hundred: 0.4-4.4 in human copies, 7.1-17.2 in paraphrased ones.
    light: float = 2.0
    machine: float = 6.0
    # From this share of quoted words on, the rest of a paragraph has to match by itself.
    quoted: float = 0.2
    # A story of one paragraph is linked when so much of it stands in the other.
    short_containment: float = 0.4
    # Word-3 shingles outside quotation marks, one of the two is enough: Jaccard was .043 and
    # more in 15 of 16 rewrites of invented stories, .034 and less in reports on one event that
    # share no wording; containment of the smaller .135 and less in those.
    written_jaccard: float = 0.04
    written_containment: float = 0.2
    # So many citations of the other's house, and then such a Jaccard is enough: of invented
    # stories a journalist's rewrites cited two to five times and had .031-.123, reports by
    # others did not cite and had at most .012.
    citations: int = 2
    cited_jaccard: float = 0.02
    # No link, or only half of the smaller story, on fewer shared word-3 shingles than this.
    shared_shingles: int = 15
    # A form that is filled anew is no copy. Of the names and figures of matched paragraphs, on
    # the side that has fewer, such a share stands on the other side too, and of the figures
    # alone; asked where there are so many. Of invented copies of every kind at least .61 and
    # .82; of 1,387 linked pairs in 5,000 wire reports 722 and 40 more have less, and all that
    # were looked at are bond issues, load factors and the like.
    anchors: int = 5
    anchored: float = 0.5
    figures: int = 4
    figured: float = 0.5
    # Where so many words in a hundred are replaced, two are asked, and more than half must stand, or
    # two figures: chosen on invented rewrites, which all have that, and on stories from one template.
    dense: float = 20.0
    dense_anchors: int = 2
    dense_anchored: float = 0.55
    dense_figures: int = 2
    # Shared word-3 shingles inside quotation marks that make a common quotation.
    quoted_shingles: int = 12
    # The same where only one of the two sets it in quotation marks: a post, a statement.
    posted_shingles: int = 30


@dataclass(frozen=True, slots=True)
class OriginSettings:
    """When a link or a credit is an origin; confidences are in [0, 1]."""

    # A credit of this weight names the writer by itself.
    strong: float = 0.6
    # No verdict is surer than this.
    most: float = 0.97
    # A contributor line's form with a foreign footer and these signs; never above .8.
    joint: float = 0.75
    joint_signs: int = 3
    # Of its shingles an update has so many in common with the earlier text of its own source;
    # below, two reports by one house on like matters (reserves, bond issues) look like updates.
    # And it comes soon: of 223 such updates in 5,000 wire reports 214 came within two days and
    # most were updates, of the nine that came later one was.
    version: float = 0.5
    version_days: int = 3
    # A reporter's name alone, by the stories that show whom the reporter writes for: the first
    # two of them, each further one, and never more. Names are shared, so it is a weak sign, and
    # decides from four stories on.
    reporter: float = 0.44
    reporter_more: float = 0.03
    reporter_most: float = 0.65
    # Share of the asked story that a relative must hold to speak, and to speak in full.
    share: float = 0.25
    whole: float = 0.5
    # What follows was set by how often it was right in two invented webs with misleading pages
    # (tests/sites_traps.py, seeds 31 and 32); the gate reports two others.
    # A relative's credit (.89 right); one that is later than the asked page may have it from
    # anywhere (.80). An agency's own page.
    sibling: float = 0.9
    sibling_later: float = 0.9
    own_page: float = 0.95
    # A relative's credit holds where its lead is shared (with this word Jaccard) or so much of
    # its text; for the rest, which may be by another hand, it counts so much.
    lead: float = 0.25
    reach: float = 0.6
    beyond: float = 0.5
    # Between two that credit nobody, the signs of direction, which add up: only one of the two
    # has a byline, dates, damage, an aggregator, an excerpt. A byline and a date: .85 right, an
    # aggregator and a date .57, damage and a date .62: that is no decision.
    # The quotations that others have in one's words come from the design's order of signs, where
    # they stand before damage and time: the two webs hold no third reports to measure them on.
    quoted: float = 0.45
    signed: float = 0.45
    dated: float = 0.3
    damaged: float = 0.19
    collected: float = 0.25
    excerpted: float = 0.25
    undeclared_most: float = 0.85
    # So many words with look-alike letters or invisible characters are no accident.
    disguises: int = 3
    # One page of the two names the other's house (all right), and each further sign.
    named: float = 0.85
    named_more: float = 0.03
    # A byline of the page's own staff; its own mark in the dateline (22 of 22 right in two webs) is
    # as good as an agency's own page.
    staff: float = 0.7
    # A claim weaker than this is doubted by half of what the text says for another.
    doubted: float = 0.9
    doubt: float = 0.5
    # A paragraph is from the origin's text unless another has it so much more alike.
    preferred: float = 1.5
    # Decided from here on, and only so far ahead of the next.
    decided: float = 0.5
    margin: float = 0.1
    # A person's word; it is surer than anything that the program finds. On a relative it is less
    # sure where the asked text is closer to another one.
    person: float = 0.99
    # Below this share of a corrected text, a word that names a text without a link is only half a word.
    same: float = 0.85
    person_aside: float = 0.8
    # It holds for a text of which at least so much stood in the one that the person judged.
    judged: float = 0.5


@dataclass(frozen=True, slots=True)
class StorySettings:
    """When articles tell one story. Shares are of one article's words outside quotation marks."""

    # So much of either one stands in the other: below, two reports on one event share background.
    whole: float = 0.5
    # So much of each stands in the other: one text, published twice.
    twin: float = 0.85
    # Two articles take the same part of a third: of the smaller part's paragraphs so many.
    same_part: float = 0.75
    # An article that belongs elsewhere is a story's guest from this share of its words on.
    guest: float = 0.25


@dataclass(frozen=True, slots=True)
class RetoldSettings:
    """When a story tells another one again, sentence by sentence and in other words.

    Sentences count without their quotations. Of 20 invented stories that a machine rewrote in good
    English .64 and more of the words and .5 and more of the original's sentences are paired, .67
    and more of them in order; of 24 rewrites by people .46 and more, .26 and more. Of 20 reports
    by others on the same events at most .33 and .19; of 1,300 pairs of real ones none holds.
    """

    # Two sentences tell the same with so many in common, such a
    # share of the shorter one's, and so many of them rare: in so few of the other story's sentences.
    shared: int = 3
    alike: float = 0.34
    rare_words: int = 2
    rare: int = 3
    # So many sentences may be told in the words of one.
    merged: int = 2
    # Two stories are held against each other this way where the shorter one has so many distinct
    # words, and such a share of them, and of the content stems, is common.
    words: int = 70
    vocabulary: float = 0.45
    common: float = 0.3
    # A story is told again with so many sentences and such a share of its words; and either most of
    # the other one is told, in order, or what is told is told closely.
    sentences: int = 7
    share: float = 0.6
    given: float = 0.45
    order: float = 0.65
    mean: float = 0.5
    close_share: float = 0.7
    close_given: float = 0.3
    close_mean: float = 0.58


@dataclass(frozen=True, slots=True)
class TraceSettings:
    """All that decides how an article is traced."""

    match: MatchSettings = MatchSettings()
    candidates: CandidateSettings = CandidateSettings()
    link: LinkSettings = LinkSettings()
    retold: RetoldSettings = RetoldSettings()
    origin: OriginSettings = OriginSettings()


class Keep(StrEnum):
    """Which of several copies is kept: as far as their pages say so, or by their time or length alone."""

    ORIGIN = "origin"
    FIRST = "first"
    LONGEST = "longest"
    CLEANEST = "cleanest"


class Level(StrEnum):
    """What is compared: whole texts, or their paragraphs too."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class DedupSettings:
    """What counts as a copy in a corpus, and which copy is kept.

    Word-3 at .5 finds 89 % of copies with 5-20 % of their words edited, word-5 at .7 62 %
    (design study). ``fast``: texts are signed by one permutation instead of many.
    """

    threshold: float = 0.5
    shingle: int = 3
    containment: float = 0.8
    bands: int = 32
    rows: int = 4
    keep: Keep = Keep.ORIGIN
    drop_damaged: bool = False
    level: Level = Level.ARTICLE
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What the deduplication of a corpus may take, and where it begins; no result depends on it.

    ``memory``: bytes, about, for what grows with the corpus; where it is ``None`` 4 GB, or half of what the machine
    has where that is less. ``resume``: whether it goes on from what an unfinished run left.
    """

    memory: int | None = None
    resume: bool = False
