"""An invented story on several sites, for the tests of corrections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from provenance import ingest, open_database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.store import Database

__all__ = ["FERRY", "OTHER", "place", "row", "rows", "store"]

FERRY = (
    "The ferry Ellida ran aground on a sandbank off Tarn Point before dawn on Friday with 214 people on board.",
    "Nobody was hurt, the coastguard said, but the hull was holed in two places and the engine room was flooded.",
    "Two tugs from the naval yard at Skerrin reached the ship at about seven and began to take off passengers.",
    "The operator, Lofthus Lines, has cancelled every crossing until Monday while divers look at the damage.",
    "An inquiry in 2019 had found that the buoy which marks the bank was more than forty metres out of place.",
    "Passengers were given soup and dry blankets in the parish hall, where the mayor spoke to them at noon.",
)
OTHER = (
    "Pepper prices at the Vellampur exchange rose for a ninth day as traders waited for the monsoon figures.",
    "Exporters said that stocks in the warehouses of the district were the lowest since the drought of 2003.",
    "The exchange has asked growers to register what they hold, and a levy on hoarding is being discussed.",
)


def row(name: str, paragraphs: Sequence[str], *, host: str | None = None, day: int = 5) -> dict[str, str]:
    """An article of a corpus."""
    return {
        "id": name,
        "url": f"https://{host or f'{name}.example'}/{name}",
        "title": f"Title of {name}",
        "published": f"2031-03-{day:02}",
        "text": "\n\n".join(paragraphs),
    }


def rows() -> list[dict[str, str]]:
    """An agency's text, three papers that have it without a credit, and a story of its own."""
    return [
        row("wire", FERRY, host="www.reuters.com"),
        row("tarn", FERRY, day=6),
        row("skerrin", FERRY, day=6),
        row("lofthus", FERRY[:5], day=7),
        row("pepper", OTHER),
    ]


def place(folder: Path, name: str = "news.db") -> Database:
    """A new database."""
    return open_database(folder / name, write=True, create=True)


def store(database: Database, folder: Path, articles: Sequence[dict[str, str]]) -> None:
    """Ingest rows, all from one file name, so that a row that comes again is the same article."""
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in articles), encoding="utf-8")
    assert ingest([str(path)], database).failed == 0
