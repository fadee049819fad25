"""What a user named as a corpus, in parts that can be read by themselves.

Invariant: the parts, one after the other, are what ``read`` gives for all of it.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.reading import ReadOptions, read, total_bytes
from provenance.reading.paths import files_of, is_pattern, matches
from provenance.reading.spans import SIZE, Span, read_span, read_span_blocks, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from provenance.model import Unreadable
    from provenance.reading import Record
    from provenance.reading.corpora.blocks import RowBlock

__all__ = ["corpus_parts", "deciding"]

# options that decide what documents a file gives, and what they say; of the others some are told, and none is a page's
_DECIDING = sorted({field.name for field in fields(ReadOptions)} - {"notice", "layout", "beside", "web"})


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Some inputs, read whole."""

    inputs: tuple[str, ...]
    options: ReadOptions
    stdin: Callable[[], BinaryIO | None]
    size: int | None
    stamp: str | None

    def read(self, notice: Callable[[str], None] | None) -> Iterable[Record | Unreadable]:
        """Their documents, in order."""
        return read(self.inputs, replace(self.options, notice=notice), stdin=self.stdin())

    def blocks(self, notice: Callable[[str], None] | None) -> Iterable[Record | Unreadable]:
        """The same."""
        return self.read(notice)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a file of lines."""

    given: str
    span: Span
    options: ReadOptions
    stamp: str | None

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.span.beyond - self.span.first

    def read(self, notice: Callable[[str], None] | None) -> Iterable[Record | Unreadable]:
        """Its documents, in order."""
        return read_span(self.given, self.span, replace(self.options, notice=notice))

    def blocks(self, notice: Callable[[str], None] | None) -> Iterable[RowBlock | Record | Unreadable]:
        """The same, many at a time."""
        return read_span_blocks(self.given, self.span, replace(self.options, notice=notice))


def corpus_parts(
    inputs: Sequence[str | os.PathLike[str]], options: ReadOptions, stdin: Callable[[], BinaryIO | None]
) -> list[_Inputs | _Stretch]:
    """Cut a corpus into parts of some size.

    Args:
        inputs: as ``read`` takes them.
        options: how they are read.
        stdin: gives standard input from its start.
    """
    found: list[_Inputs | _Stretch] = []
    small: list[str] = []
    size = 0

    def close() -> None:
        nonlocal size
        if small:
            found.append(_inputs(small, options, stdin))
            small.clear()
            size = 0

    for given in [os.fspath(each) for each in inputs]:
        cut = spans(given, options)
        if cut:
            close()
            stamp = _stamp([given], options)
            found += [_Stretch(given, span, options, None if stamp is None else f"{stamp} {span}") for span in cut]
            continue
        small.append(given)
        size += total_bytes([given]) or 0
        if size >= SIZE and options.limit is None:  # a limit is over all inputs
            close()
    close()
    return found


def _inputs(some: Sequence[str], options: ReadOptions, stdin: Callable[[], BinaryIO | None]) -> _Inputs:
    return _Inputs(tuple(some), options, stdin, total_bytes(some), _stamp(some, options))


def deciding(options: ReadOptions) -> dict[str, Any]:
    """The options that decide what documents a file gives, and what they say, as JSON has them."""
    return {name: getattr(options, name) for name in _DECIDING}


def _stamp(inputs: Sequence[str], options: ReadOptions) -> str | None:
    """How files are read, and their names, sizes and times; ``None`` where it is not only files."""
    seen: list[object] = [list(inputs), deciding(options)]
    try:
        for path in _files(inputs):
            about = path.stat()
            if not stat.S_ISREG(about.st_mode):
                return None
            seen.append((str(path.resolve()), about.st_size, about.st_mtime_ns))
    except (OSError, ValueError):
        return None
    return json.dumps(seen)


def _files(inputs: Sequence[str]) -> Iterator[Path]:
    """The files behind some names.

    Raises:
        OSError: a name stands for no file.
        ValueError: it is standard input.
    """
    for given in inputs:
        path = Path(given)
        if given == "-":
            message = "standard input is another each time"
            raise ValueError(message)
        if path.is_dir():
            yield from files_of(path).read
        elif not path.exists() and is_pattern(given):
            yield from matches(given)
        else:
            yield path
