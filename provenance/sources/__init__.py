"""Who could have written it: the registry of sources, the credits in an article, the kind of site."""

from __future__ import annotations

from provenance.sources.credits import cited_sources, find_credits
from provenance.sources.registry import Form, Registry, Source, load_registry
from provenance.sources.site import judge_site

__all__ = ["Form", "Registry", "Source", "cited_sources", "find_credits", "judge_site", "load_registry"]
