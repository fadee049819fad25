"""datatrove: its four stages of MinHash on this machine, a task a core; the clusters are those of its third stage.

It gives whole files to its tasks, so the corpus is first cut into as many files as there are cores. It joins
candidates as they are.
"""

from __future__ import annotations

import os
import struct
from itertools import cycle
from pathlib import Path

import orjson
from common import job, write_clusters
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupSignature,
)
from datatrove.pipeline.readers import JsonlReader

given = job(unsorted=True)
cores = os.cpu_count() or 1


def cut(folder: Path) -> list[list[str]]:
    """Deal the rows out to one file a core; the ids of each."""
    folder.mkdir()
    ids: list[list[str]] = [[] for _ in range(cores)]
    files = [(folder / f"{number}.jsonl").open("wb") for number in range(cores)]
    with given.corpus.open("rb") as corpus:
        for line, number in zip(corpus, cycle(range(cores)), strict=False):
            files[number].write(line)
            ids[number].append(orjson.loads(line)["id"])
    for file in files:
        file.close()
    return ids


def main() -> None:
    """Sign, find pairs a band, join them, and read the clusters."""
    folders = {name: str(given.out / name) for name in ("parts", "signatures", "pairs", "clusters", "logs")}
    ids = cut(Path(folders["parts"]))
    config = MinhashConfig(n_grams=given.shingle, num_buckets=given.bands, hashes_per_bucket=given.rows)
    sign = MinhashDedupSignature(folders["signatures"], config)
    pair = MinhashDedupBuckets(folders["signatures"], folders["pairs"], config=config)
    join = MinhashDedupCluster(folders["pairs"], folders["clusters"], config, save_cluster_id=True)
    for name, steps, tasks in (
        ("sign", [JsonlReader(folders["parts"]), sign], cores),
        ("pair", [pair], given.bands),
        ("join", [join], 1),
    ):
        logs = f"{folders['logs']}/{name}"
        LocalPipelineExecutor(
            steps, tasks=tasks, workers=min(cores, tasks), logging_dir=logs, start_method="fork"
        ).run()
    clusters: dict[int, list[str]] = {}
    for file in sorted(Path(folders["clusters"]).glob("*.clusters")):
        for place, cluster in struct.iter_unpack("<2I", file.read_bytes()):
            clusters.setdefault(cluster, []).append(ids[int(file.stem)][place])
    write_clusters(clusters.values(), given.out)


if __name__ == "__main__":
    main()
