"""What the user named, as a stream of documents: files, folders, corpora, standard input.

Invariant: inputs are read in the order given and folders in sorted order, one document at a
time; nothing that an input can do raises.
"""

from __future__ import annotations

import itertools
import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from provenance.errors import UsageError
from provenance.model import Media, Page, Unreadable
from provenance.reading.corpora import CorpusName, read_jsonl
from provenance.reading.decoding import decode, sniff
from provenance.reading.markdown import plain_text
from provenance.reading.records import ReadOptions, Record
from provenance.reading.streams import STREAM_ERRORS, decompressed, replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["read", "total_bytes"]

HTML_SUFFIXES = frozenset({".htm", ".html", ".xhtml"})
MARKDOWN_SUFFIXES = frozenset({".markdown", ".md"})
TEXT_SUFFIXES = MARKDOWN_SUFFIXES | {".text", ".txt"}
CORPUS_SUFFIXES = frozenset({".jsonl", ".ndjson"})
READ_SUFFIXES = HTML_SUFFIXES | TEXT_SUFFIXES | CORPUS_SUFFIXES
LATER_SUFFIXES = frozenset({".arrow", ".csv", ".feather", ".json", ".parquet", ".tsv", ".warc"})
PACKED_SUFFIXES = frozenset({".gz", ".zst"})
WEB = re.compile(r"(?i:https?|ftp)://")


def read(
    inputs: Sequence[str | os.PathLike[str]],
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen, so one instance serves every call
    stdin: BinaryIO | None = None,
) -> Iterator[Record | Unreadable]:
    """Read every document of every input, in order, in constant memory.

    Args:
        inputs: paths of files, folders and corpora, or ``-`` for standard input.
        options: columns of corpora, the largest size of a document, the number of documents.
        stdin: the binary stream that ``-`` stands for.

    Yields:
        A record for each document, an ``Unreadable`` for each that cannot be read.

    Raises:
        UsageError: the inputs are one string, of which every letter would be an input.
    """
    if isinstance(inputs, str):
        message = f"{inputs}: the inputs are a list of paths, and this is one string"
        raise UsageError(message, "put it into a list")
    everything = itertools.chain.from_iterable(_read_input(os.fspath(given), options, stdin) for given in inputs)
    return everything if options.limit is None else itertools.islice(everything, options.limit)


def total_bytes(inputs: Sequence[str | os.PathLike[str]]) -> int | None:
    """How many bytes the inputs take on disk, for a progress bar; ``None`` where it cannot be known."""
    total = 0
    for given in inputs:
        path = Path(given)
        try:
            if path.is_dir():
                total += sum(file.stat().st_size for file in _walk(path))
            elif path.is_file():
                total += path.stat().st_size
            else:
                return None
        except OSError:
            return None
    return total


def _read_input(given: str, options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Record | Unreadable]:
    """Read one input as the user named it."""
    if given == "-":
        if stdin is None:
            yield Unreadable("-", "there is no standard input")
        else:
            yield from _read_stream(stdin, CorpusName("-", None), options)
        return
    if WEB.match(given):
        yield Unreadable(given, "fetching pages is not there yet", "save the page and pass the file")
        return
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        yield Unreadable(given, "no such file" if missing else _why(error))
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(given, path, options)
    elif stat.S_ISREG(mode):
        yield from _read_file(given, path, options)
    else:
        yield from _read_pipe(given, path, options)


def _why(error: BaseException) -> str:
    """What the system says, without the path that the report names anyway."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def _read_folder(given: str, folder: Path, options: ReadOptions) -> Iterator[Record | Unreadable]:
    """Read the files of a folder that look like articles or corpora, by name."""
    try:
        files = _walk(folder)
    except OSError as error:
        yield Unreadable(given, _why(error))
        return
    if not files:
        known = ", ".join(sorted(READ_SUFFIXES))
        yield Unreadable(given, f"no article in {given}", f"looked for: {known}, plain or with .gz or .zst")
    for file in files:
        yield from _read_file(str(Path(given, file.relative_to(folder))), file, options)


def _walk(folder: Path) -> list[Path]:
    """The files below a folder that are read, sorted; hidden ones and links to folders are passed over."""

    def fail(error: OSError) -> None:
        raise error

    found: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(root, name) for name in files if not name.startswith(".") and _suffix(name) in READ_SUFFIXES)
    return sorted(file for file in found if file.is_file())


def _suffix(name: str) -> str:
    """The suffix that says what is inside, below that of a compressor."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix in PACKED_SUFFIXES else path.suffix


