"""What a run keeps on the disk until it is done, so that another can go on from it.

Invariant: what is used again was made of the same input, with the same settings, by the same version.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING

from provenance.corpus.machine.errors import as_output_error
from provenance.settings import Signing
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.corpus.gathering.parts import Part
    from provenance.settings import DedupSettings

__all__ = ["WORK", "is_worth_keeping", "open_work"]

WORK = "work"
_RUN = "run.json"


def open_work(partial: Path, parts: Sequence[Part], settings: DedupSettings) -> tuple[Path, str | None]:
    """The folder for what is kept, with what an unfinished run left where that can be used.

    Args:
        partial: the folder of the run.
        parts: of the corpus; one without a stamp may be another by now.
        settings: what decides what is made.

    Returns:
        The folder, and why what was left there cannot be used.

    Raises:
        OutputError: it cannot be made.
    """
    folder = partial / WORK
    run = {
        "version": __version__,
        "settings": asdict(settings),
        "signing": asdict(Signing()),
        "parts": [part.stamp for part in parts],
    }
    said = json.dumps(run, indent=1)
    why = None
    with as_output_error(folder):
        if folder.is_dir():
            before = _read(folder / _RUN)
            if before == json.loads(said) and None not in run["parts"]:
                return folder, None
            why = _difference(before, json.loads(said)) if before else None
            shutil.rmtree(folder)
        folder.mkdir()
        (folder / _RUN).write_text(said, encoding="utf-8")
    return folder, why


def is_worth_keeping(partial: Path) -> bool:
    """Whether a run that goes on from here would save anything."""
    return any((partial / WORK).glob("*.segment"))


def _read(path: Path) -> dict[str, object] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _difference(before: dict[str, object], now: dict[str, object]) -> str:
    """What is not as it was, in words."""
    if before.get("version") != now["version"] or before.get("signing") != now["signing"]:
        return "it was made by another version"
    if before.get("settings") != now["settings"]:
        return "it was made with other settings"
    return "the input is not what it was, or cannot be told"
