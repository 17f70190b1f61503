"""The room of rating."""
