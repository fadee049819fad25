from __future__ import annotations

import pytest
from unspaced_samples import tales

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.model import CreditType, Media, Page
from provenance.sources import load_registry
from provenance.sources.credits import find_credits

REGISTRY = load_registry()
BODY = {"zh": tales("zh")[0].original, "ja": tales("ja")[0].original, "th": tales("th")[0].original}
KOREAN = (
    "해동의 굴 양식장 주인들은 화요일 아침 올해의 첫 수확을 시작했으며 예년보다 두 주가 늦었다고 말했다.",
    "수온이 오르면서 껍데기가 얇아졌고, 조합은 올해 출하량이 삼 분의 일가량 줄어들 것으로 내다보고 있다.",
)


def found(paragraphs: tuple[str, ...]) -> list[tuple[str, str | None, str]]:
    article = extract(Page(id="a", content="\n\n".join(paragraphs), media=Media.TEXT))
    writing = (CreditType.DATELINE, CreditType.AGENCY_LINE, CreditType.BYLINE)
    credits = find_credits(article, divide(article), REGISTRY)
    assert all(article.text[credit.start : credit.end] == credit.text for credit in credits if credit.block is not None)
    return [(credit.type.value, credit.source, credit.text) for credit in credits if credit.type in writing]


@pytest.mark.parametrize(
    ("language", "lead", "source"),
    [
        ("zh", "新华社青潭11月29日电（记者卢安）", "xinhua"),
        ("zh", "新华社青潭11月29日电 ", "xinhua"),
        ("zh", "据新华社11月29日电", "xinhua"),
        ("zh", "【新华社青潭１１月２９日电】", "xinhua"),
        ("zh", "中新网青潭11月29日电 ", "china_news"),
        ("zh", "（中央社記者卢安青潭29日電）", "cna_taiwan"),
        ("zh", "（路透社青潭29日电）", "reuters"),
        ("ja", "【東京共同】", "kyodo"),
        ("ja", "（瀬波共同）", "kyodo"),
        ("ja", "【ロンドン時事】", "jiji"),
        ("ja", "（ソウル＝聯合ニュース）", "yonhap"),
        ("ja", "【３月４日 ロイター】", "reuters"),
    ],
)
def test_a_dateline_without_spaces(language: str, lead: str, source: str) -> None:
    first, *rest = BODY[language]
    assert [(kind, who) for kind, who, _ in found((lead + first, *rest))] == [("dateline", source)]
    assert [text for *_, text in found((lead + first, *rest))] == [lead.strip()]


def test_a_korean_dateline_and_a_joint_one() -> None:
    assert [(k, s) for k, s, _ in found(("(해동=연합뉴스) 루안 기자 = " + KOREAN[0], KOREAN[1]))] == [
        ("dateline", "yonhap")
    ]
    first, *rest = BODY["ja"]
    both = {(kind, who) for kind, who, _ in found(("【３月４日 AFP＝時事】" + first, *rest))}
    assert both == {("dateline", "afp"), ("dateline", "jiji")}


@pytest.mark.parametrize(
    ("language", "tail", "source"),
    [
        ("zh", "（新华社）", "xinhua"),
        ("zh", "（新华社记者 卢安）", "xinhua"),
        ("zh", "（来源：新华社）", "xinhua"),
        ("ja", "（共同）", "kyodo"),
        ("ja", "（時事）", "jiji"),
        ("th", "-สำนักข่าวไทย", "thai_news"),
    ],
)
def test_a_sign_off_without_spaces(language: str, tail: str, source: str) -> None:
    *first, last = BODY[language]
    assert [(kind, who) for kind, who, _ in found((*first, last + tail))] == [("agency_line", source)]


@pytest.mark.parametrize(
    ("language", "place", "text"),
    [
        ("zh", 0, "新华社区的居民星期二晚上清点了损失，"),
        ("zh", 0, "新华社会大学的学生星期日参加了清理，有的人是坐夜车来的。"),
        ("zh", -1, "村长说，这是两个村子共同的事（共同承担）"),
        ("zh", 0, "（共同富裕）"),
        ("ja", 0, "【共同声明】"),
        ("ja", 0, "（時事問題）"),
        ("ja", -1, "町と県の事業は（官民共同）"),
        ("ja", -1, "この催しは三つの町の共同で開かれる。"),
        ("th", -1, "-สำนักข่าว"),
    ],
)
def test_what_only_looks_like_one(language: str, place: int, text: str) -> None:
    body = list(BODY[language])
    body[place] = text + body[place] if place == 0 else body[place] + text
    assert found(tuple(body)) == []
