"""Estates: the ground everything stands on: regions, estates, buildings, entrances, units, companies.

Floor 0, knows nobody. Words: a *unit* is anything with its own door and owner (flat, shop, parking
place, store room); an *entrance* is a stairwell (单元) of a *building* (幢).
"""
