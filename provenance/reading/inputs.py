"""What the user named, as a stream of documents: files, folders, patterns, addresses, standard input.

Invariant: inputs are read in the order given and folders in the order of their files' names, one
document at a time; nothing that an input can do raises.
"""

from __future__ import annotations

import os
import stat
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from provenance.errors import UsageError
from provenance.model import Media, Page, Unreadable
from provenance.reading.corpora import CORPUS_FORMATS, CorpusName, NoCorpusError, Pages, read_corpus
from provenance.reading.corpora.delimiters import likeness
from provenance.reading.corpora.values import first_day
from provenance.reading.decoding import BINARY_MAGIC, decode, sniff
from provenance.reading.formats import READ_SUFFIXES, by_name, chosen, ours
from provenance.reading.layouts import Layout
from provenance.reading.links import Web, hint_for, is_link
from provenance.reading.markdown import plain_text
from provenance.reading.notes import Notes, is_chosen
from provenance.reading.paths import files_of, is_pattern, matches, pattern_root
from provenance.reading.records import InputFormat, ReadOptions, Record
from provenance.reading.streams import HEAD, STREAM_ERRORS, Raw, Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Generator, Iterator, Sequence

__all__ = ["layouts_of", "read", "total_bytes"]

_MEDIA = {InputFormat.HTML: Media.HTML}
_ANYTHING = frozenset({InputFormat.JSON, InputFormat.CSV, InputFormat.TSV})
# an export is no corpus, whatever it is taken for as long as that is JSON
_NO_CHOICE = frozenset({InputFormat.AUTO, InputFormat.JSONL, InputFormat.JSON})
_ENDINGS = 8
_EMPTY = "nothing was saved in it: save or fetch the page again, or leave it out"
_AS_TEXT = frozenset({InputFormat.JSONL, InputFormat.JSON, InputFormat.CSV, InputFormat.TSV})


def read(
    inputs: Sequence[str | os.PathLike[str]],
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen, so one instance serves every call
    stdin: BinaryIO | None = None,
) -> Iterator[Record | Unreadable]:
    """Read every document of every input, in order, in constant memory.

    Args:
        inputs: paths of files, folders and corpora, patterns such as ``shards/*.jsonl.gz``,
            addresses of pages, or ``-`` for standard input.
        options: columns of corpora, the largest size of a document, which and how many are read.
        stdin: the binary stream that ``-`` stands for.

    Yields:
        A record for each document, an ``Unreadable`` for each that cannot be read.

    Raises:
        UsageError: the inputs are one string, of which every letter would be an input; or the
            sample is no share, or ``since`` no day.
    """
    if isinstance(inputs, str):
        message = f"{inputs}: the inputs are a list of paths, and this is one string"
        raise UsageError(message, "put it into a list")
    if options.sample is not None and not 0 < options.sample <= 1:
        message = f"{options.sample}: no share of the documents"
        raise UsageError(message, "write one in 100 as 0.01")
    if options.since is not None:
        first_day(options.since)
    return _read_all([os.fspath(given) for given in inputs], options, stdin)


def layouts_of(
    inputs: Sequence[str | os.PathLike[str]], options: ReadOptions, stdin: BinaryIO | None = None
) -> Iterator[Layout]:
    """How each file is written of which documents are read, in order; none is read any further than that takes.

    Args:
        inputs: as ``read`` takes them; an address is not fetched, and what cannot be read is passed over.
        options: how they are read.
        stdin: the binary stream that ``-`` stands for.
    """
    told: list[Layout] = []
    for _ in read(inputs, replace(options, layout=told.append, notice=None, limit=None), stdin):
        yield from told
        told.clear()
    yield from told


def total_bytes(inputs: Sequence[str | os.PathLike[str]]) -> int | None:
    """How many bytes the inputs take on disk, for a progress bar; ``None`` where it cannot be known."""
    total = 0
    for each in inputs:
        given = os.fspath(each)
        path = Path(given)
        try:
            if path.is_dir():
                total += sum(file.stat().st_size for file in files_of(path).read)
            elif path.is_file():
                total += path.stat().st_size
            elif is_pattern(given) and (files := matches(given)):
                total += sum(file.stat().st_size for file in files)
            else:
                return None
        except (OSError, ValueError):
            return None
    return total


