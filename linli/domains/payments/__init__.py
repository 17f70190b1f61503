"""Payments: money that comes in for what was billed, and the double-entry ledger that proves where it is.

Floor 3: settles what fees charge. Words: an *order* is somebody's wish to pay some bills through a
*channel*; a *payment* is money that has really come; what no bill could take is *surplus* and belongs
to the payer; a *receipt* says so with a number, and is not an invoice.
"""
