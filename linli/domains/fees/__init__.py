"""The room of fees."""
