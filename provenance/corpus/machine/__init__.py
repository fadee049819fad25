"""What a run takes of the machine: memory, files for what is more, processes, and what is kept for another run."""
