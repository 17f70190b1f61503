"""What people do to the committee, and what follows by itself. Every verb takes its moment as `now`. No commits."""
