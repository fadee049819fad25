"""Names that are loaded when they are first asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from provenance.lazily import loader


def test_a_name_comes_from_its_home() -> None:
    load = loader("a.package", {"Counter": "collections"})
    from collections import Counter

    assert load("Counter") is Counter


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        loader("a.package", {})("nothing")


@pytest.mark.parametrize("package", ["provenance", "provenance.pipeline", "provenance.sources"])
def test_all_that_a_package_offers_is_there_and_nothing_is_loaded_before(package: str) -> None:
    script = (
        f"import sys, {package} as package\n"
        "assert 'provenance.pipeline.asking' not in sys.modules and 'provenance.sources.credits' not in sys.modules\n"
        "assert all(hasattr(package, name) for name in package.__all__)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=300)
