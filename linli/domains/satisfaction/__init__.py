"""满意物业万户评: once a year every household says how content it is with the property company.

Who took part and what was said lie in two tables that nothing but a key outside the database could join,
and at the close the answers become sums for good (domain rules §5.1).
"""
