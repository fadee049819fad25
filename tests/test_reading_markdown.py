from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.reading import Record, read
from provenance.reading.markdown import plain_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Bridge opens\n\n*By Reuters*\n", "Bridge opens\n\nBy Reuters"),
        (
            "**TARN POINT, March 4 (Reuters)** - The bridge\nopened.",
            "TARN POINT, March 4 (Reuters) - The bridge opened.",
        ),
        ("---\ntitle: x\nauthor: y\n---\n\nThe text.", "The text."),
        ("One [link](https://a.example) and `code`.", "One link and code."),
        ("- first\n- second", "first\n\nsecond"),
        ("<div>Inside &amp; out</div>", "Inside & out"),
        ("A line  \nbroken by hand.", "A line\nbroken by hand."),
        ("A rule\n\n---\n\nis no text.", "A rule\n\nis no text."),
    ],
)
def test_markdown_is_read_as_its_reader_sees_it(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


def test_a_markdown_file_is_a_page_of_text(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Bridge opens\n\n*By Reuters*\n\nThe bridge opened.\n", encoding="utf-8")
    (record,) = read([file])
    assert isinstance(record, Record)
    assert record.page.content == "Bridge opens\n\nBy Reuters\n\nThe bridge opened."
