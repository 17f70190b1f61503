"""The trade: one room for each part of an estate's life, no HTTP inside."""
