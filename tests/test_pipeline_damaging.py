"""Damage in documents that are not stored: beside a given original, and by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from damage_samples import FERRY, SOUND, corpus, page, spun
from paraphrase_corpus import stories

from provenance.errors import DocumentError, UsageError
from provenance.model import Relation, Status, Unreadable
from provenance.pipeline import Examined, HeldAgainst, examine, hold_against

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    return page(tmp_path / "wire.txt", FERRY)


def held(copy: Path, original: Path) -> HeldAgainst:
    (found,) = hold_against([copy], original)
    assert isinstance(found, HeldAgainst)
    return found


def test_a_spun_copy_is_a_machine_paraphrase_of_the_given_text(tmp_path: Path, wire: Path) -> None:
    found = held(page(tmp_path / "copy.txt", spun(FERRY)), wire)
    assert found.trace.damage.machine_paraphrase is True
    assert found.trace.verdict.relation is Relation.MACHINE_PARAPHRASE
    assert found.trace.verdict.origin is not None
    assert found.trace.verdict.origin.article is not None
    assert found.trace.verdict.origin.article.id == str(wire)
    text, theirs = found.trace.article.text, found.original.article.text
    assert any(finding.original == "ferry company" for finding in found.trace.findings)
    for finding in found.trace.findings:
        assert text[finding.start : finding.end] == finding.text
        if finding.reference is not None:
            assert theirs[finding.reference.start : finding.reference.end] == finding.original


def test_the_text_itself_is_no_paraphrase(tmp_path: Path, wire: Path) -> None:
    found = held(page(tmp_path / "copy.txt", FERRY), wire)
    assert (found.trace.damage.machine_paraphrase, found.trace.findings) == (False, ())
    assert found.trace.verdict.relation is Relation.VERBATIM


def test_another_text_has_nothing_in_common(tmp_path: Path, wire: Path) -> None:
    found = held(page(tmp_path / "choir.txt", SOUND), wire)
    assert found.match is None
    assert found.trace.verdict.status is Status.ABSTAINED
    assert found.trace.findings == ()


def test_another_report_with_the_same_quotations_is_not_from_the_given_text(tmp_path: Path) -> None:
    (story,) = [each for each in stories() if each.name == "bank-fraud-trial"]
    report = story.copy("witness")
    original, witness = tmp_path / "original.txt", tmp_path / "witness.txt"
    original.write_text(f"{story.title}\n\n{story.text}", encoding="utf-8")
    witness.write_text(f"{report.title}\n\n{report.text}", encoding="utf-8")
    found = held(witness, original)
    assert (found.trace.verdict.status, found.trace.verdict.origin) == (Status.ABSTAINED, None)
    assert found.trace.verdict.reasons == ("the two texts have only quotations in common",)


def test_what_cannot_be_read_is_an_answer_and_an_original_is_not(tmp_path: Path, wire: Path) -> None:
    (found,) = hold_against([tmp_path / "none.txt"], wire)
    assert isinstance(found, Unreadable)
    with pytest.raises(DocumentError, match=r"none\.txt: no such file"):
        list(hold_against([wire], tmp_path / "none.txt"))
    with pytest.raises(UsageError, match="several documents"):
        list(hold_against([wire], corpus(tmp_path / "c.jsonl")))


def test_by_itself_a_text_shows_what_is_broken_in_it(tmp_path: Path) -> None:
    broken = (*SOUND[:-1], SOUND[-1] + " It cost 7,5 million crowns and extra than a month.")
    (found,) = examine([page(tmp_path / "copy.txt", broken)])
    assert isinstance(found, Examined)
    assert [each.detector for each in found.alone.detected] == ["foreign_figure", "small_words"]
    assert found.damage.machine_paraphrase is True
    (sound,) = examine([page(tmp_path / "sound.txt", SOUND)])
    assert isinstance(sound, Examined)
    assert (sound.alone.detected, sound.damage.machine_paraphrase) == ((), None)
