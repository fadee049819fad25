"""Every number that decides something, in one place, with the measurement that set it beside it.

Invariant: no threshold stands anywhere else; a ``Scheme`` names all that a fingerprint depends
on, so two fingerprints may be compared exactly when their schemes are equal.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from provenance.errors import InputError

__all__ = [
    "DedupSettings",
    "MatchSettings",
    "Scheme",
    "TraceSettings",
    "database_path",
    "seeds_folder",
]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a text becomes a fingerprint; stored in the database, compared before any look-up.

    Measured (design study): word-3 shingles in 64 bands of 2 rows hit 77 % of rewritten
    paragraphs and two or more of every rewritten document; word-5 in 32x4 hits 23 %.
    """

    permutations: int = 128
    seed: int = 1
    shingle: int = 3
    bands: int = 64
    rows: int = 2
    permutation_scheme: str = "affine32"
    normaliser: int = 1
    min_words: int = 8


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """When two blocks, and then two articles, share text."""

    # One of the three is enough (design study: gold recall .98, hard negatives .18 %).
    char5: float = 0.19
    word1: float = 0.25
    containment: float = 0.28


@dataclass(frozen=True, slots=True)
class TraceSettings:
    """When a match is a link, and when a link is an origin."""

    match: MatchSettings = MatchSettings()


@dataclass(frozen=True, slots=True)
class DedupSettings:
    """What counts as a copy in a corpus.

    Word-3 at .5 finds 89 % of copies with 5-20 % of their words edited, word-5 at .7 62 %
    (design study).
    """

    threshold: float = 0.5
    shingle: int = 3
    containment: float = 0.8
    bands: int = 32
    rows: int = 4


def seeds_folder() -> Path:
    """The folder of seed knowledge and sample articles that the program ships.

    Returns:
        ``provenance/_seeds`` in an installed wheel, ``seeds/`` beside the package in a checkout.

    Raises:
        InputError: the installation has neither.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_seeds", package.parent / "seeds"):
        if (folder / "sources").is_dir():
            return folder
    message = f"{package}: the seed knowledge that the program ships is not there"
    raise InputError(message, "install the program again")


def database_path(named: Path | None = None) -> tuple[Path, bool]:
    """Where the database is: ``--db``, ``PROVENANCE_DB``, ``db/`` here, the user's data folder.

    Args:
        named: what the user gave with ``--db``.

    Returns:
        The path, and whether the user named it (an absent one is then an error).
    """
    if named is not None:
        return named, True
    if variable := os.environ.get("PROVENANCE_DB"):
        return Path(variable), True
    if Path("db").is_dir():
        return Path("db") / "provenance.db", False
    return Path(platformdirs.user_data_dir("provenance", appauthor=False)) / "provenance.db", False
