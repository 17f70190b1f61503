"""The outside world: each module answers for a port of some room."""
