"""Equipment (设施设备台账): what an estate owns that must be inspected, and the tickets that fall due by themselves.

Floor 3; asks estates and tickets. Words: a *piece* of equipment stands at a common place, whose printed code reports
it; its *upkeep* is what its class has done to it again and again (定期检验、维护保养); a *record* says that it was done, when
and by whom, with the day on which it is due next; an *entrapment* is a report of people in a lift.
"""
