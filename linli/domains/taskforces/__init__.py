"""Task forces (专班) for problems that no single department can solve: proposed, worked off, dissolved.

Floor 4; asks estates and tickets. A task force belongs to a region (street, county, city), not to one estate. Words:
its *leading group* answers for it, its *office* keeps it going, its *members* are lent by departments with a post and
for a time; the *wall chart* (挂图作战) has its tasks and their milestones; each week has a *report*, each month a
*review* that names both ends; *tickets* that are part of the problem hang on it.
"""