def _read_file(given: str, path: Path, options: ReadOptions) -> Iterator[Record | Unreadable]:
    """Read a regular file: a corpus row by row, anything else as one document."""
    suffix = _suffix(path.name)
    if suffix in LATER_SUFFIXES:
        yield Unreadable(given, f"{suffix} is not read yet", "convert it to JSONL, one object with a text a line")
        return
    try:
        size = path.stat().st_size
        raw = path.open("rb")
    except OSError as error:
        yield Unreadable(given, _why(error))
        return
    with raw:
        if size == 0:
            yield Unreadable(given, "empty")
        elif suffix in CORPUS_SUFFIXES:
            name = CorpusName(given, str(path.resolve()))
            yield from _metered(raw, read_jsonl(decompressed(raw), name, options))
        else:
            media = Media.HTML if suffix in HTML_SUFFIXES else None
            document = _read_document(decompressed(raw), CorpusName(given, str(path.resolve())), options, media)
            if suffix in MARKDOWN_SUFFIXES and isinstance(document, Page) and document.media is Media.TEXT:
                document = replace(document, content=plain_text(document.content))
            yield Record(document, None, size) if isinstance(document, Page) else document


def _metered(raw: BinaryIO, documents: Iterator[Record | Unreadable]) -> Iterator[Record | Unreadable]:
    """Note on each record how far the file was read since the record before."""
    before = 0
    for document in documents:
        if isinstance(document, Unreadable):
            yield document
            continue
        now = raw.tell()
        yield Record(document.page, document.row, now - before)
        before = now


def _read_document(
    stream: BinaryIO, name: CorpusName, options: ReadOptions, media: Media | None = None
) -> Page | Unreadable:
    """Read a whole stream as one document; ``media`` is sniffed where it is ``None``."""
    try:
        data = stream.read(options.max_bytes + 1)
    except STREAM_ERRORS as error:
        return Unreadable(name.given, f"{'truncated' if isinstance(error, EOFError) else 'damaged'}: {error}")
    if len(data) > options.max_bytes:
        return Unreadable(name.given, f"larger than {options.max_bytes:,} bytes")
    text = decode(data)
    if text is None:
        return Unreadable(name.given, "binary file", "pass a text, HTML or JSONL file")
    if not text.strip():
        return Unreadable(name.given, "empty")
    return Page(id=name.given, content=text, media=media or sniff(text), location=name.location)


def _read_pipe(given: str, path: Path, options: ReadOptions) -> Iterator[Record | Unreadable]:
    """Read a pipe or device that has a name, as a shell's process substitution gives."""
    try:
        raw = path.open("rb")
    except OSError as error:
        yield Unreadable(given, _why(error))
        return
    with raw:
        yield from _read_stream(raw, CorpusName(given, None), options)


def _read_stream(source: BinaryIO, name: CorpusName, options: ReadOptions) -> Iterator[Record | Unreadable]:
    """Read a stream without a name's hint: JSON Lines where its first line opens an object."""
    stream = decompressed(source)
    try:
        head = stream.read(4096)
    except STREAM_ERRORS as error:
        yield Unreadable(name.given, f"damaged: {error}")
        return
    whole = replay(head, stream)
    if re.match(rb"(?:\xef\xbb\xbf)?\s{0,100}\{\s{0,100}[\"}]", head):
        yield from read_jsonl(whole, name, options)
        return
    document = _read_document(whole, name, options)
    yield Record(document, None, 0) if isinstance(document, Page) else document
