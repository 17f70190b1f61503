"""Questions about messages and announcements. Nothing here changes anything."""
