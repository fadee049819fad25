"""What a run keeps on the disk until it is done, so that another can go on from it.

Invariant: what is used again was made of the same input, with the same settings, by the same version, and is as
it was written.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING

from provenance.corpus.machine.arrays import is_whole
from provenance.corpus.machine.errors import as_output_error
from provenance.settings import Signing
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.corpus.gathering.parts import Part
    from provenance.settings import DedupSettings

__all__ = ["WORK", "is_folder", "is_worth_keeping", "open_work"]

WORK = "work"
_RUN = "run.json"
_KEPT = ".segment"


def open_work(partial: Path, parts: Sequence[Part], settings: DedupSettings) -> tuple[Path, str | None]:
    """The folder for what is kept, with what an unfinished run left where that can be used.

    Args:
        partial: the folder of the run.
        parts: of the corpus; one without a stamp may be another by now.
        settings: what decides what is made.

    Returns:
        The folder, and what to say where what was left there, or some of it, cannot be used.

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
    told = json.dumps(run, indent=1)
    note = None
    with as_output_error(folder):
        if folder.is_dir():
            before = _read(folder / _RUN)
            if before == json.loads(told) and None not in run["parts"]:
                return folder, _sifted(folder)
            if is_worth_keeping(partial):
                note = f"what an unfinished run left is made anew: {_difference(before or {}, json.loads(told))}"
            shutil.rmtree(folder)
        folder.mkdir()
        (folder / _RUN).write_text(told, encoding="utf-8")
    return folder, note


def is_folder(path: Path) -> bool:
    """Whether it is a folder itself, and no link to one that may be anybody's."""
    return path.is_dir() and not path.is_symlink()


def is_worth_keeping(partial: Path) -> bool:
    """Whether a run that goes on from here would save anything."""
    return any((partial / WORK).glob(f"*{_KEPT}"))


def _sifted(folder: Path) -> str | None:
    """Remove all but the files that are as a run wrote them, and say so where one of them is not."""
    damaged = None
    for path in sorted(folder.iterdir()):
        if path.name == _RUN or is_whole(path):
            continue
        if path.suffix == _KEPT and damaged is None:
            damaged = (
                f"some of what an unfinished run left is made anew: {path.name} is damaged, or no file of that run"
            )
        if is_folder(path):
            shutil.rmtree(path)
        else:
            path.unlink()
    return damaged


def _read(path: Path) -> dict[str, object] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _difference(before: dict[str, object], now: dict[str, object]) -> str:
    """What is not as it was, in words."""
    if not before:
        return "it does not say what it was made of"
    if before.get("version") != now["version"] or before.get("signing") != now["signing"]:
        return "it was made by another version"
    if before.get("settings") != now["settings"]:
        return "it was made with other settings"
    return "the input is not what it was or is read otherwise, or that cannot be told"
