"""What the errors tell their readers to do."""

from __future__ import annotations

import tomllib
from pathlib import Path

from provenance.errors import extra_hint

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_an_extra_is_installed_from_a_clone_or_by_the_projects_name() -> None:
    hint = extra_hint("exports")
    assert "pip install '.[exports]'" in hint
    assert f"pip install '{PROJECT['name']}[exports]'" in hint
