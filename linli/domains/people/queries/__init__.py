"""Questions about people. Nothing here changes anything."""
