"""The vocabularies of the field: roles, credits, relations, kinds of damage and of sources.

Invariant: the values are the words of the machine-readable answer and of the database.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Change",
    "CorrectionKind",
    "CreditType",
    "DamageKind",
    "Media",
    "Relation",
    "Role",
    "Severity",
    "SourceKind",
    "Status",
]


class Media(StrEnum):
    """What kind of document a page is."""

    TEXT = "text"
    HTML = "html"


class SourceKind(StrEnum):
    """What a source does for a living."""

    WIRE = "wire"
    BROADCASTER = "broadcaster"
    OUTLET = "outlet"
    STATION = "station"
    PORTAL = "portal"
    AGGREGATOR = "aggregator"
    PRESS_RELEASE = "press_release"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a block is on its page."""

    HEADLINE = "headline"
    SUBHEADING = "subheading"
    BREADCRUMB = "breadcrumb"
    DATE_STAMP = "date_stamp"
    DATELINE = "dateline"
    BYLINE = "byline"
    CONTRIBUTOR = "contributor"
    CAPTION = "caption"
    IMAGE_FILE = "image_file"
    SOCIAL_EMBED = "social_embed"
    COPYRIGHT = "copyright"
    DISCLAIMER = "disclaimer"
    SOURCE_LINK = "source_link"
    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    BODY = "body"


class CreditType(StrEnum):
    """How an article names a source; the types mean different things."""

    DATELINE = "dateline"
    BYLINE = "byline"
    AGENCY_LINE = "agency_line"
    CONTRIBUTOR_LINE = "contributor_line"
    FEED_DISCLAIMER = "feed_disclaimer"
    COPYRIGHT = "copyright"
    SOURCE_LINK = "source_link"
    CITATION = "citation"
    TOLD = "told"
    CONTRIBUTION = "contribution"
    CAPTION = "caption"
    META = "meta"


class Relation(StrEnum):
    """How a text stands to the text it is held against."""

    ORIGINAL = "original"
    VERSION = "version"
    VERBATIM = "verbatim"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    MACHINE_PARAPHRASE = "machine_paraphrase"
    PARTIAL = "partial"
    QUOTE_ONLY = "quote_only"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether a verdict names an origin or says that it cannot."""

    DECIDED = "decided"
    ABSTAINED = "abstained"


class DamageKind(StrEnum):
    """What was done to a span of text."""

    SUBSTITUTION = "substitution"
    TORTURED_PHRASE = "tortured_phrase"
    QUOTE_ALTERED = "quote_altered"
    NUMBER_CHANGED = "number_changed"
    NAME_CHANGED = "name_changed"
    POLARITY = "polarity"
    MEANING_CHANGED = "meaning_changed"
    ATTRIBUTION_CHANGED = "attribution_changed"
    DROPPED = "dropped"
    REORDERED = "reordered"
    BROKEN_SENTENCE = "broken_sentence"
    STRAY_QUOTE = "stray_quote"
    DOUBLED_PHRASE = "doubled_phrase"
    CAPITAL_AFTER_COMMA = "capital_after_comma"
    GRAMMAR = "grammar"
    SPINTAX = "spintax"
    MIXED_SCRIPT = "mixed_script"
    INVISIBLE_CHARACTER = "invisible_character"
    MODEL_RESIDUE = "model_residue"
    HUMAN_DISTORTION = "human_distortion"


class Change(StrEnum):
    """What exactly became of a span beside its original: a kind of damage said more closely."""

    WORDING = "wording"
    SENSE = "sense"
    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    BOUND = "bound"
    NAME = "name"
    ACTOR = "actor"
    NEGATION = "negation"
    QUANTIFIER = "quantifier"
    OPPOSITE = "opposite"
    CERTAINTY = "certainty"
    TENSE = "tense"
    STANCE = "stance"
    SPEAKER = "speaker"
    REMOVED = "removed"
    DROPPED = "dropped"
    MERGED = "merged"
    MOVED = "moved"
    SPEECH = "speech"
    CLAIM = "claim"


class Severity(StrEnum):
    """What a damaged span costs the reader."""

    WORDING = "wording"
    FACT = "fact"
    MEANING = "meaning"


class CorrectionKind(StrEnum):
    """What a person said of a verdict."""

    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
