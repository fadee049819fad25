"""What the system says of a file, as an error of ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["as_output_error"]


@contextmanager
def as_output_error(path: Path, done: str = "written") -> Iterator[None]:
    """Raise the error of a file that cannot be written, or read where that is what was ``done``."""
    try:
        yield
    except OSError as error:
        message = f"{path}: cannot be {done}: {error.strerror or error}"
        raise OutputError(message, "make room or name a folder that can be written, then run it again") from error
