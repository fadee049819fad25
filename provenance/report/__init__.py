"""What a person or a program reads: the contract of the answers, the card and the ledger."""

from __future__ import annotations

from provenance.report.contract import answer, to_json
from provenance.report.printable import printable

__all__ = ["answer", "printable", "to_json"]
