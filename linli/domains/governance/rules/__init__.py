"""The pure rules of the exchange, one file a subject."""
