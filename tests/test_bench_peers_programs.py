"""What the programs of the peers share, and that every program that is named is there."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "bench" / "peers"
sys.path += [str(FOLDER), str(FOLDER / "programs")]
common = importlib.import_module("common")
environments = importlib.import_module("environments")
sketches = importlib.import_module("sketches")


def clusters(out: Path) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for row in map(json.loads, (out / "clusters.jsonl").read_text(encoding="utf-8").splitlines()):
        found.setdefault(row["cluster"], []).append(row["id"])
    return sorted(found.values())


def test_pairs_are_joined_to_clusters_of_two_or_more(tmp_path: Path) -> None:
    common.write_pairs([(4, 2), (0, 1), (5, 4), (1, 0)], list("abcdefg"), tmp_path)
    assert clusters(tmp_path) == [["a", "b"], ["c", "e", "f"]]


def test_shingles_are_runs_of_words() -> None:
    words = common.words("The Tarn, 1907-built: rose.")
    assert words == ["the", "tarn", "1907", "built", "rose"]
    assert common.runs(words, 3) == ["the tarn 1907", "tarn 1907 built", "1907 built rose"]
    assert common.runs(words[:2], 3) == []


def test_near_pairs_share_a_band_and_enough_hashes() -> None:
    # bands of two: 0 and 1 agree in three hashes of four, 0 and 2 in two, 3 with none
    signed = sketches.np.array([[1, 2, 3, 4], [1, 2, 3, 9], [1, 2, 8, 8], [6, 6, 6, 6]], dtype="u4")
    job = common.Job(Path("corpus"), Path("out"), 3, 0.6, 2, 2)
    assert sketches.near_pairs(signed, job) == [(0, 1)]


@pytest.mark.parametrize("peer", environments.peers().values(), ids=environments.peers())
def test_every_peer_has_a_program_and_lower_bounds_without_caps(peer: environments.Peer) -> None:
    assert (FOLDER / "programs" / peer.program[0]).is_file()
    assert peer.does
    assert all(">=" in need and "<" not in need and "==" not in need for need in peer.requires)
