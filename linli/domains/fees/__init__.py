"""Fees: what a household owes for what the estate does for it, from tariff to bill.

Floor 2: knows places and people. Words: an *item* (收费项目) has *tariffs* (收费标准) by kind of unit and
by date; a *run* issues the *bills* of one item and one period; a bill is made of *lines* and never
changes: a mistake is taken back by a *red* bill. What was paid is the sum of its *settlements*.
"""
