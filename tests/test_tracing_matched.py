from __future__ import annotations

from dataclasses import replace

from tracing_samples import HARBOUR, NOWHERE, WIRE, analysis, credit, site, stored

from provenance.model import (
    ArticleMatch,
    ArticleRef,
    BlockMatch,
    BlockMeasures,
    Correction,
    CorrectionKind,
    Credit,
    CreditType,
    Origin,
    ProgramVerdict,
    Relation,
    Role,
    SiteVerdict,
    SourceKind,
    Status,
)
from provenance.settings import OriginSettings
from provenance.sources import load_registry
from provenance.tracing.declared import claims_of
from provenance.tracing.matched import Relative, Writer, followed, writers_of

SETTINGS = OriginSettings()
REGISTRY = load_registry()


def relative(
    number: int,
    on: SiteVerdict,
    *,
    share: float = 1.0,
    relation: Relation = Relation.VERBATIM,
    published: str | None = None,
    credited: str | None = None,
    broken: bool = False,
) -> Relative:
    credits = (credit(CreditType.DATELINE, credited, 0.9),) if credited else ()
    page = analysis(HARBOUR, name=f"a{number}", on=on, published=published, credits=credits)
    held = stored(number, page)
    match = ArticleMatch(held.ref, relation, share, share, share, 0.0, ())
    return Relative(match, held, claims_of(page, REGISTRY, SETTINGS), broken)


def writers(
    *relatives: Relative,
    published: str | None = None,
    on: SiteVerdict = NOWHERE,
    broken: bool = False,
) -> tuple[Writer, ...]:
    return writers_of(analysis(HARBOUR, on=on, published=published), relatives, SETTINGS, broken=broken)


def test_an_agencys_own_page_speaks_for_it() -> None:
    (writer,) = writers(relative(1, WIRE, credited="ap"))
    assert (writer.source, writer.article and writer.article.id) == ("ap", "a1")
    assert writer.confidence > 0.9


def test_a_siblings_credit_speaks_for_the_agency_and_holds_no_text_of_it() -> None:
    (writer,) = writers(relative(1, site("Tarn Times"), credited="reuters"))
    assert (writer.source, writer.article) == ("reuters", None)


def test_many_siblings_are_surer_than_one() -> None:
    one = writers(relative(1, site("Tarn Times"), credited="reuters", share=0.4))
    two = writers(*(relative(n, site(f"Paper {n}"), credited="reuters", share=0.4) for n in (1, 2)))
    assert one[0].confidence < two[0].confidence


def test_a_small_share_or_a_quotation_does_not_speak() -> None:
    assert writers(relative(1, WIRE, share=0.2)) == ()
    assert writers(relative(1, WIRE, relation=Relation.QUOTE_ONLY)) == ()


def test_an_aggregator_speaks_for_nobody() -> None:
    assert writers(relative(1, site("Copies", SourceKind.AGGREGATOR)), published="2031-05-03", broken=True) == ()


def test_between_two_outlets_something_must_show_who_copied() -> None:
    assert writers(relative(1, site("Tarn Times"))) == ()
    assert (
        writers(relative(1, site("Tarn Times"), published="2031-05-02"), published="2031-05-03")[0].name == "Tarn Times"
    )
    assert writers(relative(1, site("Tarn Times")), broken=True)[0].name == "Tarn Times"
    assert writers(relative(1, site("Tarn Times"), relation=Relation.EXCERPT))[0].name == "Tarn Times"
    assert writers(
        relative(1, site("Tarn Times")),
        on=SiteVerdict(None, "x", SourceKind.AGGREGATOR, aggregator=True, confidence=1.0),
    )


def test_whoever_was_later_is_not_the_writer() -> None:
    later = relative(1, site("Tarn Times"), published="2031-05-04")
    assert writers(later, published="2031-05-03", broken=True) == ()


def test_of_several_that_credit_nobody_the_first_speaks() -> None:
    first = relative(1, site("Tarn Times"), published="2031-05-02T08:00:00+00:00")
    second = relative(2, site("Echo"), published="2031-05-02T18:00:00+00:00")
    for held in ([first, second], [second, first]):
        (writer,) = writers(*held, published="2031-05-04")
        assert (writer.name, writer.confidence < SETTINGS.decided) == ("Tarn Times", True)


