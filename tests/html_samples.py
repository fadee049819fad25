"""Invented articles for the pages: a copy with planted changes, and texts that want to do harm."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import ArticleRef, Block, Line, OtherArticle, Reference, SiteVerdict, SourceKind

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model import Trace

ORIGINAL = """Toll bridge at Ostrava Ford closes for repairs

OSTRAVA FORD (Reuters) - The toll bridge over the Kell river will close on Monday for six weeks, the county said.

Engineers found cracks in 14 of the 62 bearings when divers went down in March, county engineer Ruth Amsel told \
reporters.

"We could have waited for summer, but the river does not wait for us," Amsel said.

About 9,000 cars a day will have to drive round by Tarn Mill, which adds 40 minutes to the way to work.

Shopkeepers in the old town fear for their trade. The chamber of commerce asked for a ferry in the meantime.

The county expects the work to cost 3.1 million crowns, two thirds of which the state will pay.

(Reporting by Ida Corran; Editing by Jo Pell)
"""
# what is changed in the copy: words there, words here
PLANTED = (
    ("six", "nine"),
    ("cracks", "fissures"),
    ("14", "40"),
    ("Ruth", "Rita"),
    ("fear for", "worry about"),
)
ADDED = "A bus company in Tarn Mill said that it would run a second line from the station until autumn comes."
DROPPED = "The county expects the work to cost 3.1 million crowns, two thirds of which the state will pay."


def planted_copy() -> str:
    """The copy: the planted changes, one paragraph new, one gone, no credit."""
    text = ORIGINAL.replace(" (Reuters) -", " -").replace("\n(Reporting by Ida Corran; Editing by Jo Pell)\n", "")
    for there, here in PLANTED:
        assert text.count(there) == 1
        text = text.replace(there, here)
    return text.replace(DROPPED, ADDED)


def corpora(folder: Path) -> tuple[Path, Path]:
    """Two corpora of one row: the original on its agency's own page, and the copy."""
    rows = (
        {"id": "original", "text": ORIGINAL, "url": "https://www.reuters.com/world/bridge", "date": "2031-04-02"},
        {"id": "copy", "text": planted_copy(), "url": "https://copies.example/bridge", "date": "2031-04-03"},
    )
    written = []
    for row in rows:
        path = folder / f"{row['id']}.jsonl"
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
        written.append(path)
    return written[0], written[1]


DONE = "window.executed=(window.executed||0)+1"
HARMFUL = (
    f"<script>{DONE}</script>",
    f"</style></title></script><script>{DONE}</script>",
    f'<img src=x onerror="{DONE}">',
    f'"><svg onload={DONE}>',
    f"' autofocus onfocus='{DONE}' x='",
    f'" autofocus tabindex=1 onfocus="{DONE}" x="',
    f'<iframe srcdoc="<script>parent.{DONE}</script>"></iframe>',
    f"<details open ontoggle={DONE}>",
    f'<a href="javascript:{DONE}">here</a>',
    f"javascript:{DONE}",
    f"JaVaScRiPt&colon;{DONE}",
    f"java\nscript:{DONE}",
    f"\x01javascript:{DONE}",
    f"data:text/html,<script>{DONE}</script>",
    f'https://good.example/" onmouseover="{DONE}',
    f"https://user:word@good.example/{DONE}",
    "<base href=https://evil.example/><link rel=stylesheet href=//evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    f"--><script>{DONE}</script><!--",
    f"]]><script>{DONE}</script>",
    f"&lt;script&gt;{DONE}&lt;/script&gt;",
    f"<ruby><rt><img src=x onerror={DONE}></ruby>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={DONE}>",
    f"<template><script>{DONE}</script></template>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}${7*7}<%= 7*7 %>",
    "</article></main></body></html><h1>mine</h1>",
    "name\u202egnp.exe \u2066isolated \u200bhidden \x00 \x1b[31m \ufeff \ud800",
    '#a1-verdict" style="position:fixed;inset:0',
)


def harmful(trace: Trace, payload: str) -> Trace:
    """The answer with a harmful text wherever a text from a page or a database may stand."""
    text = "\n".join([payload] * len(trace.blocks))
    size = len(payload)
    blocks = tuple(
        Block(block.position, block.role, at * (size + 1), at * (size + 1) + size, payload)
        for at, block in enumerate(trace.blocks)
    )
    place = {block.position: block for block in blocks}
    other = ArticleRef(7, payload, payload, payload)
    match = replace(
        trace.matches[0], other=other, blocks=tuple(replace(b, other=other) for b in trace.matches[0].blocks)
    )
    credits_ = tuple(
        replace(
            c, name=payload, text=payload, domain=payload, start=place[c.block or 0].start, end=place[c.block or 0].end
        )
        for c in trace.credits
    )
    findings = tuple(
        replace(f, start=place[f.block].start, end=place[f.block].end, text=payload, original=payload,
                reference=Reference(payload, 0, size))
        for f in trace.findings
    )  # fmt: skip
    article = replace(
        trace.article, id=payload, text=text, lines=(Line(0, len(text)),), url=payload, canonical=payload,
        domain=payload, publisher=payload, title=payload, published=payload, language=payload,
    )  # fmt: skip
    origin, second = trace.verdict.origin, trace.verdict.runner_up
    assert origin is not None
    assert second is not None
    theirs = Block(3, trace.blocks[1].role, 0, size, payload)
    return replace(
        trace,
        article=article,
        blocks=blocks,
        credits=credits_,
        site=replace(trace.site, name=payload, domain=payload, reasons=(payload,)),
        verdict=replace(
            trace.verdict,
            origin=replace(origin, name=payload, article=other),
            reasons=(payload,),
            runner_up=replace(second, name=payload, reason=payload),
            coverage=payload,
        ),
        chain=tuple(replace(hop, name=payload, domain=payload, evidence=credits_) for hop in trace.chain),
        matches=(match,),
        cited=tuple(replace(cited, name=payload, text=payload) for cited in trace.cited),
        origins={position: replace(each, other=other) for position, each in trace.origins.items()},
        findings=findings,
        damage=replace(trace.damage, reasons=(payload,)),
        others={
            7: OtherArticle(
                replace(article, lines=()), (theirs,), SiteVerdict(payload, payload, SourceKind.WIRE, None, 0.9)
            )
        },
    )
