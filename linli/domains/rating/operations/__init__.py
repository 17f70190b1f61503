"""What people do in this room, one file a subject. Every verb takes its moment as `now` and commits nothing."""
