"""``python -m provenance.cli``: the same as the command ``provenance``."""

from __future__ import annotations

from provenance.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
