"""Questions about votes. Nothing here changes anything."""
