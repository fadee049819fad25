"""datasketch: MinHash of its default scheme in one process a core, one MinHashLSH, candidates compared by sketch."""

from __future__ import annotations

import orjson
from common import in_processes, job, runs, words, write_pairs
from datasketch import LeanMinHash, MinHash, MinHashLSH
from xxhash import xxh32_intdigest

given = job()


def signed(lines: list[bytes]) -> list[tuple[str, LeanMinHash]]:
    """The ids and sketches of some rows."""
    rows = [orjson.loads(line) for line in lines]
    sets = (map(str.encode, runs(words(row["text"]), given.shingle)) for row in rows)
    sketches = MinHash.generator(sets, num_perm=given.hashes, hashfunc=xxh32_intdigest)
    return [(row["id"], LeanMinHash(sketch)) for row, sketch in zip(rows, sketches, strict=True)]


def main() -> None:
    """Sign, and ask for each document's neighbours among those before it."""
    index = MinHashLSH(num_perm=given.hashes, params=(given.bands, given.rows))
    ids: list[str] = []
    sketches: list[LeanMinHash] = []
    pairs: list[tuple[int, int]] = []
    for name, sketch in (each for part in in_processes(signed, given.corpus) for each in part):
        number = len(ids)
        found = index.query(sketch)
        pairs += [(number, other) for other in found if sketches[other].jaccard(sketch) >= given.threshold]
        index.insert(number, sketch, check_duplication=False)
        ids.append(name)
        sketches.append(sketch)
    write_pairs(pairs, ids, given.out)


if __name__ == "__main__":
    main()
