"""One file for each article, in a folder.

Invariant: a name is safe on every system, and no two articles of a run share one; a file that
was there before is replaced only where that is wanted; what stands under a name is whole.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from provenance.errors import OutputError

if TYPE_CHECKING:
    from provenance.article.clean import CleanArticle

__all__ = ["ArticleFolder", "file_stem"]

_UNSAFE = re.compile(r"[^\w.-]+|_{2,}|\.{2,}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_PAGE_SUFFIXES = frozenset(
    {".html", ".htm", ".xhtml", ".txt", ".md", ".markdown", ".gz", ".zst", ".php", ".asp", ".aspx"}
)
_LONGEST = 120  # bytes; with number and suffix below what every file system takes
_INDEX = frozenset({"index", "amp", ""})


def file_stem(article: CleanArticle) -> str:
    """A safe name for an article's file, without its suffix.

    Args:
        article: its id is a path, an address or a row's id.

    Returns:
        The last part of the id that says something: letters, digits, dots, hyphens, underscores.
    """
    named = article.id
    parts = _path_of(named) if re.match(r"https?://", named) else named.replace("\\", "/")
    pieces = [piece for piece in unquote(parts).split("/") if piece]
    stems = (_stem(piece) for piece in reversed(pieces))
    return next((stem for stem in stems if stem.lower() not in _INDEX), "article")


def _path_of(address: str) -> str:
    """The path of an address; all of what only looks like one."""
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def _stem(piece: str) -> str:
    """One part of a path as a safe name."""
    path = PurePosixPath(piece)
    while path.suffix.lower() in _PAGE_SUFFIXES and path.stem:
        path = PurePosixPath(path.stem)
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", str(path))).strip("-._ ")
    name = name.encode()[:_LONGEST].decode("utf-8", "ignore").strip("-._ ")
    return f"{name}-" if _RESERVED.match(name) else name


def _umask() -> int:
    """The permissions that new files are not to have; reading them means setting them for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


class ArticleFolder:
    """A folder that is made when the first article comes."""

    def __init__(self, folder: Path, suffix: str, *, force: bool = False) -> None:
        """Write to a folder.

        Args:
            folder: made where it is not there.
            suffix: of each file, with its dot.
            force: replace files that were there before.
        """
        self._folder = folder
        self._suffix = suffix
        self._force = force
        self._taken: dict[int, int] = {}

    def add(self, article: CleanArticle, content: str) -> Path | None:
        """Write an article's file.

        Returns:
            Its path; ``None`` where a file of this name was there before and stays.

        Raises:
            OutputError: it cannot be written.
        """
        path = self._folder / f"{self._free(file_stem(article))}{self._suffix}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._force and (path.exists() or path.is_symlink()):
                return None
            # a name that nobody else has, made new: nothing that lies there is written to or followed
            handle, name = tempfile.mkstemp(prefix=".clean-", suffix=".partial", dir=self._folder)
            partial = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content.encode("utf-8", "replace"))
                partial.chmod(0o666 & ~_umask())
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            message = f"{path}: cannot be written ({error.strerror or error})"
            raise OutputError(message, "make room, or name another place") from error
        return path

    def _free(self, stem: str) -> str:
        """The stem, with a number where this run has used it; case does not tell two names apart."""
        name, number = stem, 1
        while (slot := hash(name.casefold())) in self._taken:
            number = max(number, self._taken[hash(stem.casefold())]) + 1
            self._taken[hash(stem.casefold())] = number
            name = f"{stem}-{number}"
        self._taken[slot] = 1
        return name
