"""Damage that shows beside the original: sentence by sentence and word by word."""

from __future__ import annotations
