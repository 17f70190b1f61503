"""Rating: the star of an estate for a year, from a sheet of indicators graded by a catalogue.

Floor 5, asks everybody below and changes nothing of theirs. Words: a *catalogue* says what is measured and
how it is graded; a *sheet* is one estate's year; an *entry* is what was found for one indicator.
"""
