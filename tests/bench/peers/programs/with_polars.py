"""polars: its expressions alone, in two steps, as it has no MinHash.

One shingle in sixteen, chosen by hash, is joined with its like; one that many documents have makes no pairs. Documents
with enough of these in common are candidates, and they are counted out exactly on all their shingles.
"""

from __future__ import annotations

import polars as pl
from common import job, write_pairs

given = job()
# one shingle in so many is joined, unless more documents than a crowd have it
SAMPLED, CROWD = 16, 50
# of the threshold, for what is estimated
SLACK = 0.6
# documents whose words are apart in memory at a time
BATCH = 5000
BLANKS = [chr(code) for code in range(128) if not chr(code).isalnum() and chr(code) != " "]
BOTH = ["number", "number_right"]


def shingled(rows: pl.DataFrame, *chosen: pl.Expr) -> pl.DataFrame:
    """The different shingles of documents, a row each: the document's number and a hash; or those that are chosen."""
    word = pl.col("text").str.to_lowercase().str.replace_many(BLANKS, [" "] * len(BLANKS)).str.split(" ")
    run = pl.sum_horizontal(pl.col("word").shift(step).hash(step) for step in range(given.shingle))
    whole = pl.col("number") == pl.col("number").shift(given.shingle - 1)
    return pl.concat(
        part.lazy()
        .select("number", word.alias("word"))
        .explode("word")
        .filter(pl.col("word") != "")
        .select("number", run.alias("shingle"), whole.alias("whole"))
        .filter("whole", *chosen)
        .select("number", "shingle")
        .unique()
        .collect()
        for part in rows.iter_slices(BATCH)
    )


def near(pairs: pl.LazyFrame, shingles: pl.LazyFrame, threshold: float) -> pl.DataFrame:
    """Those of pairs, which have a row for each shingle in common, that are as near as the threshold says."""
    sizes, shared = shingles.group_by("number").len("size"), pl.col("shared")
    jaccard = shared / (pl.col("size") + pl.col("size_right") - shared)
    return (
        pairs.group_by(BOTH)
        .len("shared")
        .join(sizes, on="number")
        .join(sizes, left_on="number_right", right_on="number", suffix="_right")
        .filter(jaccard >= threshold)
        .select(BOTH)
        .collect()
    )


corpus = pl.scan_ndjson(given.corpus).select("id", "text").with_row_index("number").collect(engine="streaming")
sampled = shingled(corpus, pl.col("shingle") % SAMPLED == 0).lazy()
joined = sampled.filter(pl.len().over("shingle").is_between(2, CROWD))
pairs = joined.join(joined, on="shingle").filter(pl.col("number") < pl.col("number_right"))
candidates = near(pairs, sampled, SLACK * given.threshold)
copies = pl.concat([candidates["number"], candidates["number_right"]]).unique()
shingles = shingled(corpus.filter(pl.col("number").is_in(copies.implode()))).lazy()
pairs = (
    candidates.lazy()
    .join(shingles, on="number")
    .join(shingles, left_on=["number_right", "shingle"], right_on=["number", "shingle"])
)
write_pairs(near(pairs, shingles, given.threshold).iter_rows(), corpus["id"].to_list(), given.out)
