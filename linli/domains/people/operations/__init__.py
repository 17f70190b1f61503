"""What people do with who they are. Every verb takes its moment as `now` and commits nothing."""
