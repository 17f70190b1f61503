"""托底物业: an estate without a property company is handed to the state-owned one, with cause, days and terms.

The days of it are counted apart: what was on time, what was paid, and in the rating the estate's class.
"""
