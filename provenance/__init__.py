"""Says where a news text came from."""

__version__ = "0.1.0"
