"""Where a long result goes: a stream, or a file that appears when it is whole.

Invariant: what stands under the file's name is whole; equal content is packed to equal bytes.
"""

from __future__ import annotations

import gzip
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from provenance.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["refuse_existing", "sink"]

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 9


def refuse_existing(out: str | os.PathLike[str], *, force: bool) -> None:
    """Leave what stands under a name, unless it is to be replaced.

    Raises:
        OutputError: something is there.
    """
    if not force and Path(out).exists():
        message = f"{out}: is there already"
        raise OutputError(message, "name another file, or replace it with --force")


@contextmanager
def sink(out: BinaryIO | str | os.PathLike[str], database: Path | None = None) -> Iterator[BinaryIO]:
    """A stream to write to.

    Args:
        out: a stream, which is left open, or a path; its suffix says how it is packed.
        database: the file that must not be written over, if one is read.

    Raises:
        UsageError: the path is the database's own.
        OutputError: the path cannot be written.
    """
    if not isinstance(out, (str, os.PathLike)):
        yield out
        out.flush()
        return
    path = Path(out)
    if database is not None and path.exists() and path.samefile(database):
        message = f"{path}: this is the database itself"
        raise UsageError(message, "name another file")
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as raw:
            with _packed(raw, path.suffix.lower()) as stream:
                yield stream
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written ({error.strerror or error})"
        raise OutputError(message, "make room, or name another place") from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _packed(raw: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    """A stream whose content comes out of another one packed."""
    if suffix == ".gz":
        # neither name nor time in the header: equal exports are equal files
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=raw, mtime=0) as packed:
            yield cast("BinaryIO", packed)
    elif suffix == ".zst":
        import zstandard

        with zstandard.ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(raw, closefd=False) as packed:
            yield cast("BinaryIO", packed)
    else:
        yield raw
