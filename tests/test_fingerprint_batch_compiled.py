"""Where compiled code is kept, and what is removed there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

pytest.importorskip("numba")

from provenance.fingerprint.batch import compiled

DAY = 24 * 3600
PACKAGE = Path(compiled.__file__).resolve().parents[2]


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of kernels of which one folder is this version's."""
    monkeypatch.setattr(compiled, "kernel_folder", lambda: tmp_path)
    monkeypatch.setattr(compiled, "_folder", folder(tmp_path, "0123456789abcdef", 30))
    return tmp_path


def folder(kernels: Path, name: str, days: float, *, mark: bool = True) -> Path:
    """A folder with compiled code that was used so many days ago."""
    made = kernels / name
    made.mkdir()
    (made / "code.nbc").write_bytes(b"code")
    used = time.time() - days * DAY
    if mark:
        (made / "prepared").touch()
        os.utime(made / "prepared", (used, used))
    os.utime(made, (used, used))
    return made


def test_each_installation_and_state_of_the_sources_has_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used_by(package: Path) -> Path | None:
        monkeypatch.setattr(compiled, "_PACKAGE", package)
        return compiled.usable_folder()

    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(compiled, "kernel_folder", lambda: tmp_path / "kernels")
    sources = [tmp_path / name / compiled.KERNEL_FOLDERS[0] / "joining.py" for name in ("one", "other")]
    for source in sources:
        source.parent.mkdir(parents=True)
        source.write_text("a kernel")
        os.utime(source, (1, 1))
    first = used_by(tmp_path / "one")
    assert first is not None
    assert first.parent == tmp_path / "kernels"
    assert first == used_by(tmp_path / "one")
    assert first != used_by(tmp_path / "other")
    os.utime(sources[0], (2, 2))
    second = used_by(tmp_path / "one")
    assert first != second
    sources[0].write_text("a Kernel")
    os.utime(sources[0], (2, 2))
    assert used_by(tmp_path / "one") not in {first, second}


def test_every_kernel_stands_where_its_source_is_looked_at() -> None:
    with_kernels = {
        path.parent.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "@kernel\n" in path.read_text(encoding="utf-8")
    }
    assert with_kernels == set(compiled.KERNEL_FOLDERS)


def test_what_is_not_used_any_more_is_removed_when_another_is_prepared(kernels: Path) -> None:
    old = folder(kernels, "00000000000000aa", 8)
    unfinished = folder(kernels, "00000000000000ab", 8, mark=False)
    in_use = folder(kernels, "00000000000000bb", 6)
    others = [folder(kernels, name, 900) for name in ("numba", "00000000000000AA", "00000000000000aa1")]
    beside = kernels / "00000000000000cc"
    beside.write_text("no folder")
    os.utime(beside, (0, 0))
    compiled.set_prepared()
    assert not old.exists()
    assert not unfinished.exists()
    assert all(each.exists() for each in (in_use, *others, beside))
    assert (kernels / "0123456789abcdef" / "code.nbc").is_file()
    assert compiled.is_prepared()


def test_a_folder_that_is_used_says_so_once_a_day(kernels: Path) -> None:
    mark = kernels / "0123456789abcdef" / "prepared"
    assert compiled.is_prepared()
    assert time.time() - mark.stat().st_mtime < DAY
    recent = time.time() - DAY / 2
    os.utime(mark, (recent, recent))
    assert compiled.is_prepared()
    assert mark.stat().st_mtime == pytest.approx(recent)
    mark.unlink()
    assert not compiled.is_prepared()


def test_a_folder_that_the_user_named_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = folder(tmp_path, "00000000000000aa", 900)
    monkeypatch.setattr(compiled, "kernel_folder", lambda: tmp_path / "elsewhere")
    monkeypatch.setattr(compiled, "_folder", folder(tmp_path, "0123456789abcdef", 30))
    compiled.set_prepared()
    assert old.exists()


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_folder", None)
    compiled.set_prepared()
    assert not compiled.is_prepared()
    assert not compiled.is_kept()
