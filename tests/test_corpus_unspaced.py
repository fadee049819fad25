"""Deduplication of a corpus in Chinese, Japanese and Thai."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from unspaced_samples import LANGUAGES, tales

import provenance

if TYPE_CHECKING:
    from pathlib import Path


def copies(language: str, *, turned: bool) -> list[dict[str, str]]:
    kinds = ("original", "independent", "excerpt")
    texts = [(f"{tale.name} {kind}", "\n\n".join(getattr(tale, kind))) for tale in tales(language) for kind in kinds]
    # the same with other spaces and breaks
    texts += [(f"{tale.name} again", "\n".join(tale.original).replace("。", "。 ")) for tale in tales(language)]
    rows = [{"id": name, "text": text} for name, text in texts]
    return rows[::-1] if turned else rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_and_excerpts_go_and_other_reports_stay(tmp_path: Path, language: str) -> None:
    clusters = []
    for turned in (False, True):
        path = tmp_path / f"{turned}.jsonl"
        path.write_text(
            "\n".join(json.dumps(row, ensure_ascii=False) for row in copies(language, turned=turned)), encoding="utf-8"
        )
        out = tmp_path / f"out {turned}"
        report = provenance.dedup([str(path)], out)
        assert (report.read, report.kept, report.clusters) == (24, 12, 6)
        lines = (out / "clusters.jsonl").read_text(encoding="utf-8").splitlines()
        members = [(row["id"], row["cluster"]) for row in map(json.loads, lines)]
        together: dict[object, set[str]] = {}
        for name, cluster in members:
            together.setdefault(cluster, set()).add(name)
        clusters.append(sorted(sorted(names) for names in together.values()))
    assert clusters[0] == clusters[1]
    assert all(len({name.split()[0] for name in names}) == 1 and len(names) == 3 for names in clusters[0])
