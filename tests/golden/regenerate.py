"""Golden pages: what the program makes of them, beside what stands written down.

Invariant: nothing is written without ``--write``; what is compared is role and text of every
block, in page order, with white space collapsed.

usage: python tests/golden/regenerate.py [--write] [NAME...]
Prints the difference; with --write, the program's answer takes the place of the JSON. NAME: pages, all by default.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1]))
SUFFIXES = (".html", ".txt")

Golden = list[tuple[str, str]]


def pages() -> list[Path]:
    """The golden pages, by name."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix in SUFFIXES)


def expected(page: Path) -> Golden:
    """The blocks that stand written down for a page: role and text."""
    blocks = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return [(block["role"], block["text"]) for block in blocks]


def actual(page: Path) -> Golden:
    """The blocks that the program makes of a page: role and text."""
    from provenance.article.blocks import divide
    from provenance.article.extract import extract
    from provenance.model import Media, Page

    media = Media.HTML if page.suffix == ".html" else Media.TEXT
    article = extract(Page(id=page.name, content=page.read_text(encoding="utf-8"), media=media))
    return [(block.role.value, " ".join(block.text.split())) for block in divide(article)]


def difference(wanted: Golden, found: Golden) -> list[str]:
    """The blocks that differ, ``-`` for what is wanted and ``+`` for what was found; empty where all agree."""
    before, after = ([f"{role:<13}{text}" for role, text in side] for side in (wanted, found))
    return list(difflib.unified_diff(before, after, "expected", "program", lineterm="", n=1))


def write(page: Path, blocks: Golden) -> None:
    """Write a page's blocks down."""
    rows = [{"role": role, "text": text} for role, text in blocks]
    text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    page.with_suffix(".json").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Show what differs, and write it where that is wanted; 1 where a difference remains."""
    parser = argparse.ArgumentParser(description="Show, and with --write keep, what the golden pages are divided into.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="pages, with or without their suffix")
    parser.add_argument("--write", action="store_true", help="put the program's answer in place of the JSON")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - {name for page in pages() for name in (page.name, page.stem)}
    if unknown:
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    differing = 0
    for page in pages():
        if options.names and not {page.name, page.stem} & set(options.names):
            continue
        known = page.with_suffix(".json").exists()
        found = actual(page)
        lines = difference(expected(page) if known else [], found)
        if lines:
            differing += 1
            sys.stdout.write("\n".join([f"{page.name}:", *lines, ""]) + "\n")
        if options.write and (lines or not known):
            write(page, found)
    return 1 if differing and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
