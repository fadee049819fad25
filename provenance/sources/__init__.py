"""Who could have written it: the registry of sources, the credits in an article, the kind of site.

Each function is loaded when it is first asked for: who needs the registry needs no wording of credits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.lazily import loader

if TYPE_CHECKING:
    from provenance.sources.credits import cited_sources, find_credits
    from provenance.sources.registry import Form, Registry, Source, load_registry
    from provenance.sources.site import judge_site

__all__ = ["Form", "Registry", "Source", "cited_sources", "find_credits", "judge_site", "load_registry"]

_HOMES = {
    "Form": "registry",
    "Registry": "registry",
    "Source": "registry",
    "cited_sources": "credits",
    "find_credits": "credits",
    "judge_site": "site",
    "load_registry": "registry",
}


__getattr__ = loader(__name__, {name: f"{__name__}.{home}" for name, home in _HOMES.items()})
