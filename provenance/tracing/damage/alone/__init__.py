"""Damage that shows in a text by itself: detectors, their measured rates, and what they weigh."""

from __future__ import annotations
