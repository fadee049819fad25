"""FastSketchLSH: sketches of batches in one process a core, its LSH asked in bulk, candidates compared by sketch."""

from __future__ import annotations

import numpy as np
import orjson
from common import in_processes, job, runs, words, write_pairs
from FastSketchLSH import LSH, FastSimilaritySketch

given = job()


def signed(lines: list[bytes]) -> tuple[list[str], np.ndarray]:
    """The ids of some rows, and the matrix of their sketches."""
    rows = [orjson.loads(line) for line in lines]
    sets = [runs(words(row["text"]), given.shingle) for row in rows]
    sketcher = FastSimilaritySketch(size=given.hashes, seed=42)
    return [row["id"] for row in rows], np.asarray(sketcher.batch(sets, num_threads=1))


def main() -> None:
    """Sign all, insert all, ask for all."""
    ids: list[str] = []
    parts = []
    for names, made in in_processes(signed, given.corpus):
        ids += names
        parts.append(made)
    sketches = np.concatenate(parts)
    index = LSH(num_perm=given.hashes, num_bands=given.bands)
    index.insert(sketches)
    others, starts = index.query(sketches, format="csr")
    numbers = np.repeat(np.arange(len(ids)), np.diff(starts.astype(np.int64)))
    earlier = others < numbers
    numbers, others = numbers[earlier], others[earlier]
    near = (sketches[numbers] == sketches[others]).mean(axis=1) >= given.threshold
    write_pairs(zip(numbers[near].tolist(), others[near].tolist(), strict=True), ids, given.out)


if __name__ == "__main__":
    main()
