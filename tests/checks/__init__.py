"""Checks over the whole application at once: every operation and page, as every role, with every kind of object."""
