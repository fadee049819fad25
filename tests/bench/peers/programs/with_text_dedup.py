"""text-dedup: its command ``text_dedup.minhash`` as its README starts it, on all cores, with the quicker hash.

It joins candidates as they are. Its clusters are taken from the file that ``--debug`` adds.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from itertools import groupby

from common import job, write_clusters

given = job(unsorted=True)
options = {
    "path": "json",
    "data_files": given.corpus,
    "split": "train",
    "cache_dir": given.out / "cache",
    "output": given.out / "kept",
    "column": "text",
    "idx_column": "id",
    "batch_size": 10_000,
    "ngram": given.shingle,
    "threshold": given.threshold,
    "num_perm": given.hashes,
    "b": given.bands,
    "r": given.rows,
    "hash_func": "xxh3",
    "num_proc": os.cpu_count(),
}
arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
environment = {**os.environ, "HF_HOME": str(given.out / "cache"), "HF_HUB_OFFLINE": "1"}
command = [sys.executable, "-m", "text_dedup.minhash", *arguments, "--debug"]
subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
with (given.out / "kept" / "uf.pkl").open("rb") as file:
    joined = pickle.load(file)  # noqa: S301 - it was just written
members = sorted((joined.find(name), name) for name in list(joined.parent))
write_clusters(([name for _, name in each] for _, each in groupby(members, key=lambda pair: pair[0])), given.out)
