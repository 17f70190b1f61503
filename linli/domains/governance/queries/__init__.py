"""Questions about the exchange with the platform. Nothing here changes anything."""
