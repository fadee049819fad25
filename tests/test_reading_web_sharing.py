"""One pace for all processes that share a cache folder."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from loopback import Loopback, Reply

from provenance.reading.web.sharing import Moments

if TYPE_CHECKING:
    from pathlib import Path

SITE, NOW = ("gullhaven.example", 443), 1_930_000_000.0
FETCH = """
import sys
from pathlib import Path
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions
options = WebOptions(allow=("127.0.0.1",), robots=False, pace=0.25, cache=Path(sys.argv[1]))
with Client(options) as client:
    client.get(sys.argv[2] + "/ready", fresh=True)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(5):
        client.get(f"{sys.argv[2]}/{number}", fresh=True)
"""


def test_moments_lie_a_gap_apart(tmp_path: Path) -> None:
    one, other = Moments(tmp_path / "cache"), Moments(tmp_path / "cache")
    assert one.take(SITE, 2.0, NOW) == NOW
    assert other.take(SITE, 2.0, NOW + 0.5) == NOW + 2
    assert one.take(SITE, 1.0, NOW + 0.5) == NOW + 3, "the gap is that of whoever asks"
    assert other.take(SITE, 1.0, NOW + 60) == NOW + 60
    assert one.take(("elsewhere.example", 443), 2.0, NOW) == NOW
    assert one.take(("gullhaven.example", 80), 2.0, NOW) == NOW


def test_many_at_once_take_moments_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = sorted(pool.map(lambda _: Moments(tmp_path).take(SITE, 1.0, NOW), range(24)))
    assert taken == [NOW + number for number in range(24)]


@pytest.mark.parametrize("content", ["", "soon", "nan", "1e400", str(NOW + 1000)])
def test_a_moment_that_means_nothing_is_passed_over(tmp_path: Path, content: str) -> None:
    moments = Moments(tmp_path)
    moments.take(SITE, 1.0, NOW)
    (file,) = (path for path in (tmp_path / "pace").iterdir() if path.name != ".lock")
    file.write_text(content, encoding="ascii")
    assert moments.take(SITE, 1.0, NOW) == NOW
    assert moments.take(SITE, 1.0, NOW) == NOW + 1


def test_a_folder_that_cannot_be_used_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    moments = Moments(tmp_path / "file" / "cache")
    assert [moments.take(SITE, 1.0, NOW) for _ in range(2)] == [NOW, NOW]


def test_another_that_holds_the_lock_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.reading.web.sharing._PATIENCE", 0.1)
    moments = Moments(tmp_path)
    moments.take(SITE, 1.0, NOW)
    with FileLock(tmp_path / "pace" / ".lock"):
        assert moments.take(SITE, 1.0, NOW) == NOW


def test_old_moments_are_swept_and_say_nothing_of_the_site(tmp_path: Path) -> None:
    for number in range(20):
        Moments(tmp_path).take((f"{number}.example", 443), 1.0, NOW)
    Moments(tmp_path).take(SITE, 1.0, NOW + 200_000)
    left = [path.name for path in (tmp_path / "pace").iterdir()]
    assert len(left) == 2
    assert not any("example" in name for name in left)


def test_two_processes_keep_one_pace(tmp_path: Path) -> None:
    with Loopback() as site:
        for path in ("/ready", *(f"/{number}" for number in range(5))):
            site.play(path, Reply("<p>A page."))
        command = [sys.executable, "-c", FETCH, str(tmp_path / "cache"), site.url("")]
        started = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
        ]
        try:
            for process in started:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            for process in started:
                assert process.stdin is not None
                process.stdin.write("go\n")
                process.stdin.flush()
            assert [process.wait(60) for process in started] == [0, 0]
        finally:
            for process in started:
                process.kill()
                process.communicate()
        asked = sorted(seen.at for seen in site.seen() if seen.path != "/ready")
    assert len(asked) == 10
    # nine gaps; each process by itself would need four
    assert asked[-1] - asked[0] > 2.0
