"""What people and channels do with money."""
