"""What is done with credit items and the list."""
