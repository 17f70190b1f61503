"""Mechanisms that any trade could use; no word of linli's own is spoken here."""
