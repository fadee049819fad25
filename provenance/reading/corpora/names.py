"""What a corpus is called.

Invariant: nothing here knows how a corpus is read.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CorpusName"]


@dataclass(frozen=True, slots=True)
class CorpusName:
    """What a corpus is called.

    ``given`` is the user's name for it, ``location`` the absolute path or ``None`` for a stream,
    ``within`` its path inside the folder that was given, by which a sample is drawn. ``found``
    says that it was found in a folder and not named: it may be no corpus at all.
    """

    given: str
    location: str | None
    within: str
    found: bool = False