def test_times_without_an_offset_order_no_articles_of_one_day() -> None:
    first = relative(1, site("Tarn Times"), published="2031-05-02T08:00:00")
    second = relative(2, site("Echo"), published="2031-05-02")
    assert len(writers(first, second, published="2031-05-04")) == 2


def test_times_and_shares_are_told_as_people_read_them() -> None:
    held = relative(1, site("Tarn Times"), share=0.996, published="2031-05-02T08:00:00+00:00")
    (writer,) = writers(held, published="2031-05-02T21:30:00+02:00")
    told = " ".join(writer.reasons)
    assert "dated 2031-05-02 08:00 UTC, this one 2031-05-02 21:30 +02:00" in told
    assert "99 % of the text" in told


def test_a_byline_is_a_sign_where_the_copy_has_none() -> None:
    held = relative(1, site("Tarn Times"), published="2031-05-02")
    byline = replace(held.stored.blocks[0], role=Role.BYLINE)
    signed = replace(held, stored=replace(held.stored, blocks=(byline, *held.stored.blocks[1:])))
    assert writers(signed, published="2031-05-04")[0].confidence >= SETTINGS.decided


def test_damage_on_both_sides_shows_nothing() -> None:
    assert writers(relative(1, site("Tarn Times"), broken=True), broken=True) == ()


def test_the_order_of_the_relatives_does_not_matter() -> None:
    held = [
        relative(n, site(f"Paper {n}"), credited="ap" if n % 2 else "reuters", share=0.3 + n / 20) for n in range(5)
    ]
    assert writers(*held) == writers(*reversed(held))


def naming(number: int, on: SiteVerdict, *given: Credit, published: str | None = None) -> Relative:
    """A relative whose page has these credits."""
    page = analysis(HARBOUR, name=f"a{number}", on=on, published=published, credits=given)
    held = stored(number, page)
    match = ArticleMatch(held.ref, Relation.VERBATIM, 1.0, 1.0, 1.0, 0.0, ())
    return Relative(match, held, claims_of(page, REGISTRY, SETTINGS))


def test_a_page_that_names_the_others_house_is_the_copy() -> None:
    link = replace(credit(CreditType.SOURCE_LINK, None, 0.3), domain="tarntimes.example")
    page = analysis(HARBOUR, on=site("Copies Daily"), credits=(link,))
    (writer,) = writers_of(page, (relative(1, site("Tarn Times")),), SETTINGS)
    assert (writer.name, writer.article and writer.article.id) == ("Tarn Times", "a1")
    assert writer.confidence >= SETTINGS.named


def test_a_house_that_a_copy_names_is_the_writer_itself() -> None:
    page = analysis(HARBOUR, on=site("Tarn Times"))
    link = replace(credit(CreditType.SOURCE_LINK, None, 0.3), domain="tarntimes.example")
    (writer,) = writers_of(page, (naming(1, site("Copies Daily"), link),), SETTINGS)
    assert (writer.name, writer.article) == ("Tarn Times", None)


def test_two_that_name_each_other_show_nothing() -> None:
    ours = replace(credit(CreditType.SOURCE_LINK, None, 0.3), domain="tarntimes.example")
    theirs = replace(credit(CreditType.SOURCE_LINK, None, 0.3), domain="copiesdaily.example")
    page = analysis(HARBOUR, on=site("Copies Daily"), credits=(ours,))
    assert writers_of(page, (naming(1, site("Tarn Times"), theirs),), SETTINGS) == ()


def test_a_name_counts_nothing_against_an_earlier_date() -> None:
    link = replace(credit(CreditType.SOURCE_LINK, None, 0.3), domain="tarntimes.example")
    page = analysis(HARBOUR, on=site("Copies Daily"), credits=(link,), published="2031-05-01")
    assert writers_of(page, (relative(1, site("Tarn Times"), published="2031-05-03"),), SETTINGS) == ()


def test_a_copys_word_for_a_house_without_an_id_holds_no_text_of_it() -> None:
    line = credit(CreditType.AGENCY_LINE, None, 0.85, name="Skerrin Post")
    (writer,) = writers_of(analysis(HARBOUR), (naming(1, site("Tarn Times"), line),), SETTINGS)
    assert (writer.source, writer.name, writer.article) == (None, "Skerrin Post", None)


