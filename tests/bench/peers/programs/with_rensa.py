"""rensa: R-MinHash of batches in one process a core, its LSH index asked in bulk, candidates compared by sketch.

Its quicker rho sketch tells only which documents have a copy, not whose it is, and samples the words.
"""

from __future__ import annotations

import orjson
from common import in_processes, job, runs, words, write_pairs
from rensa import RMinHash, RMinHashLSH

given = job()


def signed(lines: list[bytes]) -> tuple[list[str], list[RMinHash]]:
    """The ids and sketches of some rows."""
    rows = [orjson.loads(line) for line in lines]
    sets = [runs(words(row["text"]), given.shingle) for row in rows]
    return [row["id"] for row in rows], RMinHash.from_token_sets(sets, given.hashes, 42)


def main() -> None:
    """Sign all, insert all, ask for all."""
    ids: list[str] = []
    sketches: list[RMinHash] = []
    for names, made in in_processes(signed, given.corpus):
        ids += names
        sketches += made
    index = RMinHashLSH(threshold=given.threshold, num_perm=given.hashes, num_bands=given.bands)
    index.insert_many(sketches)
    pairs = [
        (number, other)
        for number, found in enumerate(index.query_all(sketches))
        for other in found
        if other < number and sketches[number].jaccard(sketches[other]) >= given.threshold
    ]
    write_pairs(pairs, ids, given.out)


if __name__ == "__main__":
    main()
