"""The files of ``seeds/damage``: word lists and measured rates, as they stand there.

Invariant: a file that cannot be read is an error that names it.
"""

from __future__ import annotations

import tomllib
from typing import Any

from provenance.errors import InputError
from provenance.settings import seeds_folder

__all__ = ["read_list"]


def read_list(name: str) -> dict[str, Any]:
    """One file of the folder, by its name without the suffix.

    Raises:
        InputError: it is missing, or no TOML.
    """
    path = seeds_folder() / "damage" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: {error}"
        raise InputError(message, "install the program again, or undo the change to this file") from error
