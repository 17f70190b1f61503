"""What people do with task forces."""
