"""People: who somebody is, what they own, whom they live with, and the roles they hold.

Floor 1, on estates. Words: an *account* is somebody who signs in; an *owner* is a person or company on
an estate's roster, bound to an account once proven; an *ownership* joins owner and unit for some days;
a *resident* is family or a tenant; a *role grant* lets an account act for an estate, company or region.
"""