def test_a_broken_text_is_nobodys_original() -> None:
    page = analysis(HARBOUR, published="2031-05-03")
    plain = relative(1, site("Tarn Times"), published="2031-05-02")
    assert writers_of(page, (plain,), SETTINGS, broken=True)[0].confidence > SETTINGS.damaged
    assert writers_of(page, (replace(plain, broken=True),), SETTINGS, broken=True) == ()
    assert writers_of(page, (replace(plain, broken=True),), SETTINGS) == ()


def shared(*positions: int, relation: Relation = Relation.VERBATIM) -> tuple[BlockMatch, ...]:
    measures = BlockMeasures(1.0, 1.0, 1.0)
    other = ArticleRef(1, "a1", None, None)
    return tuple(BlockMatch(at, other, at, measures, relation, 0.0, moved=False) for at in positions)


def test_a_credit_holds_for_the_part_that_has_the_lead_or_most_of_the_text() -> None:
    reuters = relative(1, site("Tarn Times"), credited="reuters")

    def sure(*positions: int) -> float:
        match = replace(reuters.match, blocks=shared(*positions))
        (writer,) = writers_of(analysis(HARBOUR), (replace(reuters, match=match),), SETTINGS)
        return writer.confidence

    assert sure(0) == sure(1, 2, 3, 4, 5) == sure(*range(6))
    assert sure(3, 4) < SETTINGS.decided


def test_a_house_is_no_witness_for_itself_but_its_credit_is() -> None:
    tarn = site("Tarn Times")
    assert writers(relative(1, tarn, published="2031-05-02"), published="2031-05-03", on=tarn, broken=True) == ()
    (writer,) = writers(relative(1, tarn, credited="reuters"), on=tarn)
    assert writer.source == "reuters"


def test_of_a_houses_texts_the_closest_is_the_one_that_was_copied() -> None:
    first = relative(1, WIRE, credited="ap", published="2031-05-01")
    later = relative(2, WIRE, credited="ap", published="2031-05-03")
    first = replace(first, match=replace(first.match, jaccard=0.7))
    (writer,) = writers(first, later)
    assert writer.article is not None
    assert writer.article.id == "a2"
    assert "“Title of a2”" in writer.reasons[0]


def test_a_house_that_names_another_passes_the_question_on() -> None:
    line = credit(CreditType.AGENCY_LINE, None, 0.85, name="Tarn Times")
    middle = naming(1, site("Skerrin Post"), line)
    last = naming(2, site("Copies Daily"), credit(CreditType.AGENCY_LINE, None, 0.85, name="Skerrin Post"))
    (writer,) = writers_of(analysis(HARBOUR, on=site("Tarn Times")), (middle, last), SETTINGS)
    assert (writer.name, writer.article) == ("Tarn Times", None)
    assert any("has it from Tarn Times" in reason for reason in writer.reasons)
    claims = claims_of(last.stored, REGISTRY, SETTINGS)
    (claim,) = followed(claims, (middle,), SETTINGS)
    assert claim.name == "Tarn Times"
    assert claim.confidence < claims[0].confidence
    assert followed(claims, (), SETTINGS) == claims


def test_a_circle_of_houses_passes_nothing_on() -> None:
    one = naming(1, site("Skerrin Post"), credit(CreditType.AGENCY_LINE, None, 0.85, name="Tarn Times"))
    two = naming(2, site("Tarn Times"), credit(CreditType.AGENCY_LINE, None, 0.85, name="Skerrin Post"))
    claims = claims_of(one.stored, REGISTRY, SETTINGS)
    assert [claim.name for claim in followed(claims, (one, two), SETTINGS)] == ["Tarn Times"]
    assert len(writers_of(analysis(HARBOUR), (one, two), SETTINGS)) == 2


def test_a_persons_word_for_a_text_that_is_not_linked_reaches_only_whole_copies() -> None:
    other = ArticleRef(9, "elsewhere", None, None)
    said = ProgramVerdict(Status.ABSTAINED, Relation.UNKNOWN, None, None, 0.0)
    word = Correction(
        CorrectionKind.CORRECTED, "Ida", "2031-05-04T00:00:00+00:00", "x", Origin(None, "Skerrin Post", other),
        None, said, b"", b"",
    )  # fmt: skip
    excerpt = replace(relative(1, site("Tarn Times"), share=0.5), correction=word)
    copy = replace(relative(1, site("Tarn Times"), share=1.0), correction=word)
    assert writers(excerpt)[0].confidence < SETTINGS.decided < writers(copy)[0].confidence
