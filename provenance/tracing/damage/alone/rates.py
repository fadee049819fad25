"""How often each detector fires on pages that people wrote, and on machine paraphrases: measured, and shipped as data.

Invariant: the numbers are what ``tests/gate/false_alarms.py`` wrote; a detector without a number is
an error, so that no suspicion is shown without its rate.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.tracing.damage.words.lists import read_list

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["DetectorRate", "Rates", "SignRate", "rates", "rates_from"]

_PAGE = 0.5  # thousand words of a page of usual length
_HALF = 0.5  # of machine paraphrases may have a phrase that was learned from others
_UNSEEN = 0.5  # added to every count: what was never seen is not impossible


@dataclass(frozen=True, slots=True)
class DetectorRate:
    """On how many pages that people wrote a detector fired, how often, and on how many machine paraphrases."""

    pages: int
    findings: int
    machine: int


@dataclass(frozen=True, slots=True)
class SignRate:
    """From which number on a sign counts, the largest numbers of people's pages, and how many paraphrases reach it."""

    at_least: float
    largest: tuple[float, ...]
    machine: int

    def pages(self, value: float) -> int:
        """How many pages that people wrote have this number or a larger one."""
        return len(self.largest) - bisect_left(self.largest, value)


@dataclass(frozen=True, slots=True)
class Rates:
    """All that was measured.

    ``pages`` and ``thousands`` of words are of people's pages, ``long_pages`` those that are long
    enough for a style; ``machine`` counts the machine paraphrases. ``together`` has what fired on
    each page on which several did. ``threshold`` is the weight from which on a page is called a
    machine's, ``wrong`` how many of people's pages would be.
    """

    pages: int
    long_pages: int
    thousands: float
    machine: int
    threshold: float
    wrong: int
    detectors: Mapping[str, DetectorRate]
    signs: Mapping[str, SignRate]
    together: tuple[frozenset[str], ...]

    def detector_weight(self, name: str, words: int) -> float:
        """How much a detector that fires speaks for a machine: log of the ratio of both shares.

        On a long page people have more occasions for a slip, so it weighs less there.
        """
        rate = self.detectors[name]
        per_thousand = (rate.findings + _UNSEEN) / self.thousands
        by_people = 1 - exp(-per_thousand * max(words / 1000, _PAGE))
        return log(self._by_machine(rate.machine) / by_people)

    def sign_weight(self, name: str, value: float) -> float:
        """How much a style with this number speaks for a machine."""
        rate = self.signs[name]
        by_people = (rate.pages(value) + _UNSEEN) / (self.long_pages + 1)
        return log(self._by_machine(rate.machine) / by_people)

    def phrase_weight(self, wrong: int, compared: int) -> float:
        """How much a learned phrase speaks for a machine, where such phrases stand in so many of other articles."""
        by_people = (wrong + _UNSEEN) / (compared + 1)
        return max(0.0, log(_HALF / by_people))

    def seen_together(self, names: Collection[str]) -> int:
        """On how many pages that people wrote all of these fired."""
        wanted = frozenset(names)
        return sum(wanted <= fired for fired in self.together)

    def _by_machine(self, documents: int) -> float:
        return (documents + _UNSEEN) / (self.machine + 1)


@lru_cache(maxsize=1)
def rates() -> Rates:
    """The rates that the program ships.

    Raises:
        InputError: the file is missing, cannot be read, or lacks a number.
    """
    return rates_from(read_list("rates"))


def rates_from(data: Mapping[str, Any]) -> Rates:
    """The rates of a file's tables.

    Raises:
        InputError: a number is missing.
    """
    try:
        people, machine, verdict = data["people"], data["machine"], data["verdict"]
        return Rates(
            pages=people["pages"],
            long_pages=people["long_pages"],
            thousands=people["words"] / 1000,
            machine=machine["documents"],
            threshold=verdict["threshold"],
            wrong=verdict["wrong"],
            detectors={
                name: DetectorRate(rate["pages"], rate["findings"], rate["machine"])
                for name, rate in data["detectors"].items()
            },
            signs={
                name: SignRate(rate["at_least"], tuple(rate["largest"]), rate["machine"])
                for name, rate in data["signs"].items()
            },
            together=tuple(frozenset(each) for each in people["together"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        message = f"seeds/damage/rates.toml: {error} is missing or no number"
        raise InputError(message, "install the program again, or undo the change to this file") from error
