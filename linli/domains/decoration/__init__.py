"""Decorating a home (装修): registered by the owner, told what is forbidden, visited on patrol, inspected at the end.

Floor 3; asks estates and tickets. Words: a *decoration* is one owner's work in one unit; a *visit* is a patrol's look
at it; a *finding* is something forbidden that a visit saw, with the ticket that came of it. No deposit is taken here.
"""
