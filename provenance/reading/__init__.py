"""What comes in: files, folders and corpora become pages, one at a time."""
