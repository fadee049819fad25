"""Headlines that sign their text: an agency's own label, its digest, its sources, its mark at the end.

Invariant: only an agency signs in a headline, and only in a form that no other house writes over
its own story; a headline that speaks of an agency or cites it gives nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.sources.entries import Form
from provenance.sources.rules import HEADLINE_DASH, HEADLINE_LABEL, HEADLINE_MARK, HEADLINE_PHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry
    from provenance.sources.view import Context, View

__all__ = ["find_headline_signs"]

_MARK = r"(?P<mark>[A-Z][A-Za-z]{1,11})"
_TAIL = _MARK.replace("mark", "tail")
# "AP classes: what to know" and "PA interview: …" are no agency's; these labels are
_LABELS = (
    r"(?:big\sstory|breaking(?:\snews)?|decision\snotes|election\sbrief|enterprise|exclusive|explainer|explains|fact\s?box|"
    r"fact\scheck|fact\sfocus|q\s?&\s?a|insight|interview|investigation|news\s?alert|news\sanalysis|news\sguide|newsbreak|"
    r"newsmaker|in\spictures|photos?|photo\sessay|photo\sgallery|poll|race\scall|reporter['’]s\snotebook|road\strip|"
    r"special\sreport|timeline|votecast|was\sthere|week\sin\spictures)"
)
_FIELDS = "news|top|world|us|u\\.s\\.|business|sports|entertainment|health|science|technology|politics|financial"
_DIGESTS = (
    r"(?:summary(?:\s?brief)?|in\sbrief|news\sin\sbrief|briefs?|digest|headlines|top\sstories|scorecard|week\sahead|newsbriefs)"
    r"(?=\s{0,2}(?:$|\b(?:at|for)\b|[,:|(–—-]))"
)
_REPORTS = r"(?:investigative\s)?(?:reports?|reporting|investigations?|interviews?|polls?|analysis)"
_TOP_PHOTOS = r"^\s{0,3}(?:the\s)?(?:top|best)\sphotos\sof\sthe\s(?:day|week|month|year)\s(?:by|from)\s(?:the\s)?"
# each with its group for the mark, tried in this order
_FORMS = (
    (rf"^\s{{0,3}}{_MARK}[\s-]{_LABELS}\s?[:|–—]", re.IGNORECASE),
    (rf"^\s{{0,3}}{_MARK}[\s-](?:(?:{_FIELDS})\s){{0,3}}{_DIGESTS}", re.IGNORECASE),
    (rf"^\s{{0,3}}{_MARK}\ssources?\s?:|[,;:–—]\s{{1,2}}{_TAIL}\ssources?(?:\ssays?)?(?=\s{{0,2}}(?:$|[.;,|]))", 0),
    (rf"^\s{{0,3}}(?:key\s)?takeaways\sfrom\s(?:the\s|an\s)?{_MARK}(?:['’]s?)?\s{_REPORTS}\b", re.IGNORECASE),
    (rf"{_TOP_PHOTOS}{_MARK}(?:['’]s)?\b", re.IGNORECASE),
)
_AT_FRONT = rf"^\s{{0,3}}[(\[]{_MARK}[)\]](?=\s?\S)"
_AT_END = (
    r"(?:\s\|\s(?P<bar>[A-Z][\w. ]{1,30})|\s[(\[](?P<bracket>[A-Z][A-Za-z]{1,11})[)\]]|"
    r"\s[-–—]\s(?P<dash>[A-Z][\w ]{1,24}))\s{0,3}$"
)
# "UPDATE 2-Ferry stays in port": the number and the hyphen without a space
_NUMBERED = re.compile(r"^\s{0,3}(?:(?:RPT|REFILE|CORRECTED)-){0,2}(?:UPDATE|WRAPUP)\s\d{1,2}-(?=[A-Z\"'])")
_WORD = re.compile(r"[A-Za-z]{2,20}")
_LONGEST = 300


def find_headline_signs(view: View, context: Context) -> Iterator[Credit]:
    """The agency whose own form a headline has.

    Args:
        view: any block.
        context: the article and the registry.

    Yields:
        At most one credit.
    """
    if view.role is not Role.HEADLINE or len(view.text) > _LONGEST:
        return
    registry = context.registry
    numbered = _NUMBERED.match(view.text)
    house = registry.by_form(Form.NUMBERED_SLUG) if numbered else None
    if numbered and house:
        yield HEADLINE_LABEL.credit(view, numbered.start(), numbered.end(), house)
    elif not registry.wire_words.isdisjoint(_WORD.findall(view.text)):
        yield from _signs(view, registry)


def _signs(view: View, registry: Registry) -> Iterator[Credit]:
    """The sign in a headline that holds an agency's name."""
    phrase = registry.headline_phrases.search(view.text)
    if phrase:
        yield HEADLINE_PHRASE.credit(view, phrase.start(), phrase.end(), registry.by_line(phrase[0]))
        return
    for form, flags in _FORMS:  # compiled when the first headline with a name in it comes
        match = re.search(form, view.text, flags)
        source = _agency(match, registry) if match else None
        if match and source:
            start = match.start() + len(match[0]) - len(match[0].lstrip(" ,;:–—"))
            yield HEADLINE_LABEL.credit(view, start, match.end(), source)
            return
    yield from _at_an_edge(view, registry)


def _agency(match: re.Match[str], registry: Registry) -> Source | None:
    """The agency whose mark stands in a match, in its own capitals."""
    groups = match.groupdict()
    return registry.wire(groups.get("mark") or groups.get("tail") or "")


def _at_an_edge(view: View, registry: Registry) -> Iterator[Credit]:
    """A mark in brackets before or behind a headline, or behind a bar or a dash."""
    front = re.match(_AT_FRONT, view.text)
    source = _agency(front, registry) if front else None
    if front and source:
        yield HEADLINE_MARK.credit(view, front.start(), front.end(), source)
        return
    shift = max(0, len(view.text) - 40)
    end = re.search(_AT_END, view.text[shift:])
    source = registry.wire(end["bar"] or end["bracket"] or end["dash"]) if end else None
    if end and source:
        rule = HEADLINE_DASH if end["dash"] else HEADLINE_MARK
        yield rule.credit(view, shift + end.start() + 1, len(view.text.rstrip()), source)
