"""The same pages under the alphas of Datasette 1.0, which cannot be installed beside 0.65."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

datasette = pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
TESTS = Path(__file__).resolve().parent
PYTHON = os.environ.get("PROVENANCE_DATASETTE_ALPHA")


@pytest.mark.slow
@pytest.mark.skipif(
    PYTHON is None or datasette.__version__.startswith("1."),
    reason="PROVENANCE_DATASETTE_ALPHA names no Python with an alpha of Datasette 1.0, or this is one: nox -s alpha",
)
def test_no_text_does_harm_under_the_alpha_either() -> None:
    assert PYTHON is not None
    version = [PYTHON, "-c", "import datasette; print(datasette.__version__)"]
    assert subprocess.run(version, capture_output=True, text=True, check=True).stdout.startswith("1.")
    command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_browse_harm.py"]
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent)}
    found = subprocess.run(
        command, cwd=TESTS, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert found.returncode == 0, found.stdout[-3000:]
