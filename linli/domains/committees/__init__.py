"""The owners' committee after the vote: terms and members, vacancies, meetings, the seal, filing, disclosure.

It lives on what voting elects (VoteSettled) and on the register (a sale ends a seat); notices hear its events.
"""
