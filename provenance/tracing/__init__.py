"""From an article to its relatives and its origin: candidates, matching, verdict, damage."""
