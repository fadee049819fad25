"""Which copy is the origin: what each document's page says of itself, and clusters around those that are kept."""
