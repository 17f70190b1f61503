"""Questions about surveys. Nothing here changes anything."""
