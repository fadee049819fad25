"""What reading has to say, each once."""

from __future__ import annotations

from provenance.reading.notes import Notes, merged


def told(*unnamed: int, mapping: str = "text = body (guessed)", file: str = "a.jsonl") -> list[str]:
    """What the parts of a file say, of which so many rows have no id."""
    lines: list[str] = []
    for count in unnamed:
        notes = Notes(file, lines.append)
        notes.mapping(file, mapping, "; not used: lang")
        for _ in range(count):
            notes.unnamed(file)
            notes.undated()
            notes.passed("before 2031-01-01")
            notes.passed("row outside the sample", "rows outside the sample")
        notes.close()
    return lines


def test_the_parts_of_a_file_say_things_once() -> None:
    assert merged(told(1200, 0, 1)) == (
        "a.jsonl: text = body (guessed); not used: lang",
        "a.jsonl: passed over: 1,201 before 2031-01-01, 1 row outside the sample, 1,200 rows outside the sample",
        "a.jsonl: --since let 1,201 rows in without a date that can be read",
        "a.jsonl: 1,201 rows have no text or number as id and go by their place",
    )


def test_other_columns_further_on_are_counted() -> None:
    other, third = "text = story (guessed)", "id = key (named); text = news (guessed)"
    lines = [*told(0), *told(0, mapping=other), *told(0), *told(0, mapping=third), *told(0, file="b.jsonl")]
    assert merged(lines) == (
        "a.jsonl: text = body (guessed); not used: lang; 2 other sets of columns further on",
        "b.jsonl: text = body (guessed); not used: lang",
    )


def test_one_part_says_what_it_said() -> None:
    lines = [*told(3), "b.warc: no column of dates was found, so --since lets every row in"]
    assert merged(told(1)) == tuple(told(1))
    assert sorted(merged(lines)) == sorted(lines)
    files = Notes("news", lines.append)
    for name in ("a.png", "b.png", "c.png", "d.png"):
        files.passed("picture", "pictures", name)
    files.close()
    assert merged(lines)[-1] == lines[-1] == "news: passed over: 4 pictures (a.png, b.png, c.png, …)"