def _read_all(
    inputs: Sequence[str], options: ReadOptions, stdin: BinaryIO | None
) -> Generator[Record | Unreadable, None, None]:
    left = options.limit
    with Web(options) as web:
        for given in inputs:
            if left == 0:
                return
            notes = Notes(given, options.notice)
            one = _Input(given, options, notes, web)
            with closing(one.read(stdin)) as documents:
                for document in documents:
                    yield document
                    if left is not None:
                        left -= 1
                        if left == 0:
                            break
            notes.close()


def _why(error: BaseException) -> str:
    """What the system says, without the path that the report names anyway."""
    return (getattr(error, "strerror", None) or str(error)).lower()


@dataclass(frozen=True, slots=True)
class _Input:
    """One input as the user named it."""

    given: str
    options: ReadOptions
    notes: Notes
    web: Web

    def read(self, stdin: BinaryIO | None) -> Generator[Record | Unreadable, None, None]:
        """Its documents, in order."""
        given = self.given
        if given == "-":
            if stdin is None:
                yield Unreadable("-", "there is no standard input")
            else:
                yield from self._stream(stdin, CorpusName("-", None, "-"))
            return
        if not given.strip():
            # as a path it would be the current folder
            yield Unreadable(repr(given), "an empty name", "an empty variable of the shell? The current folder is .")
            return
        if is_link(given):
            yield from self._link()
            return
        path = Path(given)
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            if is_pattern(given):
                yield from self._pattern()
                return
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            yield Unreadable(given, "no such file" if missing else _why(error), hint_for(given) if missing else None)
            return
        if stat.S_ISDIR(mode):
            yield from self._folder(path)
        elif stat.S_ISREG(mode):
            yield from self._file(given, path, path.name)
        else:
            yield from self._pipe(path)

    def _chosen(self, within: str) -> bool:
        """Whether a document on its own falls into the sample."""
        share = self.options.sample
        if share is None or is_chosen(share, within, ""):
            return True
        self.notes.passed("outside the sample")
        return False

    def _link(self) -> Iterator[Record | Unreadable]:
        """Fetch the page at an address."""
        if self.options.layout is not None:
            self.options.layout(Layout(self.given, InputFormat.HTML))
        elif self._chosen(self.given):
            yield self.web.read(self.given)

    def _folder(self, folder: Path) -> Iterator[Record | Unreadable]:
        """Read the files of a folder that look like articles or corpora."""
        try:
            files, companions, others = files_of(folder)
        except OSError as error:
            yield Unreadable(self.given, _why(error))
            return
        if companions:
            named = ", ".join(str(file.relative_to(folder)) for file in companions)
            self.notes.say(f"{self.given}: passed over, as beside the shards of a data set: {named}")
        if others:
            self.notes.say(f"{self.given}: passed over, as no kind of file that is read: {_counted(others)}")
        if not files:
            known = ", ".join(sorted(READ_SUFFIXES))
            hint = f"looked for: {known}, plain or with .gz or .zst"
            yield Unreadable(self.given, f"no article in {self.given}", hint)
        for file in files:
            within = file.relative_to(folder)
            # tables and objects of any kind lie in folders, and only some hold documents
            found = by_name(file.name) in _ANYTHING
            yield from self._file(str(Path(self.given, within)), file, within.as_posix(), found=found)

    def _pattern(self) -> Iterator[Record | Unreadable]:
        """Read the files that a pattern matches."""
        files, root = matches(self.given), pattern_root(self.given)
        if not files:
            yield Unreadable(self.given, "no file matches this pattern", "** stands for any folders, * for any name")
        for file in files:
            yield from self._file(str(file), file, file.relative_to(root).as_posix())

    def _file(self, given: str, path: Path, within: str, *, found: bool = False) -> Iterator[Record | Unreadable]:
        """Read a regular file: a corpus row by row, anything else as one document."""
        try:
            size = path.stat().st_size
            raw = path.open("rb", buffering=0)
        except OSError as error:
            yield Unreadable(given, _why(error))
            return
        with raw:
            if size == 0:
                yield Unreadable(given, "an empty file", _EMPTY)
                return
            name = CorpusName(given, str(path.resolve()), within, found)
            yield from self._source(raw, size, name, by_name(path.name))

    def _pipe(self, path: Path) -> Iterator[Record | Unreadable]:
        """Read a pipe or device that has a name, as a shell's process substitution gives."""
        if self.options.layout is not None:  # it is read once
            return
        try:
            raw = path.open("rb", buffering=0)
        except OSError as error:
            yield Unreadable(self.given, _why(error))
            return
        with raw:
            yield from self._stream(raw, CorpusName(self.given, None, path.name))

    def _stream(self, raw: Raw, name: CorpusName) -> Iterator[Record | Unreadable]:
        """Read a stream whose name says nothing."""
        yield from self._source(raw, None, name, None)

    def _source(
        self, raw: Raw, size: int | None, name: CorpusName, promised: InputFormat | None
    ) -> Iterator[Record | Unreadable]:
        """Read bytes as what they are."""
        forced = self.options.as_format
        try:
            source = Source(raw, size)
            head = source.head()
        except STREAM_ERRORS as error:
            yield Unreadable(name.given, _broken(error))
            return
        if (other := ours(head)) is not None and forced in _NO_CHOICE:
            yield Unreadable(name.given, other[0], f"`provenance {other[1]} {name.given}` takes it into a database")
            return
        what = forced if forced is not InputFormat.AUTO else chosen(head, promised)
        if what is None and promised is None:
            what = self._looked_at(head, name, whole=not source.packed and len(head) < HEAD)
        if forced is InputFormat.AUTO and promised is not None and what is not None and what is not promised:
            self.notes.say(f"{name.given}: read as {what}, whatever its name says")
        if what is None or what not in CORPUS_FORMATS:
            yield from self._alone(source, head, name, what)
        elif what in _AS_TEXT and head.startswith(BINARY_MAGIC):
            yield Unreadable(name.given, "binary file", f"its name says {what}; name its format")
        else:
            try:
                yield from self._corpus(source, what, Pages(name, self.options, self.notes))
            except NoCorpusError:
                file = PurePath(name.given).name
                self.notes.passed("file without a column of text", "files without a column of text", file)

    def _alone(
        self, source: Source, head: bytes, name: CorpusName, what: InputFormat | None
    ) -> Iterator[Record | Unreadable]:
        """Read bytes as one document."""
        if self.options.layout is not None:
            if decode(head) is not None:
                self.options.layout(Layout(name.given, what or InputFormat.TEXT))
        elif self._chosen(name.within):
            document = _document(source, name, self.options, what)
            yield Record(document, None, source.extent) if isinstance(document, Page) else document

    def _corpus(self, source: Source, what: InputFormat, pages: Pages) -> Iterator[Record | Unreadable]:
        """The documents of a corpus; where only its layout is asked for, as many as it takes to know it."""
        documents = read_corpus(source, what, pages)
        return documents if self.options.layout is None else takewhile(lambda _: not pages.is_laid_out, documents)

    def _looked_at(self, head: bytes, name: CorpusName, *, whole: bool) -> InputFormat | None:
        """A table, where what has no name surely is one; a word about it where it may be one."""
        found = likeness(head, whole=whole)
        if found is None:
            return None
        if found.sure:
            self.notes.say(f"{name.given}: read as {found.what}, by its first lines; --input-format says otherwise")
            return found.what
        self.notes.say(f"{name.given}: read as one text; a table is read with --input-format {found.what}")
        return None


