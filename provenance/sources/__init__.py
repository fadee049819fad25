"""The registry of sources, the credits that name them, and what kind of site a page stands on."""
