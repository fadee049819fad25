"""The import law: left may not import right."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parents[1] / "provenance"
# parts on one level may not import each other
LEVELS = (
    {"model", "errors", "settings", "version", "characters", "counts", "digests", "lazily", "months"},
    {"fingerprint", "sources"},
    {"reading", "article", "index"},
    {"tracing"},
    {"corpus"},
    {"store", "report"},
    {"pipeline"},
    {"cli", "browse"},
)
LEVEL_OF = {part: level for level, parts in enumerate(LEVELS) for part in parts}
# the ground floor: plain types, of which settings may raise an error
GROUND = LEVELS[0]
# the package itself re-exports the library
ROOT = "provenance"
COSTLY = (
    "trafilatura", "datasketch", "numpy", "scipy", "lxml", "datasette", "bs4", "sqlite_utils", "numba", "pyarrow",
    "prov",
)  # fmt: skip


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every part of the package that a module imports, anywhere in it, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            if node.module == ROOT:
                yield from ((node.lineno, name.name) for name in node.names)
            elif node.module and node.module.startswith(f"{ROOT}."):
                yield node.lineno, node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.startswith(f"{ROOT}."):
                    yield node.lineno, name.name.split(".")[1]


def breaks_the_law(part: str, other: str) -> bool:
    if other == part:
        return False
    if other not in LEVEL_OF:  # a name of the package itself: the library, for its users
        return LEVEL_OF[part] < LEVEL_OF["cli"]
    if LEVEL_OF[part] == LEVEL_OF[other]:
        return part not in GROUND
    return LEVEL_OF[other] > LEVEL_OF[part]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_to_the_right(path: Path) -> None:
    part = part_of(path)
    assert part in LEVEL_OF, f"{part} has no place in the import law"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [
        f"line {line}: {part} imports {other}" for line, other in imported(tree) if breaks_the_law(part, other)
    ] == []


@pytest.mark.parametrize(
    ("part", "other", "wrong"),
    [
        ("model", "store", True),
        ("fingerprint", "sources", True),
        ("store", "report", True),
        ("tracing", "open_database", True),
        ("cli", "open_database", False),
        ("cli", "pipeline", False),
        ("store", "version", False),
        ("settings", "errors", False),
        ("article", "article", False),
    ],
)
def test_the_law_itself(part: str, other: str, *, wrong: bool) -> None:
    assert breaks_the_law(part, other) is wrong


def test_sql_stands_in_the_store_only() -> None:
    allowed = {"store", "browse"}
    words = ("SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ")
    found = [
        f"{path.relative_to(PACKAGE)}: {node.value[:40]!r}"
        for path in modules()
        if part_of(path) not in allowed
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(words)
    ]
    assert found == []


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["trace", "--help"], ["sources", "--help"]])
def test_help_loads_nothing_costly(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from provenance.cli import main\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"loaded = sorted(set({COSTLY!r}) & set(sys.modules))\n"
        "print(loaded, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent, timeout=300
    )
    assert done.stderr.strip() == "[]"
    assert done.stdout


def test_no_two_modules_of_a_folder_need_each_other() -> None:
    """Not even for types alone: what both need stands in a module of its own."""
    needs: dict[str, set[str]] = {}
    for path in modules():
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        needs[name] = found - {name}
    circles = {
        tuple(sorted((name, other)))
        for name, others in needs.items()
        for other in others
        if name in needs.get(other, ()) and not other.startswith(f"{name}.") and not name.startswith(f"{other}.")
    }
    assert circles == set()
