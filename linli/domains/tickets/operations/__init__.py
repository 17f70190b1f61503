"""What can be done to tickets. Every verb takes its moment as `now` and commits nothing."""
