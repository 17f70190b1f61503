"""Complaints about the property company: heard by the community, answered within ten days, reviewed by the street.

Floor 3; asks estates, people and the clocks of tickets. Words: a *complaint* is a household's; the community's officer
*answers* it; the company is only asked for a *statement*, in the officer's words and without the name unless
the complainant allows it; whoever is not content, or was not answered in time, takes it to the *street*, which
*reviews* it.
"""
