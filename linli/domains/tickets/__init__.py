"""Tickets: reports and repairs (报事报修), from a resident's words to a rating.

Floor 2; asks estates and people. Words: a *ticket* is one report and the work order it becomes; its
*events* are what was done to it, never changed; its *addressee* is the property company or the
community; the *reporter* is the resident it belongs to, also where staff entered it for them.
"""
