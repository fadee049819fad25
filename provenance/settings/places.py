"""Where things lie: the seeds, the database, the cache; and who speaks.

Invariant: what the user names wins over the environment, and that over what is guessed.
"""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import platformdirs

from provenance.errors import InputError, UsageError

__all__ = ["author_name", "cache_folder", "database_path", "kernel_folder", "seeds_folder"]


def seeds_folder() -> Path:
    """The folder of seed knowledge and sample articles that the program ships.

    Returns:
        ``provenance/_seeds`` in an installed wheel, ``seeds/`` beside the package in a checkout.

    Raises:
        InputError: the installation has neither.
    """
    package = Path(__file__).resolve().parents[1]
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


def cache_folder() -> Path:
    """Where fetched pages are kept: ``PROVENANCE_CACHE``, else the user's cache folder."""
    if variable := os.environ.get("PROVENANCE_CACHE"):
        return Path(variable)
    return Path(platformdirs.user_cache_dir("provenance", appauthor=False)) / "pages"


def kernel_folder() -> Path:
    """Where compiled kernels are kept: ``kernels`` in the user's cache folder."""
    return Path(platformdirs.user_cache_dir("provenance", appauthor=False)) / "kernels"


def author_name(named: str | None = None) -> str:
    """Who speaks: ``--author``, else ``PROVENANCE_AUTHOR``, else the name of the system's user.

    Args:
        named: what the user gave with ``--author``.

    Raises:
        UsageError: none of them is known.
    """
    if named is not None:
        return named
    if variable := os.environ.get("PROVENANCE_AUTHOR"):
        return variable
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        message = "whose word this is cannot be told: the system's user has no name"
        raise UsageError(message, "give --author NAME, or set PROVENANCE_AUTHOR") from None
