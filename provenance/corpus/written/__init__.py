"""What a run leaves: rows in the format they came in, clusters, the report."""
