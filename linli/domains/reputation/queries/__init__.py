"""Questions about credit and the list. Nothing here changes anything."""
