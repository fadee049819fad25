"""The web: pages by their address, feeds and sitemaps, what a site lists.

Invariant: nothing but public addresses is ever connected to, unless the user allowed it, and
every failure to fetch says what failed.
"""

from __future__ import annotations
