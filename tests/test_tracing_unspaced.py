"""Chinese, Japanese and Thai stories: their copies are linked, and reports on like events are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tracing_samples import paragraphs
from unspaced_samples import LANGUAGES, tales

from provenance.model import ArticleRef, Block, DamageKind, Relation, Role
from provenance.settings import TraceSettings
from provenance.tracing.damage import compare, find_alone
from provenance.tracing.matching import match_stories, story

if TYPE_CHECKING:
    from provenance.model import ArticleMatch

SETTINGS = TraceSettings()
OTHER = ArticleRef(1, "other", None, None)
WHOLE = {"original": {Relation.VERBATIM}, "excerpt": {Relation.EXCERPT}}
# the rewriter left out the quotation and the end
PLACES = {"rewrite": (0, 1, 3, 4)}
REWRITTEN = {Relation.REWRITE, Relation.MACHINE_PARAPHRASE}


def match(left: tuple[str, ...], right: tuple[str, ...]) -> ArticleMatch | None:
    return match_stories(story(paragraphs(left)), story(paragraphs(right)), OTHER, SETTINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["original", "excerpt", "spun", "rewrite"])
def test_every_copy_is_linked_by_every_paragraph(language: str, kind: str) -> None:
    for tale in tales(language):
        copy = getattr(tale, kind)
        found = match(copy, tale.original) if copy else None
        if copy:
            assert found is not None, tale.name
            assert found.relation in WHOLE.get(kind, REWRITTEN), tale.name
            assert [(b.position, b.other_position) for b in found.blocks] == list(
                enumerate(PLACES.get(kind, range(len(copy))))
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_update_is_linked_by_what_it_kept(language: str) -> None:
    for tale in tales(language):
        found = match(tale.version, tale.original)
        assert found is not None, tale.name
        kept = {1: 1, 2: 2, 3: 3, 5: 4, 6: 5}
        assert kept.items() <= {b.position: b.other_position for b in found.blocks}.items(), tale.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_on_one_event_and_stories_on_a_like_topic_are_not_linked(language: str) -> None:
    stories = tales(language)
    linked = [
        (one.name, kind, other.name)
        for one in stories
        for other in stories
        for kind in ("independent", "original")
        if (kind == "independent" or one is not other) and match(getattr(one, kind), other.original) is not None
    ]
    assert linked == []


def test_a_quotation_in_corner_brackets_makes_no_link() -> None:
    speech = (
        "「海の水が引いたあとに残ったのは泥と静けさだけだった。私たちは三日かけて台所の床を洗い、四日目に祭りをした」"
    )
    one = ("町長は会見でこう話した。" + speech, *tales("ja")[0].independent)
    other = (tales("ja")[2].independent[0], speech + "と、瀬波の町長が述べたという。", *tales("ja")[2].independent[1:])
    found = match(one, other)
    assert found is not None
    assert found.relation is Relation.QUOTE_ONLY


def blocks(*texts: str) -> list[Block]:
    made, at = [], 0
    for position, text in enumerate(texts):
        made.append(Block(position, Role.BODY, at, at + len(text), text))
        at += len(text) + 2
    return made


@pytest.mark.parametrize(
    ("copy", "original", "expected"),
    [
        ("桥长四十二米，花了３８万元。", "桥长四十三米，花了三十八万元。", [("四十二", "四十三")]),
        ("橋は全長２４０メートルで、来年開く。", "橋は全長二百四十メートルで、来年開く。", []),
        ("สะพานยาว ๒๔๐ เมตรและเปิดปีหน้า", "สะพานยาว 240 เมตรและเปิดปีหน้า", []),
        ("สะพานยาว 420 เมตรและเปิดปีหน้า", "สะพานยาว 240 เมตรและเปิดปีหน้า", [("420", "240")]),
    ],
)
def test_a_number_is_changed_whatever_digits_it_is_written_in(
    copy: str, original: str, expected: list[tuple[str, str]]
) -> None:
    found = compare(blocks(copy), blocks(original), [((0,), (0,))], "a").findings
    assert [(f.text, f.original) for f in found if f.kind is DamageKind.NUMBER_CHANGED] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_spun_wording_is_found_sign_by_sign_and_slices_back(language: str) -> None:
    tale = tales(language)[2]
    copy, original = blocks(*tale.spun), blocks(*tale.original)
    pairs = [((place,), (place,)) for place in range(len(copy))]
    result = compare(copy, original, pairs, "a")
    assert result.substitutions_per_100 is not None
    assert 4 < result.substitutions_per_100 < 15
    for finding in result.findings:
        block = copy[finding.block]
        assert block.text[finding.start - block.start : finding.end - block.start] == finding.text


@pytest.mark.parametrize(
    "text",
    [
        "Мэр города Орехово сообщил во вторник, что мост закрыт. СМС-рассылка, IT-отдел, wi-fi, VIP-зал и SMSки.",
        "Ο δήμαρχος του νησιού ανακοίνωσε την Τρίτη ότι η γέφυρα έκλεισε. Το email και το wi-fi δεν λειτουργούν.",
        "Градоначелник Ужица изјавио је у уторак да је мост затворен, а www сајт и ТВ не раде. Gradonačelnik ćuti.",
        "हैरो झील के महापौर ने मंगलवार को कहा कि पुल बंद रहेगा और IT विभाग भी।",
        "قال رئيس البلدية يوم الثلاثاء إن الجسر مغلق حتى الخريف.",
        "ראש העיר אמר ביום שלישי שהגשר סגור עד הסתיו.",
        "Քաղաքապետը երեքշաբթի օրը ասաց, որ կամուրջը փակ է։",
        *(" ".join(tales(language)[0].original) for language in LANGUAGES),
    ],
)
def test_a_text_in_its_own_script_is_no_disguise(text: str) -> None:
    assert find_alone(blocks(text)) == ()
