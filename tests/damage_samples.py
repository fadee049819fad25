"""Two invented agency stories, what a spinner made of them, and a sound report; all invented."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

_SAMPLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _story(name: str) -> tuple[str, ...]:
    return tuple(" ".join(paragraph.split()) for paragraph in _SAMPLES[name].split("\n\n"))


FERRY, BRIDGE, SOUND = _story("ferry"), _story("bridge"), _story("sound")
# a report of its own that happens to have a phrase that the spinner writes
BOATS = _story("boats")
_SPUN = _SAMPLES["spun"]


def spun(story: tuple[str, ...]) -> tuple[str, ...]:
    """A story after a synonym spinner: word by word, quotations too."""
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _SPUN), key=len, reverse=True))})\b")
    return tuple(pattern.sub(lambda match: _SPUN[match.group()], text) for text in story)


def row(name: str, story: tuple[str, ...], site: str, date: str) -> dict[str, str]:
    return {
        "id": name,
        "url": f"https://{site}/{name}",
        "publisher": site,
        "date": date,
        "title": story[0],
        "text": "\n\n".join(story[1:]),
    }


ROWS = (
    row("ferry", FERRY, "www.reuters.com", "2031-03-03T06:00:00Z"),
    row("bridge", BRIDGE, "www.reuters.com", "2031-03-09T06:00:00Z"),
    row("choir", SOUND, "www.reuters.com", "2031-03-05T06:00:00Z"),
    row("ferry-spun", spun(FERRY), "buzz.example", "2031-03-03T12:00:00Z"),
    row("bridge-spun", spun(BRIDGE), "daily.example", "2031-03-09T12:00:00Z"),
)


def corpus(path: Path, rows: tuple[dict[str, str], ...] = ROWS) -> Path:
    """The stories as a corpus."""
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def page(path: Path, story: tuple[str, ...]) -> Path:
    """A story as a text file."""
    path.write_text("\n\n".join(story) + "\n", encoding="utf-8")
    return path
