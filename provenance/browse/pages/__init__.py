"""The pages, one module each: from a request to what a template shows."""
