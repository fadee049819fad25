"""A corpus read for the first time: its parts, by several processes, into documents and their texts."""
