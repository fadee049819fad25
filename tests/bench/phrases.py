"""False alarms of the damaged set phrases on texts that people wrote.

usage: python tests/bench/phrases.py CORPUS.jsonl[.gz]… (rows with "text", and "title" where there is one)
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.model import Block, Role
from provenance.tracing.damage.alone.wording import tortured_phrases, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def texts(path: Path) -> Iterator[str]:
    """The paragraphs of a corpus, line breaks inside them as spaces."""
    with path.open("rb") as stored:
        for line in gzip.GzipFile(fileobj=stored) if path.suffix == ".gz" else stored:
            row = json.loads(line)
            for paragraph in (row.get("title") or "", *(row.get("text") or "").split("\n\n")):
                yield paragraph.replace("\n", " ")


def main(paths: list[str]) -> None:
    """Print every match with its count, then how many there are in a million words."""
    found: Counter[tuple[str, str | None]] = Counter()
    total = 0
    for path in paths:
        for text in texts(Path(path)):
            block = Block(0, Role.BODY, 0, len(text), text)
            words = words_of(block)
            total += len(words)
            found.update((finding.text.casefold(), finding.original) for finding in tortured_phrases(block, words))
    for (text, expected), times in found.most_common():
        sys.stdout.write(f"{times:6} {text} (for {expected})\n")
    rate = 1e6 * found.total() / max(total, 1)
    sys.stdout.write(f"{found.total()} in {total} words: {rate:.2f} per million\n")


if __name__ == "__main__":
    main(sys.argv[1:])
