"""Questions of this room, one file a subject. Nothing here changes anything."""
