"""Pure rules of credit and of the list."""
