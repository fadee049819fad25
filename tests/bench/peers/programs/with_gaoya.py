"""gaoya: its index of strings, filled and asked in bulk on all cores; it compares candidates by sketch itself."""

from __future__ import annotations

import orjson
from common import BLANKS, job, write_pairs
from gaoya.minhash import MinHashStringIndex

given = job()
with given.corpus.open("rb") as file:
    rows = [orjson.loads(line) for line in file]
# its own words are split at blanks only
texts = [row["text"].translate(BLANKS) for row in rows]
index = MinHashStringIndex(
    hash_size=32,
    jaccard_threshold=given.threshold,
    num_bands=given.bands,
    band_size=given.rows,
    analyzer="word",
    lowercase=True,
    ngram_range=(given.shingle, given.shingle),
    id_container="smallvec",
)
index.par_bulk_insert_docs(list(range(len(texts))), texts)
neighbours = index.par_bulk_query(texts)
pairs = ((number, other) for number, found in enumerate(neighbours) for other in found if other < number)
write_pairs(pairs, [row["id"] for row in rows], given.out)
