"""What can be asked of the room. Nothing here changes anything."""
