"""Roles by wording in the languages that the forms are written for: what is furniture, and what only sounds like it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.article.forms import find_forms, shipped_forms
from provenance.model import Media, Page, Role

SAMPLES = tomllib.loads((Path(__file__).parent / "language_samples.toml").read_text(encoding="utf-8"))
STORIES = {language: tuple(sample["story"]) for language, sample in SAMPLES.items()}
HEADS = {language: tuple(sample["head"]) for language, sample in SAMPLES.items()}
LINES = [(language, line, Role(role)) for language, sample in SAMPLES.items() for role, line in sample["furniture"]]


def roles(paragraphs: list[str], media: Media = Media.TEXT) -> dict[str, Role]:
    content = "\n\n".join(paragraphs)
    if media is Media.HTML:
        content = f"<article>{''.join(f'<p>{paragraph}</p>' for paragraph in paragraphs)}</article>"
    blocks = divide(extract(Page(id="a", content=content, media=media)))
    return {block.text: block.role for block in blocks}


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("media", Media)
def test_a_story_that_sounds_like_furniture_loses_no_line(language: str, media: Media) -> None:
    assert roles(list(STORIES[language]), media) == dict.fromkeys(STORIES[language], Role.BODY)


@pytest.mark.parametrize("language", STORIES)
def test_a_story_loses_no_line_wherever_it_stands(language: str) -> None:
    story = STORIES[language]
    for start in range(len(story)):
        turned = [*story[start:], *story[:start]]
        assert roles(turned) == dict.fromkeys(turned, Role.BODY), turned[0]


@pytest.mark.parametrize(("language", "line", "role"), LINES)
def test_furniture_below_a_story(language: str, line: str, role: Role) -> None:
    story = STORIES[language][-2:]
    found = roles([*story, line])
    assert found == {**dict.fromkeys(story, Role.BODY), line: role}


@pytest.mark.parametrize(("language", "line", "role"), [each for each in LINES if each[2] is not Role.BYLINE])
def test_the_language_of_the_story_does_not_matter(language: str, line: str, role: Role) -> None:
    other = STORIES["hi" if language == "en" else "en"][-2:]
    assert roles([*other, line])[line] is role


@pytest.mark.parametrize("language", [language for language, lines in HEADS.items() if lines])
def test_lines_above_a_story(language: str) -> None:
    lines = HEADS[language]
    story = STORIES[language][-2:]
    expected = [Role.HEADLINE, Role.BYLINE, Role.DATE_STAMP, Role.CAPTION]
    assert list(roles([*lines, *story]).items())[:4] == list(zip(lines, expected, strict=True))


def test_no_form_knows_another_role_in_an_example_of_another_language() -> None:
    language_of = {form.name: form.name[:3] if form.name[2:3] == "_" else "en_" for form in shipped_forms()}
    wrong = {}
    for form in shipped_forms():
        for hit in find_forms(form.example):
            other = language_of.get(hit.rule)
            if other not in {None, language_of[form.name]} and hit.role is not form.role and hit.weight > form.weight:
                wrong[form.name] = hit.rule
    assert wrong == {}
