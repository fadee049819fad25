"""What speakers are quoted with across the articles of a story, and who changed it."""
