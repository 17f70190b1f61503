"""Voting: owners decide together, by heads and by area (民法典第278条), and anyone can recount it.

Floor 2, on people and estates. Words: a *vote* puts *items* to the owners on a *roll* that is frozen when
voting opens; one row of the roll is one *voter* (a head: the same set of owners); a voter casts a *ballot*;
the *result* weighs the ballots against the roll. Format of what is published: vote-bundle.md.
"""
