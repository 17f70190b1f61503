"""What people do in the room. Every verb takes its moment as `now` and commits nothing."""
