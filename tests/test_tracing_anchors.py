"""Names and figures: what a copy keeps and a form is filled with anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracing_samples import paragraphs

if TYPE_CHECKING:
    from provenance.tracing.paragraphs import Paragraph

from provenance.model import ArticleRef, Relation
from provenance.settings import TraceSettings
from provenance.tracing.anchors import anchors, names_of
from provenance.tracing.matching import match_stories, story

OTHER = ArticleRef(1, "stored", None, "A stored report")
FORM = (
    """Shares of {company} rose {move} percent on {day} after the maker of {goods} reported a profit of {profit} million
    crowns for the quarter, up from {before} million a year ago, chief executive {person} said in {place}.""",
    """Analysts at {bank} had expected {expected} million. The company, which has its seat in {place} and employs
    {staff} people, said that it would pay a dividend of {dividend} crowns a share and open {plants} plants.""",
)
ONE = {
    "company": "Halvik", "move": "4.1", "day": "Tuesday", "goods": "pumps", "profit": "318", "before": "290",
    "person": "Marta Quill", "place": "Sandhaven", "bank": "Orrin Brothers", "expected": "301", "staff": "8,150",
    "dividend": "2.75", "plants": "3", "land": "Borvia",
}  # fmt: skip
TWO = {
    "company": "Terrano", "move": "0.6", "day": "Tuesday", "goods": "tractors", "profit": "77", "before": "81",
    "person": "Elio Brask", "place": "Westerley", "bank": "Calder Capital", "expected": "69", "staff": "1,420",
    "dividend": "0.40", "plants": "2", "land": "Nordia",
}  # fmt: skip


def filled(values: dict[str, str], shapes: tuple[str, ...] = FORM) -> tuple[Paragraph, ...]:
    return paragraphs(tuple(shape.format(**values) for shape in shapes))


def related(one: tuple[Paragraph, ...], two: tuple[Paragraph, ...]) -> Relation | None:
    match = match_stories(story(one), story(two), OTHER, TraceSettings())
    return match.relation if match is not None else None


def test_one_form_with_other_names_and_figures_is_no_link() -> None:
    assert related(filled(ONE), filled(TWO)) is None


def test_the_same_report_with_one_figure_corrected_is_a_link() -> None:
    assert related(filled(ONE), filled({**ONE, "profit": "319"})) is Relation.VERBATIM


def test_a_paraphrase_that_keeps_names_and_figures_is_a_link() -> None:
    spun = tuple(each.replace("rose", "climbed").replace("reported", "announced") for each in FORM)
    assert related(filled(ONE, spun), filled(ONE)) is not None


def test_few_names_and_figures_decide_nothing() -> None:
    plain = (
        """The council voted late in the evening to keep the old bridge open for another winter, although engineers had
        warned that its timber would not bear the weight of the lorries which use it every single morning.""",
        """Neighbours cheered in the gallery when the result was read out, and a choir that had waited outside in the
        rain since noon sang two songs on the steps of the town hall before everybody went home.""",
    )
    changed = (plain[0].replace("bridge", "ferry"), plain[1].replace("choir", "band"))
    assert related(paragraphs(plain), paragraphs(changed)) is not None


def test_anchors_are_names_and_figures_without_the_calendar() -> None:
    text = (
        "On the stairs she met Orla Finch, who had come from Belmar on Monday, the 4th of May, with 1,200.5 tonnes "
        "of gravel, and neither of the two wanted to say a word about what had been agreed there before."
    )
    some = paragraphs((text,))
    assert anchors(some, names_of(some)) == {"orla", "finch", "belmar", "4", "12005"}


def test_a_name_with_a_look_alike_letter_is_the_same_name() -> None:
    some = paragraphs(("They all went to B\u0435lmar with Rosa, and not one of the others ever came back home again.",))
    assert anchors(some, names_of(some)) == {"belmar", "rosa"}


def test_in_a_language_with_capital_nouns_only_figures_are_anchors() -> None:
    text = "Der Rat der Stadt hat am Abend mit 12 Stimmen die Brücke gesperrt, obwohl der Plan das Geld kostet."
    some = paragraphs((text,))
    assert names_of(some) == frozenset()
    assert anchors(some, names_of(some)) == {"12"}
