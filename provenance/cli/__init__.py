"""The command line: one module a command, each a page of options and one call of the library.

Invariant: a user never sees a traceback, nor when the program is interrupted while it still loads, so nothing
is imported here that takes time.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from provenance.lazily import loader

if TYPE_CHECKING:
    from provenance.cli.running import command_line

__all__ = ["command_line", "main"]

_INTERRUPTED = 130  # as ``ExitCode`` has it


def main() -> None:
    """Run the command line and end the process."""
    try:
        from provenance.cli.running import run_command_line

        code = run_command_line()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted: nothing was changed\n")
        code = _INTERRUPTED
    sys.exit(code)


__getattr__ = loader(__name__, {"command_line": "provenance.cli.running"})
