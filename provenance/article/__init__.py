"""From a page to an article, and from an article to blocks with roles.

Invariant: nothing of the page's visible text is lost on the way; what is no story is labelled.
"""

from __future__ import annotations

from provenance.article.blocks import divide
from provenance.article.dates import iso
from provenance.article.extract import extract

__all__ = ["divide", "extract", "iso"]
