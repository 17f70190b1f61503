"""Questions about the yearly round. Nothing here changes anything."""
