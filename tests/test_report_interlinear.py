"""Damaged paragraphs with the original under each span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from provenance.model import Block, Change, DamageKind, Finding, Reference, Role, Severity
from provenance.report.interlinear import interlinear

TEXT = "Officials said a lot of the “cables” were cut, they think."


def block(text: str = TEXT) -> Block:
    return Block(3, Role.BODY, 10, 10 + len(text), text)


def finding(text: str, original: str | None, kind: DamageKind = DamageKind.SUBSTITUTION, **more: object) -> Finding:
    start = 10 + TEXT.index(text)
    severity = more.pop("severity", Severity.WORDING)
    return Finding(kind, severity, 3, start, start + len(text), text, original, **more)  # type: ignore[arg-type]


def lines(*findings: Finding, width: int = 100) -> list[str]:
    return [line.plain for line in interlinear(block(), findings, width)]


def test_the_original_stands_under_the_span() -> None:
    above, below = lines(finding("a lot", "little"))
    assert above == "Officials said [a lot] of the “cables” were cut, they think."
    assert below == "               little"


def test_signs_stay_at_their_words() -> None:
    above, below = lines(finding("cables", "wires"), finding("cut", "severed"))
    assert "“[cables]”" in above
    assert "[cut],  they" in above
    assert below.index("wires") == above.index("[cables]")


def test_what_shows_by_itself_says_what_it_is() -> None:
    _, below = lines(finding("cut, they", None, DamageKind.CAPITAL_AFTER_COMMA))
    assert below.strip() == "(capital after a comma)"


def test_a_missing_sentence_is_a_gap_behind_its_word() -> None:
    gap = finding("said", "Nobody was hurt", DamageKind.DROPPED, change=Change.DROPPED)
    above, below = lines(gap)
    assert above.startswith("Officials said[…]")
    assert "Nobody was hurt" in below


def test_what_stands_for_the_same_words_is_one_span() -> None:
    gap = Reference("wire", 7, 18)
    both = [finding(text, "few. Others", reference=gap) for text in ("a lot of", "the")]
    above, below = lines(*both)
    assert above.startswith("Officials said [a lot of the] “cables”")
    assert below.strip() == "few. Others"


def test_a_page_cannot_write_to_the_terminal() -> None:
    text = "The \x1b[31mred\u202e word"
    evil = Finding(DamageKind.SUBSTITUTION, Severity.WORDING, 0, 4, 12, text[4:12], "\x1b]0;x\x07")
    shown = [line.plain for line in interlinear(Block(0, Role.BODY, 0, len(text), text), [evil], 60)]
    assert not any(sign in line for line in shown for sign in "\x1b\u202e\x07")


spans = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.text(max_size=30) | st.none()), max_size=6
)


@given(spans, st.integers(40, 120))
def test_every_word_is_shown_and_no_line_is_too_wide(chosen: list[tuple[int, int, str | None]], width: int) -> None:
    found = [
        Finding(
            DamageKind.SUBSTITUTION, Severity.WORDING, 3, 10 + at, min(10 + at + size, 10 + len(TEXT)), "", original
        )
        for at, size, original in chosen
    ]
    shown = list(interlinear(block(), found, width))
    together = "".join(line.plain for line in shown)
    for word in ("Officials", "think"):
        at = 10 + TEXT.index(word)
        if not any(f.start < at + len(word) and at < f.end for f in found):
            assert word in together
    assert all(cell_len(line.plain) <= width + 60 for line in shown)
