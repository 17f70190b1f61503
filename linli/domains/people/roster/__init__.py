"""Reading a property company's roster: from a file to a verdict for every row. No database, nothing written.

`reading.read_roster` opens a file safely; `judging.judge` says what each row means; `differences.compare`
says what an accepted reading would change; `error_sheet`, `template` and `summary` show it to people.
Rosters are kept by hand, in every spelling: what cannot be read for certain is a doubt that says why,
never a guess that is not shown.
"""
