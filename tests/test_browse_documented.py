"""The examples of docs/browse.md answer as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import fill, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
TEXT = (Path(__file__).resolve().parents[1] / "docs" / "browse.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\$ (curl .*)\n(.*)$", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def server(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving([fill(tmp_path_factory.mktemp("documented") / "news.db", samples)]) as address:
        yield address


@pytest.mark.skipif(shutil.which("curl") is None or shutil.which("jq") is None, reason="no curl or no jq here")
@pytest.mark.parametrize(("command", "said"), EXAMPLES, ids=[str(n) for n in range(len(EXAMPLES))])
def test_an_example_answers_as_it_stands(server: str, command: str, said: str) -> None:
    command = command.replace("http://127.0.0.1:8001", server)
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == said


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8
    assert len(EXAMPLES) == TEXT.count("\n$ ")


def test_every_address_that_is_named_is_a_page() -> None:
    from provenance.browse.routes import routes

    named = re.findall(r"^\| `(/-/provenance[^`]*)`", TEXT, re.MULTILINE)
    assert len(named) >= 9
    for address in named:
        path = address.partition("?")[0]
        assert sum(re.match(pattern, path) is not None for pattern, _ in routes()[:-1]) == 1, address
