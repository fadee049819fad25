"""Batch deduplication that keeps the origin of each cluster."""
