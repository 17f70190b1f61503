"""What is done with messages and announcements. Every verb takes its moment as `now` and commits nothing."""
