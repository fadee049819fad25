"""Who is named as the speaker around a quotation, by rules on English news style.

Invariant: only names are speakers, never offices ("a spokesman"); what no rule reads is ``None``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from provenance.tracing.damage.words.lexicon import lexicon

__all__ = ["Named", "bare_name", "full_names", "named_after", "named_before", "speakers_in", "surname"]

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ſ"
# a stop ends a sentence but for initials and these
_SHORT = r"(?:Adm|Capt|Cmdr|Col|Det|Dr|Gen|Gov|Insp|Jr|Lt|Maj|Mrs?|Ms|Prof|Reps?|Rev|Sens?|Sgt|Sr|St|Supt)\."
_CAPITAL = rf"(?:[{_UPPER}]\.(?:[{_UPPER}]\.){{0,2}}|{_SHORT}|[{_UPPER}][\w’'-]{{1,30}})"
_PARTICLE = r"(?:al|bin|da|de|del|della|den|der|di|dos|du|el|ibn|la|le|van|von)"
_NAME = rf"(?<!\w)(?:{_PARTICLE} ){{0,2}}{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL}){{0,5}}"
_VERB = (
    r"(?:said|says|saying|say|told|tells|stated|states|added|adds|announced|explained|explains|noted|notes|wrote|writes|"
    r"remarked|commented|observed|confirmed|admitted|admits|claimed|claims|insisted|insists|warned|warns|conceded|"
    r"acknowledged|promised|vowed|urged|demanded|asked|asks|replied|answered|recalled|recalls|continued|argued|argues|"
    r"joked|shouted|called|calls|described|describes|declared|stressed|testified|tweeted|posted|concluded|complained)"
)
_ADVERB = r"(?:(?:also|later|then|has|had|have|once|further|\w{2,15}ly) ){0,2}"
_PRONOUN = r"(?:[Hh]e|[Ss]he)"
_ASIDE = r"(?:[^,.;:“”\"]|\.(?=[,\w])){1,90}"
_APPOSITION = rf"(?:, (?P<aside>{_ASIDE})(?:, {_ASIDE}){{0,2}},)?"
# "prosecutor Henrik Aamodt", "the company's director Marit Lund"; none of these words leads to a place
_TO_A_PLACE = "in|at|on|of|to|from|after|before|during|while|as|and|that|by|with|for|when|where|because"
_ROLE = rf"(?:(?!(?:{_TO_A_PLACE})\b)[a-z][\w’'-]{{0,30}} ){{0,5}}"
_START = r"[\s,–—-]*"

_VERB_NAME = re.compile(rf"{_START}{_VERB} {_ROLE}(?P<name>{_NAME})")
_VERB_ROLE_NAME = re.compile(
    rf"{_START}{_VERB} (?:the|a|an|its|his|her|their) [^,.;:“”\"]{{1,90}}, (?P<name>{_NAME})(?=[,.;]|\Z)"
)
_NAME_VERB = re.compile(rf"{_START}{_ROLE}(?P<name>{_NAME}){_APPOSITION} {_ADVERB}{_VERB}\b")
_ROLE_NAME_VERB = re.compile(
    rf"{_START}(?:the|its|his|her|their) [^,.;:“”\"]{{1,60}}, (?P<name>{_NAME}), {_ADVERB}{_VERB}\b"
)
_PRONOUN_VERB = re.compile(rf"{_START}(?:{_PRONOUN} {_ADVERB}{_VERB}|{_VERB} {_PRONOUN})\b")
_ACCORDING = re.compile(rf"{_START}according to {_ROLE}(?P<name>{_NAME})")
# who speaks is told, but not by name: "a spokesman said", "said the council", "police said"
_OFFICE = re.compile(
    rf"{_START}(?:(?:the|an?|one|another|its|his|her|their|two|some) [^,.;:“”\"]{{1,90}}? {_ADVERB}{_VERB}\b"
    rf"|{_VERB} (?:the|an?|one|another|its|his|her|their|police|officials|prosecutors)\b|(?=[a-z]){_ROLE}{_VERB}\b)"
)
_SPEAKS = re.compile(
    rf"(?<!\bof )(?<!\bfrom )(?<!\bin )(?<!\bat )(?<!\bto )"
    rf"(?P<name>{_NAME}){_APPOSITION} {_ADVERB}{_VERB}\b|\b[Aa]ccording to {_ROLE}(?P<told>{_NAME})"
    rf"|\b(?P<pronoun>{_PRONOUN}) {_ADVERB}{_VERB}\b"
)
_FULL = re.compile(rf"(?<![\w.]){_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL}){{1,5}}")
# the last sentence of what stands before a quotation; a short form before the stop is no end
_LAST_SENTENCE = re.compile(r"[.!?][)\]’'”\"]{0,2}\s+(?=[^\s])")
_ONLY_NAME = re.compile(rf"{_NAME}\Z")
_OFFICES = """
mr mrs ms miss dr prof professor president vice minister premier chancellor secretary governor gov mayor
senator sen sens representative rep reps congressman congresswoman councillor councilman councilwoman mp judge
justice chief sheriff officer captain capt sergeant sgt lieutenant lt colonel col general gen major maj
admiral adm commander detective inspector superintendent constable king queen prince princess pope bishop
archbishop cardinal rabbi imam rev reverend father sister sir dame lord lady director chairman chairwoman
chair spokesman spokeswoman spokesperson prosecutor attorney commissioner ambassador envoy coach ceo editor
deputy
"""
_TITLES = frozenset((*_OFFICES.split(), "republican", "democrat"))
_OPENINGS = """
after afterwards although amid asked because before despite during earlier even here if instead later like meanwhile no
now once since still then there though today tonight unlike until welcome when while yes yesterday
"""
_FIRST = frozenset(_OPENINGS.split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker that the words around a quotation tell of.

    ``name`` is ``None`` where they have a pronoun, or an ``office``: a spokesman, the police.
    ``end``: up to where in the words these say so.
    """

    name: str | None
    end: int
    office: bool = False


