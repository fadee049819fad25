"""Fetched pages on disk, one file each.

Invariant: an entry is read whole and as it was written, or not at all; files appear and vanish
in one step, so that any number of processes may use one folder; the folder never holds more than
its bound once a store has ended, and nothing in it was fetched with credentials.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.model import Redirect
from provenance.reading.web.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cache", "Entry"]

FORMAT = "provenance page 1"
MAX_BYTES = 512 << 20
# the bound holds for each of these folders by itself, so that a store looks at one of them only
SHARDS = 16
LARGEST = 1 << 28
LEVEL = 3
# a file that a process left behind when it was killed, in seconds
ABANDONED = 3600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the cache, and the clock when its site last said that it stands."""

    answer: Answer
    checked: float


class Cache:
    """The pages that were fetched into one folder."""

    def __init__(
        self,
        folder: Path,
        user_agent: str,
        max_bytes: int = MAX_BYTES,
        *,
        allow: Sequence[str] = (),
        proxy: str | None = None,
    ) -> None:
        """Use a folder, which the first store makes.

        Args:
            folder: where the files are; only its user may read them.
            user_agent: pages that were given to another are not seen.
            max_bytes: the size of all files; the oldest go first.
            allow: private networks that may be reached; pages fetched under other leave are not seen.
            proxy: host and port of the proxy; pages fetched over another way are not seen.
        """
        self._folder = folder
        self._asked_as = "\0".join([user_agent, *sorted(set(allow)), *([] if proxy is None else [f"by {proxy}"])])
        self._shard_bytes = max_bytes // SHARDS

    def load(self, url: str, kind: str = "page") -> Entry | None:
        """Look up what was stored for an address.

        Args:
            url: the address in its tidy form.
            kind: what it was asked for as.

        Returns:
            The entry, or ``None`` where there is none or it is damaged.
        """
        try:
            data = self._path(url, kind).read_bytes()
        except OSError:
            return None
        head, _, packed = data.partition(b"\n")
        try:
            meta = json.loads(head)
            if meta["format"] != FORMAT or meta["url"] != url or meta["kind"] != kind:
                return None
            body = _unpack(packed, meta["size"])
            if blake2b(body, digest_size=16).hexdigest() != meta["digest"]:
                return None
            redirects = tuple(Redirect(**redirect) for redirect in meta["redirects"])
            answer = Answer(**meta["answer"], redirects=redirects, body=body, cached=True)
            return Entry(answer, float(meta["checked"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def store(self, url: str, answer: Answer, checked: float, kind: str = "page") -> None:
        """Keep an answer; where the folder cannot be written there is no cache, and no error.

        Args:
            url: the address that was asked for, in its tidy form.
            answer: what came back.
            checked: seconds since 1970.
            kind: what it was asked for as.
        """
        import zstandard

        fields = asdict(replace(answer, body=b"", redirects=()))
        meta = {
            "format": FORMAT,
            "url": url,
            "kind": kind,
            "checked": checked,
            "size": len(answer.body),
            "digest": blake2b(answer.body, digest_size=16).hexdigest(),
            "redirects": [asdict(redirect) for redirect in answer.redirects],
            "answer": {
                name: value
                for name, value in fields.items()
                if name not in {"body", "redirects", "cached", "not_modified"}
            },
        }
        data = json.dumps(meta).encode() + b"\n" + zstandard.ZstdCompressor(level=LEVEL).compress(answer.body)
        if len(data) > self._shard_bytes:
            self.remove(url, kind)
            return
        with contextlib.suppress(OSError):
            self._write(self._path(url, kind), data)

    def remove(self, url: str, kind: str = "page") -> None:
        """Forget an address."""
        with contextlib.suppress(OSError):
            self._path(url, kind).unlink()

    def _path(self, url: str, kind: str) -> Path:
        """Where an entry is."""
        name = blake2b(f"{kind}\0{self._asked_as}\0{url}".encode(), digest_size=16).hexdigest()
        return self._folder / name[0] / name

    def _write(self, path: Path, data: bytes) -> None:
        """Put a file in its place in one step, after the oldest made room for it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        self._make_room(path, len(data))
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _make_room(self, path: Path, size: int) -> None:
        """Remove the oldest files of a shard until one more fits."""
        files = [file for file in _files(path.parent) if file[2] != path]
        total = size + sum(file[1] for file in files)
        if total <= self._shard_bytes:
            return
        for _, length, file in sorted(files):
            with contextlib.suppress(OSError):
                file.unlink()
            total -= length
            # a little more than needed, so that not every store has to look for the oldest
            if total <= self._shard_bytes - self._shard_bytes // 16:
                return


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Time, size and path of every entry; what killed processes left behind is removed."""
    now = time.time()
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if not entry.name.endswith(".tmp"):
                    yield found.st_mtime, found.st_size, Path(entry.path)
                elif now - found.st_mtime > ABANDONED:
                    Path(entry.path).unlink()


def _unpack(packed: bytes, size: int) -> bytes:
    """Decompress a body of a known size; ``ValueError`` where it is not that."""
    import zstandard

    if not 0 <= size <= LARGEST:
        raise ValueError
    try:
        if zstandard.frame_content_size(packed) != size:
            raise ValueError
        return zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError as error:
        raise ValueError from error
