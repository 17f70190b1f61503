"""Notices: every message to a person, by which channel it goes and how far it has come; an estate's announcements.

Floor 4, hears of what happens below. Words: a *message* goes to one person by one channel; an
*announcement* is read by everybody of an estate, and each opening of it is noted for its receipt.
"""
