"""Daft: read, normalised and signed by its expressions on all cores; the bands are joined in numpy.

Its documentation joins them by ``explode`` and ``groupby`` and the pairs by joins in a loop, which takes longer.
It has no comparison of sketches; two lines of numpy do that here too.
"""

from __future__ import annotations

import daft
import numpy as np
from common import job, write_pairs
from daft.functions import minhash, normalize
from sketches import near_pairs

given = job()
text = normalize(daft.col("text"), remove_punct=True, lowercase=True, white_space=True)
sketch = minhash(text, num_hashes=given.hashes, ngram_size=given.shingle, seed=42, hash_function="xxhash")
# larger chunks than its own are a tenth quicker
rows = daft.read_json(str(given.corpus), _chunk_size=4 << 20).select("id", sketch.alias("sketch")).to_arrow()
signed = np.concatenate([part.flatten().to_numpy() for part in rows["sketch"].chunks]).reshape(-1, given.hashes)
write_pairs(near_pairs(signed, given), rows["id"].to_pylist(), given.out)
