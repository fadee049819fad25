"""The rows of a corpus written in the format that they came in."""