@lru_cache(maxsize=8192)  # the names of a story's speakers stand in each of its articles
def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.strip(".,’'").casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@lru_cache(maxsize=8192)
def surname(name: str) -> str:
    """By what a speaker is known in every report: the last word of the name, case and accents folded."""
    words = [word for word in (_fold(each) for each in name.split()) if word and word not in _SUFFIXES]
    return words[-1] if words else _fold(name)


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str | None:
    """A name without titles, days and what else begins a sentence; ``None`` where nothing is left."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    titles = [at for at, word in enumerate(words) if _fold(word) in _TITLES]
    words = words[titles[-1] + 1 :] if titles else words
    known = lexicon()
    while words and (_fold(words[0]) in known.function | known.calendar | _FIRST):
        words = words[1:]
    if len(words) > 1 and words[0].endswith("ing"):  # "Contradicting Quill"; of a name the last word counts
        words = words[1:]
    name = " ".join(words).rstrip(",.’'")
    return name if len(name) > 1 else None


def _name_of(found: re.Match[str]) -> str | None:
    """The name in a match; "the prime minister, Anna Lind," has it beside the office."""
    groups = found.groupdict()
    name = bare_name(groups.get("name") or groups.get("told") or "")
    aside = groups.get("aside")
    if name is None and aside is not None and _ONLY_NAME.match(aside):
        return bare_name(aside)
    return name


def named_after(words: str) -> Named | None:
    """The speaker that the words after a quotation name, where they begin with that."""
    words = words[:400]
    for pattern in (_NAME_VERB, _ROLE_NAME_VERB, _VERB_NAME, _VERB_ROLE_NAME, _ACCORDING):
        found = pattern.match(words)
        name = None if found is None else _name_of(found)
        if found is not None and name is not None:
            return Named(name, found.end())
    pronoun = _PRONOUN_VERB.match(words)
    if pronoun is not None:
        return Named(None, pronoun.end())
    office = _OFFICE.match(words)
    return None if office is None else Named(None, office.end(), office=True)


def named_before(words: str) -> Named | None:
    """The speaker that the sentence names which a quotation stands in, by what comes before it."""
    words = words[-400:]
    if words.rstrip()[-1:] in {".", "!", "?", ""}:
        return None
    start = 0
    for end in _LAST_SENTENCE.finditer(words):
        before = words[: end.start()].rpartition(" ")[2].lstrip("(\"“'")
        if end.group()[0] != "." or (len(before) > 1 and before.casefold() not in lexicon().abbreviations):
            start = end.end()
    found = speakers_in(words[start:])
    return found[-1] if found else None


def speakers_in(words: str) -> list[Named]:
    """All who are said to say something, in order; a pronoun has no name."""
    found = []
    for each in _SPEAKS.finditer(words):
        if each["pronoun"]:
            found.append(Named(None, each.end()))
        elif (name := _name_of(each)) is not None:
            found.append(Named(name, each.end()))
    return found


def full_names(words: str) -> list[str]:
    """The names of two words and more, in order."""
    names = (bare_name(each.group()) for each in _FULL.finditer(words))
    return [name for name in names if name is not None and " " in name]
