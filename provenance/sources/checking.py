"""The registry's own test: whether each entry's example credits it, and its near miss does not.

Invariant: an example may stand wherever a credit can (first, last, or signing the story); a
near miss is a sentence of the story, and must not credit its source first or last in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import RegistryError
from provenance.model import Article, Block, Role
from provenance.sources.credits import find_credits
from provenance.sources.entries import line_of, read_entries
from provenance.sources.registry import files_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry

__all__ = ["check_examples"]

_STORY = "The rest of the story goes on for a good many words, so that it is counted as one of its paragraphs."
_SIGNING = (Role.BYLINE, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.DISCLAIMER, Role.SOURCE_LINK)


def check_examples(paths: Iterable[Path], registry: Registry) -> None:
    """Hold the entries of some files against their own examples and near misses.

    Args:
        paths: TOML files that have been read into the registry, or folders of them.
        registry: the sources of these files and all others.

    Raises:
        RegistryError: an example that credits another source or none, or a near miss that credits
            its own; the message has file and line of each.
    """
    faults = [
        fault for path in files_of(paths) for source in read_entries(path) for fault in _faults(source, registry, path)
    ]
    if faults:
        hint = (
            "an example is a line that must credit the entry, a near miss one that must not; correct one or the other"
        )
        raise RegistryError("\n".join(faults), hint)


def _faults(source: Source, registry: Registry, path: Path) -> Iterator[str]:
    """What an entry's example and near miss show to be wrong."""
    if source.example is not None:
        found = [credit for credits in _placed(source.example, _SIGNING, registry) for credit in credits]
        if all(credit.source != source.id for credit in found):
            names = ", ".join(sorted({credit.source or credit.name for credit in found})) or "nobody"
            place = f"{path}:{line_of(path, source.id, 'example')}"
            yield f"{place}: {source.id}: the example does not credit it, but {names}: {source.example!r}"
    if source.near_miss is not None:
        found = [credit for credits in _placed(source.near_miss, (), registry) for credit in credits]
        wrong = next((credit for credit in found if credit.source == source.id), None)
        if wrong is not None:
            place = f"{path}:{line_of(path, source.id, 'near_miss')}"
            yield f"{place}: {source.id}: the near miss credits it ({wrong.rule}: {wrong.text!r})"


def _placed(line: str, signing: Sequence[Role], registry: Registry) -> Iterator[tuple[Credit, ...]]:
    """The credits of a line as first and last of a story, and in other roles around it."""
    yield _credits(((Role.BODY, line), (Role.BODY, _STORY)), registry)
    yield _credits(((Role.BODY, _STORY), (Role.BODY, line)), registry)
    for role in signing:
        yield _credits(((role, line), (Role.BODY, _STORY)), registry)
        yield _credits(((Role.BODY, _STORY), (role, line)), registry)


def _credits(parts: Sequence[tuple[Role, str]], registry: Registry) -> tuple[Credit, ...]:
    """The credits of a story of such blocks."""
    blocks, start = [], 0
    for position, (role, text) in enumerate(parts):
        blocks.append(Block(position, role, start, start + len(text), text))
        start += len(text) + 2
    return find_credits(Article("example", "\n\n".join(text for _, text in parts), ()), blocks, registry)
