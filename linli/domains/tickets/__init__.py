"""The room of tickets."""
