"""The maintenance fund (维修资金): a repair asked for, voted on by those it concerns, split by area, settled in the open.

Floor 3; asks estates and voting. Words: a *project* is one repair paid from the fund; its *scope* is the estate, a
building or a stairwell; *shares* split its plan, and later its settlement, by area among the units of the scope; an
*urgent* project rests on one of the law's grounds and two confirmations instead of a vote (民法典第281条第2款). The money
lies with the housing authority: payments are recorded here, never booked as anybody's income.
"""
