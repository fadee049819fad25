"""The program, started without loading it anew: a process that has loaded it forks another for each start.

A start is a process of its own, as a user's is: it has its own arguments, folder, environment, streams, end and exit
code. Only the loading was done before, which costs more than most of what a test asks for.

``python -IS tests/warm.py SOCKET ARGUMENT…`` is a start; ``python tests/warm.py SOCKET`` serves them, one after the
other, as long as its stdin is open. It needs an operating system with ``fork``.
"""

from __future__ import annotations

import os
import socket
import sys

END = b"\0"
STREAMS = 3
# what commands load where they need it; what is not installed is left out
LAZY = (
    "charset_normalizer",
    "feedparser",
    "ijson",
    "jinja2",
    "lxml.html",
    "numba",
    "prov.model",
    "pyarrow.parquet",
    "rich.console",
    "rich.progress",
    "rich.table",
    "trafilatura",
    "typer._adapters",
    "urllib3",
    "warcio",
    "zstandard",
)
# tables that it ships and keeps once they are read
TABLES = (
    "article.forms:shipped_forms",
    "article.wall_markers:shipped_markers",
    "sources.wording:wording",
    "tracing.damage.alone.rates:rates",
    "tracing.damage.words.lexicon:lexicon",
)
# these look at the environment or at the disk while they are loaded
COLD = ("provenance.browse", "provenance.corpus.near.kernels", "provenance.fingerprint.batch")


def start(path: str, arguments: list[str]) -> int:
    """Have the program started with the streams, folder and environment of this process; gives its exit code."""
    import json

    asked = {"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}  # noqa: PTH109 - quick
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        socket.send_fds(line, [END], range(STREAMS))
        line.sendall(json.dumps(asked).encode() + END)
        code = int(line.recv(16) or b"1")
    if code < 0:
        os.kill(os.getpid(), -code)
    return code


def load() -> None:
    """Load the program and what it loads where it needs it."""
    import pkgutil
    from contextlib import suppress
    from importlib import import_module

    import provenance

    for module in pkgutil.walk_packages(provenance.__path__, "provenance."):
        if not module.name.startswith(COLD) and not module.name.endswith("__main__"):
            import_module(module.name)
    for name in LAZY:
        with suppress(ImportError):
            import_module(name)
    for table in TABLES:
        module_name, _, name = table.partition(":")
        getattr(import_module(f"provenance.{module_name}"), name)()


def serve(path: str) -> list[str] | None:
    """Wait for starts.

    Returns:
        In each process that is to be the program, its arguments; ``None`` at the end.
    """
    import gc
    import json
    import select
    import signal
    from contextlib import suppress

    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while door in select.select([0, door], [], [])[0]:
            with door.accept()[0] as line:
                _, streams, _, _ = socket.recv_fds(line, len(END), STREAMS)
                asked = b""
                while got := line.recv(1 << 16):
                    asked += got
                    if got.endswith(END):
                        break
                else:  # whoever asked was ended before
                    for number in streams:
                        os.close(number)
                    continue
                alive, dies = os.pipe()
                child = os.fork()
                if not child:
                    for number, stream in enumerate(streams):
                        os.dup2(stream, number)
                    become = json.loads(asked.removesuffix(END))
                    os.chdir(become["folder"])
                    os.environ.clear()
                    os.environ.update(become["environment"])
                    # of what is open here it keeps what tells of its end
                    for number in (alive, *streams):
                        os.close(number)
                    arguments: list[str] = become["arguments"]
                    return arguments
                for number in (dies, *streams):
                    os.close(number)
                if alive not in select.select([0, line, alive], [], [])[0]:  # whoever asked for it has gone
                    os.kill(child, signal.SIGKILL)
                os.close(alive)
                _, status = os.waitpid(child, 0)
                with suppress(OSError):
                    line.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    return None


def main() -> None:
    """Ask for a start, or serve them."""
    _, path, *arguments = sys.argv
    if arguments:
        sys.exit(start(path, arguments))
    load()
    asked = serve(path)
    if asked is not None:
        import runpy

        sys.argv = ["provenance", *asked]
        runpy.run_module("provenance.cli", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
