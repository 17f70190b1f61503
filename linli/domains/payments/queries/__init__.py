"""Questions about money. Nothing here changes anything."""
