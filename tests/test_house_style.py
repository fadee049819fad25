"""What a linter does not see: sizes, docstrings of everything public, paths of a machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "provenance"
LONGEST_FILE = 350
LONGEST_FUNCTION = 60
# path from the package, or path:function -> why it may be longer
EXCEPTIONS: dict[str, str] = {}
Function = ast.FunctionDef | ast.AsyncFunctionDef
# absolute paths of somebody's machine; /tmp, /usr and the like are everybody's
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:home|Users|root|work|mnt|opt)/[\w.-]{1,60}")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def functions(tree: ast.AST, *, public: bool = True) -> Iterator[tuple[Function, bool]]:
    """Every function and method with whether all names on the way to it are public."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function | ast.ClassDef):
            inner = public and (not node.name.startswith("_") or node.name == "__init__")
            if isinstance(node, Function):
                yield node, inner
                inner = False  # what stands inside a function is nobody else's
            yield from functions(node, public=inner)
        else:
            yield from functions(node, public=public)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_files_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if name_of(path) not in EXCEPTIONS:
        assert source.count("\n") <= LONGEST_FILE
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node, _ in functions(ast.parse(source))
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
        and f"{name_of(path)}:{node.name}" not in EXCEPTIONS
    }
    assert long == {}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    bare = [node.name for node, public in functions(tree) if public and not ast.get_docstring(node)]
    bare += [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert bare == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_public_names_are_listed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    listed = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id == "__all__"
    ]
    defines = any(isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") for node in tree.body)
    assert listed or not defines, "a module with public names has an __all__"


def test_every_exception_is_still_needed() -> None:
    needless = []
    for place in EXCEPTIONS:
        file, _, function = place.partition(":")
        source = (PACKAGE / file).read_text(encoding="utf-8")
        if function:
            lengths = {n.name: (n.end_lineno or 0) - n.lineno + 1 for n, _ in functions(ast.parse(source))}
            needless += [place] if lengths.get(function, 0) <= LONGEST_FUNCTION else []
        else:
            needless += [place] if source.count("\n") <= LONGEST_FILE else []
    assert needless == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=True,
            cwd=REPOSITORY,
            timeout=300,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git repository here")
    found = []
    for name in filter(None, listed.decode("utf-8").split("\0")):
        path = REPOSITORY / name
        if not path.is_file() or path.resolve() == Path(__file__).resolve():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name}: {match.group()}" for match in MACHINE_PATH.finditer(text)]
    assert found == []
