"""The golden pages, block by block, and the command that regenerates them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance import CleanArticle, clean
from provenance.model import Role

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parent / "golden"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_regenerate", FOLDER / "regenerate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


golden = load()


@pytest.mark.parametrize("page", golden.pages(), ids=lambda page: page.stem)
def test_page_is_divided_as_written_down(page: Path) -> None:
    lines = golden.difference(golden.expected(page), golden.actual(page))
    if lines:
        pytest.fail("\n".join([f"{page.name} (python tests/golden/regenerate.py {page.stem}):", *lines]), pytrace=False)


def test_every_page_has_its_blocks_and_the_blocks_their_page() -> None:
    pages = {page.stem for page in golden.pages()}
    assert len(pages) == len(golden.pages()) > 0
    assert pages == {path.stem for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("page", golden.pages(), ids=lambda page: page.stem)
def test_expected_blocks_are_well_formed(page: Path) -> None:
    for block in json.loads(page.with_suffix(".json").read_text(encoding="utf-8")):
        assert set(block) == {"role", "text"}
        assert Role(block["role"])
        assert block["text"] == " ".join(block["text"].split()) != ""


def roles_of(*suffixes: str) -> set[str]:
    return {role for page in golden.pages() if page.suffix in suffixes for role, _ in golden.expected(page)}


def test_the_pages_together_show_every_role() -> None:
    assert roles_of(".html", ".txt") == set(Role)
    # a scraper's text has no more of a post than the page's markup has of a picture's name
    assert set(Role) - roles_of(".html") <= {Role.IMAGE_FILE}
    assert set(Role) - roles_of(".txt") <= {Role.SOCIAL_EMBED, Role.DATELINE}


@pytest.mark.parametrize("page", golden.pages(), ids=lambda page: page.stem)
def test_what_was_cleaned_stays_as_it_is(page: Path, tmp_path: Path) -> None:
    (story,) = clean([str(page)])
    assert isinstance(story, CleanArticle)
    text = "\n\n".join(block.line for block in story.blocks)
    (tmp_path / "again.txt").write_text(text, encoding="utf-8")
    (again,) = clean([str(tmp_path / "again.txt")])
    assert isinstance(again, CleanArticle)
    assert "\n\n".join(block.line for block in again.blocks) == text


def test_difference_names_both_sides() -> None:
    wanted = [("headline", "Gates shut"), ("body", "The water rose.")]
    assert golden.difference(wanted, list(wanted)) == []
    lines = golden.difference(wanted, [("headline", "Gates shut"), ("navigation", "The water rose.")])
    assert "-body         The water rose." in lines
    assert "+navigation   The water rose." in lines


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "flood.txt").write_text("Copyright 2031 Harrow Lake Media. All rights reserved.\n", encoding="utf-8")
    (tmp_path / "flood.json").write_text('[{"role": "body", "text": "Something else."}]', encoding="utf-8")
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    return tmp_path


def test_a_difference_is_shown_and_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "flood.json").read_bytes()
    assert golden.main([]) == 1
    assert "+copyright" in capsys.readouterr().out
    assert (folder / "flood.json").read_bytes() == before


def test_write_keeps_the_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert golden.main(["--write", "flood"]) == 0
    assert golden.main([]) == 0
    assert "-body" in capsys.readouterr().out
    assert json.loads((folder / "flood.json").read_text(encoding="utf-8"))[0]["role"] == "copyright"


def test_unknown_page_is_an_error() -> None:
    with pytest.raises(SystemExit) as caught:
        golden.main(["no-such-page"])
    assert caught.value.code == 2