def _counted(endings: Counter[str]) -> str:
    """Endings with their numbers, the most frequent first, not all of a flood."""
    most = sorted(endings.items(), key=lambda each: (-each[1], each[0]))
    more = sum(count for _, count in most[_ENDINGS:])
    return ", ".join(f"{count:,} {ending}" for ending, count in most[:_ENDINGS]) + (f", {more:,} more" if more else "")


def _broken(error: BaseException) -> str:
    return f"{'truncated' if isinstance(error, EOFError) else 'damaged'}: {error}"


def _document(source: Source, name: CorpusName, options: ReadOptions, what: InputFormat | None) -> Page | Unreadable:
    """Read a whole stream as one document; ``what`` is sniffed where it is ``None``."""
    try:
        data = source.stream.read(options.max_bytes + 1)
    except STREAM_ERRORS as error:
        return Unreadable(name.given, _broken(error))
    if len(data) > options.max_bytes:
        return Unreadable(name.given, f"larger than {options.max_bytes:,} bytes")
    text = decode(data)
    if text is None:
        return Unreadable(name.given, "binary file", "pass a text, an HTML page or a corpus")
    if not text.strip():
        return Unreadable(name.given, "an empty file", _EMPTY)
    media = _MEDIA.get(what) if what is not None else None
    page = Page(id=name.given, content=text, media=media or sniff(text), location=name.location)
    if what is InputFormat.MARKDOWN and page.media is Media.TEXT:
        page = replace(page, content=plain_text(page.content))
    return page
