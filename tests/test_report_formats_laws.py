"""Whatever a page holds, what is written of it is valid in every format."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from export_samples import ODD, dot_boxes, mermaid_boxes, ninjs_faults, texts, undecided
from html_samples import harmful
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import analyses, analysis, trace
from test_report_formats_jsonld import expanded

from provenance.model import ArticleRef, Relation, Status
from provenance.report.formats import Format, article_text
from provenance.report.formats.prov import article_document

prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")

if TYPE_CHECKING:
    from provenance.model import Analysis, Trace

FORMATS = (Format.JSON, Format.PROV, Format.NINJS, Format.JSONLD, Format.MERMAID, Format.DOT, Format.HTML)


def is_valid(answer: Trace) -> None:
    """Each format as a program would read it."""
    written = {form: article_text(answer, form) for form in FORMATS}
    for form in (Format.PROV, Format.NINJS, Format.JSONLD):
        written[form].encode()
        json.loads(written[form], parse_constant=pytest.fail)
    document = article_document(answer)
    assert prov.ProvDocument.deserialize(content=written[Format.PROV]) == document
    assert prov.ProvDocument.deserialize(content=document.serialize()) == document
    assert ninjs_faults(json.loads(written[Format.NINJS])) == []
    expanded(json.loads(written[Format.JSONLD]))
    assert mermaid_boxes(written[Format.MERMAID])
    assert mermaid_boxes(written[Format.MERMAID]) == dot_boxes(written[Format.DOT])


@pytest.mark.parametrize("text", [text for text in ODD if text])
def test_a_text_that_wants_to_do_harm(example: Trace, text: str) -> None:
    is_valid(harmful(example, text))
    is_valid(undecided(harmful(example, text)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=texts.filter(bool), other=texts, relation=st.sampled_from(Relation))
def test_any_text_in_every_place(example: Trace, text: str, other: str, relation: Relation) -> None:
    answer = harmful(example, text)
    taken = ArticleRef(9, other, other, other)
    is_valid(replace(answer, verdict=replace(answer.verdict, relation=relation), taken_from=taken))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(of=analyses(), status=st.sampled_from(Status), number=st.floats(0, 1))
def test_any_article(of: Analysis, status: Status, number: float) -> None:
    """With what a copy's answer says, of a page of any kind."""
    answer = trace(analysis(), ArticleRef(7, of.article.id, of.article.url, of.article.title))
    (match,) = answer.matches
    is_valid(
        replace(
            answer,
            article=of.article,
            blocks=of.blocks,
            credits=of.credits,
            site=of.site,
            verdict=replace(answer.verdict, status=status),
            origins={},
            findings=(),
            matches=(replace(match, share=number, jaccard=number),),
        )
    )
