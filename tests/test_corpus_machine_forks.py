"""Forks of a process that come to a bad end."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from provenance.corpus.machine import sharing
from provenance.corpus.machine.forks import fork
from provenance.corpus.result import Document
from provenance.model import Media, Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from provenance.corpus.machine.sharing import Asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux only")


def test_what_a_fork_raises_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    def work(_parent: Connection) -> None:
        raise MemoryError

    process, connection = fork(work)
    with pytest.raises(EOFError):
        connection.recv()
    process.join()
    assert capfd.readouterr().err == ""


def test_an_interruption_while_a_fork_starts_reaches_this_process_alone(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = signal.signal

    def late(*what: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return handle(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(signal, "signal", late)
    process, connection = fork(lambda _parent: time.sleep(600))
    monkeypatch.undo()
    process.join(120)
    connection.close()
    assert process.exitcode == -signal.SIGINT
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert "Traceback" not in capfd.readouterr().err


def test_a_process_that_is_killed_while_it_answers_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        (Document(number, f"d{number}", bytes(16), None, number), Page(f"d{number}", "Gulls.", Media.TEXT))
        for number in range(400)
    ]
    here = os.getpid()

    def ask(some: Sequence[Asked]) -> list[bytes]:
        if os.getpid() != here:  # the pipe holds a part of the answer, and the rest never comes
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        else:
            time.sleep(1)
        return [document.id.encode() * 1000 for document, _ in some]

    monkeypatch.setattr(sharing, "threads", lambda: 2)
    found = sharing.shared_out(asked, ask, lambda _: None)
    assert found == [document.id.encode() * 1000 for document, _ in asked]
