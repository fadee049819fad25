"""Which files a name stands for: a folder's, or those that a pattern matches.

Invariant: files come in the order of their names, numbers in the order of numbers, whatever the
file system says; hidden files and links to folders are passed over.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from provenance.reading.corpora import CORPUS_FORMATS
from provenance.reading.formats import PACKED_SUFFIXES, by_name
from provenance.reading.records import InputFormat

__all__ = ["Files", "files_of", "is_pattern", "matches", "pattern_root"]

_LONGEST_ENDING = 20
_DIGITS = re.compile(r"([0-9]{1,18})")
# what stands beside the shards of a data set and describes them
_COMPANIONS = frozenset({"readme.md", "dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"})
# formats that a folder of pages does not hold by chance
_SHARDS = CORPUS_FORMATS - {InputFormat.JSON}


class Files(NamedTuple):
    """The files below a folder: those that are read, those that only describe a data set, others by their ending."""

    read: list[Path]
    companions: list[Path]
    others: Counter[str]


def files_of(folder: Path) -> Files:
    """The files below a folder, hidden ones left out.

    Raises:
        OSError: the folder cannot be read.
    """

    def fail(error: OSError) -> None:
        raise error

    found: list[Path] = []
    others: Counter[str] = Counter()
    for root, folders, files in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                if by_name(name) is not None:
                    found.append(Path(root, name))
                else:
                    others[_ending(name)] += 1
    found = sorted((file for file in found if file.is_file()), key=_natural)
    if not any(by_name(file.name) in _SHARDS for file in found):
        return Files(found, [], others)
    companions = [file for file in found if file.name.lower() in _COMPANIONS]
    return Files([file for file in found if file.name.lower() not in _COMPANIONS], companions, others)


def is_pattern(given: str) -> bool:
    """Whether a name that is no file's has wildcards."""
    return has_magic(given)


def matches(pattern: str) -> list[Path]:
    """The files that a pattern matches; ``**`` matches any folders."""
    found = glob(pattern, recursive=True)  # noqa: PTH207 - a pattern may be absolute
    return sorted((path for path in map(Path, found) if path.is_file()), key=_natural)


def pattern_root(pattern: str) -> Path:
    """The folder that all matches of a pattern lie in."""
    parts = Path(pattern).parts[:-1]
    fixed = next((number for number, part in enumerate(parts) if has_magic(part)), len(parts))
    return Path(*parts[:fixed])


def _ending(name: str) -> str:
    """What a file's name ends with, as people say it."""
    path = Path(name.lower())
    inner = Path(path.stem).suffix if path.suffix in PACKED_SUFFIXES else ""
    return f"{inner}{path.suffix}"[:_LONGEST_ENDING] or "without an ending"


def _natural(path: Path) -> tuple[list[list[str | int]], Path]:
    """A key by which part-2 stands before part-10, and a folder's files before the next folder's."""
    parts: list[list[str | int]] = [
        [int(piece) if at % 2 else piece for at, piece in enumerate(_DIGITS.split(part))] for part in path.parts
    ]
    return parts, path
