"""Damage: where a paraphraser broke a text, alone and beside its original."""

from __future__ import annotations

from provenance.tracing.damage.alone.look import Alone, find_alone, look_alone
from provenance.tracing.damage.beside.compare import compare
from provenance.tracing.damage.beside.comparison import Comparison
from provenance.tracing.damage.joined import join_findings
from provenance.tracing.damage.summary import summarise

__all__ = ["Alone", "Comparison", "compare", "find_alone", "join_findings", "look_alone", "summarise"]
