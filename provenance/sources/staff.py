"""Lines by which a house signs as the writer itself, and lines that name others for it without naming a source.

Invariant: staff without a house's name is the site's own only behind a person's name; another
house's staff, a desk alone and a "special to" are nobody's word for the site.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.sources.bylines import byline_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Block

__all__ = ["shared_with_agencies", "speaks_of_another", "staff_line"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# "Harbor Gazette Senior Staff Writer": what stands behind the house
_JOB = re.compile(
    r"\b(?:(?:(?:senior|chief|deputy|special|city|county|state|political|business|sports|education|health|"
    r"environment|investigative|news)\s){0,2}(?:staff\s)?(?:writers?|reporters?|correspondents?)|(?:news\s)?staff)$",
    re.IGNORECASE,
)
_STAFF = re.compile(r"\bstaff\s\w{6,14}$", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]{0,25}(?:\s[^\W\d_][\w.'’-]{0,25}){1,4}")
_NO_PERSON = re.compile(
    r"\b(?:staff|desk|team|bureau|editors?|newsroom|reports?|reporters?|writers?|special|news|wires?|press)\b",
    re.IGNORECASE,
)
_SMALL = frozenset({"and", "for", "of", "the", "a"})
_LONGEST = 200  # characters of a line that is read
_FEW_WORDS = {Role.BODY: 6}
_SOME_WORDS = 12
# "From staff and wire reports", "avec agences", "Redacción / Agencias"
_SHARED = re.compile(
    r"\b(?:staff|our\sreporters?|local\sreporting)\s?(?:and|&|/|,)\s?(?:\w{1,12}\s)?(?:wires?|agenc(?:y|ies)|news\sservices?)\b"
    r"|\b(?:wire|news\sservices?)\s(?:and\s\w{1,12}\s)?(?:reports?|services|dispatches)\b|\bnews\sservices\b"
    r"|^(?:from\s)?agency\s(?:reports|dispatches)\W{0,2}$"
    r"|\bwith\s(?:\w{1,12}\s){0,2}(?:wires?|agenc(?:y|ies)|news\sservices?)(?:\s(?:reports?|inputs?|services))?\s{0,2}$"
    r"|\bavec\s(?:les\s|des\s)?agences\b|\bmit\s(?:material\s(?:der|von)\s)?(?:nachrichten)?agentur(?:en|material)\b"
    r"|/\s?agenturen\b|(?:^|/|\by\s|\bcon\s)\s?agencias\b|\bcom\sagências\b|\bcon\sagenzie\b",
    re.IGNORECASE,
)
# a line that speaks of somebody else's text, whoever that is: enough to believe no staff byline
_ELSEWHERE = re.compile(
    r"\b(?:courtesy\sof|(?:provided|produced|supplied|written|contributed)\sby|re-?(?:published|printed)\b|"
    r"(?:edited|shortened|condensed)\sversion\sof|(?:news|press)\srelease|in\spartnership\swith|"
    r"(?:news|media|content)\spartner|sister\s(?:paper|station|publication|site)|originally|"
    r"based\son\s(?:its|their|a|an)\s(?:\w{1,12}\s)?(?:report|article|story)|"
    r"(?:original|full|whole|entire)\s(?:article|story|report|post))\b",
    re.IGNORECASE,
)
_ELSEWHERE_WORDS = 20
_SIGNING = frozenset({Role.BYLINE, Role.CONTRIBUTOR, Role.DISCLAIMER, Role.BODY})


def staff_line(blocks: Sequence[Block], names: Sequence[str]) -> str | None:
    """The byline by which a person signs as one of the site's own.

    Args:
        blocks: the article's blocks with their roles.
        names: what the site goes by.

    Returns:
        The line, "By Ida Marsh, Gazette Staff Writer"; ``None`` where there is none, or where
        another says something else.
    """
    lines = [block.text for block in blocks if block.role is Role.BYLINE and len(block.text) <= _LONGEST]
    signed = [" ".join(line.split()) for line in _joined(lines) if _is_staffs(line, names)]
    return signed[0] if signed else None


def shared_with_agencies(blocks: Sequence[Block]) -> str | None:
    """The line that says that agencies wrote a part of the text and does not name them."""
    for block in blocks:
        if (
            block.role in _SIGNING
            and len(block.text.split()) <= _FEW_WORDS.get(block.role, _SOME_WORDS)
            and _SHARED.search(block.text)
        ):
            return " ".join(block.text.split())
    return None


def speaks_of_another(blocks: Sequence[Block]) -> str | None:
    """A line of some words that says that a text is somebody else's, though not in a way that names a source."""
    for block in blocks:
        is_line = block.role is not Role.HEADLINE and len(block.text.split()) <= _ELSEWHERE_WORDS
        if is_line and _ELSEWHERE.search(block.text):
            return " ".join(block.text.split())
    return None


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, and each with the next: a name on one, what it does for whom on the other."""
    yield from lines
    yield from (f"{one}, {other}" for one, other in pairwise(lines))


def _is_staffs(line: str, names: Sequence[str]) -> bool:
    """Whether a line has a person and, behind a comma or the like, the site's staff or the site itself."""
    parts = [part for part in byline_parts(line) if part]
    persons = [part for part in parts if _is_person(part) and not _is_the_sites(part, names)]
    rest = [part for part in parts if part not in persons]
    # a person whose job is not said may be another house: "Per Lund, Tarn Times"
    return bool(persons) and all(_is_the_sites(part, names) for part in rest) and parts[-1] in rest


def _is_person(part: str) -> bool:
    return _PERSON.fullmatch(part) is not None and part[0].isupper() and _NO_PERSON.search(part) is None


def _is_the_sites(part: str, names: Sequence[str]) -> bool:
    """Whether a part of a byline is a job at the site, or the site's whole name."""
    job = _JOB.search(part)
    house = {word.casefold() for word in _WORD.findall(part[: job.start()] if job else part)} - _SMALL
    if not house:
        return job is not None and _STAFF.search(part) is not None
    own = [{word.casefold() for word in _WORD.findall(name)} - _SMALL for name in names]
    return any(house <= words if job else house == words for words in own)
