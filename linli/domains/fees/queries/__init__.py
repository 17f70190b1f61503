"""Questions about prices and bills. Nothing here changes anything."""
